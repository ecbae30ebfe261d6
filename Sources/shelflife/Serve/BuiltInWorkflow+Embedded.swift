// SPDX-License-Identifier: Apache-2.0

import Console
import LocalRunner

extension BuiltInWorkflow {
    /// The workflows that are part of the executable, the main job first, each with a policy that does something on the
    /// sample account.
    static var all: [BuiltInWorkflow] {
        let others = WorkflowDefinition.names.filter { $0 != "expire-images" }
        return (["expire-images"] + others).compactMap { name in
            WorkflowDefinition.text(ofBuiltIn: name).map {
                BuiltInWorkflow(name: name, definition: $0, sampleInput: samplePolicy(for: name))
            }
        }
    }

    private static func samplePolicy(for name: String) -> String {
        let rest =
            switch name {
            case "backup-images", "backup-volumes":
                #""select": {"tags": [{"key": "Backup", "values": ["Yes"]}]}, "create": {}"#
            case "expire-snapshots":
                #""select": {"tags": [{"key": "Type", "values": ["Automated"]}]}, "retain": {"deleteOnTag": "DeleteOn"}"#
            default:
                #""select": {"tags": [{"key": "DELETEON", "values": ["yes"]}]}, "retain": {"age": "10d"}"#
            }
        return #"{"policy": "sample-account", "mode": "report", \#(rest), "limits": {"items": 500, "percent": 60}}"#
    }
}
