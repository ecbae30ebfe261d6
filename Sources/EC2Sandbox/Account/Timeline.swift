// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import HeapModule

/// What will happen to a region's resources by itself, in order of time.
struct Timeline: Sendable {
    enum Event: Sendable {
        case snapshotCompletes(String)
        case snapshotFails(String, message: String)
        /// A deleted snapshot that was still listed.
        case snapshotVanishes(String)
        case snapshotArchived(String)
        case snapshotLeavesBin(String)
        case imageLeavesBin(String)
        /// From here on the id of a deregistered image is as good as never used.
        case imageForgotten(String)
        case launchReported(imageID: String, at: Date)
        case instanceBecomes(String, InstanceRecord.State)
        case instanceForgotten(String)

        /// Whether any listing looks different afterwards.
        var isSeen: Bool {
            if case .imageForgotten = self { false } else { true }
        }
    }

    private struct Entry: Comparable, Sendable {
        let due: Date
        let sequence: Int
        let event: Event

        static func < (left: Entry, right: Entry) -> Bool {
            (left.due, left.sequence) < (right.due, right.sequence)
        }

        static func == (left: Entry, right: Entry) -> Bool {
            (left.due, left.sequence) == (right.due, right.sequence)
        }
    }

    private var entries = Heap<Entry>()
    private var nextSequence = 0

    mutating func add(_ event: Event, due: Date) {
        entries.insert(Entry(due: due, sequence: nextSequence, event: event))
        nextSequence += 1
    }

    /// When the next event is due that anybody sees.
    var nextSeen: Date? {
        entries.unordered.lazy.filter { $0.event.isSeen }.map { $0.due }.min()
    }

    /// The next event that is due, taken out.
    mutating func next(until now: Date) -> (due: Date, event: Event)? {
        guard let first = entries.min, first.due <= now else { return nil }
        let entry = entries.removeMin()
        return (entry.due, entry.event)
    }
}
