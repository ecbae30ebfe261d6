// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import StatesLanguage

/// A workflow: a state machine and the workers behind it.
///
/// Whatever else a stack needs for it (functions, roles, alarms, logs) is derived from the definition.
struct Workflow: Sendable {
    /// Names the files and the state machine: `expire-images`.
    let name: String
    let definition: StateMachineDefinition

    init(_ name: String, _ definition: StateMachineDefinition) {
        self.name = name
        self.definition = definition
    }

    /// The workers that the definition invokes.
    var steps: [WorkerStep] {
        let names = Set(Placeholders.names(in: FittedJSON.text(of: definition.json)))
        return WorkerStep.allCases.filter { names.contains(Workers.functionID($0)) }
    }

    /// The IAM actions of all its workers, each once, in order.
    var actions: [String] { Set(steps.flatMap(\.ec2Actions)).sorted() }

    /// The state machine's logical ID: `ExpireImages`.
    var logicalID: String {
        name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}

extension Workflow {
    /// The main job; its stack also holds what the others share.
    static let expireImages = Workflow("expire-images", ExpireImages.definition)

    /// The others; each has a stack of its own.
    static let others = [
        Workflow("backup-images", BackupImages.definition),
        Workflow("backup-volumes", BackupVolumes.definition),
        Workflow("expire-snapshots", ExpireSnapshots.definition),
    ]

    static var all: [Workflow] { [expireImages] + others }
}

extension Workflow: CustomStringConvertible {
    var description: String { name }
}
