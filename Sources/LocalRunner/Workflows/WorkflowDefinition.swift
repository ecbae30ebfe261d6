// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
package import StatesEngine

/// A workflow as it is deployed, with its CloudFormation placeholders bound to this machine.
package struct WorkflowDefinition: Sendable {
    /// The checked-in definitions, which are part of the executable so that it works from any directory.
    private static let embedded: [(name: String, bytes: [UInt8])] = [
        ("backup-images", PackageResources.backup_images_asl_json),
        ("backup-volumes", PackageResources.backup_volumes_asl_json),
        ("expire-images", PackageResources.expire_images_asl_json),
        ("expire-snapshots", PackageResources.expire_snapshots_asl_json),
    ]

    /// The workflows that are part of the executable.
    package static var names: [String] { embedded.map(\.name) }

    /// The definition of a built-in workflow as text, bound to this machine; nil when there is no such workflow.
    package static func text(ofBuiltIn name: String) -> String? {
        embedded.first { $0.name == name }.map { bind(String(decoding: $0.bytes, as: UTF8.self)) }
    }

    package let name: String
    package let machine: ExecutableStateMachine

    /// The built-in workflow of that name.
    ///
    /// - Throws: ``WorkflowError`` when there is no such workflow.
    package init(_ name: String) throws(WorkflowError) {
        guard let bytes = Self.embedded.first(where: { $0.name == name })?.bytes else {
            let names = Self.names.joined(separator: ", ")
            throw WorkflowError("there is no workflow \"\(name)\"; there are: \(names)")
        }
        try self.init(name, definition: String(decoding: bytes, as: UTF8.self), source: name)
    }

    /// A workflow from the text of its definition.
    ///
    /// - Parameters:
    ///   - name: What to call it.
    ///   - definition: JSON in the Amazon States Language, with or without placeholders.
    ///   - source: Where the text is from, for problems with it.
    /// - Throws: ``WorkflowError`` when the text is no definition that can run.
    package init(_ name: String, definition: String, source: String) throws(WorkflowError) {
        self.name = name
        do {
            machine = try ExecutableStateMachine(definition: JSONValue(parsing: Self.bind(definition)))
        } catch {
            throw WorkflowError("\(source): \(error)")
        }
    }

    /// Replaces `${Resource}` and `${Resource.Attribute}` as CloudFormation's `Fn::Sub` would.
    ///
    /// A function's logical id names its step; every other resource gets an ARN that nothing here calls.
    package static func bind(_ text: String) -> String {
        text.replacing(#/\$\{([A-Za-z0-9]+)(?:\.[A-Za-z]+)?\}/#) { match in
            let logicalID = match.1
            return logicalID.hasSuffix("Function")
                ? "arn:aws:lambda:us-east-1:000000000000:function:\(logicalID.dropLast("Function".count))"
                : "arn:aws:sns:us-east-1:000000000000:\(logicalID)"
        }
    }
}

/// Why a workflow cannot run here: one sentence.
package struct WorkflowError: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
