// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Testing

/// Paths, templates and functions, seen through a Pass state.
@Suite struct DataFlowTests {
    private static let input: JSONValue = [
        "name": "ami", "n": 3, "list": [1, 2, 3, 4], "flag": true, "nothing": nil,
        "images": [
            ["id": "a", "age": 10, "tags": ["x"]], ["id": "b", "age": 40, "tags": []], ["id": "c", "age": 25],
        ],
    ]

    private static func evaluate(_ expression: String) throws -> ExecutionOutcome? {
        let machine = try Machines.single(["Type": "Pass", "Parameters": ["v.$": .string(expression)], "End": true])
        var logic = ExecutionLogic(machine: machine, record: Machines.record(input: input))
        _ = logic.start(at: Machines.start)
        return logic.outcome
    }

    @Test(
        arguments: [
            ("$.name", "ami"), ("$['name']", "ami"), ("$.list[1]", 2), ("$.list[-1]", 4), ("$.list[1:3]", [2, 3]),
            ("$.list[::2]", [1, 3]), ("$.list[0,2]", [1, 3]), ("$.list[*]", [1, 2, 3, 4]),
            ("$.images[*].id", ["a", "b", "c"]), ("$..id", ["a", "b", "c"]),
            ("$.images[?(@.age > 20)].id", ["b", "c"]), ("$.images[?(@.age > 20 && @.id == 'c')].id", ["c"]),
            ("$.images[?(@.tags)].id", ["a", "b"]), ("$.images[?(!(@.age < 30))].id", ["b"]),
            ("$.images[?(@.id in ['a','c'])].age", [10, 25]), ("$.missing[*]", []),
            ("$$.Execution.Input.n", 3), ("$$.State.Name", "Only"), ("$$.StateMachine.Name", "demo"),
            ("$.nothing", nil),
        ] as [(String, JSONValue)]
    )
    func followsPaths(path: String, expected: JSONValue) throws {
        #expect(try Self.evaluate(path) == .succeeded(["v": expected]))
    }

    @Test(arguments: ["$.missing", "$.list[9]", "$.list[-9]", "$.name.x", "$.list.x", "$.list[1].x", "$$.Nope"])
    func failsWhereAPathLeadsNowhere(path: String) throws {
        let failure = try #require(try Self.evaluate(path)?.failure)
        #expect(failure.error == "States.Runtime")
        #expect(
            failure.cause?.contains(
                "The JSONPath '\(path)' specified for the field 'v.$' could not be found in the input"
            ) == true
        )
    }

    @Test func findsEveryMemberOfTheContextByItself() throws {
        let whole = try #require(try Self.evaluate("$$")?.output?["v"]?.object)
        #expect(whole.names == ["Execution", "StateMachine", "State"])
        #expect(whole["Execution"]?.object?.names == ["Id", "Input", "StartTime", "Name", "RoleArn", "RedriveCount"])
        for (section, members) in whole {
            #expect(try Self.evaluate("$$.\(section)") == .succeeded(["v": members]))
            for (name, value) in try #require(members.object) {
                #expect(try Self.evaluate("$$.\(section).\(name)") == .succeeded(["v": value]))
            }
        }
        for path in ["$$.State.RetryCount", "$$.Task.Token", "$$.Map.Item", "$$.Execution.Nope", "$$.Execution.Id.x"] {
            #expect(try Self.evaluate(path)?.failure?.error == "States.Runtime")
        }
    }

    @Test(
        arguments: [
            ("States.Format('{} is {}', $.name, $.n)", "ami is 3"), ("States.Format('\\{\\} {}', $.flag)", "{} true"),
            ("States.StringToJson('{\"a\":[1]}')", ["a": [1]]), ("States.JsonToString($.list)", "[1,2,3,4]"),
            ("States.Array($.n, 'x', null)", [3, "x", nil]), ("States.ArrayPartition($.list, 3)", [[1, 2, 3], [4]]),
            ("States.ArrayContains($.list, 2)", true), ("States.ArrayRange(1, 9, 2)", [1, 3, 5, 7, 9]),
            ("States.ArrayRange(3, 1, -1)", [3, 2, 1]), ("States.ArrayGetItem($.list, 2)", 3),
            ("States.ArrayLength($.list)", 4), ("States.ArrayUnique(States.Array(1, 1, 'a', 'a'))", [1, "a"]),
            ("States.Base64Encode('Data to encode')", "RGF0YSB0byBlbmNvZGU="),
            ("States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", "Data to encode"),
            ("States.Hash('abc', 'MD5')", "900150983cd24fb0d6963f7d28e17f72"),
            ("States.Hash('abc', 'SHA-1')", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            ("States.Hash('abc', 'SHA-256')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "States.Hash('abc', 'SHA-384')",
                "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
            ),
            (
                "States.Hash('abc', 'SHA-512')",
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
            ),
            (
                "States.JsonMerge(States.StringToJson('{\"a\":1,\"b\":1}'), States.StringToJson('{\"b\":2}'), false)",
                ["a": 1, "b": 2]
            ),
            ("States.MathAdd($.n, -1)", 2), ("States.StringSplit('1,2;3', ',;')", ["1", "2", "3"]),
        ] as [(String, JSONValue)]
    )
    func appliesIntrinsicFunctions(call: String, expected: JSONValue) throws {
        #expect(try Self.evaluate(call) == .succeeded(["v": expected]))
    }

    @Test(arguments: [
        "States.ArrayGetItem($.list, 9)", "States.ArrayRange(0, 5000, 1)", "States.ArrayPartition($.list, 0)",
        "States.Format('{} {}', $.n)", "States.MathAdd('a', 1)", "States.JsonMerge($.list, $.list, false)",
        "States.Hash('a', 'CRC')", "States.Base64Decode('%')", "States.StringToJson('{')",
        "States.MathRandom(5, 5)",
    ])
    func refusesArgumentsThatDoNotFit(call: String) throws {
        let failure = try #require(try Self.evaluate(call)?.failure)
        #expect(failure.error == "States.IntrinsicFailure")
        #expect(failure.cause?.contains("The function '\(call)' had the following error:") == true)
    }

    @Test func anArgumentThatIsNotThereIsNoErrorOfTheFunction() throws {
        let failure = try #require(try Self.evaluate("States.ArrayLength($.missing)")?.failure)
        #expect(failure.error == "States.Runtime")
        #expect(
            failure.cause?.hasSuffix(
                "The function 'States.ArrayLength($.missing)' had the following error: The JsonPath argument for the "
                    + "field '$.missing' could not be found in the input '\(Self.input.serialized())'"
            ) == true
        )
    }

    @Test func drawsTheSameRandomNumbersFromTheSameSeed() throws {
        let first = try Self.evaluate("States.Array(States.UUID(), States.MathRandom(0, 1000000))")
        #expect(try first == Self.evaluate("States.Array(States.UUID(), States.MathRandom(0, 1000000))"))
        let uuid = try #require(first?.output?["v"]?[0]?.string)
        #expect(uuid.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
    }

    @Test(
        arguments: [
            (["NumericEquals": 3, "Variable": "$.n"], true), (["NumericGreaterThan": 3, "Variable": "$.n"], false),
            (["NumericLessThanEqualsPath": "$.list[2]", "Variable": "$.n"], true),
            (["StringEquals": "ami", "Variable": "$.name"], true),
            (["StringLessThan": "b", "Variable": "$.name"], true),
            (["StringEquals": "3", "Variable": "$.n"], false), (["StringMatches": "a*i", "Variable": "$.name"], true),
            (["StringMatches": "a\\*i", "Variable": "$.name"], false),
            (["BooleanEquals": true, "Variable": "$.flag"], true),
            (["IsPresent": true, "Variable": "$.missing"], false),
            (["IsPresent": false, "Variable": "$.missing"], true),
            (["IsNull": true, "Variable": "$.nothing"], true), (["IsNumeric": true, "Variable": "$.n"], true),
            (["IsString": false, "Variable": "$.n"], true), (["IsBoolean": true, "Variable": "$.flag"], true),
            (["IsTimestamp": true, "Variable": "$$.Execution.StartTime"], true),
            (["TimestampLessThan": "2999-01-01T00:00:00Z", "Variable": "$$.Execution.StartTime"], true),
            (["Not": ["NumericEquals": 3, "Variable": "$.n"]], false),
            (["And": [["IsNumeric": true, "Variable": "$.n"], ["NumericEquals": 4, "Variable": "$.n"]]], false),
            (["Or": [["NumericEquals": 4, "Variable": "$.n"], ["IsNumeric": true, "Variable": "$.n"]]], true),
        ] as [(JSONValue, Bool)]
    )
    func evaluatesChoiceRules(rule: JSONValue, holds: Bool) throws {
        var members = try #require(rule.object)
        members["Next"] = "Yes"
        let machine = try Machines.machine([
            "StartAt": "Choose",
            "States": [
                "Choose": ["Type": "Choice", "Choices": [.object(members)], "Default": "No"],
                "Yes": ["Type": "Pass", "Result": true, "End": true],
                "No": ["Type": "Pass", "Result": false, "End": true],
            ],
        ])
        var logic = ExecutionLogic(machine: machine, record: Machines.record(input: Self.input))
        _ = logic.start(at: Machines.start)
        #expect(logic.outcome == .succeeded(.bool(holds)))
    }

    @Test func assignsAllVariablesFromTheValuesBefore() throws {
        let machine = try Machines.machine([
            "StartAt": "A",
            "States": [
                "A": ["Type": "Pass", "Assign": ["x": 1, "y": 2], "Next": "B"],
                "B": ["Type": "Pass", "Assign": ["x.$": "$y", "y.$": "$x"], "Next": "C"],
                "C": ["Type": "Pass", "Parameters": ["x.$": "$x", "y.$": "$y"], "End": true],
            ],
        ])
        var logic = ExecutionLogic(machine: machine, record: Machines.record())
        _ = logic.start(at: Machines.start)
        #expect(logic.outcome == .succeeded(["x": 2, "y": 1]))
    }
}
