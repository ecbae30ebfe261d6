// SPDX-License-Identifier: Apache-2.0

import AWSClient
import Foundation
import ImageLifecycle
import OrderedJSON

/// Until when what a run retired can be brought back: what the Recycle Bin holds of it.
struct Recoverability {
    /// By resource: when it leaves the bin.
    private(set) var exitTimes: [String: Date] = [:]
    /// Why the bin could not be looked into; nil if it could.
    private(set) var problem: String?

    /// Nothing was retired.
    init() {}

    /// Looks into the bin of an account.
    init(of imageIDs: [String], _ snapshotIDs: [String], ec2: EC2Client) async {
        guard !imageIDs.isEmpty || !snapshotIDs.isEmpty else { return }
        do throws(EC2Error) {
            let entries = try await ec2.recycledImages() + (try await ec2.recycledSnapshots())
            let wanted = Set(imageIDs + snapshotIDs)
            for entry in entries where wanted.contains(entry.resourceID) {
                exitTimes[entry.resourceID] = entry.exitsAt
            }
        } catch {
            problem = "\(error)"
        }
    }

    /// When an image and all its snapshots can last be brought back; nil if one of them is gone for good.
    func until(imageID: String, snapshotIDs: [String]) -> Date? {
        let times = ([imageID] + snapshotIDs).map { exitTimes[$0] }
        return times.contains(nil) ? nil : times.compactMap { $0 }.min()
    }

    /// A sentence for the report.
    func sentence(retired: [(imageID: String, snapshotIDs: [String])]) -> String {
        if let problem { return "Whether they can be brought back is not known: \(problem)." }
        let times = retired.compactMap { until(imageID: $0.imageID, snapshotIDs: $0.snapshotIDs) }
        guard let first = times.min(), let last = times.max() else {
            return "The Recycle Bin holds none of them whole: they cannot be brought back."
        }
        let span = first == last ? ISO8601.text(first) : "\(ISO8601.text(first)) to \(ISO8601.text(last))"
        let count = times.count == retired.count ? "They" : "\(times.count) of \(retired.count)"
        return "\(count) can be brought back until \(span): shelflife undo."
    }
}
