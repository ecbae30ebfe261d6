// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import OrderedJSON

extension PlanReport {
    /// One document for programs, and what `--save` writes; see documentation/plan.md.
    var json: JSONValue {
        let retiring = Totals(items(.retire))
        let keptBy = groups.filter { $0.action == .keep }.map { ($0.rule?.rawValue ?? "", $0.items.count) }
        var document: JSONObject = [
            "format": .string(SavedPlan.format),
            // Everything that the clock changes is in here; the rest of an unchanged account stays the same.
            "clock": [
                "now": .string(ISO8601.text(origin.now)), "validUntil": .string(ISO8601.text(origin.validUntil)),
            ],
            "workflow": .string(workflow),
            "policy": .string(policy.name),
            "policyDigest": .string(origin.policyDigest),
            "mode": .string(policy.mode.rawValue),
            "account": origin.account.map(JSONValue.string) ?? .null,
            "region": .string(origin.region),
            "dollarsPerGiBMonth": .number(JSONNumber(price.dollarsPerGiBMonth)),
            "totals": [
                "scanned": .integer(scanned),
                "selected": .integer(items.count),
                "retire": .integer(retiring.count),
                "keep": .integer(items.count - retiring.count),
                "keptBy": .object(JSONObject(keptBy.map { (key: $0.0, value: .integer($0.1)) })),
                "notEvaluated": .integer(notEvaluated),
                "limitExceeded": objection.map(JSONValue.string) ?? .null,
                "retireGiB": .integer(retiring.sizeGiB),
                "monthlySavingDollars": bounds(retiring.freesAtMostGiB),
            ],
        ]
        document[subject.rawValue] = .array(items.map(json))
        return .object(SavedPlan.sealed(document))
    }

    private func json(_ item: PlanItem) -> JSONValue {
        var members: JSONObject = [
            (subject == .images ? "imageID" : "snapshotID"): .string(item.id),
            "name": item.name.map(JSONValue.string) ?? .null,
            "action": .string(item.action.rawValue),
            "decidedBy": (item.decisive?.rule.rawValue).map(JSONValue.string) ?? .null,
            "creationDate": item.creationDate.map { .string($0.formatted(.iso8601)) } ?? .null,
            "ageHours": ageHours(item).map { .integer($0) } ?? .null,
            "source": item.source.map(JSONValue.string) ?? .null,
            "sizeGiB": .integer(item.sizeGiB),
            "monthlySavingDollars": bounds(item.freesAtMostGiB),
        ]
        if subject == .images { members["snapshotIDs"] = .array(item.snapshotIDs.map(JSONValue.string)) }
        members["findings"] = .array(item.findings.map(json))
        return .object(members)
    }

    private func json(_ finding: Finding) -> JSONValue {
        [
            "rule": .string(finding.rule.rawValue),
            "verdict": .string(finding.verdict.rawValue),
            "sentence": .string(finding.sentence),
        ]
    }

    private func bounds(_ sizeGiB: Double) -> JSONValue {
        ["atLeast": 0, "atMost": .number(JSONNumber(price.monthly(sizeGiB)))]
    }
}
