// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

/// A plan of backups as one page without anything beside it: totals, and a table that sorts.
struct BackupPlanPage {
    let report: BackupPlanReport

    var html: String {
        PlanPageParts.page(
            title: "Plan of \(report.policy.name.html)",
            heading: "What <em>\(report.policy.name.html)</em> would back up",
            origin: "Workflow \(report.workflow.html), mode \(report.policy.mode.rawValue), \(report.region.html), at "
                + "<time>\(ISO8601.text(report.now))</time>. It binds nothing: a backup is made whatever a plan said.",
            main: [tiles, "<p class=\"note\">\(Self.explanation.html)</p>", table]
        )
    }

    private static let explanation = """
        A snapshot holds what has changed since the one before, anything between nothing and the whole volume, so \
        what a backup costs is a range. The first copy to a region is always whole.
        """

    private var tiles: String {
        let created = report.items(.create)
        var tiles = [
            PlanPageParts.Tile(
                "would be begun",
                "\(created.count)",
                "backups of \(report.volumes.count) volumes",
                .keep
            ),
            PlanPageParts.Tile("are added at most", "\(report.addedGiB) GiB", "copies included", .keep),
            PlanPageParts.Tile(
                "a month is added",
                report.price.bounds(Double(report.addedGiB)),
                "nobody can tell how much",
                .keep
            ),
        ]
        if !report.items(.finish).isEmpty {
            let note = "backups that earlier runs began"
            tiles.append(PlanPageParts.Tile("would be finished", "\(report.items(.finish).count)", note, .keep))
        }
        tiles.append(PlanPageParts.Tile("would be skipped", "\(report.items(.skip).count)", skipReasons, .retire))
        tiles.append(PlanPageParts.Tile("not selected", "\(report.others)", "the policy is not about them", .other))
        return PlanPageParts.section(tiles)
    }

    private var skipReasons: String {
        let rules = report.items(.skip).compactMap { $0.findings.first(where: \.keeps)?.rule.rawValue }
        guard !rules.isEmpty else { return "nothing" }
        let counts = Dictionary(rules.map { ($0, 1) }, uniquingKeysWith: +)
        return "by " + counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }

    private var table: String {
        let actions = BackupPlan.Action.allCases.map(\.rawValue)
        var html =
            PlanPageParts.controls(actions)
                + """
                <table><thead><tr><th>Action<th>Instance or backup<th>Name<th class="n">Volumes<th class="n">GiB\
                <th class="n">$ a month<th>Copied to<th>What</tr></thead><tbody>

                """
        for action in BackupPlan.Action.allCases {
            for item in report.items(action) { html += row(item) }
        }
        return html
            + "</tbody><tfoot><tr><td>create<td>\(report.items(.create).count)<td>"
            + "<td class=\"n\">\(report.volumes.count)<td class=\"n\">\(report.addedGiB)"
            + "<td class=\"n\">\(cost(report.addedGiB))<td><td></tr></tfoot></table>"
    }

    private func row(_ item: BackupPlan.Item) -> String {
        let volumes = item.volumes.filter(\.isBackedUp)
        let addedGiB = volumes.reduce(0) { $0 + $1.addedGiB }
        let regions = Set(volumes.flatMap(\.copyRegions)).sorted().joined(separator: ", ")
        return "<tr class=\"\(item.action.rawValue)\"><td>\(item.action.rawValue)<td>\(item.id.html)"
            + "<td>\((item.name ?? "").html)<td class=\"n\">\(volumes.isEmpty ? "" : "\(volumes.count)")"
            + "<td class=\"n\" data-v=\"\(addedGiB)\">\(addedGiB > 0 ? "\(addedGiB)" : "")"
            + "<td class=\"n\" data-v=\"\(addedGiB)\">\(addedGiB > 0 ? cost(addedGiB) : "")<td>\(regions.html)"
            + "<td><details><summary>\(report.what(item).html)</summary><ul>\(details(item))</ul></details></tr>\n"
    }

    private func cost(_ addedGiB: Int) -> String {
        "0 – \(StoragePrice.text(report.price.monthly(Double(addedGiB))))"
    }

    private func details(_ item: BackupPlan.Item) -> String {
        let volumes = item.volumes.map { volume in
            let size = volume.sizeGiB.map { ", \($0) GiB" } ?? ""
            let text = volume.isBackedUp ? "\(volume.device)\(size)" : "\(volume.device)\(size), is left out"
            return "<li class=\"\(volume.isBackedUp ? "letGo" : "remark")\"><b>\(volume.volumeID.html)</b> \(text.html)"
        }
        return volumes.joined() + PlanPageParts.list(item.findings)
    }
}
