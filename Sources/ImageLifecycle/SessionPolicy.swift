// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// What a worker leaves itself of a role that may do more: its own step's actions, and never anything to what is to be
/// kept.
package struct SessionPolicy: Encodable, Sendable {
    private struct Rule: Encodable {
        let Effect: String
        let Action: [String]
        let Resource = "*"
        var Condition: [String: [String: String]]?
    }

    private let Version = "2012-10-17"
    private let Statement: [Rule]

    package init(actions: [String]) {
        let reading = actions.contains("ec2:DescribeImageReferences") ? IAMActions.calledByImageReferences : []
        let retiring = actions.filter { ["ec2:DeregisterImage", "ec2:DeleteSnapshot"].contains($0) }
        let allow = Rule(Effect: "Allow", Action: Array(Set(actions + reading)).sorted())
        let deny = Rule(
            Effect: "Deny",
            Action: retiring,
            Condition: ["Null": ["aws:ResourceTag/\(ShelflifeTag.keep)": "false"]]
        )
        Statement = retiring.isEmpty ? [allow] : [allow, deny]
    }

    /// The document, as AssumeRole takes it; nil if it cannot be encoded.
    package var json: String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) }
    }
}
