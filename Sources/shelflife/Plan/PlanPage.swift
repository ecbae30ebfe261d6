// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle

/// A plan as one page without anything beside it, to be sent around: totals, a chart, and a table that sorts.
struct PlanPage {
    let report: PlanReport

    var html: String {
        PlanPageParts.page(
            title: "Plan of \(report.policy.name.html)",
            heading: "What <em>\(report.policy.name.html)</em> would retire",
            origin: origin,
            main: [objection, totals, chart, "<p class=\"note\">\(report.explanation.html)</p>", table]
        )
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
            PlanPageParts.Tile(
                "would be retired",
                "\(retiring.count)",
                "of \(report.items.count) selected",
                .retire
            ),
            PlanPageParts.Tile(
                "a month is saved",
                report.bounds(retiring.freesAtMostGiB),
                "volumes of \(retiring.sizeGiB) GiB",
                .retire
            ),
            PlanPageParts.Tile("would be kept", "\(report.items.count - retiring.count)", keptBy, .keep),
        ]
        if report.notEvaluated > 0 {
            let note = "a guard had no answer: kept"
            tiles.append(PlanPageParts.Tile("not evaluated", "\(report.notEvaluated)", note, .keep))
        }
        let others = report.scanned - report.items.count
        tiles.append(PlanPageParts.Tile("not selected", "\(others)", "the policy is not about them", .other))
        return PlanPageParts.section(tiles)
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
        var html =
            PlanPageParts.controls(["retire", "keep"])
                + """
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
        return "<tr class=\"\(item.action.rawValue)\"><td>\(item.action.rawValue)<td>\(item.id.html)"
            + "<td>\((item.name ?? "").html)<td class=\"n\" data-v=\"\(hours ?? -1)\">\(report.age(item))"
            + "<td class=\"n\">\(item.sizeGiB)<td class=\"n\" data-v=\"\(atMost)\">\(cost)"
            + "<td>\((item.source ?? "").html)<td><details><summary>\(item.why.html)</summary>"
            + "<ul>\(PlanPageParts.list(item.findings))</ul></details></tr>\n"
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
