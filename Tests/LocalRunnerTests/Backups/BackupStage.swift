// SPDX-License-Identifier: Apache-2.0

import AWSClient
import EC2Sandbox
import Foundation
import ImageLifecycle
import LocalRunner
import OrderedJSON
import StatesEngine
import Synchronization

/// An account with instances to back up, in which the engine's time is the only one.
struct BackupStage: Sendable {
    static let start = Date(timeIntervalSince1970: 1_790_035_200)

    let sandbox: EC2Sandbox
    let clock: SimulatedClock
    private let lateAnswer: LateAnswer

    /// `late` is the request, counted from 1, that EC2 acts on and whose answer comes after the client has gone.
    init(faults: FaultPlan = FaultPlan(), late: Int? = nil, _ scene: @Sendable (inout AccountRegion) -> Void) {
        var configuration = SandboxConfiguration()
        configuration.takesTime = true
        configuration.consistencyLagSeconds = 5
        sandbox = EC2Sandbox(
            account: Account(seed: 7),
            clock: .held(at: Self.start),
            configuration: configuration,
            faults: faults
        )
        lateAnswer = LateAnswer(to: late)
        clock = SimulatedClock(now: StatesEngine.Timestamp(secondsSinceEpoch: Self.start.timeIntervalSince1970))
        sandbox.withRegion { region in scene(&region) }
    }

    /// Runs a workflow at a time, to its end.
    ///
    /// - Returns: the report's text, or why there is none.
    func run(
        _ workflow: String,
        _ policy: String,
        hour: Int = 0,
        _ trouble: Trouble? = nil
    ) async throws -> (text: String, succeeded: Bool) {
        let time = Self.start.addingTimeInterval(Double(hour) * 3600)
        clock.advance(to: StatesEngine.Timestamp(secondsSinceEpoch: time.timeIntervalSince1970))
        let run = TroubledRun(
            sandbox: sandbox,
            clock: clock,
            workflow: try Self.definition(workflow),
            policy: try JSONValue(parsing: policy),
            transport: ClockedTransport(sandbox: sandbox, clock: clock, lateAnswer: lateAnswer)
        )
        let played = try await run.play(trouble)
        let text = played.record.report?["text"]?.string ?? played.outcome.failure.map { "\($0)" } ?? "no report"
        return (text, played.outcome.failure == nil)
    }

    /// Read once: hundreds of runs are played.
    private static let definitions = ["backup-images", "backup-volumes", "expire-snapshots"].reduce(
        into: [String: WorkflowDefinition]()
    ) { $0[$1] = try? WorkflowDefinition($1) }

    private static func definition(_ name: String) throws -> WorkflowDefinition {
        guard let definition = definitions[name] else { return try WorkflowDefinition(name) }
        return definition
    }

    /// Everything that was made, without the ids that differ from try to try.
    func census() -> [String] {
        sandbox.now = Date(timeIntervalSince1970: clock.now.secondsSinceEpoch + 86_400)
        var lines: [String] = []
        for name in ["us-east-1", "eu-west-1"] {
            lines += sandbox.withRegion(name) { region in
                region.images.filter(\.isRegistered).map { image in
                    "\(name) image \(image.name) \(image.state) \(Self.text(image.tags))"
                }
                    + region.snapshots.filter { $0.deletedAt == nil }.map { snapshot in
                        "\(name) snapshot of \(snapshot.volumeID) \(snapshot.state) \(snapshot.description) "
                            + Self.text(snapshot.tags)
                    }
            }.map { $0.replacing(#/(snap|ami)-[0-9a-f]{8,}/#) { "\($0.1)-…" } }
        }
        return lines.sorted()
    }

    private static func text(_ tags: [ImageLifecycle.Tag]) -> String {
        tags.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
    }
}

/// Brings requests to a sandbox at the engine's time.
private struct ClockedTransport: HTTPTransport {
    let sandbox: EC2Sandbox
    let clock: SimulatedClock
    let lateAnswer: LateAnswer

    func send(_ request: HTTPRequest, body: any HTTPBodySink) async throws(TransportError) -> HTTPResponse {
        sandbox.now = Date(timeIntervalSince1970: clock.now.secondsSinceEpoch)
        let answer = try await SandboxTransport(sandbox: sandbox).send(request, body: body)
        // As the network's transport says it when its time is over.
        if lateAnswer.isNow { throw TransportError(.answerLost, "no answer from \(request.host) within 60 s") }
        return answer
    }
}

/// Counts requests up to the one whose answer comes too late.
private final class LateAnswer: Sendable {
    private let call: Int?
    private let count = Mutex(0)

    init(to call: Int?) { self.call = call }

    var isNow: Bool {
        count.withLock { count in
            count += 1
            return count == call
        }
    }
}

extension AccountRegion {
    /// A running instance with a volume per list of tags, the first of them the root.
    mutating func addBackupTarget(
        _ name: String,
        tags: [String: String],
        volumes: [[String: String]] = [[:]],
        isEncrypted: Bool = false,
        state: InstanceRecord.State = .running
    ) {
        func list(_ tags: [String: String]) -> [ImageLifecycle.Tag] {
            tags.sorted { $0.key < $1.key }.map { ImageLifecycle.Tag(key: $0.key, value: $0.value) }
        }
        func id(_ prefix: String, _ index: Int = 0) -> String {
            let digits = name.utf8.map { String($0, radix: 16) }.joined() + "\(index)"
            return prefix + "-" + String(repeating: "0", count: max(0, 17 - digits.count)) + digits.suffix(17)
        }
        let devices = ["/dev/xvda", "/dev/sdf", "/dev/sdg", "/dev/sdh"]
        var instance = InstanceRecord(
            id: id("i"),
            reservationID: id("r"),
            imageID: "ami-00000000000000001",
            state: state,
            launchTime: BackupStage.start.addingTimeInterval(-86_400),
            availabilityZone: "us-east-1a",
            tags: list(tags)
        )
        for (index, volumeTags) in volumes.enumerated() {
            let volumeID = id("vol", index)
            instance.volumeIDs.append(volumeID)
            var volume = VolumeRecord(
                id: volumeID,
                sizeGiB: 8,
                availabilityZone: "us-east-1a",
                createTime: BackupStage.start.addingTimeInterval(-86_400),
                attachment: VolumeRecord.Attachment(
                    instanceID: instance.id,
                    deviceName: devices[index],
                    attachedAt: BackupStage.start.addingTimeInterval(-86_400)
                ),
                tags: list(volumeTags)
            )
            volume.isEncrypted = isEncrypted
            put(volume)
        }
        put(instance)
    }
}
