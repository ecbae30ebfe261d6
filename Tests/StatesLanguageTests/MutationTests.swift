// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage
import Testing

/// A small generator that gives the same numbers for the same seed everywhere.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite struct MutationTests {
    /// Whatever happens to a document: reading and checking it ends, and it is written as it was read.
    @Test(arguments: 0..<20)
    func mutatedDocumentsAreReadCheckedAndWrittenBack(_ seed: Int) throws {
        var generator = SplitMix64(state: UInt64(seed))
        let seedDocument = try JSONValue(parsing: Self.document)
        for _ in 0..<40 {
            var json = seedDocument
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                json = mutate(json, &generator)
            }
            let checked = StateMachineDefinition.check(json)
            guard let definition = checked.definition else {
                #expect(json.object == nil)
                continue
            }
            #expect(definition.json.serialized() == json.serialized())
            for problem in checked.problems {
                #expect(!problem.message.isEmpty)
                #expect(
                    problem.pointer == nil || locate(problem.pointer ?? JSONPointer(), in: json.serialized()) != nil
                )
            }
        }
    }

    @Test(arguments: 0..<20)
    func garbageIsNeitherPathNorCall(_ seed: Int) {
        var generator = SplitMix64(state: UInt64(seed))
        let alphabet = Array("$$.@[]()?*:,'\"\\ aStates.Format-01!=<>&|~/{}é")
        for _ in 0..<200 {
            let length = Int.random(in: 0...24, using: &generator)
            let text = String((0..<length).compactMap { _ in alphabet.randomElement(using: &generator) })
            // A text that is accepted is kept, and accepted again.
            if let path = try? JSONPathExpression(parsing: "$" + text) {
                #expect(path.text == "$" + text)
                #expect((try? JSONPathExpression(parsing: path.text)) == path)
            }
            if let call = try? IntrinsicCall(parsing: "States.Array(\(text))") {
                #expect((try? IntrinsicCall(parsing: call.text)) == call)
            }
        }
    }

    /// Whether the place is in the document, its last step aside: a missing member has a place too.
    private func parentExists(of pointer: JSONPointer, in json: JSONValue) -> Bool {
        let parent = pointer.components.dropLast().reduce(json as JSONValue?) { value, component in
            switch component {
            case .member(let name): value?[name]
            case .element(let index): value?[index]
            }
        }
        return parent != nil
    }

    private func mutate(_ json: JSONValue, _ generator: inout SplitMix64) -> JSONValue {
        guard Int.random(in: 0..<8, using: &generator) > 0 else { return replacement(&generator) }
        switch json {
        case .object(var members) where !members.isEmpty:
            let name = members.names[Int.random(in: 0..<members.count, using: &generator)]
            switch Int.random(in: 0..<10, using: &generator) {
            case 0: members[name] = nil
            case 1: members[name + "x"] = members[name]
            case 2: members[Self.names.randomElement(using: &generator) ?? "Next"] = replacement(&generator)
            default: members[name] = members[name].map { mutate($0, &generator) }
            }
            return .object(members)
        case .array(var elements) where !elements.isEmpty:
            let index = Int.random(in: 0..<elements.count, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: elements.remove(at: index)
            case 1: elements.append(elements[index])
            default: elements[index] = mutate(elements[index], &generator)
            }
            return .array(elements)
        default:
            return replacement(&generator)
        }
    }

    private func replacement(_ generator: inout SplitMix64) -> JSONValue {
        Self.values.randomElement(using: &generator) ?? .null
    }

    private static let values: [JSONValue] = [
        nil, true, false, 0, -1, 1.5, 99_999_999_999, "", "$", "$.", "$..*", "$$.a", "{% x %}", "A", "Pass", "Map", [],
        [[]],
        [nil], [:], ["a.$": 1], ["Type": "Task"], "States.ALL", "2016-03-14T01:59:00Z",
    ]

    private static let names = [
        "Type", "Next", "End", "Retry", "Catch", "Choices", "Branches", "ItemProcessor", "Iterator", "States",
        "StartAt", "QueryLanguage", "InputPath", "Assign", "Output", "And", "Not", "Seconds", "Resource", "Label",
    ]

    private static let document = #"""
        {"Comment":"c","StartAt":"A","TimeoutSeconds":60,"States":{
         "A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"a.$":"$.b","c":[1,{"d.$":"$$.e"}]},
          "TimeoutSeconds":10,"Retry":[{"ErrorEquals":["States.ALL"],"BackoffRate":2.0,"JitterStrategy":"FULL"}],
          "Catch":[{"ErrorEquals":["States.ALL"],"ResultPath":"$.error","Next":"F"}],"Next":"C"},
         "C":{"Type":"Choice","Choices":[{"And":[{"Variable":"$.a","IsPresent":true},
          {"Not":{"Variable":"$.a","NumericLessThan":3}}],"Next":"M"}],"Default":"W"},
         "M":{"Type":"Map","ItemsPath":"$.items","MaxConcurrency":3,"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED",
          "ExecutionType":"STANDARD"},"StartAt":"I","States":{"I":{"Type":"Pass","Result":{"x":1.50},"End":true}}},
          "ItemReader":{"Resource":"arn:aws:states:::s3:getObject","ReaderConfig":{"InputType":"JSON"},"Parameters":{}},
          "ItemBatcher":{"MaxItemsPerBatch":3},"ResultWriter":{"Resource":"r:s","Parameters":{}},"Next":"P"},
         "P":{"Type":"Parallel","Branches":[{"StartAt":"B","States":{"B":{"Type":"Succeed"}}}],"Next":"W"},
         "W":{"Type":"Wait","Timestamp":"2016-03-14T01:59:00Z","Next":"S"},
         "S":{"Type":"Succeed"},"F":{"Type":"Fail","ErrorPath":"$.error.Error","Cause":"c"}}}
        """#
}
