// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import LocalRunner
import OrderedJSON
import StatesEngine
import Synchronization
import Testing

/// Drains an account whose EC2 has token buckets, by workers that know nothing of each other.
///
/// 600 images in `make test`, 5,000 in `make soak-matrix`.
@Suite(.timeLimit(.minutes(30)), .serialized) struct DrainTests {
    private static let images = Soak.isAsked ? 5000 : 600

    @Test(arguments: Environments.Choice.allCases)
    func drainsWithinTenPercentOfTheBestTime(_ choice: Environments.Choice) async throws {
        let start = StatesEngine.Timestamp(secondsSinceEpoch: Stage.start.timeIntervalSince1970)
        let clock = SimulatedClock(now: start)
        var configuration = SandboxConfiguration()
        configuration.throttles = true
        let sandbox = EC2Sandbox(
            account: Account(seed: 7),
            clock: .following { Date(timeIntervalSince1970: clock.now.secondsSinceEpoch) },
            configuration: configuration
        )
        sandbox.withRegion { region in
            for number in 1...Self.images { region.addImage(number, ageHours: 480) }
        }
        let report = Mutex<JSONValue?>(nil)
        let workers = Environments(sandbox, clock, choice) { step, answer in
            guard step == .reportRun else { return }
            report.withLock { $0 = answer }
        }
        let workflow = try WorkflowDefinition("expire-images")
        let run = WorkflowRun(workflow, policyName: "drain", input: Self.policy, start: Stage.start)
        let driver = ExecutionDriver(
            machine: workflow.machine,
            record: ExecutionRecord(identity: run.identity, input: Self.policy, seed: 7),
            services: EngineServices(clock: clock, taskRunner: workers)
        )
        let outcome = try await driver.run()
        #expect(outcome.failure == nil)
        #expect(report.withLock { $0?["tally"]?["retired"]?.integer } == Self.images)

        let throttled = sandbox.log.count { $0.outcome == .failure(code: "RequestLimitExceeded") }
        let calls = sandbox.log.filter { ["DeregisterImage", "DeleteSnapshot"].contains($0.action) }
        let seconds = try #require(calls.last).time.timeIntervalSince(try #require(calls.first).time)
        // A burst of 100, then five a second.
        let best = Double(Self.images - 100) / 5
        print(
            "drain, environment \(choice): \(Self.images) images in \(Int(seconds)) s, at best \(Int(best)) s; "
                + "\(throttled) of \(sandbox.log.count) requests throttled"
        )
        // A short run has its beginning and its end in it, too.
        #expect(seconds < max(best * 1.1, best + 20))
        #expect(Double(throttled) < Double(sandbox.log.count) * 0.01)
    }

    private static let policy: JSONValue = [
        "policy": "drain", "mode": "enforce", "select": ["all": true], "retain": ["age": "10d", "lastMayGo": true],
        "guard": [
            "references": false, "instances": false, "launchTemplates": false, "autoScaling": false, "fleets": false,
            "shared": false, "locks": false, "archive": false, "fastSnapshotRestore": false, "launchedWithin": false,
        ],
        "limits": ["items": 100_000, "percent": 100],
    ]
}
