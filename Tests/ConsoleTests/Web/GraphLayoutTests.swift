// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage
import Testing

@testable import Console

@Suite struct GraphLayoutTests {
    private static func layout(_ definition: JSONValue) throws -> GraphLayout {
        GraphLayout(try #require(StateMachineDefinition.check(definition).definition))
    }

    /// A definition of random shape: every state leads to some others, back or forth.
    private static func random(_ seed: UInt64, states count: Int) -> JSONValue {
        var generator = Generator(state: seed)
        var states = JSONObject()
        for number in 0..<count {
            let choices = (0..<Int.random(in: 1...3, using: &generator)).map { _ -> JSONValue in
                [
                    "Variable": "$.x", "IsPresent": true,
                    "Next": .string("S\(Int.random(in: 0..<count, using: &generator))"),
                ]
            }
            let next = "S\(min(number + 1, count - 1))"
            states["S\(number)"] = ["Type": "Choice", "Choices": .array(choices), "Default": .string(next)]
        }
        states["S\(count - 1)"] = ["Type": "Succeed"]
        return ["StartAt": "S0", "States": .object(states)]
    }

    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    @Test func drawsAChainFromTopToBottom() throws {
        let layout = try Self.layout([
            "StartAt": "A",
            "States": [
                "B": ["Type": "Pass", "Next": "C"], "A": ["Type": "Pass", "Next": "B"], "C": ["Type": "Succeed"],
            ],
        ])
        let byName = Dictionary(uniqueKeysWithValues: layout.boxes.map { ($0.name, $0) })
        let (a, b, c) = (try #require(byName["A"]), try #require(byName["B"]), try #require(byName["C"]))
        #expect(a.y < b.y && b.y < c.y)
        #expect(a.x + a.width / 2 == b.x + b.width / 2)
        #expect(layout.lines.count == 2)
        #expect(layout.entry?.points.last?.y == a.y)
    }

    @Test(arguments: 1...60) func keepsBoxesApartAndInside(seed: Int) throws {
        let layout = try Self.layout(Self.random(UInt64(seed), states: 3 + seed % 17))
        for (index, box) in layout.boxes.enumerated() {
            #expect(box.x >= -0.01 && box.y >= -0.01)
            #expect(box.x + box.width <= layout.width + 0.01 && box.y + box.height <= layout.height + 0.01)
            for other in layout.boxes[(index + 1)...] {
                let isApart =
                    box.x + box.width <= other.x + 0.01 || other.x + other.width <= box.x + 0.01
                    || box.y + box.height <= other.y + 0.01 || other.y + other.height <= box.y + 0.01
                #expect(isApart, "\(box.name) and \(other.name)")
            }
        }
        for line in layout.lines where !line.goesBack {
            #expect(zip(line.points, line.points.dropFirst()).allSatisfy { $0.y <= $1.y + 0.01 })
        }
        for line in layout.lines {
            #expect(line.points.allSatisfy { $0.x <= layout.width + 0.01 && $0.y <= layout.height + 0.01 })
        }
    }

    @Test func putsContentsIntoContainers() throws {
        let pass: JSONValue = ["StartAt": "P1", "States": ["P1": ["Type": "Pass", "End": true]]]
        let other: JSONValue = ["StartAt": "P2", "States": ["P2": ["Type": "Pass", "End": true]]]
        let each: JSONValue = ["StartAt": "P3", "States": ["P3": ["Type": "Pass", "End": true]]]
        let layout = try Self.layout([
            "StartAt": "Both",
            "States": [
                "Both": ["Type": "Parallel", "Branches": [pass, other], "Next": "Each"],
                "Each": ["Type": "Map", "ItemProcessor": each, "End": true],
            ],
        ])
        #expect(layout.allBoxes.map(\.name).sorted() == ["Both", "Each", "P1", "P2", "P3"])
        for box in layout.boxes {
            #expect(box.isContainer)
            for inner in box.inner {
                #expect(inner.x >= 0 && inner.x + inner.layout.width <= box.width)
                #expect(inner.y + inner.layout.height <= box.height)
            }
        }
    }
}
