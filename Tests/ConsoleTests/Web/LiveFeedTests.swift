// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(15))) struct LiveFeedTests {
    private func record(_ name: String, child: Bool = false) -> ExecutionRecord {
        let identity = ExecutionIdentity(
            stateMachineARN: "arn:aws:states:us-east-1:123456789012:stateMachine:m",
            name: name,
            roleARN: "r"
        )
        return ExecutionRecord(
            identity: identity,
            input: [:],
            seed: 1,
            mapRun: child ? .init(mapRunARN: "m", mapStateName: "M", child: 0) : nil
        )
    }

    @Test func tellsThoseWhomItConcerns() async {
        let feed = LiveFeed()
        let one = record("one")
        var ofOne = feed.changes(of: one.identity.executionARN).makeAsyncIterator()
        var ofAll = feed.changes(of: nil).makeAsyncIterator()
        feed.executionRecorded([], execution: record("other"))
        #expect(await ofAll.next() != nil)
        feed.executionRecorded([], execution: one)
        #expect(await ofOne.next() != nil)
        #expect(await ofAll.next() != nil)
    }

    @Test func makesOneOfManySignals() async {
        let feed = LiveFeed()
        let stream = feed.changes(of: nil)
        for _ in 0..<10 { feed.executionRecorded([], execution: record("one")) }
        feed.executionRecorded([], execution: record("child", child: true))
        let reader = Task {
            var count = 0
            for await _ in stream { count += 1 }
            return count
        }
        try? await Task.sleep(for: .milliseconds(100))
        reader.cancel()
        #expect(await reader.value == 1)
    }
}
