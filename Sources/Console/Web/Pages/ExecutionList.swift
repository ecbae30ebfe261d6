// SPDX-License-Identifier: Apache-2.0

import GRDB
import StatesEngine

/// The executions, the newest first.
struct ExecutionList: Sendable {
    struct Filter: Sendable, Hashable {
        var machineARN: String?
        var status: ExecutionStatus?
        /// Only executions with lower numbers: the next page.
        var before: Int64?

        init(_ fields: FormFields) {
            machineARN = fields["machine"]
            status = fields["status"].flatMap(ExecutionStatus.init)
            before = fields["before"].flatMap { Int64($0) }
        }
    }

    private static let pageLength = 50
    private static let statuses: [ExecutionStatus] = [.running, .succeeded, .failed, .timedOut, .aborted]

    let filter: Filter
    let rows: [ExecutionRow]
    let machines: [MachineName]
    let now: Timestamp

    static func load(_ filter: Filter, from store: Store, now: Timestamp) async throws -> ExecutionList {
        try await store.read { db in
            var conditions = ["mapRunARN IS NULL"]
            var arguments: StatementArguments = []
            if let machine = filter.machineARN {
                conditions.append("stateMachineARN = ?")
                arguments += [machine]
            }
            if let status = filter.status {
                conditions.append("status = ?")
                arguments += [status.rawValue]
            }
            if let before = filter.before {
                conditions.append("id < ?")
                arguments += [before]
            }
            let rows = try ExecutionRow.fetchAll(
                db,
                sql: """
                    SELECT * FROM execution WHERE \(conditions.joined(separator: " AND "))
                    ORDER BY id DESC LIMIT \(pageLength + 1)
                    """,
                arguments: arguments
            )
            return ExecutionList(filter: filter, rows: rows, machines: try MachineName.fetchAll(db), now: now)
        }
    }

    var frame: PageFrame {
        PageFrame(title: "Executions", updates: "/updates", content: content)
    }

    private var content: HTML {
        """
        <div class="title"><h1>Executions</h1><span class="actions"><a class="button primary" \
        href="/start\(filter.machineARN.map { "?machine=\($0)" } ?? "")">Start execution</a></span></div>
        <section class="card"><form method="get" action="/" class="filters" data-filter>
        <label>State machine <select id="filter-machine" name="machine">\(Format.option("", "All", chosen: filter.machineARN))\
        \(machines.html { Format.option($0.arn, $0.name, chosen: filter.machineARN) })</select></label>
        <label>Status <select id="filter-status" name="status">\(Format.option("", "All", chosen: filter.status?.rawValue))\
        \(Self.statuses.html { Format.option($0.rawValue, $0.title, chosen: filter.status?.rawValue) })</select></label>
        <button class="plain">Filter</button></form>
        <div id="executions" data-live>\(rows.isEmpty ? empty : table)</div></section>
        """
    }

    private var empty: HTML {
        """
        <div class="empty"><p>No executions\(filter.machineARN == nil && filter.status == nil ? " yet" : " match").</p>
        <p>Start one: <a href="/start">expire-images on the embedded sample account</a> takes a few seconds.</p></div>
        """
    }

    private var table: HTML {
        let shown = rows.prefix(Self.pageLength)
        return """
            <div class="scroll"><table class="list">
            <thead><tr><th scope="col">Name</th><th scope="col">State machine</th><th scope="col">Status</th>\
            <th scope="col">Started, UTC</th><th scope="col" class="number">Duration</th></tr></thead>
            <tbody>\(shown.html(row))</tbody></table></div>
            \(rows.count > shown.count ? older(shown.last) : .nothing)
            """
    }

    private func row(_ row: ExecutionRow) -> HTML {
        """
        <tr><td><a href="\(row.path)">\(row.name)</a></td><td>\(row.machineName)</td>
        <td>\(Format.status(row.status))</td><td>\(Format.time(row.startedAt))</td>
        <td class="number">\(Format.duration(from: row.startedAt, to: row.stoppedAt ?? now))</td></tr>
        """
    }

    private func older(_ last: ExecutionRow?) -> HTML {
        guard let last else { return .nothing }
        var query = "before=\(last.id)"
        if let machine = filter.machineARN { query += "&machine=\(PercentEncoded.text(machine))" }
        if let status = filter.status { query += "&status=\(status.rawValue)" }
        return #"<p><a class="button" href="/?\#(query)">Older executions</a></p>"#
    }
}

/// A state machine to choose.
struct MachineName: Sendable, Hashable, FetchableRecord {
    let arn: String
    let name: String

    init(row: Row) {
        arn = row["arn"]
        name = row["name"]
    }

    /// Those whose executions are kept.
    static func fetchAll(_ db: Database) throws -> [MachineName] {
        try fetchAll(db, sql: "SELECT arn, name FROM stateMachine WHERE type = 'STANDARD' ORDER BY name, arn")
    }
}

extension ExecutionStatus {
    /// The status for people.
    var title: String {
        let words = rawValue.lowercased().replacing("_", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
