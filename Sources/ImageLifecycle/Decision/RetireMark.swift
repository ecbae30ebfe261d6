// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// What the tags of an image say about its retirement: since when it is marked, by whom, and what was done to it.
///
/// The tags alone remember it, so that any later run, of this version or another, goes on where the last one stopped.
package struct RetireMark: Sendable, Hashable {
    /// The policy that marked the image.
    package var policy: String
    /// When the grace is over.
    package var retireAfter: Date
    /// What was done to the image beside the tags, and is to be taken back if it is brought back.
    package var steps: [RetirePolicy.Step]
    /// Who could launch the image before it was disabled.
    package var launchPermissions: [LaunchPermission]

    package init(
        policy: String,
        retireAfter: Date,
        steps: [RetirePolicy.Step] = [],
        launchPermissions: [LaunchPermission] = []
    ) {
        self.policy = policy
        self.retireAfter = retireAfter
        self.steps = steps
        self.launchPermissions = launchPermissions
    }

    /// nil for an image without a mark, or with one that cannot be read.
    package init?(_ tags: [Tag]) {
        guard let policy = tags.value(of: ShelflifeTag.retirePolicy),
            let retireAfter = tags.value(of: ShelflifeTag.retireAfter).flatMap(ISO8601.date)
        else { return nil }
        let steps = (tags.value(of: ShelflifeTag.retireSteps) ?? "").split(separator: "+")
        let permissions = Self.permissionKeys.compactMap { tags.value(of: $0) }.joined(separator: " ")
        self.init(
            policy: policy,
            retireAfter: retireAfter,
            steps: steps.compactMap { RetirePolicy.Step(rawValue: String($0)) },
            launchPermissions: permissions.split(separator: " ").compactMap { LaunchPermission(String($0)) }
        )
    }

    /// The tags that say this; nil if the launch permissions are more than fit.
    package var tags: [Tag]? {
        var tags = [
            Tag(key: ShelflifeTag.retireAfter, value: ISO8601.text(retireAfter)),
            Tag(key: ShelflifeTag.retirePolicy, value: policy),
        ]
        if !steps.isEmpty {
            tags.append(Tag(key: ShelflifeTag.retireSteps, value: steps.map(\.rawValue).joined(separator: "+")))
        }
        var values: [String] = []
        for text in launchPermissions.map(\.description).sorted() {
            if let last = values.last, last.count + 1 + text.count <= Self.mostValueLength {
                values[values.count - 1] = last + " " + text
            } else {
                values.append(text)
            }
        }
        guard values.count <= Self.permissionKeys.count, values.allSatisfy({ $0.count <= Self.mostValueLength })
        else { return nil }
        return tags + zip(Self.permissionKeys, values).map { Tag(key: $0, value: $1) }
    }

    /// Every key that a mark may use; removing them all removes the mark.
    package static let keys =
        [ShelflifeTag.retireAfter, ShelflifeTag.retirePolicy, ShelflifeTag.retireSteps] + permissionKeys

    /// Some 150 accounts fit; a resource has 50 tags at most, and they are mostly its owner's.
    private static let permissionKeys =
        [ShelflifeTag.launchPermissions] + (2...8).map { "\(ShelflifeTag.launchPermissions)-\($0)" }

    /// EC2's own limit.
    private static let mostValueLength = 256
}
