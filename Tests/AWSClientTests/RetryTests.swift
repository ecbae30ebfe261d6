// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import Testing

@testable import AWSClient

struct RetryTests {
    private let time = TestTiming()

    private func client(
        _ answers: [ScriptedTransport.Answer],
        maxAttempts: Int = 5
    ) -> (EC2Client, ScriptedTransport) {
        let transport = ScriptedTransport(answers)
        let client = EC2Client(
            region: "eu-west-1",
            transport: transport,
            credentials: nil,
            pacing: nil,
            retries: RetryPolicy(maxAttempts: maxAttempts),
            timing: time.timing
        )
        return (client, transport)
    }

    @Test(arguments: [
        "RequestLimitExceeded", "Throttling", "ThrottlingException", "EC2ThrottledException",
        "TooManyRequestsException",
    ])
    func triesAgainAfterThrottlingWhateverTheStatus(code: String) async throws {
        for status in [400, 503] {
            let (client, transport) = client([.ec2Error(status, code), .done])
            try await client.deregisterImage("ami-1")
            #expect(transport.requests.count == 2)
        }
        // Half of a second at most, of the first wait of at most one second.
        #expect(time.sleeps == [.milliseconds(500), .milliseconds(500)])
    }

    @Test(arguments: [
        ScriptedTransport.Answer.ec2Error(500, "InternalError"), .ec2Error(503, "Unavailable"),
        .ec2Error(503, "Whatever"), .success((502, "<html>bad gateway</html>")), .success((504, "")),
        .success((200, "<DeregisterImageRes")), .lost, .refused,
    ])
    func triesAgainAfterTroubleOnTheOtherSide(answer: ScriptedTransport.Answer) async throws {
        let (client, transport) = client([answer, .done])
        try await client.deregisterImage("ami-1")
        #expect(transport.requests.count == 2)
        #expect(time.sleeps == [.milliseconds(50)])
    }

    @Test(arguments: [
        "InvalidAMIID.Unavailable", "InvalidAMIID.NotFound", "UnauthorizedOperation", "OperationNotPermitted",
        "InvalidParameterValue", "ResourceLimitExceeded", "AuthFailure", "DryRunOperation",
    ])
    func neverRepeatsWhatWasRefused(code: String) async {
        let (client, transport) = client([.ec2Error(400, code), .done])
        let error = await #expect(throws: EC2Error.self) { try await client.deregisterImage("ami-1") }
        #expect(
            error
                == EC2Error(
                    code: code,
                    message: "It says no",
                    requestID: "req-1",
                    httpStatus: 400,
                    action: "DeregisterImage"
                )
        )
        #expect(transport.requests.count == 1)
        #expect(time.sleeps.isEmpty)
    }

    @Test(arguments: [
        TransportError.Kind.untrusted, .invalidRequest, .cancelled, .bodyRefused,
    ])
    func neverRepeatsWhatCannotGoBetter(kind: TransportError.Kind) async {
        let (client, transport) = client([.failure(TransportError(kind, "no")), .done])
        await #expect(throws: EC2Error.self) { try await client.deregisterImage("ami-1") }
        #expect(transport.requests.count == 1)
    }

    @Test func waitsTwiceAsLongEachTimeUpToALimitAndGivesUp() async {
        let (client, transport) = client(
            Array(repeating: .ec2Error(503, "RequestLimitExceeded"), count: 9),
            maxAttempts: 8
        )
        let error = await #expect(throws: EC2Error.self) { try await client.deregisterImage("ami-1") }
        #expect(error?.code == "RequestLimitExceeded")
        #expect(error?.httpStatus == 503)
        #expect(transport.requests.count == 8)
        #expect(time.sleeps.map { $0 / .milliseconds(500) } == [1, 2, 4, 8, 16, 20, 20])
    }

    @Test(arguments: [0.0, 0.25, 0.999])
    func spreadsWaitsOverTheWholeInterval(random: Double) {
        let pause = RetryPolicy().pause(after: .throttled, attempt: 2, random: random)
        #expect(pause == .seconds(2) * random)
    }

    @Test func stopsRetryingWhenTheBudgetIsSpent() async {
        let attempts = RetryBudget.capacity / RetryBudget.cost + 10
        let (client, transport) = client(
            Array(repeating: .ec2Error(503, "Unavailable"), count: attempts + 10),
            maxAttempts: attempts
        )
        await #expect(throws: EC2Error.self) { try await client.deregisterImage("ami-1") }
        #expect(transport.requests.count == RetryBudget.capacity / RetryBudget.cost + 1)
    }

    @Test func successesRefillTheBudget() {
        let budget = RetryBudget()
        while budget.spend() {}
        for _ in 0..<(RetryBudget.cost - 1) { budget.refund() }
        #expect(!budget.spend())
        budget.refund()
        #expect(budget.spend())
    }

    @Test(arguments: [
        // What happened first, and whether EC2 may have acted by then.
        (ScriptedTransport.Answer.lost, true), (.refused, false), (.ec2Error(500, "InternalError"), true),
        (.success((504, "")), true), (.success((200, "<Dereg")), true), (.ec2Error(503, "RequestLimitExceeded"), false),
    ])
    func remembersThatALostCallMayHaveBeenCarriedOut(first: ScriptedTransport.Answer, mayHaveActed: Bool) async {
        let (client, _) = client([first, .ec2Error(400, "InvalidAMIID.Unavailable")])
        let error = await #expect(throws: EC2Error.self) { try await client.deregisterImage("ami-1") }
        #expect(error?.code == "InvalidAMIID.Unavailable")
        #expect(error?.mayHaveActed == mayHaveActed)
    }

    @Test(arguments: [false, true])
    func remembersThatWhatWasSentTwiceMayHaveBeenCarriedOut(isToRepetition: Bool) {
        let response = HTTPResponse(status: 400, isToRepetition: isToRepetition)
        let fault = QueryFault(code: "InvalidAMIID.Unavailable", message: "gone")
        #expect(QueryFailure(fault, requestID: nil, response).mayHaveActed == isToRepetition)
    }

    @Test func readingNeverActs() async {
        let (client, _) = client([.lost, .lost], maxAttempts: 2)
        let error = await #expect(throws: EC2Error.self) { try await client.describeImages(DescribeImagesRequest()) }
        #expect(error?.mayHaveActed == false)
        #expect(error?.description == "DescribeImages failed: no answer from ec2: reset")
    }

    @Test func neverRepeatsALostCallThatIsNotRepeatable() async throws {
        let action = QueryAction.changes("CreateImage", isRepeatable: false, NoOutput.xml)
        let (lost, lostTransport) = client([.lost])
        let error = await #expect(throws: EC2Error.self) { try await lost.query.call(action) }
        #expect(error?.mayHaveActed == true)
        #expect(lostTransport.requests.count == 1)
        #expect(lostTransport.requests.first?.isRepeatable == false)
        // Nothing was sent, or EC2 said that it did nothing.
        let (refused, transport) = client([
            .refused, .ec2Error(503, "RequestLimitExceeded"), .ok("<CreateImageResponse/>"),
        ])
        _ = try await refused.query.call(action)
        #expect(transport.requests.count == 3)
    }

    @Test func stopsWhenTheTaskIsCancelled() async {
        let (client, transport) = client(Array(repeating: .ec2Error(503, "Unavailable"), count: 10))
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await client.deregisterImage("ami-1")
        }
        await #expect(throws: EC2Error.self) { try await task.value }
        #expect(transport.requests.count == 1)
    }

    @Test(arguments: ["ExpiredToken", "RequestExpired"])
    func asksForFreshCredentialsOnceWhenTheyExpired(code: String) async throws {
        let source = CountingCredentials()
        let transport = ScriptedTransport([.ec2Error(400, code), .done])
        let client = EC2Client(
            region: "eu-west-1",
            transport: transport,
            credentials: source,
            pacing: nil,
            timing: time.timing
        )
        try await client.deregisterImage("ami-1")
        #expect(transport.requests.map { $0.signature?.credentials.accessKeyID } == ["key-1", "key-2"])
    }
}
