// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import LocalRunner
import OrderedJSON

/// What a run of any workflow did, item by item, as its items say themselves.
struct ItemsReport {
    /// More rows belong into the JSON.
    private static let mostRows = 25

    let summary: RunSummary
    let items: [JSONValue]
    /// Set for a run that was bound to a plan.
    let plan: PlanOutcome?

    init(_ summary: RunSummary, record: RunRecord, decisions: [String: [Finding]], plan: SavedPlan?) {
        self.summary = summary
        items = record.childOutputs.sorted { Self.id($0) < Self.id($1) }
        let outcomes = items.compactMap { item in
            item["outcome"]?.string.flatMap(ItemResult.Outcome.init).map { (Self.id(item), $0) }
        }
        let results = Dictionary(outcomes, uniquingKeysWith: { first, _ in first })
        self.plan = plan.map { PlanOutcome(plan: $0, results: results, decisions: decisions) }
    }

    /// One document for programs.
    var json: JSONValue {
        var members = summary.json
        if let plan { members["plan"] = plan.json }
        members["items"] = .array(items)
        members["report"] = summary.report ?? .null
        return .object(members)
    }

    /// A table for people.
    var text: String {
        var lines: [String] = []
        if !items.isEmpty {
            lines += [""] + table.lines.map { "  " + $0 }
            if items.count > Self.mostRows {
                lines.append("  … and \(items.count - Self.mostRows) more (--output json lists all)")
            }
        }
        if let plan { lines += plan.lines }
        lines += summary.closing
        return lines.joined(separator: "\n")
    }

    private var table: TextTable {
        // What an item can say differs from workflow to workflow.
        let counts = [("snapshots", "SNAPSHOTS"), ("copies", "COPIES"), ("sizeGiB", "GIB")].filter { name, _ in
            items.contains { $0[name] != nil }
        }
        let makesImages = items.contains { $0["imageID"] != nil }
        var columns: [TextTable.Column] = [.init(title: "ITEM"), .init(title: "OUTCOME")]
        if makesImages { columns.append(.init(title: "MADE")) }
        for (_, title) in counts { columns.append(.init(title: title, alignment: .right)) }
        let isRetiring = items.contains { $0["outcome"]?.string == ItemResult.Outcome.retired.rawValue }
        if isRetiring { columns.append(.init(title: "BACK UNTIL")) }
        columns.append(.init(title: "REASON", maximumWidth: 90, wraps: true))
        var table = TextTable(columns)
        for item in items.prefix(Self.mostRows) {
            var cells: [String] = [Self.id(item), item["outcome"]?.string ?? ""]
            if makesImages { cells.append(item["imageID"]?.string ?? "") }
            for (name, _) in counts { cells.append(item[name]?.integer.map(String.init) ?? "") }
            if isRetiring { cells.append(Self.recoverability(item)) }
            cells.append(Self.reason(item))
            table.append(cells)
        }
        return table
    }

    private static func recoverability(_ item: JSONValue) -> String {
        guard item["outcome"]?.string == ItemResult.Outcome.retired.rawValue else { return "" }
        return item["recoverableUntil"]?.string ?? "not known"
    }

    private static func reason(_ item: JSONValue) -> String {
        item["reasons"]?.array?.first?.string ?? item["reason"]?.string ?? item["error"]?.string ?? ""
    }

    private static func id(_ item: JSONValue) -> String {
        item["id"]?.string ?? item["snapshotID"]?.string ?? item["imageID"]?.string ?? ""
    }
}
