// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// Metrics as one log line in CloudWatch's embedded metric format, in the namespace `Shelflife`.
package struct EmbeddedMetrics {
    /// A value with CloudWatch's name of its unit.
    package struct Metric {
        let name: String
        let unit: String
        let value: Int

        package init(_ name: String, _ unit: String, _ value: Int) {
            self.name = name
            self.unit = unit
            self.value = value
        }
    }

    let now: Date
    /// Names and values.
    let dimensions: [(name: String, value: String)]
    let metrics: [Metric]

    package init(now: Date, dimensions: [(name: String, value: String)], _ metrics: [Metric]) {
        self.now = now
        self.dimensions = dimensions
        self.metrics = metrics
    }

    /// nil if the line cannot be encoded, which would be no reason to fail a run.
    package var line: String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}

/// The format's JSON: what the metrics are under `_aws`, their values and dimensions beside it.
extension EmbeddedMetrics: Encodable {
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

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        let directive = Directive(
            Namespace: "Shelflife",
            Dimensions: [dimensions.map(\.name)],
            Metrics: metrics.map { Definition(Name: $0.name, Unit: $0.unit) }
        )
        let milliseconds = Int(now.timeIntervalSince1970.rounded(.down)) * 1000
        try container.encode(Header(Timestamp: milliseconds, CloudWatchMetrics: [directive]), forKey: Key("_aws"))
        for dimension in dimensions { try container.encode(dimension.value, forKey: Key(dimension.name)) }
        for metric in metrics { try container.encode(metric.value, forKey: Key(metric.name)) }
    }
}
