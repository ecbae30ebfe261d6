// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle

extension PlanItem {
    /// An item a decision; sizes are by snapshot id as far as EC2 told, and those of the volumes stand in.
    static func items(
        _ decisions: [ImageDecision],
        policy: LifecyclePolicy,
        fullSizesGiB: [String: Double]
    ) -> [PlanItem] {
        let answers = PlanFindings(policy: policy, isAboutSnapshots: false)
        let staying = Set(decisions.filter { $0.action == .keep }.flatMap(\.image.snapshotIDs))
        var counted: Set<String> = []
        return decisions.map { decision in
            let image = decision.image
            var freed = 0.0
            for ebs in image.blockDeviceMappings.compactMap(\.ebs) {
                // A snapshot of two images that both go is freed once.
                guard decision.action == .retire, let id = ebs.snapshotID, !staying.contains(id),
                    counted.insert(id).inserted
                else { continue }
                freed += fullSizesGiB[id] ?? Double(ebs.volumeSizeGiB ?? 0)
            }
            return PlanItem(
                id: image.imageID,
                name: image.name,
                action: decision.action,
                creationDate: image.creationDate,
                source: Backup(image).source,
                snapshotIDs: image.snapshotIDs,
                sizeGiB: image.volumeSizeGiB,
                freesAtMostGiB: freed,
                findings: answers.complete(decision.findings)
            )
        }
    }

    static func items(_ decisions: [SnapshotDecision], policy: LifecyclePolicy) -> [PlanItem] {
        let answers = PlanFindings(policy: policy, isAboutSnapshots: true)
        return decisions.map { decision in
            let snapshot = decision.snapshot
            return PlanItem(
                id: snapshot.snapshotID,
                name: snapshot.tags.value(of: "Name"),
                action: decision.action,
                creationDate: snapshot.startTime,
                source: Backup(snapshot).source,
                sizeGiB: snapshot.volumeSizeGiB,
                freesAtMostGiB: decision.action == .retire
                    ? snapshot.fullSizeGiB ?? Double(snapshot.volumeSizeGiB) : 0,
                findings: answers.complete(decision.findings)
            )
        }
    }
}

extension Snapshot {
    /// nil where EC2 does not tell, while it is pending for instance.
    var fullSizeGiB: Double? {
        fullSizeBytes.map { Double($0) / Double(1 << 30) }
    }
}
