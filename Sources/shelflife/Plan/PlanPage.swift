// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle

/// A plan as one page without anything beside it, to be sent around: totals, a chart, and a table that sorts.
struct PlanPage {
    let report: PlanReport

    var html: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Plan of \(report.policy.name.html)</title>
        <style>\(PlanPageParts.style)</style>
        </head>
        <body>
        <header>
        <h1>What <em>\(report.policy.name.html)</em> would retire</h1>
        <p>\(origin)</p>
        </header>
        <main>
        \(objection)
        \(totals)
        \(chart)
        <p class="note">\(report.explanation.html)</p>
        \(table)
        </main>
        <script>\(PlanPageParts.script)</script>
        </body>
        </html>
        """
    }

    private var origin: String {
        let origin = report.origin
        return "Workflow \(report.workflow.html), mode \(report.policy.mode.rawValue), account "
            + "\((origin.account ?? "without resources").html), \(origin.region.html), at "
            + "<time>\(ISO8601.text(origin.now))</time>. A saved copy binds a run until "
            + "<time>\(ISO8601.text(origin.validUntil))</time>."
    }

    private var objection: String {
        guard let objection = report.objection else { return "" }
        return "<p class=\"stop\"><b>Enforced, a run would stop before it acts:</b> \(objection.html).</p>"
    }

    private var totals: String {
        let retiring = PlanReport.Totals(report.items(.retire))
        var tiles = [
            ("would be retired", "\(retiring.count)", "of \(report.items.count) selected", "retire"),
            (
                "a month is saved", report.bounds(retiring.freesAtMostGiB), "volumes of \(retiring.sizeGiB) GiB",
                "retire"
            ),
            ("would be kept", "\(report.items.count - retiring.count)", keptBy, "keep"),
        ]
        if report.notEvaluated > 0 {
            tiles.append(("not evaluated", "\(report.notEvaluated)", "a guard had no answer: kept", "keep"))
        }
        let others = report.scanned - report.items.count
        tiles.append(("not selected", "\(others)", "the policy is not about them", "other"))
        return "<section class=\"tiles\">"
            + tiles.map { title, value, note, kind in
                "<div class=\"\(kind)\"><strong>\(value)</strong><span>\(title)</span><small>\(note.html)</small></div>"
            }.joined() + "</section>"
    }

    private var keptBy: String {
        let kept = report.groups.filter { $0.action == .keep }
            .map { "\($0.rule?.rawValue ?? "no rule") \($0.items.count)" }
        return kept.isEmpty ? "nothing" : "by " + kept.joined(separator: ", ")
    }

    private var chart: String {
        let points = report.items.compactMap { item in
            report.ageHours(item).map {
                AgeChart.Point(ageHours: $0, sizeGiB: item.sizeGiB, isRetired: item.action == .retire)
            }
        }
        guard !points.isEmpty else { return "" }
        return "<figure><figcaption>Age against size in GiB</figcaption>\(AgeChart(points).svg)"
            + "<p class=\"legend\"><span class=\"retire\">would be retired</span> <span class=\"keep\">kept</span></p>"
            + "</figure>"
    }

    private var table: String {
        let noun = report.subject == .images ? "Image" : "Snapshot"
        var html = """
            <form class="controls" hidden><input type="search" placeholder="Filter by id, name, reason" \
            aria-label="Filter"><label><input type="checkbox" value="retire" checked> retire</label>\
            <label><input type="checkbox" value="keep" checked> keep</label><output></output></form>
            <table><thead><tr><th>Action<th>\(noun)<th>Name<th class="n">Age<th class="n">GiB<th class="n">$ a month\
            <th>Source<th>Why</tr></thead><tbody>

            """
        for item in report.items(.retire) + report.items(.keep) { html += row(item) }
        let retiring = PlanReport.Totals(report.items(.retire))
        return html
            + "</tbody><tfoot><tr><td>retire<td>\(retiring.count)<td><td><td class=\"n\">\(retiring.sizeGiB)"
            + "<td class=\"n\">0 – \(StoragePrice.text(report.price.monthly(retiring.freesAtMostGiB)))<td><td></tr>"
            + "</tfoot></table>"
    }

    private func row(_ item: PlanItem) -> String {
        let hours = report.ageHours(item)
        let atMost = report.price.monthly(item.freesAtMostGiB)
        let cost = item.action == .retire ? "0 – \(StoragePrice.text(atMost))" : ""
        var details = ""
        for finding in item.findings {
            details += "<li class=\"\(finding.verdict.rawValue)\"><b>\(finding.rule.rawValue)</b> "
            details += finding.sentence.html
        }
        return "<tr class=\"\(item.action.rawValue)\"><td>\(item.action.rawValue)<td>\(item.id.html)"
            + "<td>\((item.name ?? "").html)<td class=\"n\" data-v=\"\(hours ?? -1)\">\(report.age(item))"
            + "<td class=\"n\">\(item.sizeGiB)<td class=\"n\" data-v=\"\(atMost)\">\(cost)"
            + "<td>\((item.source ?? "").html)<td><details><summary>\(item.why.html)</summary>"
            + "<ul>\(details)</ul></details></tr>\n"
    }
}

extension String {
    /// The text in an element or a quoted attribute.
    var html: String {
        guard utf8.contains(where: { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 == 0x22 }) else { return self }
        return reduce(into: "") { text, character in
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            default: text.append(character)
            }
        }
    }
}
