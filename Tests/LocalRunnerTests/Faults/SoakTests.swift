// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Months of random accounts in which a tenth of all calls goes wrong, workers and runs get killed, and runs meet each
/// other.
///
/// In the end every account has lost what it would have lost in peace. In `make test` it is one week of one account.
///
///     make soak SECONDS=600
///     make soak SEED=…         plays one account again
@Suite(.timeLimit(.minutes(60)), .serialized) struct SoakTests {
    @Test func losesWhatItWouldHaveLostInPeaceAndNothingElse() async throws {
        let start = ContinuousClock.now
        let deadline = start + .seconds(Soak.seconds ?? 0)
        let first = Soak.seed ?? (Soak.isAsked ? UInt64.random(in: 1...(1 << 40)) : 1)
        var total = SoakAccount.Effort()
        var longest = Duration.zero
        var settled: Footprint?
        var seed = first
        repeat {
            let began = ContinuousClock.now
            total.add(try await Self.play(seed, days: Soak.isAsked ? 30 : 7))
            longest = max(longest, ContinuousClock.now - began)
            // What is allocated once is allocated by then.
            if total.months == 3 { settled = Footprint() }
            seed += 1
        } while Soak.seed == nil && ContinuousClock.now + longest < deadline
        let end = Footprint()
        #expect(total.calls > 100 && total.faults > 0 && total.killed > 0 && total.retired > 0)
        guard Soak.isAsked else { return }
        print(
            "soak: accounts \(first)...\(seed - 1), \(total.text), in \(ContinuousClock.now - start); \(end.text)"
        )
        guard let settled else { return }
        print("soak: after three months \(settled.text)")
        #expect(end.memoryKiB < settled.memoryKiB + 32 * 1024, "memory grows")
        #expect(end.descriptors <= settled.descriptors + 4, "file descriptors leak")
    }

    /// A life disturbed, then two days of peace, beside a twin that knew nothing but peace.
    private static func play(_ seed: UInt64, days: Int) async throws -> SoakAccount.Effort {
        let account = try SoakAccount(seed: seed)
        let label = Comment(rawValue: "make soak SEED=\(seed)")
        let broken = account.broken
        var effort = try await account.live(days: days, isDisturbed: true)
        let disturbed = account.leftOfOriginals
        #expect(effort.lies == [], label)
        #expect(account.broken == broken, label)
        #expect(account.twins == [], label)
        _ = try await account.live(days: 2, isDisturbed: false)

        let peaceful = try SoakAccount(seed: seed)
        _ = try await peaceful.live(days: days + 2, isDisturbed: false)
        #expect(disturbed.isSuperset(of: peaceful.leftOfOriginals), label)
        #expect(account.leftOfOriginals == peaceful.leftOfOriginals, label)
        #expect(account.strays == [], label)
        effort.months = 1
        return effort
    }
}

/// Resident memory and open files of this process.
private struct Footprint {
    let memoryKiB: Int
    let descriptors: Int

    init() {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        memoryKiB = (pages.flatMap { $0.count > 1 ? Int($0[1]) : nil } ?? 0) * 4
        descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 0
    }

    var text: String { "\(memoryKiB / 1024) MiB, \(descriptors) open files" }
}

extension SoakAccount.Effort {
    fileprivate mutating func add(_ other: SoakAccount.Effort) {
        months += other.months
        runs += other.runs
        killed += other.killed
        calls += other.calls
        faults += other.faults
        retired += other.retired
    }

    fileprivate var text: String {
        "\(months) months, \(runs) runs, \(killed) of them killed, \(calls) calls, \(faults) of them disturbed, "
            + "\(retired) images and snapshots gone"
    }
}
