// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON
import StatesEngine

/// A Map Run: how its items stand, and its child executions.
struct MapRunPage: Sendable {
    let parent: ExecutionRow
    let mapRun: MapRunRow
    let children: [ExecutionRow]
    let status: ExecutionStatus?
    let now: Timestamp

    private static let pageLength = 200

    /// - Throws: `ResourceNotFound`.
    static func load(
        _ id: Int64,
        _ fields: FormFields,
        from service: StepFunctionsService,
        now: Timestamp
    ) async throws -> MapRunPage {
        let arn = fields["arn"] ?? ""
        let status = fields["status"].flatMap(ExecutionStatus.init)
        let (parent, stored, children) = try await service.store.read { db in
            let parent = try ExecutionRow.require(id: id, db)
            guard let row = try MapRunRow.fetch(arn, db), row.executionARN == parent.arn else {
                throw APIError.noResource(arn)
            }
            let children = try ExecutionRow.fetchAll(
                db,
                sql: """
                    SELECT * FROM execution WHERE mapRunARN = ? \(status == nil ? "" : "AND status = ?")
                    ORDER BY child LIMIT \(pageLength)
                    """,
                arguments: StatementArguments([arn] + (status.map { [$0.rawValue] } ?? []))
            )
            return (parent, row, children)
        }
        let current = try await service.current(stored)
        return MapRunPage(parent: parent, mapRun: current, children: children, status: status, now: now)
    }

    var frame: PageFrame {
        PageFrame(title: "Map Run of \(parent.name)", updates: "\(parent.path)/updates", content: content)
    }

    private var stateName: String { children.first?.mapRun?.mapStateName ?? "Map" }

    private var content: HTML {
        """
        <section class="head" id="head" data-live>
        <p class="crumbs"><a href="/">Executions</a> › <a href="\(parent.path)">\(parent.name)</a></p>
        <div class="title"><h1>Map Run of \(stateName)</h1>\
        \(ExecutionStatus(rawValue: mapRun.description["status"]?.string ?? "").map(Format.status))</div>
        <p class="facts"><span>Started \(Format.time(mapRun.startedAt)) UTC</span>\
        <span>\(Format.duration(from: mapRun.startedAt, to: mapRun.stoppedAt ?? now))</span></p>
        <dl class="counts">\(counts)</dl></section>
        <section class="card"><div class="bar"><h2>Children</h2>
        <form method="get" class="filters" data-filter><input type="hidden" name="arn" value="\(mapRun.arn)">
        <label>Status <select id="filter-status" name="status">\(Format.option("", "All", chosen: status?.rawValue))\
        \([ExecutionStatus.running, .succeeded, .failed, .aborted, .timedOut].html {
            Format.option($0.rawValue, $0.title, chosen: status?.rawValue)
        })</select></label>
        <button class="plain">Filter</button></form></div>
        <div id="children" data-live class="scroll"><table class="list"><thead><tr><th scope="col" class="number">Item</th>\
        <th scope="col">Execution</th><th scope="col">Status</th><th scope="col" class="number">Duration</th>\
        <th scope="col">Input</th></tr></thead>
        <tbody>\(children.html(row))</tbody></table>
        \(children.count == Self.pageLength ? "<p class=\"quiet\">The first \(Self.pageLength) are shown.</p>" as HTML : .nothing)
        </div></section>
        """
    }

    private var counts: HTML {
        let counts = mapRun.description["itemCounts"]
        return ["total", "succeeded", "failed", "running", "pending", "aborted", "timedOut"].html { name in
            #"<div class="\#(name)"><dt>\#(name == "timedOut" ? "timed out" : name)</dt><dd>\#(counts?[name]?.integer ?? 0)</dd></div>"#
        }
    }

    private func row(_ child: ExecutionRow) -> HTML {
        """
        <tr><td class="number">\(child.mapRun?.child ?? 0)</td><td><a href="\(child.path)">\(child.name)</a></td>
        <td>\(Format.status(child.status))</td>
        <td class="number">\(Format.duration(from: child.startedAt, to: child.stoppedAt ?? now))</td>
        <td class="excerpt">\(child.error ?? String(excerpt(of: child)))</td></tr>
        """
    }

    /// The item itself, where the item selector calls it so.
    private func excerpt(of child: ExecutionRow) -> Substring {
        let item = (try? JSONValue(parsing: child.input))?["item"]?.serialized()
        return (item ?? child.input).prefix(120)
    }
}
