// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import Testing

@Suite struct FaultTests {
    @Test func actsAccordingToTheKindOfFault() throws {
        let kinds: [(FaultRule.Kind, isDone: Bool)] = [
            (.throttle, false), (.error(code: "InternalError", message: "", status: 500), false),
            (.connectionReset, false), (.answerLost, true), (.truncatedBody, true), (.wrongXML, true),
            (.delay(seconds: 2), true),
        ]
        for (kind, isDone) in kinds {
            let client = Client()
            let image = try client.makeImage(name: "web").imageID
            client.sandbox.inject(
                FaultPlan(rules: [FaultRule(action: "Deregister*", trigger: .calls([1]), kind: kind)])
            )
            let response = client.send("DeregisterImage", ["ImageId": image])
            switch kind {
            case .throttle: #expect(response.status == 503)
            case .error: #expect(response.status == 500)
            case .connectionReset, .answerLost: #expect(response.delivery == .reset)
            case .truncatedBody: #expect(response.delivery == .cutAfter(bytes: response.body.count / 2))
            case .wrongXML: #expect(Element.parse(response.body) == nil)
            case .delay: #expect(response.delay == .seconds(2))
            }
            #expect(client.sandbox.log.last?.fault == kind)
            let after = client.send("DeregisterImage", ["ImageId": image])
            #expect((after.status == 400) == isDone, "\(kind)")
        }
    }

    @Test func drawsAtTheRateOfTheRule() {
        let rule = FaultRule(action: "DescribeRegions", trigger: .rate(0.25), kind: .throttle)
        let client = Client(faults: FaultPlan(rules: [rule], seed: 3))
        let failures = (0..<2000).count { _ in client.send("DescribeRegions").status != 200 }
        #expect((400...600).contains(failures))
        #expect(client.send("DescribeTags").status == 200)
    }

    @Test func readsAFaultsFile() throws {
        let text = """
            { "seed": 7, "faults": [
                { "action": "DeregisterImage", "rate": 0.1, "kind": "throttle" },
                { "action": "Describe*", "calls": [3, 5], "kind": "error", "code": "InternalError", "status": 500 },
                { "rate": 1, "kind": "delay", "seconds": 0.5 } ] }
            """
        let plan = try FaultPlan(json: Array(text.utf8))
        let error = FaultRule.Kind.error(code: "InternalError", message: "Injected fault", status: 500)
        let expected = FaultPlan(
            rules: [
                FaultRule(action: "DeregisterImage", trigger: .rate(0.1), kind: .throttle),
                FaultRule(action: "Describe*", trigger: .calls([3, 5]), kind: error),
                FaultRule(trigger: .rate(1), kind: .delay(seconds: 0.5)),
            ],
            seed: 7
        )
        #expect(plan == expected)
    }

    @Test(arguments: [
        ("[]", ": must be an object"),
        ("{", "no JSON"),
        (#"{"faults": 1}"#, "/faults: must be an array of faults"),
        (#"{"faults": [], "extra": 1}"#, "/extra: is no field; there are seed, faults"),
        (#"{"faults": [], "seed": -1}"#, "/seed: must be an integer of 0 or more"),
        (#"{"faults": [{"kind": "throttle"}]}"#, "/faults/0: needs either rate or calls"),
        (#"{"faults": [{"kind": "throttle", "rate": 2}]}"#, "/faults/0/rate: must be a number from 0 to 1"),
        (
            #"{"faults": [{"kind": "throttle", "calls": [0]}]}"#,
            "/faults/0/calls: must be an array of integers, counted from 1"
        ),
        (#"{"faults": [{"kind": "delay", "rate": 1}]}"#, "/faults/0/seconds: is missing"),
        (
            #"{"faults": [{"kind": "error", "rate": 1, "code": "X", "status": 200}]}"#,
            "/faults/0/status: must be an HTTP status"
        ),
        (#"{"faults": [{"kind": "boom", "rate": 1}]}"#, "/faults/0/kind: must be one of throttle"),
    ])
    func namesThePlaceOfAMistake(text: String, message: String) throws {
        let error = #expect(throws: FaultPlanError.self) { try FaultPlan(json: Array(text.utf8)) }
        let shown = try #require(error).description
        #expect((":" + " " + shown).contains(message) || shown.hasPrefix(message), "\(shown)")
    }

    @Test func emptiesAndRefillsTheBucketsOfEC2() throws {
        var configuration = SandboxConfiguration()
        configuration.throttles = true
        let client = Client(configuration: configuration)
        for _ in 1...100 { #expect(client.send("DeregisterImage").status == 400) }
        #expect(try client.failure("DeregisterImage") == "RequestLimitExceeded")
        // Buckets are per action.
        #expect(client.send("DescribeRegions").status == 200)
        client.wait(seconds: 1)
        for _ in 1...5 { #expect(try client.failure("DeregisterImage") == "MissingParameter") }
        #expect(try client.failure("DeregisterImage") == "RequestLimitExceeded")
    }

    @Test func throttlesUnboundedListingsEarlier() {
        var configuration = SandboxConfiguration()
        configuration.throttles = true
        let client = Client(configuration: configuration)
        let unbounded = (1...60).count { _ in client.send("DescribeSnapshots").status == 200 }
        #expect(unbounded == 50)
        let bounded = (1...100).count { _ in client.send("DescribeSnapshots", ["MaxResults": "5"]).status == 200 }
        #expect(bounded == 100)
    }
}
