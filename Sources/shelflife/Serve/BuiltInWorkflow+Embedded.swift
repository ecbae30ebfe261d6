// SPDX-License-Identifier: Apache-2.0

import Console
import LocalRunner

extension BuiltInWorkflow {
    /// The workflows that are part of the executable, each with a policy that does something on the sample account.
    static var all: [BuiltInWorkflow] {
        WorkflowDefinition.names.compactMap { name in
            WorkflowDefinition.text(ofBuiltIn: name).map {
                BuiltInWorkflow(name: name, definition: $0, sampleInput: samplePolicy)
            }
        }
    }

    private static let samplePolicy = """
        {"policy": "sample-account", "mode": "report", "select": {"tags": [{"key": "DELETEON", "values": ["yes"]}]}, \
        "retain": {"age": "10d"}, "guard": {"references": true, "launchTemplateVersions": "all"}, \
        "limits": {"items": 500, "percent": 60}}
        """
}
