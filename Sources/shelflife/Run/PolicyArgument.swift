// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import ImageLifecycle
import OrderedJSON

/// The policy that a command works by, from a file or as JSON text, checked before anything else happens.
struct PolicyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The policy document: a file, - for standard input, or JSON text.", valueName: "FILE|JSON")
    )
    var policy: String

    /// Beside the policy a state of 262,144 bytes holds a page of items and their results.
    private static let mostBytes = 65_536

    @Option(help: ArgumentHelp("Overrides the policy's mode.", valueName: "report|enforce"))
    var mode: LifecyclePolicy.Mode?

    /// - Parameter workflow: the built-in workflow it is for, which it must fit.
    /// - Returns: the document as the execution's input, and what it means.
    /// - Throws: ``Failure`` in one sentence with the place.
    func load(for workflow: String? = nil) throws -> (document: JSONValue, policy: LifecyclePolicy) {
        guard !policy.allSatisfy(\.isWhitespace) else {
            throw Failure.invalid("--policy is empty; it takes a file, - for standard input, or JSON text")
        }
        let first = policy.drop(while: \.isWhitespace).first
        let isText = first == "{" || first == "["
        let source = isText ? "--policy" : policy
        let text = isText ? policy : try readInput(policy)
        var document: JSONValue
        do throws(JSONSyntaxError) {
            document = try JSONValue(parsing: text)
        } catch {
            throw Failure.invalid("\(source): \(error)")
        }
        guard case .object(var members) = document else {
            throw Failure.invalid("\(source): a policy is a JSON object, not \(document.typeName)")
        }
        let size = document.serializedUTF8().count
        guard size <= Self.mostBytes else {
            throw Failure.invalid(
                "\(source): the policy has \(size) bytes; at most \(Self.mostBytes) fit the states it travels through"
            )
        }
        if let mode {
            members["mode"] = .string(mode.rawValue)
            document = .object(members)
        }
        let policy: LifecyclePolicy
        do {
            policy = try document.decoded()
        } catch {
            throw Failure.invalid("\(source): the policy is wrong: \(error)")
        }
        if let workflow { try policy.check(for: workflow, source: source) }
        return (document, policy)
    }
}

extension LifecyclePolicy.Mode: ExpressibleByArgument {}
