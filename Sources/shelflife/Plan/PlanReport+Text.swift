// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle

extension PlanReport {
    /// Tables for people: what goes, then what stays, by the rule that decided.
    ///
    /// - Parameter width: Characters in a line; nil for as many as it takes.
    /// - Returns: Lines without a last line break.
    func text(width: Int?) -> String {
        // A short line has better uses than the instance's id, which JSON and HTML tell.
        let hasSource = (width ?? .max) >= 160
        let everything = table(items, hasSource)
        let widths = everything.widths(within: width.map { $0 - 2 })
        var lines = heading
        for group in groups {
            lines += ["", title(group)]
            lines += table(group.items, hasSource).lines(columnWidths: widths).map { "  " + $0 }
        }
        lines += [""] + summary.flatMap { Self.wrapped($0, width) }
        return lines.joined(separator: "\n")
    }

    private var heading: [String] {
        [
            "Policy \(policy.name), mode \(policy.mode.rawValue), workflow \(workflow)",
            "Account \(origin.account ?? "without resources"), \(origin.region), at \(ISO8601.text(origin.now))",
        ]
    }

    private func title(_ group: Group) -> String {
        let totals = Totals(group.items)
        let count = "\(totals.count) \(totals.count == 1 ? String(subject.rawValue.dropLast()) : subject.rawValue)"
        let rule = group.rule?.rawValue ?? "no rule that lets them go"
        return group.action == .retire
            ? "WOULD RETIRE, by \(rule): \(count), \(totals.sizeGiB) GiB, \(bounds(totals.freesAtMostGiB)) a month"
            : "KEEP, by \(rule): \(count), \(totals.sizeGiB) GiB"
    }

    private func table(_ items: [PlanItem], _ hasSource: Bool) -> TextTable {
        var table = TextTable([
            .init(title: subject == .images ? "IMAGE" : "SNAPSHOT", maximumWidth: 24),
            .init(title: "NAME", maximumWidth: 40, minimumWidth: 16),
            .init(title: hasSource ? "SOURCE" : "", maximumWidth: hasSource ? 21 : 0),
            .init(title: "AGE", alignment: .right), .init(title: "GIB", alignment: .right),
            .init(title: "$/MONTH", alignment: .right),
            .init(title: "WHY", maximumWidth: 120, minimumWidth: 28, wraps: true),
        ])
        for item in items {
            table.append(
                item.id,
                item.name ?? "",
                hasSource ? item.source ?? "" : "",
                age(item),
                "\(item.sizeGiB)",
                item.action == .retire ? "0 – \(StoragePrice.text(price.monthly(item.freesAtMostGiB)))" : "",
                item.why
            )
        }
        return table
    }

    /// The closing sentences.
    var summary: [String] {
        let retiring = Totals(items(.retire))
        var sentences = [
            "\(retiring.count) of \(items.count) selected \(subject.rawValue) would be retired: volumes of "
                + "\(retiring.sizeGiB) GiB, \(bounds(retiring.freesAtMostGiB)) a month. "
                + "\(items.count - retiring.count) would be kept.",
            explanation,
        ]
        if notEvaluated > 0 {
            sentences.append("\(notEvaluated) are kept because a guard could not be evaluated.")
        }
        if scanned > items.count {
            sentences.append("\(scanned - items.count) other \(subject.rawValue) are not selected and stay.")
        }
        if let objection { sentences.append("Enforced, a run would stop before it acts: \(objection).") }
        return sentences
    }

    func bounds(_ sizeGiB: Double) -> String {
        price.bounds(sizeGiB)
    }

    private static func wrapped(_ sentence: String, _ width: Int?) -> [String] {
        guard let width else { return [sentence] }
        var table = TextTable([.init(title: "", maximumWidth: max(20, width), wraps: true)])
        table.append(sentence)
        return Array(table.lines.dropFirst())
    }
}
