// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import ImageLifecycle

/// Policies that name accounts: what they may say, and that no step works anywhere else.
struct AccountTests {
    private static let one = #"{"id": "111111111111", "roleName": "shelflife-member", "regions": ["eu-west-1"]}"#

    @Test(arguments: [
        (one.replacing("111111111111", with: "1111"), #"accounts.0.id: "1111" is no account id; use 12 digits"#),
        (
            one.replacing("shelflife-member", with: "a/b"),
            #"accounts.0.roleName: "a/b" is no role name; use 1 to 64 letters, digits and +=,.@_-"#
        ),
        (one.replacing(#"["eu-west-1"]"#, with: "[]"), "accounts.0.regions: is empty; name at least one region"),
        (
            one.replacing("eu-west-1", with: "evil.example/x"),
            #"accounts.0.regions: "evil.example/x" is not the name of a region"#
        ),
        (
            one.replacing(#"["eu-west-1"]"#, with: #"["eu-west-1", "eu-west-1"]"#),
            "accounts.0.regions: names a region twice"
        ),
        (
            one.replacing("regions", with: "region"),
            "accounts.0.region: is no field here; the fields are id, roleName, externalID, regions"
        ),
    ])
    func areRefusedWithThePlace(_ account: String, _ sentence: String) throws {
        let error = #expect(throws: PolicyError.self) { try policy(accounts: "[\(account)]") }
        #expect(error?.description == sentence)
    }

    @Test func areNotEmpty() throws {
        let error = #expect(throws: PolicyError.self) { try policy(accounts: "[]") }
        #expect(error?.description.hasPrefix("accounts: is empty") == true)
    }

    @Test func surviveBeingWritten() throws {
        let read = try policy(accounts: "[\(Self.one)]")
        let account = AccountPolicy(id: "111111111111", roleName: "shelflife-member", regions: ["eu-west-1"])
        #expect(read.accounts == [account])
        #expect(try JSONDecoder().decode(LifecyclePolicy.self, from: JSONEncoder().encode(read)) == read)
    }

    @Test func nameOneTarget() throws {
        let target = try AccountTarget(payload: payload("[\(Self.one)]"))
        #expect(target?.description == "account 111111111111 in eu-west-1")
        #expect(target?.roleName == "shelflife-member")
        #expect(try AccountTarget(payload: Data(#"{"policy": {"policy": "p"}}"#.utf8)) == nil)
    }

    @Test func areForOneRunEach() throws {
        let two = "[\(Self.one), \(Self.one.replacing("111111111111", with: "222222222222"))]"
        let error = #expect(throws: StepError.self) { try AccountTarget(payload: payload(two)) }
        #expect(error?.type == "Shelflife.InvalidPolicy")
        #expect(error?.message.contains("names 2 accounts and regions") == true)
    }

    /// The worst that could happen: a policy for one account, carried out in another.
    @Test(arguments: WorkerStep.allCases)
    func areNeverMistakenForTheCallersOwn(_ step: WorkerStep) async throws {
        let ec2 = FakeEC2(images: [image("ami-1", snapshots: ["snap-1"])])
        let error = await #expect(throws: StepError.self) {
            try await step.run(payload("[\(Self.one)]"), ec2: ec2, context: StepContext())
        }
        #expect(
            error?.message
                == "accounts: the policy is for account 111111111111 in eu-west-1, "
                + "and this run works in the caller's own account"
        )
        var elsewhere = StepContext()
        elsewhere.account = try AccountTarget(payload: payload("[\(Self.one)]"))
        let other = await #expect(throws: StepError.self) {
            try await step.run(Data(#"{"policy": {}}"#.utf8), ec2: ec2, context: elsewhere)
        }
        #expect(other?.message.contains("the policy is for no account") == true)
        #expect(await ec2.calls.isEmpty)
    }

    @Test(arguments: WorkerStep.allCases)
    func leaveAWorkerItsOwnActionsOnly(_ step: WorkerStep) throws {
        let json = try #require(SessionPolicy(actions: step.ec2Actions).json)
        #expect(json.utf8.count <= 2048, "STS takes no more")
        let granted = Set(json.matches(of: #/"([a-z0-9]+:[A-Z][A-Za-z]+)"/#).map { String($0.1) })
        let reading =
            step.ec2Actions.contains("ec2:DescribeImageReferences") ? IAMActions.calledByImageReferences : []
        #expect(granted == Set(step.ec2Actions + reading))
        let retires = step.ec2Actions.contains { ["ec2:DeregisterImage", "ec2:DeleteSnapshot"].contains($0) }
        #expect(json.contains("Deny") == retires)
        if json.contains("Deny") { #expect(json.contains(#""Null":{"aws:ResourceTag/shelflife:keep":"false"}"#)) }
    }

    private func policy(accounts: String) throws -> LifecyclePolicy {
        let text = #"{"policy": "p", "select": {"all": true}, "retain": {"age": "1h"}, "accounts": \#(accounts)}"#
        return try JSONDecoder().decode(LifecyclePolicy.self, from: Data(text.utf8))
    }

    private func payload(_ accounts: String) -> Data {
        let text = #"{"policy": "p", "select": {"all": true}, "retain": {"age": "1h"}, "accounts": \#(accounts)}"#
        return Data(#"{"policy": \#(text), "now": "2026-01-31T23:00:00Z"}"#.utf8)
    }
}
