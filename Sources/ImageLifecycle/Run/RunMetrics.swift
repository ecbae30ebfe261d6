// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// A run's counts as one log line in CloudWatch's embedded metric format, in the namespace `Shelflife`.
struct RunMetrics {
    let policy: String
    let now: Date
    let tally: Tally

    /// nil if the line cannot be encoded, which would be no reason to fail a run.
    var line: String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(Line(policy: policy, now: now, metrics: metrics)) else { return nil }
        return String(decoding: data, as: UTF8.self)
    }

    private var noun: String {
        switch tally.resources {
        case .images: "Images"
        case .snapshots: "Snapshots"
        }
    }

    private var metrics: [Metric] {
        [
            Metric(noun + "Scanned", "Count", tally.scanned),
            Metric(noun + "Expired", "Count", tally.wouldRetire),
            Metric(noun + "Retired", "Count", tally.retired),
            Metric(noun + "NotEvaluated", "Count", tally.notEvaluated),
            Metric(noun + "Failed", "Count", tally.failed),
            Metric("SnapshotsDeleted", "Count", tally.snapshotsDeleted),
            Metric("SnapshotsNotDeleted", "Count", tally.snapshotsFailed),
            Metric("DeletedGiB", "Gigabytes", tally.deletedGiB),
        ]
    }
}

private struct Metric {
    let name: String
    let unit: String
    let value: Int

    init(_ name: String, _ unit: String, _ value: Int) {
        self.name = name
        self.unit = unit
        self.value = value
    }
}

/// The format's JSON: what the metrics are under `_aws`, their values and dimensions beside it.
private struct Line: Encodable {
    let policy: String
    let now: Date
    let metrics: [Metric]

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(_ text: String) { stringValue = text }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private struct Header: Encodable {
        // CloudWatch's own names.
        let Timestamp: Int
        let CloudWatchMetrics: [Directive]
    }

    private struct Directive: Encodable {
        let Namespace: String
        let Dimensions: [[String]]
        let Metrics: [Definition]
    }

    private struct Definition: Encodable {
        let Name: String
        let Unit: String
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        let directive = Directive(
            Namespace: "Shelflife",
            Dimensions: [["Policy"]],
            Metrics: metrics.map { Definition(Name: $0.name, Unit: $0.unit) }
        )
        let milliseconds = Int(now.timeIntervalSince1970.rounded(.down)) * 1000
        try container.encode(Header(Timestamp: milliseconds, CloudWatchMetrics: [directive]), forKey: Key("_aws"))
        try container.encode(policy, forKey: Key("Policy"))
        for metric in metrics {
            try container.encode(metric.value, forKey: Key(metric.name))
        }
    }
}
