// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EC2Sandbox
import Foundation
import ImageLifecycle
import LocalRunner
import OrderedJSON

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Show what policies make of an account over the months ahead.",
        discussion: """
            Runs the real definitions, engine and workers on an account in memory, hour by hour, in simulated time. \
            Nothing real is touched.
            """
    )

    @Option(help: "How many days to simulate.")
    var days: Int

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Policies with their workflows, backup-images=nightly.json for instance; without one, expire-images.",
            valueName: "[WORKFLOW=]FILE"
        )
    )
    var policy: [String]

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            """
            When each policy's workflow starts, in their order: \(Schedule.spellings). By default backups start daily at \
            02:00, everything else every hour.
            """,
            valueName: "SCHEDULE"
        )
    )
    var every: [String] = []

    @Option(help: "Overrides the policies' mode.")
    var mode: LifecyclePolicy.Mode?

    @Option(help: ArgumentHelp("An account that export-account wrote; - is standard input.", valueName: "FILE"))
    var account: String?

    @Option(help: "How many images the sample account owns; 400 by default.")
    var images: Int?

    @Option(help: "What the sample account is made from; 1 by default.")
    var seed: UInt64?

    @Option(help: ArgumentHelp("When the simulation starts; by default now, or the file's time.", valueName: "ISO8601"))
    var now: String?

    @Option(help: ArgumentHelp("How old the youngest backup of a source may get.", valueName: "DURATION"))
    var backupAge = "26h"

    @Option(help: ArgumentHelp("Write a page with charts.", valueName: "FILE"))
    var html: String?

    @Option(help: "text for people, json for programs.")
    var output = OutputFormat.text

    func validate() throws {
        guard (1...3660).contains(days) else { throw ValidationError("--days takes 1 to 3660, not \(days)") }
        if let images { try EmbeddedAccountOptions.check(images: images) }
        guard account == nil || (images == nil && seed == nil) else {
            throw ValidationError("--images and --seed make the sample account; --account takes another one")
        }
        guard PolicyDuration(backupAge) != nil else {
            throw ValidationError("--backup-age takes a duration like 26h or 2d, not \"\(backupAge)\"")
        }
        if let now, Date(iso8601: now) == nil {
            throw ValidationError("--now takes a time like 2026-01-31T12:00:00Z, not \"\(now)\"")
        }
        if let text = every.first(where: { Schedule($0) == nil }) {
            throw ValidationError("--every takes \(Schedule.spellings), not \"\(text)\"")
        }
        guard every.count <= 1 || every.count == policy.count else {
            throw ValidationError("--every takes one schedule, or as many as there are policies (\(policy.count))")
        }
    }

    func run() async throws {
        let runs = try policy.enumerated().map { index, text in
            try scheduledRun(text, every: every.count == 1 ? every[0] : every.isEmpty ? nil : every[index])
        }
        // A path that cannot be written is told now, not when everything is done.
        if let html { try checkWritable(html) }
        let (account, region, start) = try makeAccount()
        let line = ProgressLine(isQuiet: output == .json)
        let began = ContinuousClock.now
        let result = try await Simulation(account: account, region: region, runs: runs, start: start).run(
            days: days,
            maximumAgeSeconds: PolicyDuration(backupAge)?.seconds ?? 0,
            progress: { [days] hours in line.show("  day \(hours / 24) of \(days)") }
        )
        line.end()
        let report = SimulationReport(runs: runs, result: result, duration: ContinuousClock.now - began)
        if let html { try writeOutput(SimulationPage(runs: runs, result: result).html, to: html) }
        print(output == .json ? report.json.serialized(.pretty) : report.text)
        if !result.failures.isEmpty {
            throw Failure("\(result.failures.count) of \(result.runs) simulated executions failed")
        }
    }

    private func scheduledRun(_ text: String, every: String?) throws(Failure) -> ScheduledRun {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        let name = parts.count == 2 && WorkflowDefinition.names.contains(parts[0]) ? parts[0] : nil
        if name == nil, parts.count == 2, !FileManager.default.fileExists(atPath: text), !text.contains("{") {
            _ = try WorkflowDefinition(parts[0], file: nil)
        }
        let file = name == nil ? text : parts[1]
        let (document, policy) = try loadPolicy(file)
        if name == nil, policy.create != nil, !policy.retain.hasRule {
            let names = WorkflowDefinition.names.joined(separator: ", ")
            throw .invalid(
                "\(file) makes backups; say with which workflow, as in WORKFLOW=\(file). There are: \(names)"
            )
        }
        let workflow = try WorkflowDefinition(name ?? "expire-images", file: nil)
        try policy.check(for: workflow.name, source: file)
        let standard = workflow.name.hasPrefix("backup-") ? Schedule.daily(hour: 2, minute: 0) : .hourly
        return ScheduledRun(
            workflow,
            policy: policy,
            input: document,
            schedule: every.flatMap(Schedule.init) ?? standard
        )
    }

    private func loadPolicy(_ file: String) throws(Failure) -> (document: JSONValue, policy: LifecyclePolicy) {
        var options = PolicyOptions()
        options.policy = file
        options.mode = mode
        do {
            return try options.load()
        } catch let failure as Failure {
            throw failure
        } catch {
            throw .invalid("\(file): \(error)")
        }
    }

    private func makeAccount() throws(Failure) -> (account: Account, region: String, start: Date) {
        let asked = now.flatMap(Date.init(iso8601:))
        guard let path = account else {
            let start = Self.fullHour(asked ?? Date())
            return (SampleAccount.make(seed: seed ?? 1, images: images ?? 400, now: start), Simulation.region, start)
        }
        let text = try readInput(path)
        do throws(AccountFileError) {
            let file = try AccountFile(json: text)
            if output == .text {
                standardError.write(
                    "An account file has no launch templates, Auto Scaling groups and parameters: what only they use looks unused."
                )
            }
            return (file.account(), file.region, Self.fullHour(asked ?? file.exportedAt))
        } catch {
            throw .invalid("\(path): \(error)")
        }
    }

    /// Hours of the account begin at full hours, as schedules do.
    private static func fullHour(_ date: Date) -> Date {
        Date(timeIntervalSince1970: (date.timeIntervalSince1970 / 3600).rounded(.up) * 3600)
    }
}
