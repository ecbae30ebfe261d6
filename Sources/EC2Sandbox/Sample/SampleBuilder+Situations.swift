// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

/// What makes an image delicate. Each situation occurs from about 300 images on.
extension SampleBuilder {
    private static let partnerAccount = "210987654321"

    mutating func makeSituations() {
        useByInstances()
        pinByLaunchTemplates()
        nameInParameters()
        protectAndKeep()
        share()
        disableAndDeprecate()
        shareSnapshots()
        interruptOne()
    }

    private func tags(_ family: String) -> [Tag] {
        guard let family = SampleFamily.all.first(where: { $0.name == family }) else { return [] }
        return [
            Tag(key: "Name", value: family.name), Tag(key: "TEAM", value: family.team),
            Tag(key: "OWNER", value: family.owner), Tag(key: "PRODUCT", value: family.product),
        ]
    }

    private mutating func launch(
        _ family: String,
        _ rank: Int,
        count: Int = 1,
        _ state: InstanceRecord.State = .running,
        extra: [Tag] = []
    ) {
        guard let image = image(family, rank) else { return }
        let ageHours = now.timeIntervalSince(image.creationDate) / 3600
        for _ in 0..<count {
            makeInstance(
                imageID: image.id,
                volumeSizesGiB: image.devices.compactMap { $0.ebs?.sizeGiB },
                state: state,
                ageHours: ageHours * Double.random(in: 0.2...0.9, using: &random),
                tags: tags(family) + extra
            )
        }
        // Launches of the last day are not reported yet.
        guard ageHours > 30 else { return }
        let reported = now.addingTimeInterval(-25 * 3600)
        change(family, rank) { $0.lastLaunchedTime = max($0.creationDate, reported) }
    }

    private mutating func useByInstances() {
        for family in SampleFamily.all where family.origin == .pipeline { launch(family.name, 0, count: 2) }
        launch("storefront-web", 1)
        launch("storefront-web", 18)
        launch("storefront-worker", 9, .stopped)
        launch("ci-agent-ubuntu-24.04", 5, .stopped)
        launch("ci-agent-ubuntu-24.04", 30, .terminated)
        launch(
            "checkout-api",
            4,
            count: 2,
            extra: [Tag(key: "Backup", value: "Yes"), Tag(key: "RetentionDays", value: "14")]
        )
        launch("search-index", 7, extra: [Tag(key: "Backup-Generation", value: "3")])
        launch(
            "feature-store",
            3,
            extra: [Tag(key: "SnapshotDaily", value: "7"), Tag(key: "SnapshotHourly", value: "24")]
        )
        // The larger the account, the more machines nobody has replaced.
        for family in SampleFamily.all where family.origin == .pipeline {
            for rank in stride(from: 45, to: imagesByFamily[family.name]?.count ?? 0, by: 45) {
                launch(family.name, rank)
            }
        }
    }

    /// A group that was never moved on: the default version is older than the ten that EC2 looks at unless told.
    private mutating func pinByLaunchTemplates() {
        putLaunchTemplate("storefront-web", versions: 14, defaultVersion: 3)
        putLaunchTemplate("checkout-api", versions: 4, defaultVersion: 4)
        putLaunchTemplate("mobile-bff", versions: 6, defaultVersion: 2)
    }

    private mutating func putLaunchTemplate(_ family: String, versions count: Int, defaultVersion: Int) {
        let images = (imagesByFamily[family] ?? []).prefix(count).reversed()
        guard images.count == count, let first = images.first else { return }
        var versions: [LaunchTemplateRecord.Version] = []
        for (index, image) in images.enumerated() {
            versions.append(
                LaunchTemplateRecord.Version(
                    number: index + 1,
                    description: image.name,
                    createTime: image.creationDate.addingTimeInterval(600),
                    imageID: image.id,
                    instanceType: "m7i.large"
                )
            )
        }
        let template = LaunchTemplateRecord(
            id: region.generator.id("lt"),
            name: family,
            createTime: first.creationDate.addingTimeInterval(600),
            defaultVersion: defaultVersion,
            versions: versions,
            tags: tags(family)
        )
        region.put(template)
    }

    private mutating func nameInParameters() {
        putParameter("/platform/golden/al2023/current", "golden-al2023", 0)
        putParameter("/platform/golden/al2023/previous", "golden-al2023", 1)
        putParameter("/ci/agent/stable", "ci-agent-ubuntu-24.04", 60)
        guard let image = image("search-index", 2) else { return }
        region.put(
            ParameterRecord(id: "/search/ami", value: image.id, dataType: "aws:ec2:image", version: 9, modifiedAt: now)
        )
        let version = LaunchTemplateRecord.Version(
            number: 1,
            createTime: image.creationDate,
            imageID: "resolve:ssm:/search/ami",
            instanceType: "r7i.large"
        )
        region.put(
            LaunchTemplateRecord(
                id: region.generator.id("lt"),
                name: "search-index",
                createTime: image.creationDate,
                versions: [version],
                tags: tags("search-index")
            )
        )
    }

    private mutating func putParameter(_ name: String, _ family: String, _ rank: Int) {
        guard let image = image(family, rank) else { return }
        region.put(
            ParameterRecord(
                id: name,
                value: image.id,
                dataType: "aws:ec2:image",
                version: rank + 1,
                modifiedAt: image.creationDate
            )
        )
    }

    private mutating func protectAndKeep() {
        change("storefront-web", 22) { $0.protection = .enabled }
        change("checkout-api", 9) { $0.protection = .enabledWithCooldown }
        change("ci-agent-ubuntu-24.04", 50) { $0.protection = .enabled }
        let keep = { (why: String) in Tag(key: "shelflife:keep", value: why) }
        change("storefront-web", 25) { $0.tags.append(keep("incident 4711, until the report is out")) }
        change("orders-db-1", 12) { $0.tags.append(keep("year-end 2025")) }
        change("wiki", 8) { $0.tags.append(keep("before the migration")) }
    }

    private mutating func share() {
        for rank in 0..<3 { change("golden-al2023", rank) { $0.launchPermissions = [.account(Self.partnerAccount)] } }
        change("mobile-bff", 11) { $0.launchPermissions = [.account(Self.partnerAccount)] }
        change("golden-al2023", 4) { $0.launchPermissions = [.everybody] }
    }

    private mutating func disableAndDeprecate() {
        for rank in [16, 17] { change("storefront-worker", rank) { $0.state = .disabled } }
        change("legacy-erp", 6) { $0.state = .disabled }
        for rank in 3..<12 {
            change("golden-al2023", rank) { $0.deprecationTime = $0.creationDate.addingTimeInterval(90 * 86_400) }
        }
    }

    /// Two images over the same snapshots: a registration repeated with other settings.
    private mutating func shareSnapshots() {
        twin("storefront-web", 30, of: 31)
        twin("storefront-web", 40, of: 41)
        twin("ci-agent-ubuntu-24.04", 70, of: 71)
        // Here the other image is a disabled one, which a plain listing does not show.
        twin("storefront-worker", 18, of: 17)
    }

    private mutating func twin(_ family: String, _ rank: Int, of other: Int) {
        guard let source = image(family, other), let twin = image(family, rank) else { return }
        for snapshotID in twin.snapshotIDs { region.forgetSnapshot(snapshotID) }
        change(family, rank) {
            $0.devices = source.devices
            $0.name += "-hotfix"
        }
    }

    /// The newest CI image is still being made.
    private mutating func interruptOne() {
        guard let image = image("ci-agent-ubuntu-24.04", 0) else { return }
        change("ci-agent-ubuntu-24.04", 0) { $0.state = .pending }
        for id in image.snapshotIDs {
            guard var snapshot = region.snapshots[id] else { continue }
            snapshot.state = .pending
            snapshot.completionTime = nil
            snapshot.completesAt = now.addingTimeInterval(240)
            region.put(snapshot)
            region.timeline.add(.snapshotCompletes(id), due: now.addingTimeInterval(240))
        }
    }
}
