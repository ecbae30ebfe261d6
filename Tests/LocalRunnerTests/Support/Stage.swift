// SPDX-License-Identifier: Apache-2.0

import AWSClient
import EC2Sandbox
import Foundation
import ImageLifecycle
import LocalRunner
import OrderedJSON
import StatesEngine
import Synchronization

/// A sandbox account and a clock on which workflows are played by hand, step by step.
final class Stage: Sendable {
    static let start = Date(
        timeIntervalSince1970: 1_790_000_000 - 1_790_000_000.0.truncatingRemainder(dividingBy: 86_400)
    )

    let sandbox: EC2Sandbox
    let clock: SimulatedClock

    convenience init(
        configuration: SandboxConfiguration = SandboxConfiguration(),
        _ scene: @Sendable (inout AccountRegion) -> Void
    ) {
        self.init(account: Account(seed: 7), configuration: configuration)
        sandbox.withRegion { region in scene(&region) }
    }

    init(account: Account, configuration: SandboxConfiguration = SandboxConfiguration()) {
        let clock = SimulatedClock(now: StatesEngine.Timestamp(secondsSinceEpoch: Self.start.timeIntervalSince1970))
        self.clock = clock
        sandbox = EC2Sandbox(
            account: account,
            clock: .following { Date(timeIntervalSince1970: clock.now.secondsSinceEpoch) },
            configuration: configuration
        )
    }

    /// A stage for an account whose time stands still.
    init(_ sandbox: EC2Sandbox) {
        clock = SimulatedClock(now: StatesEngine.Timestamp(secondsSinceEpoch: sandbox.now.timeIntervalSince1970))
        self.sandbox = sandbox
    }

    var now: Date { sandbox.now }

    func client(_ region: String = "us-east-1") -> EC2Client {
        var timing = Timing.system
        // Between the tries of a client as well as between those of a workflow nobody waits.
        timing.sleep = { _ in }
        return EC2Client(
            region: region,
            transport: SandboxTransport(sandbox: sandbox),
            credentials: nil,
            pacing: nil,
            timing: timing
        )
    }

    func advance(hours: Double) {
        clock.advance(to: clock.now.adding(seconds: hours * 3600))
    }

    /// What one execution did.
    struct Played: Sendable {
        let outcome: ExecutionOutcome
        let record: RunRecord
        let notices: [String]

        var tally: Tally? {
            record.report?["tally"].flatMap { try? JSONDecoder().decode(Tally.self, from: Data($0.serializedUTF8())) }
        }

        /// The report's paragraph, which is the notice's as well.
        var text: String { record.report?["text"]?.string ?? "" }

        /// The states that the execution itself went through, in order.
        var states: [String] {
            record.history.compactMap { event in
                guard case .stateEntered(let name, _) = event.details else { return nil }
                return name
            }
        }
    }

    /// Runs a workflow now, to its end; waits take no real time.
    @discardableResult
    func play(_ workflow: String, _ policy: JSONValue, region: String = "us-east-1") async throws -> Played {
        var run = WorkflowRun(
            try WorkflowDefinition(workflow),
            policyName: policy["policy"]?.string ?? "",
            input: policy,
            start: now,
            region: region
        )
        let notices = Mutex<[String]>([])
        run.notified = { subject, message in notices.withLock { $0.append(subject + "\n" + message) } }
        let (outcome, record) = try await run.execute(on: client(region), clock: clock)
        return Played(outcome: outcome, record: record, notices: notices.withLock { $0 })
    }

    var imageIDs: Set<String> {
        sandbox.withRegion { region in Set(region.images.filter(\.isRegistered).map(\.id)) }
    }

    func snapshots(_ region: String = "us-east-1") -> [SnapshotRecord] {
        sandbox.withRegion(region) { Array($0.snapshots) }
    }

    var snapshotIDs: Set<String> { Set(snapshots().map(\.id)) }
}

/// A ready policy of the project, in force.
func readyPolicy(
    _ name: String,
    _ changes: (inout JSONObject) -> Void = { _ in }
) throws -> JSONValue {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "statemachine/policies")
    let text = try String(contentsOf: folder.appending(path: name + ".json"), encoding: .utf8)
    guard case .object(var policy) = try JSONValue(parsing: text) else { throw CocoaError(.fileReadCorruptFile) }
    policy["mode"] = "enforce"
    changes(&policy)
    return .object(policy)
}
