// SPDX-License-Identifier: Apache-2.0

import AWSClient
import EC2Sandbox
import Foundation
import ImageLifecycle
import LocalRunner
import Testing

/// An account on the sandbox, and the steps of the expiry on it.
struct Scene {
    let sandbox: EC2Sandbox
    let ec2: EC2Client
    var policy: LifecyclePolicy

    static let start = Date(timeIntervalSince1970: 1_790_000_000)
    static let needed = "ami-0000000000000000a"
    static let other = "ami-0000000000000000b"

    /// Two images of 100 days, each with a snapshot.
    init(
        guards: GuardPolicy = GuardPolicy(),
        images: [String] = [needed, other],
        configuration: SandboxConfiguration = SandboxConfiguration()
    ) {
        sandbox = EC2Sandbox(
            account: Account(seed: 7),
            clock: .held(at: Self.start),
            configuration: configuration
        )
        ec2 = Self.client(sandbox)
        policy = LifecyclePolicy(
            name: "scene",
            mode: .enforce,
            select: SelectionPolicy(all: true),
            retain: RetentionPolicy(age: PolicyDuration("10d")),
            guards: guards
        )
        for imageID in images { put(imageID) }
    }

    static func client(_ sandbox: EC2Sandbox) -> EC2Client {
        EC2Client(
            region: "us-east-1",
            transport: SandboxTransport(sandbox: sandbox),
            credentials: nil,
            pacing: nil,
            retries: RetryPolicy(maxAttempts: 1)
        )
    }

    static func snapshotID(of imageID: String) -> String { "snap" + imageID.dropFirst(3) }

    func put(_ imageID: String, ageSeconds: Double = 100 * 86_400) {
        let snapshotID = Self.snapshotID(of: imageID)
        sandbox.withRegion { region in
            let made = region.now.addingTimeInterval(-ageSeconds)
            region.put(
                SnapshotRecord(
                    id: snapshotID,
                    ownerID: region.accountID,
                    volumeID: "vol-00000000000000001",
                    startTime: made,
                    sizeGiB: 8
                )
            )
            let ebs = DeviceMapping.EBS(snapshotID: snapshotID, sizeGiB: 8)
            region.put(
                ImageRecord(
                    id: imageID,
                    ownerID: region.accountID,
                    name: "name of \(imageID)",
                    creationDate: made,
                    devices: [DeviceMapping(deviceName: "/dev/xvda", ebs: ebs)]
                )
            )
        }
    }

    func change(_ imageID: String = needed, _ change: @Sendable (inout ImageRecord) -> Void) throws {
        try sandbox.withRegion { region in
            var image = try #require(region.images[imageID])
            change(&image)
            region.put(image)
        }
    }

    func wait(days: Double) { sandbox.now = sandbox.now.addingTimeInterval(days * 86_400) }

    /// Rules of the Recycle Bin over the whole region; nil for none.
    func recycle(imageDays: Int?, snapshotDays: Int?) {
        sandbox.withRegion { region in
            region.recycleRules =
                [
                    imageDays.map { RecycleRule(.images, retentionDays: $0) },
                    snapshotDays.map { RecycleRule(.snapshots, retentionDays: $0) },
                ].compactMap { $0 }
        }
    }

    /// The registered own images.
    var images: [String] {
        sandbox.withRegion { region in
            region.images.filter { $0.isRegistered && $0.ownerID == region.accountID }.map(\.id).sorted()
        }
    }

    func image(_ imageID: String = needed) -> ImageRecord? { sandbox.withRegion { $0.images[imageID] } }

    func plan() async throws -> [String: ImageDecision] {
        let decisions = try await ImageDecision.plan(policy: policy, now: sandbox.now, ec2: ec2)
        return Dictionary(decisions.map { ($0.image.imageID, $0) }) { first, _ in first }
    }

    /// A whole run of the steps of `expire-images`.
    @discardableResult
    func run(
        betweenSteps: (ListExpiredImages.Output) async -> Void = { _ in }
    ) async throws -> (report: ReportRun.Output, results: [ItemResult]) {
        let run = try await pages(
            listing: { page, results in
                let listed = try await ListExpiredImages.run(
                    .init(policy: policy, now: now, page: page, results: results),
                    ec2: ec2,
                    context: StepContext()
                )
                await betweenSteps(listed)
                return (listed.items, RunPage(cursor: listed.cursor, tally: listed.tally))
            },
            dealing: retire
        )
        let input = ReportRun.Input(
            policy: policy,
            now: now,
            execution: "scene",
            page: run.page,
            results: run.last
        )
        return (try await report(input), run.all)
    }

    /// Page after page: what is listed, what became of its items, and so on with the next.
    func pages<Item, Result>(
        listing: (RunPage?, [Result]) async throws -> (items: [Item], page: RunPage),
        dealing: (Item) async -> Result
    ) async throws -> (page: RunPage, last: [Result], all: [Result]) {
        var page: RunPage?
        var last: [Result] = []
        var all: [Result] = []
        while true {
            let listed = try await listing(page, last)
            last = []
            for item in listed.items { last.append(await dealing(item)) }
            all += last
            guard listed.page.cursor != nil else { return (listed.page, last, all) }
            page = listed.page
        }
    }

    func report(_ input: ReportRun.Input) async throws -> ReportRun.Output {
        try await ReportRun.run(input, ec2: ec2, context: StepContext())
    }

    /// When a run of now starts.
    var now: ImageLifecycle.Timestamp { ImageLifecycle.Timestamp(sandbox.now) }

    /// What the workflow's item does, its catcher included.
    private func retire(_ item: ImageItem) async -> ItemResult {
        do throws(StepError) {
            let deregistered = try await DeregisterImage.run(
                .init(policy: policy, now: now, item: item),
                ec2: ec2,
                context: StepContext()
            )
            return try await DeleteImageSnapshots.run(
                .init(policy: policy, item: item, deregistered: deregistered),
                ec2: ec2,
                context: StepContext()
            )
            .result
        } catch {
            var result = ItemResult(imageID: item.imageID, outcome: .failed)
            result.error = error.type
            return result
        }
    }

    /// The actions that could have changed something, in order.
    var mutations: [String] { sandbox.log.filter(\.isMutating).map(\.action) }
}
