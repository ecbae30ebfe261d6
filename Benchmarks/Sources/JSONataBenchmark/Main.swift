// SPDX-License-Identifier: Apache-2.0

import CAllocationCount
import Foundation
import JSONata
import OrderedJSON

/// Microseconds and allocations per evaluation on the published suite's largest datasets.
///
/// usage: JSONataBenchmark SUITE_FOLDER
@main
struct JSONataBenchmark {
    /// The largest datasets of the suite that its expressions use.
    private static let datasets = ["items", "dataset5"]
    private static let runs = 7

    static func main() throws {
        guard CommandLine.arguments.count == 2 else {
            FileHandle.standardError.write(Data("usage: JSONataBenchmark SUITE_FOLDER\n".utf8))
            exit(2)
        }
        let suite = Suite(folder: URL(fileURLWithPath: CommandLine.arguments[1]))
        for dataset in datasets {
            let input = try suite.dataset(dataset)
            let cases = try suite.cases(on: dataset)
            let rows = cases.compactMap { measure($0, on: input) }.sorted { $0.microseconds > $1.microseconds }
            let size = input.serializedUTF8().count
            print("\(dataset).json, \(size) bytes, \(rows.count) expressions, medians of \(runs) runs")
            print(row("µs", "compile µs", "allocations", "expression"))
            let middle = rows[rows.count / 2]
            for measured in rows.prefix(8) + [middle] {
                let mark = measured.source == middle.source ? "(median) " : ""
                print(measured.line(mark: mark))
            }
            print("")
        }
    }

    private static func measure(_ source: String, on input: JSONValue) -> Measurement? {
        guard let expression = try? JSONata.Expression(parsing: source),
            (try? expression.evaluate(input)) != nil
        else { return nil }
        let clock = ContinuousClock()
        let once = clock.measure { _ = try? expression.evaluate(input) }
        // About 20 ms a run, so that the clock's grain does not count.
        let repetitions = max(1, Int(.milliseconds(20) / max(once, .nanoseconds(100))))
        let times = (0..<runs).map { _ in
            clock.measure { for _ in 0..<repetitions { _ = try? expression.evaluate(input) } } / repetitions
        }
        let compiling = (0..<runs).map { _ in clock.measure { _ = try? JSONata.Expression(parsing: source) } }
        let before = allocation_count()
        _ = try? expression.evaluate(input)
        let allocations = allocation_count() - before
        return Measurement(
            source: source,
            microseconds: times.sorted()[runs / 2] / .microseconds(1),
            compileMicroseconds: compiling.sorted()[runs / 2] / .microseconds(1),
            allocations: Int(allocations)
        )
    }
}

struct Measurement {
    let source: String
    let microseconds: Double
    let compileMicroseconds: Double
    let allocations: Int

    func line(mark: String) -> String {
        let text = source.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let short = text.count > 70 ? text.prefix(69) + "…" : text
        return row(tenths(microseconds), tenths(compileMicroseconds), "\(allocations)", mark + short)
    }

    private func tenths(_ value: Double) -> String {
        "\((value * 10).rounded() / 10)"
    }
}

func row(_ cells: String...) -> String {
    let widths = [10, 12, 12, 0]
    return zip(cells, widths).map { cell, width in
        width == 0 ? cell : String(repeating: " ", count: max(0, width - cell.count)) + cell
    }.joined(separator: "  ")
}

/// The published suite as data.
struct Suite {
    let folder: URL

    func dataset(_ name: String) throws -> JSONValue {
        try JSONValue(parsing: Data(contentsOf: folder.appending(path: "datasets/\(name).json")))
    }

    /// The expressions that the suite evaluates on a dataset, each once.
    func cases(on dataset: String) throws -> [String] {
        let groups = folder.appending(path: "groups")
        let files = try FileManager.default.subpathsOfDirectory(atPath: groups.path).filter { $0.hasSuffix(".json") }
        var seen: Set<String> = []
        return try files.sorted().flatMap { file -> [String] in
            let url = groups.appending(path: file)
            let content = try JSONValue(parsing: Data(contentsOf: url))
            return (content.array ?? [content]).compactMap { one in
                guard one["dataset"]?.string == dataset else { return nil }
                if let name = one["expr-file"]?.string {
                    let file = url.deletingLastPathComponent().appending(path: name)
                    return try? String(contentsOf: file, encoding: .utf8)
                }
                return one["expr"]?.string
            }
        }.filter { seen.insert($0).inserted }
    }
}
