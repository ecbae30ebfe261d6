// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle

@testable import EC2Sandbox

/// Reasons to keep an image that the listing of images tells, and those that a policy must ask for.
extension Need {
    static let carriedByImages: [Need] = [
        tagged("shelflife:keep", .keepTag), tagged("aws:backup:source-resource", .awsBackup),
        tagged("aws:dlm:lifecycle-policy-id", .lifecycleManager),
        carried("owner alias of AWS Backup", .awsBackup) { image, _ in image.ownerAlias = "aws-backup-vault" },
        carried("pending", .state) { image, _ in image.state = .pending },
        carried("deregistration protection", .deregistrationProtection) { image, _ in image.protection = .enabled },
        carried("recent launch", .launched) { image, now in
            image.lastLaunchedTime = now.addingTimeInterval(-3 * 86_400)
        },
        carried("public", .shared) { image, _ in image.launchPermissions = [.everybody] },
    ]

    static let onRequest: [Need] = [
        Need("child", .ancestry, asking: "DescribeImages", guards: demanding) { region, imageID in
            var child = ImageRecord(
                id: "ami-c" + imageID.dropFirst(5),
                ownerID: region.accountID,
                name: "child of \(imageID)",
                creationDate: region.now
            )
            child.sourceImageID = imageID
            region.put(child)
        }
    ]

    /// With what only a policy that asks for it gets.
    static let demanding = GuardPolicy(references: false, ancestry: true, regions: ["eu-west-1"])

    /// An instance launched from a copy of the image; to be arranged in the other region.
    static let copyInUse = Need("copy in use", .copies, asking: "DescribeInstances", guards: demanding) {
        region,
        imageID in
        var copy = ImageRecord(
            id: "ami-e" + imageID.dropFirst(5),
            ownerID: region.accountID,
            name: "copy of \(imageID)",
            creationDate: region.now
        )
        copy.sourceImageID = imageID
        region.put(copy)
        region.put(instance("i-e\(imageID.dropFirst(5))", copy.id, .running, region))
    }

    private static func tagged(_ key: String, _ rule: Finding.Rule) -> Need {
        carried("tag \(key)", rule) { image, _ in image.tags.append(Tag(key: key, value: "x")) }
    }

    private static func carried(
        _ name: String,
        _ rule: Finding.Rule,
        _ change: @escaping @Sendable (inout ImageRecord, Date) -> Void
    ) -> Need {
        Need(name, rule, asking: "DescribeImages") { region, imageID in
            guard var image = region.images[imageID] else { return }
            change(&image, region.now)
            region.put(image)
        }
    }
}
