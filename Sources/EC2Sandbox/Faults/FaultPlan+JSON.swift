// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import OrderedJSON

/// Why a faults file is not one.
package struct FaultPlanError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where it is wrong, `/faults/2/rate` for instance; empty for the whole file.
    package var pointer: String
    package var problem: String

    package var description: String { pointer.isEmpty ? problem : "\(pointer): \(problem)" }
}

extension FaultPlan {
    /// Reads a faults file.
    ///
    ///     { "seed": 7, "faults": [
    ///         { "action": "DeregisterImage", "rate": 0.1, "kind": "throttle" },
    ///         { "action": "Describe*", "calls": [3], "kind": "error", "code": "InternalError", "status": 500 },
    ///         { "rate": 0.01, "kind": "delay", "seconds": 2 } ] }
    ///
    /// Kinds without settings of their own: `throttle`, `connection-reset` (nothing done), `answer-lost`,
    /// `truncated-body`, `wrong-xml` (done, the answer spoiled).
    ///
    /// - Parameter json: UTF-8 text.
    /// - Throws: the first thing that is wrong, with its place.
    package init(json: [UInt8]) throws(FaultPlanError) {
        let document: JSONValue
        do {
            document = try JSONValue(parsing: json)
        } catch {
            throw FaultPlanError(pointer: "", problem: "no JSON: \(error)")
        }
        let file = try Fields(document, at: JSONPointer(), allowed: ["seed", "faults"])
        let list = try file.required("faults")
        guard let faults = list.value.array else { throw list.wrong("must be an array of faults") }
        var rules: [FaultRule] = []
        for (index, fault) in faults.enumerated() {
            rules.append(try FaultRule(fault, at: list.pointer.appending(index)))
        }
        self.init(rules: rules)
        guard let seed = file.optional("seed") else { return }
        guard let number = seed.value.integer, number >= 0 else { throw seed.wrong("must be an integer of 0 or more") }
        self.seed = UInt64(number)
    }
}

extension FaultRule {
    fileprivate init(_ value: JSONValue, at pointer: JSONPointer) throws(FaultPlanError) {
        let allowed = ["action", "rate", "calls", "kind", "code", "message", "status", "seconds"]
        let fields = try Fields(value, at: pointer, allowed: allowed)
        var action = "*"
        if let field = fields.optional("action") {
            guard let text = field.value.string, !text.isEmpty else {
                throw field.wrong("must be the name of an action")
            }
            guard API.actionNames.contains(where: Wildcard(text).matches) else {
                throw field.wrong(
                    "\"\(text)\" matches no action; there are \(API.actionNames.joined(separator: ", "))"
                )
            }
            action = text
        }
        self.init(action: action, trigger: try fields.trigger(), kind: try fields.kind())
    }
}

/// The members of an object in the file.
private struct Fields {
    struct Field {
        let value: JSONValue
        let pointer: JSONPointer

        func wrong(_ problem: String) -> FaultPlanError { FaultPlanError(pointer: "\(pointer)", problem: problem) }
    }

    private let object: JSONObject
    private let pointer: JSONPointer

    init(_ value: JSONValue, at pointer: JSONPointer, allowed: [String]) throws(FaultPlanError) {
        guard let object = value.object else {
            throw FaultPlanError(pointer: "\(pointer)", problem: "must be an object")
        }
        if let unknown = object.names.first(where: { !allowed.contains($0) }) {
            throw FaultPlanError(
                pointer: "\(pointer.appending(unknown))",
                problem: "is no field; there are \(allowed.joined(separator: ", "))"
            )
        }
        self.object = object
        self.pointer = pointer
    }

    func optional(_ name: String) -> Field? {
        object[name].map { Field(value: $0, pointer: pointer.appending(name)) }
    }

    func required(_ name: String) throws(FaultPlanError) -> Field {
        guard let field = optional(name) else {
            throw FaultPlanError(pointer: "\(pointer.appending(name))", problem: "is missing")
        }
        return field
    }

    func trigger() throws(FaultPlanError) -> FaultRule.Trigger {
        switch (optional("rate"), optional("calls")) {
        case (let rate?, nil):
            guard let share = rate.value.number?.double, (0...1).contains(share) else {
                throw rate.wrong("must be a number from 0 to 1")
            }
            return .rate(share)
        case (nil, let calls?):
            let numbers = calls.value.array?.compactMap(\.integer) ?? []
            guard !numbers.isEmpty, numbers.count == calls.value.array?.count, numbers.allSatisfy({ $0 >= 1 }) else {
                throw calls.wrong("must be an array of integers, counted from 1")
            }
            return .calls(Set(numbers))
        default:
            throw FaultPlanError(pointer: "\(pointer)", problem: "needs either rate or calls")
        }
    }

    func kind() throws(FaultPlanError) -> FaultRule.Kind {
        let field = try required("kind")
        switch field.value.string {
        case "throttle": return .throttle
        case "connection-reset": return .connectionReset
        case "answer-lost": return .answerLost
        case "truncated-body": return .truncatedBody
        case "wrong-xml": return .wrongXML
        case "delay":
            let seconds = try required("seconds")
            guard let number = seconds.value.number?.double, (0...3600).contains(number) else {
                throw seconds.wrong("must be a number from 0 to 3600")
            }
            return .delay(seconds: number)
        case "error":
            let code = try required("code")
            guard let name = code.value.string, !name.isEmpty else { throw code.wrong("must be an error code") }
            let status = optional("status")
            let number = status.map { $0.value.integer ?? 0 } ?? 400
            guard (400...599).contains(number) else {
                throw (status ?? code).wrong("must be an HTTP status from 400 to 599")
            }
            let message = optional("message")?.value.string ?? "Injected fault"
            return .error(code: name, message: message, status: number)
        default:
            throw field.wrong(
                "must be one of throttle, error, delay, connection-reset, answer-lost, truncated-body, wrong-xml"
            )
        }
    }
}
