// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Testing

/// The limit on payloads counts the bytes of the compact JSON text.
@Suite struct PayloadSizeTests {
    private static func isAllowed(_ value: JSONValue, limit: Int) throws -> Bool {
        let machine = try Machines.single(["Type": "Pass", "End": true])
        var limits = ExecutionLimits()
        limits.payloadBytes = limit
        var logic = ExecutionLogic(machine: machine, record: Machines.record(input: value, limits: limits))
        _ = logic.start(at: Machines.start)
        if let failure = logic.outcome?.failure { #expect(failure.error == "States.DataLimitExceeded") }
        return logic.outcome == .succeeded(value)
    }

    private static func value(depth: Int, _ generator: inout some RandomNumberGenerator) -> JSONValue {
        let pieces = ["a", "\"", "\\", "\n", "\u{1}", "\u{7f}", "é", "😀", "/", " "]
        func text() -> String {
            (0..<Int.random(in: 0...9, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }
                .joined()
        }
        switch Int.random(in: 0...(depth > 0 ? 6 : 4), using: &generator) {
        case 0: return nil
        case 1: return .bool(.random(using: &generator))
        case 2: return .integer(Int.random(in: -1_000_000...1_000_000, using: &generator))
        case 3, 4: return .string(text())
        case 5:
            let count = Int.random(in: 0...4, using: &generator)
            return .array((0..<count).map { _ in value(depth: depth - 1, &generator) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                object[text()] = value(depth: depth - 1, &generator)
            }
            return .object(object)
        }
    }

    @Test func refusesWhatIsAByteTooLong() throws {
        var generator = TestGenerator(state: 11)
        for _ in 0..<300 {
            let value = Self.value(depth: 3, &generator)
            let count = value.serializedUTF8().count
            #expect(try Self.isAllowed(value, limit: count), "\(value)")
            #expect(try !Self.isAllowed(value, limit: count - 1), "\(value)")
            #expect(try Self.isAllowed(value, limit: count * 7))
        }
    }
}
