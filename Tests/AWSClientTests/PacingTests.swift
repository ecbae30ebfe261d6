// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSClient

struct PacingTests {
    @Test func aBucketGivesABurstAndThenItsRate() {
        var bucket = TokenBucket(capacity: 3, ratePerSecond: 2, now: .zero)
        let waits = (0..<6).map { _ in bucket.take(now: .zero) / .seconds(1) }
        #expect(waits == [0, 0, 0, 0.5, 1, 1.5])
    }

    @Test func aBucketFillsUpToItsCapacityOnly() {
        var bucket = TokenBucket(capacity: 2, ratePerSecond: 1, now: .zero)
        _ = bucket.take(now: .zero)
        _ = bucket.take(now: .zero)
        #expect((0..<3).map { _ in bucket.take(now: .seconds(100)) / .seconds(1) } == [0, 0, 1])
    }

    /// Whatever the calls, no stretch of time has more of them than EC2's own bucket would let through.
    @Test(arguments: 0..<20) func neverPassesTheQuota(seed: UInt64) async {
        var random = SeededGenerator(seed: seed)
        let time = TestTiming()
        let pacing = RequestPacing()
        let quota = RequestPacing.Quota.published("DeleteSnapshot")
        var theirs = TokenBucket(capacity: quota.burst, ratePerSecond: quota.ratePerSecond, now: .zero)
        for _ in 0..<2000 {
            await pacing.waitForTurn("DeleteSnapshot", time.timing)
            #expect(theirs.take(now: time.now) == .zero)
            pacing.report("DeleteSnapshot", wasThrottled: false, time.timing)
            if Int.random(in: 0..<100, using: &random) == 0 {
                await time.timing.sleep(.milliseconds(Int.random(in: 0..<5000, using: &random)))
            }
        }
    }

    @Test func drainsWithinTenPercentOfTheBestTime() async {
        let time = TestTiming()
        let pacing = RequestPacing()
        for _ in 0..<5000 { await pacing.waitForTurn("DeregisterImage", time.timing) }
        let best = (5000.0 - 100) / 5
        #expect(time.now / .seconds(1) <= best * 1.1)
    }

    @Test func slowsDownWhenThrottledAndRecovers() async {
        let time = TestTiming()
        let pacing = RequestPacing(share: 1)
        func pause() async -> Double {
            let before = time.now
            await pacing.waitForTurn("DeregisterImage", time.timing)
            return (time.now - before) / .seconds(1)
        }
        let first = await pause()
        pacing.report("DeregisterImage", wasThrottled: true, time.timing)
        let throttledOnce = await pause()
        for _ in 0..<20 { pacing.report("DeregisterImage", wasThrottled: true, time.timing) }
        let throttledOften = await pause()
        for _ in 0..<400 { pacing.report("DeregisterImage", wasThrottled: false, time.timing) }
        let recovered = await pause()
        #expect([first, throttledOnce, throttledOften] == [0, 0.4, 4])
        #expect(abs(recovered - 0.2) < 1e-9)
    }

    @Test func takesAWorkersPartOfTheBurst() async {
        let time = TestTiming()
        let pacing = RequestPacing(workers: 5)
        for _ in 0..<19 { await pacing.waitForTurn("DeregisterImage", time.timing) }
        #expect(time.now == .zero)
        await pacing.waitForTurn("DeregisterImage", time.timing)
        // Two fifths of the rate of all: an item is in one of its two steps at a time.
        #expect(abs(time.now / .seconds(1) - 1 / (5 * 0.95 * 2 / 5)) < 1e-6)
    }

    @Test func pacesEachActionByItself() async {
        let time = TestTiming()
        let pacing = RequestPacing()
        for _ in 0..<95 { await pacing.waitForTurn("CopyImage", time.timing) }
        await pacing.waitForTurn("DescribeImages", time.timing)
        #expect(time.sleeps.isEmpty)
        await pacing.waitForTurn("CopyImage", time.timing)
        #expect(time.sleeps.count == 1)
    }
}
