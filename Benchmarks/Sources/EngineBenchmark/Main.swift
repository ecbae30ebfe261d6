// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import OrderedJSON
import StatesEngine

/// Measures the engine alone, in this process and without a store: what is left of the numbers of `Scripts/bench-engine`
/// when HTTP and SQLite are taken away.
@main
struct EngineBenchmark {
    /// One line of the table.
    struct Result {
        let name: String
        let value: Double
        let unit: String
        let peakMiB: Double
    }

    private static let runs = 3

    static func main() async throws {
        var results = [
            try await median("ten Pass states", "executions/s") {
                5000 / (try await seconds { try await passes(5000) })
            }
        ]
        for items in [1_000, 10_000, 100_000] {
            results.append(
                try await median("inline Map of \(items)", "s") {
                    try await seconds { try await map(["Mode": "INLINE"], items: items) }
                }
            )
        }
        for items in [1_000, 10_000] {
            results.append(
                try await median("distributed Map of \(items)", "s") {
                    try await seconds {
                        try await map(["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"], items: items)
                    }
                }
            )
        }
        results.append(try await median("Parallel of 100", "s") { try await seconds { try await parallel(100) } })
        results.append(
            try await median("1000 executions at once", "s beyond the wait") {
                try await seconds { try await waiting(1000) } - 1
            }
        )
        write(results)
    }

    private static func write(_ results: [Result]) {
        if CommandLine.arguments.contains("--json") {
            let rows = results.map { result -> JSONValue in
                [
                    "name": .string(result.name), "value": .number(JSONNumber(result.value)),
                    "unit": .string(result.unit), "peakMiB": .number(JSONNumber(result.peakMiB)),
                ]
            }
            print(JSONValue.array(rows).serialized(.pretty))
            return
        }
        print("engine alone, medians of \(runs) runs")
        for result in results {
            let name = result.name.padding(to: 26)
            let value = "\((result.value * 10_000).rounded() / 10_000)".padding(to: 12)
            print("\(name)\(value)\(result.unit.padding(to: 20))peak \(Int(result.peakMiB)) MiB")
        }
    }

    private static func median(
        _ name: String,
        _ unit: String,
        _ measure: @Sendable () async throws -> Double
    ) async throws -> Result {
        var values: [Double] = []
        for _ in 0..<runs { values.append(try await measure()) }
        return Result(name: name, value: values.sorted()[runs / 2], unit: unit, peakMiB: peakMiB)
    }

    private static func seconds(_ work: @Sendable () async throws -> Void) async throws -> Double {
        let duration = try await ContinuousClock().measure(work)
        return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }

    /// The most memory that the process has had resident so far.
    private static var peakMiB: Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? ""
        return line.split(separator: " ").compactMap { Double($0) }.first.map { $0 / 1024 } ?? 0
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(1, width - count))
    }
}
