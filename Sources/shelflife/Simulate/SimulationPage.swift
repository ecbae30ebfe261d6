// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import LocalRunner

/// A simulation as one HTML file without scripts, which asks nothing of the network.
struct SimulationPage {
    /// More points than pixels help nobody.
    private static let mostPoints = 400
    private static let mostSources = 500
    private static let mostGaps = 200

    let runs: [ScheduledRun]
    let result: SimulationResult

    var html: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>Shelflife: \(days) days ahead</title>
        <style>
        \(Self.style)
        </style>
        </head>
        <body>
        <main>
        <h1>\(days) days ahead</h1>
        <p class="lead">From \(time(result.start)) to \(time(result.end)), \(result.runs) executions, simulated.</p>
        \(schedules)
        \(verdict)
        <div class="charts">
        \(charts.map(figure).joined(separator: "\n"))
        </div>
        \(sources)
        \(gaps)
        \(failures)
        <footer>Costs are bounds at the list prices of us-east-1: at least the fullest snapshot of each volume, at most
        every snapshot in full.</footer>
        </main>
        </body>
        </html>
        """
    }

    private var days: Int { result.dailySamples.count - 1 }

    private var schedules: String {
        table(
            ["Workflow", "Policy", "Mode", "Starts"],
            runs.map { [$0.workflow.name, $0.policy.name, $0.policy.mode.rawValue, $0.schedule.description] }
        )
    }

    /// The answer to the question everybody has.
    private var verdict: String {
        let asked = age(result.maximumAgeSeconds)
        var sentences: [String] = []
        if result.sources.isEmpty {
            sentences.append("No source has a backup that one of these policies made.")
        } else if result.gaps.isEmpty {
            sentences.append(
                "Each of \(result.sources.count) sources, from its first backup on, always had a completed one younger "
                    + "than \(asked)."
            )
        } else {
            sentences.append("\(result.gaps.count) times a source had no completed backup younger than \(asked).")
        }
        if !result.failures.isEmpty { sentences.append("\(result.failures.count) executions failed.") }
        let isBad = !result.gaps.isEmpty || !result.failures.isEmpty
        let judgement = isBad ? "bad" : result.sources.isEmpty ? "none" : "good"
        return "<p class=\"verdict \(judgement)\">\(sentences.joined(separator: " ").escaped)</p>"
    }

    // MARK: Charts

    private var charts: [LineChart] {
        let samples = thinned(result.samples)
        func chart(_ title: String, _ unit: String, _ lines: [LineChart.Line]) -> LineChart {
            LineChart(title: title, unit: unit, lines: lines, labels: labels(samples.map(\.time)))
        }
        func line(_ name: String, isBandTop: Bool = false, _ value: (AccountSample) -> Double?) -> LineChart.Line {
            LineChart.Line(name: name, values: samples.map(value), isBandTop: isBandTop)
        }
        return [
            chart(
                "Images and snapshots",
                "",
                [line("images") { Double($0.images) }, line("snapshots") { Double($0.snapshots) }]
            ),
            chart("Snapshots' volumes", "GiB", [line("size") { Double($0.snapshotGiB) }]),
            chart(
                "Cost a month",
                "USD",
                [line("at most", isBandTop: true) { $0.cost.mostDollars }, line("at least") { $0.cost.leastDollars }]
            ),
            flow,
        ]
            + (result.sources.isEmpty
                ? []
                : [
                    chart(
                        "Age of backups",
                        "days",
                        [
                            line("oldest backup") { $0.oldestSeconds.map { Double($0) / 86_400 } },
                            line("youngest of the stalest source") { $0.stalestSeconds.map { Double($0) / 86_400 } },
                        ]
                    )
                ])
    }

    /// Per day, and so from daily samples.
    private var flow: LineChart {
        let samples = result.dailySamples
        let pairs = Array(zip(samples, samples.dropFirst()))
        func line(_ name: String, _ total: (AccountSample) -> Int) -> LineChart.Line {
            LineChart.Line(name: name, values: pairs.map { Double(total($0.1) - total($0.0)) })
        }
        return LineChart(
            title: "Created and retired a day",
            unit: "on the last day",
            lines: [
                line("created") { $0.imagesCreated + $0.snapshotsCreated },
                line("retired") { $0.imagesRetired + $0.snapshotsRetired },
            ],
            labels: labels(pairs.map(\.0.time))
        )
    }

    private func thinned(_ samples: [AccountSample]) -> [AccountSample] {
        let step = max(1, samples.count / Self.mostPoints)
        return samples.enumerated().filter { ($0.offset % step == 0) || $0.offset == samples.count - 1 }.map(\.element)
    }

    private func labels(_ times: [Date]) -> [(index: Int, text: String)] {
        guard times.count > 1 else { return [] }
        let count = min(6, times.count)
        var labels: [(index: Int, text: String)] = []
        for number in 0..<count {
            // Inside the ends, so that no label is cut.
            let index = (2 * number + 1) * (times.count - 1) / (2 * count)
            let day = String(time(times[index]).prefix(10))
            // A few days have fewer labels, not the same twice.
            if labels.last?.text != day { labels.append((index, day)) }
        }
        return labels
    }

    private func figure(_ chart: LineChart) -> String {
        "<figure><figcaption>\(chart.title.escaped)</figcaption>\(chart.legend)\(chart.svg)</figure>"
    }

    // MARK: Lists

    private var sources: String {
        guard !result.sources.isEmpty else { return "" }
        let stalestFirst = result.sources.sorted {
            ($0.youngest ?? .distantPast, $0.id) < ($1.youngest ?? .distantPast, $1.id)
        }
        let rows = stalestFirst.prefix(Self.mostSources).map { source in
            [
                source.name.escaped, "<code>\(source.id.escaped)</code>", "\(source.backups)",
                source.youngest.map { age(Int(result.end.timeIntervalSince($0))) } ?? "none",
                source.oldest.map { age(Int(result.end.timeIntervalSince($0))) } ?? "",
                sparkline(source.youngestHours),
            ]
        }
        let more = result.sources.count - Self.mostSources
        return "<h2>Sources</h2>"
            + table(
                ["Name", "Source", "Backups", "Youngest", "Oldest", "Age of the youngest, by day"],
                rows,
                isHTML: true
            )
            + (more > 0 ? "<p>… and \(more) more.</p>" : "")
    }

    private func sparkline(_ hours: [Int?]) -> String {
        let step = max(1, hours.count / 120)
        let values = stride(from: 0, to: hours.count, by: step).map { hours[$0].map(Double.init) }
        let top = max(48, values.compactMap(\.self).max() ?? 0)
        let pieces = LineChart.pieces(values) { index, value in
            String(format: "%.1f,%.1f", 140 * Double(index) / Double(max(1, values.count - 1)), 21 - 20 * value / top)
        }
        let lines = pieces.map { "<polyline class=\"line c1\" points=\"\($0.joined(separator: " "))\"/>" }
        return "<svg class=\"spark\" viewBox=\"0 0 140 22\" aria-hidden=\"true\">\(lines.joined())</svg>"
    }

    private var gaps: String {
        guard !result.gaps.isEmpty else { return "" }
        let rows = result.gaps.prefix(Self.mostGaps).map { gap in
            [gap.source, time(gap.from), gap.until.map(time) ?? "still"]
        }
        let more = result.gaps.count - Self.mostGaps
        return "<h2>Without a completed backup younger than \(age(result.maximumAgeSeconds))</h2>"
            + table(["Source", "From", "Until"], rows) + (more > 0 ? "<p>… and \(more) more.</p>" : "")
    }

    private var failures: String {
        guard !result.failures.isEmpty else { return "" }
        let rows = result.failures.prefix(Self.mostGaps).map { [time($0.time), $0.workflow, $0.policy, $0.sentence] }
        return "<h2>Executions that failed</h2>" + table(["Time", "Workflow", "Policy", "Why"], rows)
    }

    private func table(_ titles: [String], _ rows: [[String]], isHTML: Bool = false) -> String {
        let head = titles.map { "<th scope=\"col\">\($0.escaped)</th>" }.joined()
        let body = rows.map { row in
            "<tr>" + row.map { "<td>\(isHTML ? $0 : $0.escaped)</td>" }.joined() + "</tr>"
        }
        return
            "<div class=\"scroll\"><table><thead><tr>\(head)</tr></thead><tbody>\(body.joined(separator: "\n"))</tbody></table></div>"
    }

    private func time(_ date: Date) -> String { date.formatted(.iso8601) }

    private func age(_ seconds: Int) -> String {
        seconds < 48 * 3600 ? "\(seconds / 3600) h" : "\(seconds / 86_400) d"
    }
}

extension SimulationPage {
    private static let style = """
        :root { color-scheme: light dark; --back: #fbfaf8; --card: #fff; --text: #21201c; --soft: #6b6860; --rule: #e5e2db;
          --c1: #1f6f8b; --c2: #c2571a; --good: #2a7a45; --bad: #b3261e; }
        @media (prefers-color-scheme: dark) { :root { --back: #171614; --card: #201f1c; --text: #ece9e2; --soft: #a29e94;
          --rule: #37342f; --c1: #6cb9d4; --c2: #f0985e; --good: #7fc796; --bad: #f2b8b5; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
        main { max-width: 1240px; margin: 0 auto; padding: 28px 20px 48px; }
        h1 { font-size: 28px; margin: 0; } h2 { font-size: 19px; margin: 36px 0 10px; }
        .lead, footer { color: var(--soft); } footer { margin-top: 36px; font-size: 13px; }
        .verdict { font-size: 17px; padding-left: 12px; border-left: 4px solid; } .good { border-color: var(--good); }
        .bad { border-color: var(--bad); } .none { border-color: var(--rule); }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); gap: 16px; }
        figure { margin: 0; padding: 14px 16px 8px; background: var(--card); border: 1px solid var(--rule);
          border-radius: 8px; min-width: 0; }
        figcaption { font-weight: 600; } svg { width: 100%; height: auto; display: block; }
        .legend { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 2px 0 6px; padding: 0;
          color: var(--soft); font-size: 13px; } .legend b { color: var(--text); font-variant-numeric: tabular-nums; }
        .key { display: inline-block; width: 14px; height: 3px; margin-right: 6px; vertical-align: middle; }
        .key.c1 { background: var(--c1); } .key.c2 { background: var(--c2); }
        .grid { stroke: var(--rule); } .tick { fill: var(--soft); font-size: 11px; }
        @media (max-width: 560px) { .tick { font-size: 17px; } .time:nth-of-type(even) { display: none; } }
        .line { fill: none; stroke-width: 2; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
        .line.c1 { stroke: var(--c1); } .line.c2 { stroke: var(--c2); } .band { fill: var(--c1); opacity: .12; }
        .spark { width: 140px; height: 22px; } .scroll { overflow-x: auto; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; } th { color: var(--soft); font-weight: 500; }
        th, td { text-align: left; padding: 4px 22px 4px 0; border-bottom: 1px solid var(--rule); white-space: nowrap; }
        """
}
