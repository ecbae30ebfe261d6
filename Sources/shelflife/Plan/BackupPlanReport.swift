// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import OrderedJSON

/// What a backup workflow would make in an account, for people and for programs.
struct BackupPlanReport {
    static let format = "shelflife-backup-plan/1"
    static let workflows: [(workflow: String, kind: BackupKind)] = [
        ("backup-images", .images), ("backup-volumes", .volumes),
    ]

    let workflow: String
    let policy: LifecyclePolicy
    let region: String
    let now: Date
    let price: StoragePrice
    let plan: BackupPlan

    func items(_ action: BackupPlan.Action) -> [BackupPlan.Item] {
        plan.items.filter { $0.action == action }
    }

    /// The volumes that new backups are made of.
    var volumes: [BackupPlan.PlannedVolume] {
        items(.create).flatMap(\.volumes).filter(\.isBackedUp)
    }

    var addedGiB: Int { volumes.reduce(0) { $0 + $1.addedGiB } }

    /// Instances that the policy is not about.
    var others: Int { plan.scanned - items(.create).count - items(.skip).count }

    /// What becomes of an item, in a sentence.
    func what(_ item: BackupPlan.Item) -> String {
        switch item.action {
        case .skip:
            return item.findings.filter(\.keeps).map(\.sentence).joined(separator: "; ")
        case .finish:
            return item.begun.joined(separator: ", ") + " " + item.findings.map(\.sentence).joined(separator: "; ")
        case .create:
            let made = item.volumes.filter(\.isBackedUp)
            let names = made.map { "\($0.volumeID) (\($0.device))" }.joined(separator: ", ")
            let first = plan.kind == .images ? "an image of \(names)" : "snapshots of \(names)"
            let copies = made.filter { !$0.copyRegions.isEmpty }.map { volume in
                "\(volume.volumeID) copied to \(volume.copyRegions.joined(separator: ", "))"
                    + (volume.isMoved ? ", then deleted here" : "")
            }
            let left = item.volumes.filter { !$0.isBackedUp }.map(\.volumeID)
            let without = left.isEmpty ? [] : ["without \(left.joined(separator: ", "))"]
            let remarks = item.findings.filter { $0.verdict == .remark }.map(\.sentence)
            return ([first] + copies + without + remarks).joined(separator: "; ")
        }
    }
}

extension BackupPlanReport {
    /// A table a kind of action, and closing sentences.
    ///
    /// - Parameter width: Characters in a line; nil for as many as it takes.
    /// - Returns: Lines without a last line break.
    func text(width: Int?) -> String {
        var lines = [
            "Policy \(policy.name), mode \(policy.mode.rawValue), workflow \(workflow)",
            "Region \(region), at \(ISO8601.text(now))",
        ]
        for (action, title) in [
            (BackupPlan.Action.create, "WOULD CREATE"), (.finish, "WOULD FINISH"), (.skip, "SKIP"),
        ] {
            let items = items(action)
            guard !items.isEmpty else { continue }
            var table = TextTable([
                .init(title: action == .finish ? "BACKUP" : "INSTANCE", maximumWidth: 24),
                .init(title: "NAME", maximumWidth: 40, minimumWidth: 12),
                .init(title: "GIB", alignment: .right),
                .init(title: "WHAT", maximumWidth: 120, minimumWidth: 28, wraps: true),
            ])
            for item in items {
                let sizeGiB = item.volumes.filter(\.isBackedUp).reduce(0) { $0 + ($1.sizeGiB ?? 0) }
                table.append(item.id, item.name ?? "", sizeGiB > 0 ? "\(sizeGiB)" : "", what(item))
            }
            lines += ["", "\(title): \(items.count)"] + table.lines(width: width.map { $0 - 2 }).map { "  " + $0 }
        }
        lines += [
            "",
            "\(items(.create).count) backups of \(volumes.count) volumes would be begun: at most \(addedGiB) GiB, "
                + "copies included, \(price.bounds(Double(addedGiB))) a month.",
        ]
        if others > 0 { lines.append("\(others) other instances are not selected.") }
        return lines.joined(separator: "\n")
    }

    /// One document for programs; see documentation/plan.md.
    var json: JSONValue {
        [
            "format": .string(Self.format),
            "clock": ["now": .string(ISO8601.text(now))],
            "workflow": .string(workflow),
            "policy": .string(policy.name),
            "mode": .string(policy.mode.rawValue),
            "region": .string(region),
            "totals": [
                "scanned": .integer(plan.scanned),
                "create": .integer(items(.create).count),
                "finish": .integer(items(.finish).count),
                "skip": .integer(items(.skip).count),
                "volumes": .integer(volumes.count),
                "addedGiB": .integer(addedGiB),
            ],
            "items": .array(plan.items.map(json)),
        ]
    }

    private func json(_ item: BackupPlan.Item) -> JSONValue {
        [
            "id": .string(item.id),
            "instanceID": item.instanceID.map(JSONValue.string) ?? .null,
            "name": item.name.map(JSONValue.string) ?? .null,
            "action": .string(item.action.rawValue),
            "what": .string(what(item)),
            "begun": .array(item.begun.map(JSONValue.string)),
            "volumes": .array(
                item.volumes.map { volume in
                    [
                        "volumeID": .string(volume.volumeID),
                        "device": .string(volume.device),
                        "sizeGiB": volume.sizeGiB.map { .integer($0) } ?? .null,
                        "isBackedUp": .bool(volume.isBackedUp),
                        "copyRegions": .array(volume.copyRegions.map(JSONValue.string)),
                        "deletesSource": .bool(volume.isMoved),
                    ]
                }
            ),
            "findings": .array(
                item.findings.map { finding in
                    [
                        "rule": .string(finding.rule.rawValue), "verdict": .string(finding.verdict.rawValue),
                        "sentence": .string(finding.sentence),
                    ]
                }
            ),
        ]
    }
}
