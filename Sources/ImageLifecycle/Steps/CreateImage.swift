// SPDX-License-Identifier: Apache-2.0

/// Begins the image of one instance, with its tags, unless an earlier try of this run has.
///
/// `CreateImage` has no client token. What a try with a lost answer made is found by its run tag, and the name, which is
/// the same at every try and unique in an account, refuses a second one even while the first cannot be seen yet.
package enum CreateImage: Step {
    /// What the step takes: `{"policy": {…}, "now": "2026-01-31T23:59:59.123Z", "item": {"id": "i-01", …}}`.
    package typealias Input = BackupStepInput
    package typealias Output = BackupProgress

    package static let ec2Actions = [
        "ec2:CreateImage", "ec2:CreateTags", "ec2:DescribeImages", "ec2:DescribeInstances", "ec2:DescribeVolumes",
    ]

    /// - Throws: what another try may do better: a lost answer, a limit, throttling.
    package static func run(
        _ input: Input,
        ec2: some EC2,
        context: StepContext
    ) async throws(StepError) -> Output {
        let create = try input.policy.imageBackups()
        guard input.policy.mode == .enforce, let instanceID = input.item.instanceID else {
            return BackupProgress(input.item, failed: "report mode makes nothing")
        }
        let run = BackupTags.run(input.policy, now: input.now.date, instanceID: instanceID)
        do {
            let made = try await ec2.allImages(filters: [Filter("tag:\(ShelflifeTag.run)", [Filter.literal(run)])])
            if let image = made.min(by: { $0.imageID < $1.imageID }) { return begun(input.item, image.imageID) }
            guard let instance = try await ec2.instance(instanceID), instance.isThere else {
                return BackupProgress(input.item, failed: "the instance \(instanceID) is gone")
            }
            var tags = BackupTags(input.policy, create, instance: instance, now: input.now.date)
            var item = input.item
            item.remark = tags.remark
            let name = create.name.text(tags.values) ?? instanceID
            let fallback = ImageName.sanitized(name, ending: "-" + run.dropFirst(input.policy.name.count + 1))
            var request = CreateImageRequest(instanceID: instanceID, name: "")
            request.description = create.description.text(tags.values)?.cutToDescription()
            request.noReboot = !create.reboot
            request.excludedDeviceNames = try await AttachedVolume.all(of: instance, ec2: ec2)
                .filter { !$0.isRoot && !$0.isWanted(by: create) }.map(\.device)
            for name in [ImageName.sanitized(name), fallback] {
                tags.values.imageName = name
                request.name = name
                request.tags = tags.shared(marked: true)
                if let imageID = try await begin(request, run: run, ec2: ec2) { return begun(item, imageID) }
            }
            return BackupProgress(input.item, failed: "the names \(name) and \(fallback) are taken")
        } catch {
            if let later = error.worthAnotherTry { throw later }
            return BackupProgress(input.item, failed: error.description)
        }
    }

    /// - Returns: nil if somebody else's image has the name.
    private static func begin(
        _ request: CreateImageRequest,
        run: String,
        ec2: some EC2
    ) async throws(EC2Error) -> String? {
        do {
            return try await ec2.createImage(request)
        } catch {
            guard error.code == "InvalidAMIName.Duplicate" else { throw error }
            let holders = try await ec2.allImages(filters: [Filter("name", [Filter.literal(request.name)])])
            if let own = holders.first(where: { $0.tags.value(of: ShelflifeTag.run) == run }) { return own.imageID }
            if !holders.isEmpty { return nil }
            // Taken by an image that nobody sees: ours of a moment ago, or one that is just being deregistered.
            var hidden = error
            hidden.mayHaveActed = true
            throw hidden
        }
    }

    private static func begun(_ item: BackupItem, _ imageID: String) -> BackupProgress {
        var item = item
        item.imageID = imageID
        return BackupProgress(.pending, item)
    }
}

/// What every step of a backup takes.
package struct BackupStepInput: Sendable, Decodable {
    package var policy: LifecyclePolicy
    /// When the execution started, so that every try makes the same.
    package var now: Timestamp
    package var item: BackupItem
    /// How often the item was looked at before; missing means never.
    package var tries: Int?

    package init(policy: LifecyclePolicy, now: Timestamp, item: BackupItem, tries: Int? = nil) {
        self.policy = policy
        self.now = now
        self.item = item
        self.tries = tries
    }

    /// What EC2 made takes a while to be listed; what is not listed after so many looks is gone.
    var canStillAppear: Bool { (tries ?? 0) < 5 }
}

extension Instance {
    /// Whether there is still something to back up: EC2 lists terminated instances for an hour.
    var isThere: Bool { state != "terminated" && state != "shutting-down" }
}
