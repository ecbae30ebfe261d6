// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import LocalRunner
import OrderedJSON

/// A simulation in tables, and as a document.
struct SimulationReport {
    /// More rows belong into the JSON or onto the page.
    private static let mostRows = 20

    let runs: [ScheduledRun]
    let result: SimulationResult
    let duration: Duration

    var text: String {
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        let days = result.dailySamples.count - 1
        var lines = [
            "Simulated \(days == 1 ? "a day" : "\(days) days") from \(time(result.start)): "
                + (result.runs == 1 ? "1 execution" : "\(result.runs) executions")
                + String(format: " in %.1f s", seconds),
            "",
        ]
        lines += scheduleLines + [""] + dayLines + [""] + sourceLines + gapLines + failureLines
        return lines.joined(separator: "\n")
    }

    private var scheduleLines: [String] {
        var table = TextTable([
            .init(title: "WORKFLOW"), .init(title: "POLICY"), .init(title: "MODE"), .init(title: "STARTS"),
        ])
        for run in runs {
            table.append(run.workflow.name, run.policy.name, run.policy.mode.rawValue, run.schedule.description)
        }
        let reporting = runs.contains { $0.policy.mode == .report }
        return table.lines.map { "  " + $0 }
            + (reporting ? ["In report mode nothing changes; --mode enforce shows what would."] : [])
    }

    private var dayLines: [String] {
        var table = TextTable([
            .init(title: "DAY", alignment: .right), .init(title: "DATE"), .init(title: "IMAGES", alignment: .right),
            .init(title: "SNAPSHOTS", alignment: .right), .init(title: "GIB", alignment: .right),
            .init(title: "USD A MONTH", alignment: .right), .init(title: "CREATED", alignment: .right),
            .init(title: "RETIRED", alignment: .right), .init(title: "STALEST", alignment: .right),
            .init(title: "OLDEST", alignment: .right),
        ])
        let samples = result.dailySamples
        let step = max(1, (samples.count + Self.mostRows - 2) / Self.mostRows)
        var last: AccountSample?
        for (day, sample) in samples.enumerated() where day % step == 0 || day == samples.count - 1 {
            let created = sample.imagesCreated + sample.snapshotsCreated
            let retired = sample.imagesRetired + sample.snapshotsRetired
            let before = last.map {
                ($0.imagesCreated + $0.snapshotsCreated, $0.imagesRetired + $0.snapshotsRetired)
            }
            table.append(
                "\(day)",
                String(time(sample.time).prefix(10)),
                "\(sample.images)",
                "\(sample.snapshots)",
                "\(sample.snapshotGiB)",
                String(format: "%.0f-%.0f", sample.cost.leastDollars, sample.cost.mostDollars),
                before.map { "\(created - $0.0)" } ?? "",
                before.map { "\(retired - $0.1)" } ?? "",
                sample.stalestSeconds.map(age) ?? "",
                sample.oldestSeconds.map(age) ?? ""
            )
            last = sample
        }
        return table.lines.map { "  " + $0 }
    }

    private var sourceLines: [String] {
        guard !result.sources.isEmpty else { return ["No source has a backup that one of these policies made."] }
        var table = TextTable([
            .init(title: "SOURCE"), .init(title: "NAME", maximumWidth: 36), .init(title: "BACKUPS", alignment: .right),
            .init(title: "YOUNGEST", alignment: .right), .init(title: "OLDEST", alignment: .right),
        ])
        for source in stalestFirst.prefix(Self.mostRows) {
            table.append(
                source.id,
                source.name,
                "\(source.backups)",
                source.youngest.map { age(Int(result.end.timeIntervalSince($0))) } ?? "none",
                source.oldest.map { age(Int(result.end.timeIntervalSince($0))) } ?? ""
            )
        }
        let more = result.sources.count - Self.mostRows
        return ["\(result.sources.count) sources, the stalest first"] + table.lines.map { "  " + $0 }
            + (more > 0 ? ["  … and \(more) more"] : [])
    }

    private var stalestFirst: [SimulationResult.Source] {
        result.sources.sorted { ($0.youngest ?? .distantPast, $0.id) < ($1.youngest ?? .distantPast, $1.id) }
    }

    private var gapLines: [String] {
        let asked = age(result.maximumAgeSeconds)
        guard !result.sources.isEmpty else { return [] }
        guard !result.gaps.isEmpty else {
            return ["", "At no time had a source no completed backup younger than \(asked)."]
        }
        let lines = result.gaps.prefix(Self.mostRows).map { gap in
            "  \(gap.source)  from \(time(gap.from)) \(gap.until.map { "to \(time($0))" } ?? "on")"
        }
        let more = result.gaps.count - Self.mostRows
        return ["", "Without a completed backup younger than \(asked): \(result.gaps.count) times"] + lines
            + (more > 0 ? ["  … and \(more) more"] : [])
    }

    /// What fails every hour in the same way is told once, with the first time's words.
    private var failureLines: [String] {
        guard !result.failures.isEmpty else { return [] }
        let alike = Dictionary(grouping: result.failures) { [$0.workflow, $0.policy, $0.error] }.values
        let lines = alike.sorted { $0[0].time < $1[0].time }.flatMap { failures in
            let (first, last) = (failures[0], failures[failures.count - 1])
            let span = failures.count == 1 ? "" : " to \(time(last.time)), \(failures.count) times; at first"
            return ["  \(first.workflow) with \(first.policy), \(time(first.time))\(span):", "    \(first.sentence)"]
        }
        return ["", "Executions that failed: \(result.failures.count)"] + lines
    }

    private func time(_ date: Date) -> String {
        date.formatted(.iso8601)
    }

    private func age(_ seconds: Int) -> String {
        seconds < 48 * 3600 ? "\(seconds / 3600) h" : "\(seconds / 86_400) d"
    }
}

extension SimulationReport {
    /// One document for programs: a sample for each day's end.
    var json: JSONValue {
        [
            "start": .string(time(result.start)),
            "end": .string(time(result.end)),
            "executions": .integer(result.runs),
            "days": .array(result.dailySamples.map(json)),
            "sources": .array(result.sources.map(json)),
            "backupAgeSeconds": .integer(result.maximumAgeSeconds),
            "gaps": .array(
                result.gaps.map { gap in
                    [
                        "source": .string(gap.source),
                        "from": .string(time(gap.from)),
                        "until": gap.until.map { .string(time($0)) } ?? .null,
                    ]
                }
            ),
            "failures": .array(
                result.failures.map { failure in
                    [
                        "time": .string(time(failure.time)),
                        "workflow": .string(failure.workflow),
                        "policy": .string(failure.policy),
                        "error": .string(failure.sentence),
                    ]
                }
            ),
        ]
    }

    private func json(_ sample: AccountSample) -> JSONValue {
        [
            "time": .string(time(sample.time)),
            "images": .integer(sample.images),
            "snapshots": .integer(sample.snapshots),
            "snapshotGiB": .integer(sample.snapshotGiB),
            "monthlyDollarsLeast": dollars(sample.cost.leastDollars),
            "monthlyDollarsMost": dollars(sample.cost.mostDollars),
            "imagesCreated": .integer(sample.imagesCreated),
            "imagesRetired": .integer(sample.imagesRetired),
            "snapshotsCreated": .integer(sample.snapshotsCreated),
            "snapshotsRetired": .integer(sample.snapshotsRetired),
            "stalestSeconds": sample.stalestSeconds.map { .integer($0) } ?? .null,
            "oldestSeconds": sample.oldestSeconds.map { .integer($0) } ?? .null,
        ]
    }

    private func json(_ source: SimulationResult.Source) -> JSONValue {
        [
            "source": .string(source.id),
            "name": .string(source.name),
            "backups": .integer(source.backups),
            "youngest": source.youngest.map { .string(time($0)) } ?? .null,
            "oldest": source.oldest.map { .string(time($0)) } ?? .null,
        ]
    }

    /// In whole cents, so that the document does not depend on how sums are rounded.
    private func dollars(_ value: Double) -> JSONValue {
        (try? JSONValue(parsing: String(format: "%.2f", value))) ?? .null
    }
}
