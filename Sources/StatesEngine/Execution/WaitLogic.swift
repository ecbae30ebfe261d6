// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

extension PreparedWait {
    /// The longest delay, in seconds, that a Wait state takes.
    private static let maximumDelay = 2_147_483_647.0

    /// When the wait is over.
    ///
    /// - Throws: ``StateFailure`` when the data has no such time, or one too far away.
    func deadline(in scope: inout EvaluationScope, now: Timestamp) throws(StateFailure) -> Timestamp {
        let deadline: Timestamp
        switch self {
        case .seconds(let seconds): deadline = now.adding(seconds: Double(seconds))
        case .timestamp(let timestamp): deadline = timestamp
        case .secondsPath(let path): deadline = now.adding(seconds: Double(try Self.seconds(at: path, in: scope)))
        case .timestampPath(let path): deadline = try Self.timestamp(at: path, in: scope)
        case .secondsExpression(let template):
            let value = try template.evaluate(in: &scope)
            guard let seconds = value.integer, seconds >= 0 else {
                throw .unexpectedType(value, of: template, expected: "integer", field: "Seconds")
            }
            deadline = now.adding(seconds: min(Double(seconds), Self.maximumDelay + 1))
        case .timestampExpression(let template):
            let value = try template.evaluate(in: &scope)
            guard let timestamp = value.string.flatMap(Timestamp.init(iso8601:)) else {
                throw .unexpectedType(value, of: template, expected: "timestamp", field: "Timestamp")
            }
            deadline = timestamp
        }
        guard deadline.secondsSinceEpoch - now.secondsSinceEpoch <= Self.maximumDelay else {
            throw .runtime("Wait state delay is too long.")
        }
        return deadline
    }

    private static func seconds(
        at path: JSONPathExpression,
        in scope: EvaluationScope
    ) throws(StateFailure) -> Int {
        let value = try value(at: path, field: "SecondsPath", in: scope)
        guard let number = value.number, number.isIntegerLiteral, let seconds = number.integer else {
            let text = value.string ?? value.serialized()
            throw .runtime("The SecondsPath parameter cannot be parsed as a long value: \(path.text) == \(text)")
        }
        guard seconds >= 0 else {
            throw .runtime("The SecondsPath parameter references a negative value: \(path.text) == \(seconds)")
        }
        guard Double(seconds) <= maximumDelay else { throw .runtime("Wait state delay is too long.") }
        return Int(seconds)
    }

    private static func timestamp(
        at path: JSONPathExpression,
        in scope: EvaluationScope
    ) throws(StateFailure) -> Timestamp {
        let value = try value(at: path, field: "TimestampPath", in: scope)
        let text = value.string ?? value.serialized()
        guard let timestamp = Timestamp(iso8601: text) else {
            throw .runtime(
                "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format"
                    + " string: \(path.text) == \(text)"
            )
        }
        return timestamp
    }

    private static func value(
        at path: JSONPathExpression,
        field: String,
        in scope: EvaluationScope
    ) throws(StateFailure) -> JSONValue {
        do {
            return try path.evaluate(in: scope)
        } catch {
            throw .runtime("The \(field) parameter does not reference an input value: \(path.text)")
        }
    }
}
