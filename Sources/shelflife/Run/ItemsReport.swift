// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import LocalRunner
import OrderedJSON
import StatesEngine

/// What a run of any workflow did, item by item, as its items say themselves.
struct ItemsReport {
    /// More rows belong into the JSON.
    private static let mostRows = 25

    let workflow: String
    let executionARN: String
    let policy: LifecyclePolicy
    let region: String
    let outcome: ExecutionOutcome
    let items: [JSONValue]
    let report: JSONValue?

    init(run: WorkflowRun, policy: LifecyclePolicy, region: String, outcome: ExecutionOutcome, record: RunRecord) {
        workflow = run.workflow.name
        executionARN = run.identity.executionARN
        self.policy = policy
        self.region = region
        self.outcome = outcome
        items = record.childOutputs.sorted { Self.id($0) < Self.id($1) }
        report = record.report
    }

    /// One document for programs.
    var json: JSONValue {
        var execution: JSONObject = ["arn": .string(executionARN), "status": .string(outcome.status.rawValue)]
        if let failure = outcome.failure {
            execution["error"] = failure.error.map(JSONValue.string) ?? .null
            execution["cause"] = failure.cause.map(JSONValue.string) ?? .null
        }
        return [
            "workflow": .string(workflow),
            "policy": .string(policy.name),
            "mode": .string(policy.mode.rawValue),
            "region": .string(region),
            "execution": .object(execution),
            "items": .array(items),
            "report": report ?? .null,
        ]
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
        if let text = report?["text"]?.string { lines += ["", text] }
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
        columns.append(.init(title: "REASON", maximumWidth: 90, wraps: true))
        var table = TextTable(columns)
        for item in items.prefix(Self.mostRows) {
            var cells: [String] = [Self.id(item), item["outcome"]?.string ?? ""]
            if makesImages { cells.append(item["imageID"]?.string ?? "") }
            for (name, _) in counts { cells.append(item[name]?.integer.map(String.init) ?? "") }
            cells.append(Self.reason(item))
            table.append(cells)
        }
        return table
    }

    private static func reason(_ item: JSONValue) -> String {
        item["reasons"]?.array?.first?.string ?? item["reason"]?.string ?? item["error"]?.string ?? ""
    }

    private static func id(_ item: JSONValue) -> String {
        item["id"]?.string ?? item["snapshotID"]?.string ?? item["imageID"]?.string ?? ""
    }
}
