// SPDX-License-Identifier: Apache-2.0

/// Records by id, in the order in which they came; finding, adding and removing one takes constant time.
///
/// Each record has a sequence number that it keeps, so that a page can start behind the last record of the page
/// before, whatever was removed in between.
package struct Table<Record: Identifiable & Sendable>: Sendable where Record.ID == String {
    private struct Slot: Sendable {
        let sequence: Int
        var record: Record?
    }

    private var slots: [Slot] = []
    private var positions: [String: Int] = [:]
    private var nextSequence = 1

    package var count: Int { positions.count }

    /// How many records were ever added, removed ones included.
    package var everCount: Int { nextSequence - 1 }

    package subscript(id: String) -> Record? {
        positions[id].flatMap { slots[$0].record }
    }

    /// Adds a record behind all others, or replaces the one with its id where it stands.
    package mutating func put(_ record: Record) {
        if let position = positions[record.id] {
            slots[position].record = record
        } else {
            positions[record.id] = slots.count
            slots.append(Slot(sequence: nextSequence, record: record))
            nextSequence += 1
        }
    }

    @discardableResult
    package mutating func remove(_ id: String) -> Record? {
        guard let position = positions.removeValue(forKey: id) else { return nil }
        let record = slots[position].record
        slots[position].record = nil
        if slots.count > 64, positions.count < slots.count / 2 { compact() }
        return record
    }

    /// Changes a record where it stands; nothing happens without one.
    package mutating func update(_ id: String, _ body: (inout Record) -> Void) {
        guard let position = positions[id], var record = slots[position].record else { return }
        slots[position].record = nil
        body(&record)
        slots[position].record = record
    }

    /// The records behind a sequence number, each with its own.
    func entries(after sequence: Int = 0) -> some Sequence<(sequence: Int, record: Record)> {
        slots[firstPosition(after: sequence)...].lazy.compactMap { slot in
            slot.record.map { (slot.sequence, $0) }
        }
    }

    /// Those of these ids that there are, in order.
    func entries(of ids: some Sequence<String>) -> [(sequence: Int, record: Record)] {
        Set(ids).compactMap { positions[$0] }.sorted().compactMap { position in
            slots[position].record.map { (slots[position].sequence, $0) }
        }
    }

    private func firstPosition(after sequence: Int) -> Int {
        var low = 0
        var high = slots.count
        while low < high {
            let middle = (low + high) / 2
            if slots[middle].sequence > sequence { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private mutating func compact() {
        slots.removeAll { $0.record == nil }
        for (position, slot) in slots.enumerated() {
            if let record = slot.record { positions[record.id] = position }
        }
    }
}

extension Table: Sequence {
    package func makeIterator() -> AnyIterator<Record> {
        var position = 0
        return AnyIterator { [slots] in
            while position < slots.count {
                defer { position += 1 }
                if let record = slots[position].record { return record }
            }
            return nil
        }
    }
}
