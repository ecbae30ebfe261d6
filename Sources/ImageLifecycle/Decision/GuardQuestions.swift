// SPDX-License-Identifier: Apache-2.0

// One function a guard: what it asks, and what it makes of the answer.

/// Users of images by id, or why nobody could say.
typealias UseAnswer = Result<[String: [String]], EC2Error>

/// What is the matter with snapshots by id, or why nobody could say.
typealias ConditionAnswer = Result<[String: String], EC2Error>

/// Instances, by the images they were launched from.
func instanceUse(of imageIDs: Set<String>, _ ec2: some EC2) async -> UseAnswer {
    do throws(EC2Error) {
        var users: [String: [String]] = [:]
        for instance in try await ec2.instances(of: imageIDs) {
            users[instance.imageID, default: []].append("instance \(instance.instanceID) (\(instance.state))")
        }
        return .success(users)
    } catch {
        return .failure(error)
    }
}

/// Instances in other regions, by the images of which theirs are copies; nil if no region is named.
func copyUse(of imageIDs: Set<String>, _ regions: [String], _ ec2: some EC2) async -> UseAnswer? {
    guard !regions.isEmpty else { return nil }
    let found = await concurrently(regions, atMost: 4) { region in
        await copyUse(of: imageIDs, region, ec2.inRegion(region))
    }
    var users: [String: [String]] = [:]
    for answer in found {
        switch answer {
        case .success(let more): users.merge(more) { $0 + $1 }
        case .failure: return answer
        }
    }
    return .success(users)
}

private func copyUse(of imageIDs: Set<String>, _ region: String, _ ec2: any EC2) async -> UseAnswer {
    do throws(EC2Error) {
        let copies = try await ec2.allImages().filter { image in image.sourceImageID.map(imageIDs.contains) ?? false }
        let sources = Dictionary(copies.map { ($0.imageID, $0.sourceImageID ?? "") }) { first, _ in first }
        guard !copies.isEmpty else { return .success([:]) }
        var users: [String: [String]] = [:]
        for instance in try await ec2.instances(of: Set(sources.keys)) {
            guard let source = sources[instance.imageID] else { continue }
            let user = "instance \(instance.instanceID) in \(region), by its copy \(instance.imageID)"
            users[source, default: []].append(user)
        }
        return .success(users)
    } catch {
        return .failure(error)
    }
}

/// What holds snapshots, by rule.
func snapshotConditions(
    _ guards: GuardPolicy,
    _ ec2: some EC2
) async -> [(rule: Finding.Rule, answer: ConditionAnswer)] {
    async let locks = guards.asks(.locks) ? lockedSnapshots(ec2) : nil
    async let archive = guards.asks(.archive) ? tieringSnapshots(ec2) : nil
    async let restores = guards.asks(.fastSnapshotRestore) ? fastRestoredSnapshots(ec2) : nil
    let (locked, tiering, restored) = await (locks, archive, restores)
    var answers: [(rule: Finding.Rule, answer: ConditionAnswer)] = []
    if let locked { answers.append((.lock, locked)) }
    if let tiering { answers.append((.archive, tiering)) }
    if let restored { answers.append((.fastSnapshotRestore, restored)) }
    return answers
}

private func lockedSnapshots(_ ec2: some EC2) async -> ConditionAnswer {
    do throws(EC2Error) {
        let locks = try await ec2.all("DescribeLockedSnapshots") { token async throws(EC2Error) in
            try await ec2.describeLockedSnapshots(nextToken: token)
        }
        // An expired lock is listed too, and holds nothing.
        return .success(locks.filter { $0.state != "expired" }.states { "locked (\($0))" })
    } catch {
        return .failure(error)
    }
}

private func tieringSnapshots(_ ec2: some EC2) async -> ConditionAnswer {
    do throws(EC2Error) {
        let moves = try await ec2.all("DescribeSnapshotTierStatus") { token async throws(EC2Error) in
            try await ec2.describeSnapshotTierStatus(nextToken: token)
        }
        return .success(moves.states { "between tiers (\($0))" })
    } catch {
        return .failure(error)
    }
}

private func fastRestoredSnapshots(_ ec2: some EC2) async -> ConditionAnswer {
    do throws(EC2Error) {
        let restores = try await ec2.all("DescribeFastSnapshotRestores") { token async throws(EC2Error) in
            try await ec2.describeFastSnapshotRestores(nextToken: token)
        }
        let enabled = restores.filter { $0.state != "disabled" && $0.state != "disabling" }
        return .success(enabled.states { "ready for fast restore (\($0))" })
    } catch {
        return .failure(error)
    }
}

/// Who may launch each image.
func launchPermissions(
    of imageIDs: [String],
    _ ec2: some EC2
) async -> [String: Result<[LaunchPermission], EC2Error>] {
    await permissions(of: imageIDs) { imageID async throws(EC2Error) in
        try await ec2.describeLaunchPermissions(of: imageID)
    }
}

/// Who may make volumes of each snapshot.
func volumePermissions(
    of snapshotIDs: [String],
    _ ec2: some EC2
) async -> [String: Result<[LaunchPermission], EC2Error>] {
    await permissions(of: snapshotIDs) { snapshotID async throws(EC2Error) in
        try await ec2.describeVolumePermissions(of: snapshotID)
    }
}

/// Whom each image or snapshot is shared with, asked one by one.
private func permissions(
    of resourceIDs: [String],
    _ ask: @escaping @Sendable (String) async throws(EC2Error) -> [LaunchPermission]
) async -> [String: Result<[LaunchPermission], EC2Error>] {
    let answers = await concurrently(resourceIDs) { resourceID -> Result<[LaunchPermission], EC2Error> in
        do throws(EC2Error) {
            return .success(try await ask(resourceID))
        } catch {
            return .failure(error)
        }
    }
    return Dictionary(zip(resourceIDs, answers)) { first, _ in first }
}

extension [SnapshotCondition] {
    fileprivate func states(_ text: (String) -> String) -> [String: String] {
        Dictionary(map { ($0.snapshotID, text($0.state)) }) { first, _ in first }
    }
}
