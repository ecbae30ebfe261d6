// SPDX-License-Identifier: Apache-2.0

/// Which copies a policy wants of some snapshots, and how far each is.
struct CopySurvey {
    enum Standing: Sendable, Hashable {
        case missing
        case pending
        /// Complete, with every tag it must have.
        case complete(Snapshot)
        /// Complete, but these tags are missing.
        case untagged(Snapshot, [Tag])
        /// Ended in error, at this run's first try or before it.
        case worthAnotherTry([Snapshot])
        /// Ended in error at this run's second try.
        case failed(Snapshot)
        case impossible(String)
    }

    struct Wish {
        let snapshot: Snapshot
        let copy: CopyPolicy
        let region: String
        /// The tags that the copy must have.
        let tags: [Tag]
        var standing = Standing.missing
    }

    private(set) var wishes: [Wish] = []

    /// Looks at the snapshots' copies, a question a region.
    init(
        _ snapshots: [Snapshot],
        _ input: BackupStepInput,
        _ create: CreatePolicy,
        ec2: some EC2
    ) async throws(EC2Error) {
        let instance: Instance? =
            if let instanceID = input.item.instanceID { try await ec2.instance(instanceID) } else { nil }
        let volumes = try await ec2.volumes(snapshots.map(\.volumeID))
        for snapshot in snapshots {
            // The snapshot's own tags come first: they stay as they were when it was made.
            let tags = snapshot.tags + (volumes[snapshot.volumeID]?.tags ?? [])
            for copy in create.copies {
                for region in copy.regions(volumeTags: tags, instanceTags: instance?.tags ?? [])
                where region != ec2.region {
                    let tags = Self.tags(of: snapshot, copy, create)
                    wishes.append(Wish(snapshot: snapshot, copy: copy, region: region, tags: tags))
                }
            }
        }
        guard !wishes.isEmpty else { return }
        let regions = Set(try await ec2.describeRegions())
        for region in Set(wishes.map(\.region)).sorted() {
            let found: [Snapshot]?
            if regions.contains(region), CopyPolicy.looksLikeRegion(region) {
                let ids = wishes.filter { $0.region == region }.map(\.snapshot.snapshotID)
                let filter = Filter("tag:\(ShelflifeTag.sourceSnapshot)", Array(Set(ids)).sorted())
                found = try await Self.copies(filter, in: ec2.inRegion(region))
            } else {
                found = nil
            }
            for index in wishes.indices where wishes[index].region == region {
                wishes[index].standing =
                    if let found {
                        Self.standing(of: wishes[index], among: found, run: input.now)
                    } else {
                        .impossible("the region \"\(region)\" does not exist, or the account cannot use it")
                    }
            }
        }
    }

    private static func copies(_ filter: Filter, in ec2: some EC2) async throws(EC2Error) -> [Snapshot] {
        try await ec2.allSnapshots(filters: [filter])
    }

    private static func standing(of wish: Wish, among found: [Snapshot], run: Timestamp) -> Standing {
        let copies = found.filter { copy in
            copy.tags.value(of: ShelflifeTag.sourceSnapshot) == wish.snapshot.snapshotID
                && copy.tags.value(of: ShelflifeTag.policy) == wish.snapshot.tags.value(of: ShelflifeTag.policy)
        }
        if let complete = copies.filter({ $0.state == .completed }).min(by: { $0.snapshotID < $1.snapshotID }) {
            let missing = wish.tags.filter { tag in !complete.tags.contains(tag) }
            return missing.isEmpty ? .complete(complete) : .untagged(complete, missing)
        }
        let errored = copies.filter { $0.state == .error }
        if copies.count > errored.count { return .pending }
        if errored.isEmpty { return .missing }
        let second = copyTry(2, run)
        if let last = errored.first(where: { $0.tags.value(of: ShelflifeTag.copyTry) == second }) {
            return .failed(last)
        }
        return .worthAnotherTry(errored)
    }

    static func copyTry(_ number: Int, _ run: Timestamp) -> String { "\(ISO8601.text(run.date))/\(number)" }

    /// All of the source's, and what tells where it comes from.
    private static func tags(of snapshot: Snapshot, _ copy: CopyPolicy, _ create: CreatePolicy) -> [Tag] {
        let volumeID = snapshot.tags.value(of: ShelflifeTag.sourceVolume) ?? snapshot.volumeID
        var list = TagList(
            [
                Tag(key: ShelflifeTag.sourceSnapshot, value: snapshot.snapshotID),
                Tag(key: ShelflifeTag.sourceVolume, value: volumeID),
            ],
            // For the try, which is no tag of the source.
            reserving: 1
        )
        list.add(snapshot.tags.filter { $0.key.hasPrefix("shelflife:") && $0.key != create.marker.key })
        if let key = copy.sourceIDTag { list.add([Tag(key: key, value: snapshot.snapshotID)]) }
        let ofSourceOnly = Set(create.copies.compactMap(\.copyIDTag) + [create.marker.key])
        list.add(snapshot.tags.filter { !ofSourceOnly.contains($0.key) })
        return list.tags
    }
}
