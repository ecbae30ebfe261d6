// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import OrderedJSON

extension RunReport {
    /// More rows belong into the JSON.
    private static let mostRows = 25

    /// Tables for people.
    var text: String {
        let tally = tally
        var lines = [""]
        if summary.policy.mode == .report {
            lines += reportedLines(tally)
        } else {
            lines += retiredLines
        }
        if let plan { lines += plan.lines }
        lines += lists
        if let tally { lines += keptLines(tally) }
        lines += summary.closing
        return lines.joined(separator: "\n")
    }

    private var tally: Tally? {
        summary.report?["tally"].flatMap { try? $0.decoded() }
    }

    private func reportedLines(_ tally: Tally?) -> [String] {
        var lines = [
            "Report mode: \(tally?.wouldRetire ?? 0) of \(images.count) images would be retired. Nothing was touched."
        ]
        guard !wouldRetire.isEmpty else { return lines }
        var table = TextTable([
            .init(title: "IMAGE"), .init(title: "NAME", maximumWidth: 48), .init(title: "AGE", alignment: .right),
            .init(title: "SNAPSHOTS", alignment: .right), .init(title: "GIB", alignment: .right),
        ])
        for image in wouldRetire.prefix(Self.mostRows) {
            table.append(
                image.imageID,
                image.name ?? "",
                image.creationDate.map(age) ?? "",
                "\(image.snapshotIDs.count)",
                "\(image.volumeSizeGiB)"
            )
        }
        lines += table.lines.map { "  " + $0 }
        let others = wouldRetire.count - Self.mostRows
        let all = others > 0 ? "  … and \(others) more: " : "  "
        return lines + [all + "shelflife plan \(summary.workflow) shows each with every reason"]
    }

    private var retiredLines: [String] {
        let retired = results(.retired)
        let snapshots = results.reduce(0) { $0 + $1.snapshotsDeleted }
        let sizeGiB = results.reduce(0) { $0 + $1.deletedGiB }
        var lines = ["Retired \(retired.count) images, deleted \(snapshots) snapshots of volumes of \(sizeGiB) GiB"]
        guard !retired.isEmpty else { return lines }
        let byID = Dictionary(images.map { ($0.imageID, $0) }, uniquingKeysWith: { first, _ in first })
        var table = TextTable([
            .init(title: "IMAGE"), .init(title: "NAME", maximumWidth: 48), .init(title: "AGE", alignment: .right),
            .init(title: "SNAPSHOTS", alignment: .right), .init(title: "KEPT", alignment: .right),
            .init(title: "GIB", alignment: .right), .init(title: "BACK UNTIL"),
        ])
        for result in retired.prefix(Self.mostRows) {
            let image = byID[result.imageID]
            table.append(
                result.imageID,
                image?.name ?? "",
                image?.creationDate.map(age) ?? "",
                "\(result.snapshotsDeleted)",
                "\(result.snapshotsKept)",
                "\(result.deletedGiB)",
                result.recoverableUntil?.description ?? "not known"
            )
        }
        lines += table.lines.map { "  " + $0 }
        if retired.count > Self.mostRows {
            lines.append("  … and \(retired.count - Self.mostRows) more (--output json lists all)")
        }
        return lines
    }

    /// What did not go as the listing had it.
    private var lists: [String] {
        let groups: [(String, [ItemResult])] = [
            ("Gone already", results(.alreadyGone)), ("Kept when looked at again", results(.kept)),
            ("Failed", results(.failed)),
        ]
        return groups.flatMap { title, results in
            results.isEmpty
                ? []
                : ["", "\(title): \(results.count)"]
                    + results.prefix(Self.mostRows).map { "  \($0.imageID)  \($0.reason ?? $0.error ?? "")" }
        }
    }

    private func keptLines(_ tally: Tally) -> [String] {
        var examples: [String: (Image, Finding)] = [:]
        for image in images {
            guard let keeper = decisions[image.imageID]?.first(where: \.keeps), examples[keeper.rule.rawValue] == nil
            else { continue }
            examples[keeper.rule.rawValue] = (image, keeper)
        }
        var table = TextTable([
            .init(title: "IMAGES", alignment: .right), .init(title: "KEPT BY"),
            .init(title: "FOR INSTANCE", maximumWidth: 90),
        ])
        for (rule, count) in tally.keptBy.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            let example = examples[rule].map { "\($0.0.name ?? $0.0.imageID) \($0.1.sentence)" }
            table.append("\(count)", rule, example ?? "")
        }
        let total = tally.keptBy.values.reduce(0, +)
        return ["", "Kept \(total) images"] + table.lines.map { "  " + $0 }
    }

    private func age(_ creation: Date) -> String {
        let hours = Int(start.timeIntervalSince(creation) / 3600)
        return hours < 48 ? "\(hours) h" : "\(hours / 24) d"
    }
}
