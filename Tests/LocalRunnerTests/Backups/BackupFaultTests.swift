// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import Testing

/// A fault at every call, one at a time: nothing is made twice and nothing is lost.
@Suite(.timeLimit(.minutes(5))) struct BackupFaultTests {
    /// By name; nil is a timeout, which is the client's own.
    private static let kinds: [(name: String, kind: FaultRule.Kind?)] = [
        ("throttle", .throttle),
        ("error before acting", .error(code: "InternalError", message: "oops", status: 500)),
        ("reset before acting", .connectionReset),
        ("answer lost after acting", .answerLost),
        ("timeout after the server acted", nil),
    ]

    @Test(arguments: 0..<5)
    func leaveImagesAsAFaultlessRunDoes(_ kind: Int) async throws {
        try await compare(
            "backup-images",
            #"""
            {"policy": "p", "mode": "enforce", "select": {"tags": [{"key": "Backup"}]},
             "create": {"tags": {"Volume": "{volumeID}"}}}
            """#,
            kind
        )
    }

    @Test(arguments: [(true, 0), (true, 1), (true, 2), (true, 3), (true, 4), (false, 1), (false, 4)])
    func leaveSnapshotsAndCopiesAsAFaultlessRunDoes(_ multiVolume: Bool, kind: Int) async throws {
        try await compare(
            "backup-volumes",
            #"""
            {"policy": "p", "mode": "enforce", "select": {"tags": [{"key": "Backup"}]},
             "create": {"multiVolume": \#(multiVolume), "tags": {"Volume": "{volumeID}"}, "copies": [
                {"regionFromTag": "To", "keepSource": false, "sourceIDTag": "S", "copyIDTag": "C"}]}}
            """#,
            kind
        )
    }

    /// Two scheduled runs, with one fault somewhere in the first, against two without.
    private func compare(_ workflow: String, _ policy: String, _ kind: Int) async throws {
        let (expected, calls) = try await play(workflow, policy, faults: FaultPlan())
        #expect(calls > 8)
        for call in 1...calls {
            let fault = Self.kinds[kind].kind.map { FaultRule(action: "*", trigger: .calls([call]), kind: $0) }
            let faults = FaultPlan(rules: fault.map { [$0] } ?? [])
            let (census, _) = try await play(workflow, policy, faults: faults, late: fault == nil ? call : nil)
            #expect(census == expected, "\(Self.kinds[kind].name) at call \(call)")
        }
    }

    private func play(
        _ workflow: String,
        _ policy: String,
        faults: FaultPlan,
        late: Int? = nil
    ) async throws -> ([String], Int) {
        let stage = BackupStage(faults: faults, late: late) { region in
            region.addBackupTarget("a", tags: ["Backup": "Yes", "To": "eu-west-1"], volumes: [[:], [:]])
            region.addBackupTarget("b", tags: ["Backup": "Yes"])
        }
        _ = try await stage.run(workflow, policy)
        let calls = stage.sandbox.log.count
        let second = try await stage.run(workflow, policy, hour: 24)
        #expect(second.succeeded, "\(second.text)")
        return (stage.census(), calls)
    }
}
