// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EC2Sandbox
import FoundationEssentials

/// What the embedded account is made of.
struct EmbeddedAccountOptions: ParsableArguments {
    private static let defaultImages = 400
    private static let defaultSeed: UInt64 = 1

    @Option(parsing: .unconditional, help: "How many images the sample account owns.")
    var images = Self.defaultImages

    @Option(parsing: .unconditional, help: "What the sample account is made from: the same seed, the same account.")
    var seed = Self.defaultSeed

    @Option(help: ArgumentHelp("The time in the account when it starts; its clock runs on.", valueName: "ISO8601"))
    var now: String?

    @Option(
        help: ArgumentHelp(
            "Faults to inject, a JSON file.",
            discussion: """
                {"faults": [{"action": "DescribeImage*", "rate": 0.1, "kind": "throttle"}]}; instead of a rate, "calls": \
                [1, 2] counts the matching requests.
                """,
            valueName: "FILE"
        )
    )
    var faults: String?

    @Flag(help: "Answer RequestLimitExceeded when EC2's token buckets are empty.")
    var throttle = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("A Recycle Bin that holds what is deleted for so many days, 1 to 365.", valueName: "DAYS")
    )
    var recycleBin: Int?

    /// Refuses more images than any account has, which would fill the memory instead.
    static func check(images: Int) throws {
        guard (0...1_000_000).contains(images) else {
            throw ValidationError("--images takes 0 to 1000000, not \(images)")
        }
    }

    func validate() throws {
        guard recycleBin.map({ (1...365).contains($0) }) ?? true else {
            throw ValidationError("--recycle-bin takes 1 to 365 days, not \(recycleBin ?? 0)")
        }
        try Self.check(images: images)
        if let now, Date(iso8601: now) == nil {
            throw ValidationError("--now takes a time like 2026-01-31T12:00:00Z, not \"\(now)\"")
        }
    }

    /// Whether the user asked for nothing special.
    var isDefault: Bool {
        images == Self.defaultImages && seed == Self.defaultSeed && now == nil && faults == nil && !throttle
            && recycleBin == nil
    }

    /// The account's time when it starts.
    var start: Date { now.flatMap(Date.init(iso8601:)) ?? Date() }

    /// That time, or the last full hour, so that two commands in a row see the same account.
    var steadyStart: Date {
        if now != nil { return start }
        return Date(timeIntervalSince1970: (start.timeIntervalSince1970 / 3600).rounded(.down) * 3600)
    }

    /// - Throws: ``Failure`` when the faults file is not readable or wrong.
    func makeSandbox(startingAt start: Date) throws -> EC2Sandbox {
        var configuration = SandboxConfiguration()
        configuration.throttles = throttle
        let sandbox = EC2Sandbox(
            account: SampleAccount.make(seed: seed, images: images, now: start),
            clock: .running(from: start),
            configuration: configuration,
            faults: try faults.map(faultPlan) ?? FaultPlan()
        )
        if let recycleBin {
            sandbox.withRegion { region in
                region.recycleRules = [RecycleRule.Kind.images, .snapshots].map {
                    RecycleRule($0, retentionDays: recycleBin)
                }
            }
        }
        return sandbox
    }

    private func faultPlan(_ path: String) throws -> FaultPlan {
        let text = try readInput(path)
        do {
            return try FaultPlan(json: Array(text.utf8))
        } catch {
            throw Failure.invalid("\(path): \(error)")
        }
    }
}
