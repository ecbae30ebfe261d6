// SPDX-License-Identifier: Apache-2.0

/// Records by id, in the order in which they came; finding, adding and removing one takes constant time.
///
/// Each record has a sequence number that it keeps, so that a page can start behind the last record of the page
/// before, whatever was removed in between.
package struct Table<Record: Identifiable & Sendable>: Sendable where Record.ID == String {
    /// A record in its place.
    ///
    /// It is shared, not copied: records have many fields, and listings look at all of them.
    package final class Entry: Sendable {
        let sequence: Int
        package let record: Record

        fileprivate init(_ sequence: Int, _ record: Record) {
            self.sequence = sequence
            self.record = record
        }
    }

    private struct Slot: Sendable {
        let sequence: Int
        var entry: Entry?
    }

    private var slots: [Slot] = []
    private var positions: [String: Int] = [:]
    private var nextSequence = 1
    private let keys: (@Sendable (Record) -> [SearchKey])?
    private var idsByKey: [SearchKey: Set<String>] = [:]

    /// - Parameter keys: What a record is looked up by; without it ``ids(with:)`` finds none.
    package init(keys: (@Sendable (Record) -> [SearchKey])? = nil) {
        self.keys = keys
    }

    package var count: Int { positions.count }

    /// How often anything was added, changed or removed that a listing shows.
    package private(set) var revision = 0

    /// How many records were ever added, removed ones included.
    package var everCount: Int { nextSequence - 1 }

    package subscript(id: String) -> Record? {
        positions[id].flatMap { slots[$0].entry?.record }
    }

    /// Adds a record behind all others, or replaces the one with its id where it stands.
    package mutating func put(_ record: Record) {
        revision += 1
        if let position = positions[record.id] {
            replace(at: position, by: record)
        } else {
            positions[record.id] = slots.count
            slots.append(Slot(sequence: nextSequence, entry: Entry(nextSequence, record)))
            nextSequence += 1
            index(record.id, keys?(record) ?? [])
        }
    }

    @discardableResult
    package mutating func remove(_ id: String) -> Record? {
        let record = forget(id)
        if record != nil { revision += 1 }
        return record
    }

    /// Removes a record that no listing shows any more: no change that anybody could see.
    @discardableResult
    mutating func forget(_ id: String) -> Record? {
        guard let position = positions.removeValue(forKey: id), let record = slots[position].entry?.record else {
            return nil
        }
        slots[position].entry = nil
        unindex(id, keys?(record) ?? [])
        if slots.count > 64, positions.count < slots.count / 2 { compact() }
        return record
    }

    /// Changes a record where it stands; nothing happens without one.
    package mutating func update(_ id: String, _ body: (inout Record) -> Void) {
        guard let position = positions[id], var record = slots[position].entry?.record else { return }
        revision += 1
        body(&record)
        replace(at: position, by: record)
    }

    /// The records behind a sequence number, in order.
    func entries(after sequence: Int = 0) -> some Sequence<Entry> {
        slots[firstPosition(after: sequence)...].lazy.compactMap { $0.entry }
    }

    /// A record in its place.
    func entry(_ id: String) -> Entry? {
        positions[id].flatMap { slots[$0].entry }
    }

    /// Those of these ids that there are, each once, in order.
    func entries(of ids: some Sequence<String>) -> [Entry] {
        var last = -1
        return ids.compactMap { positions[$0] }.sorted().compactMap { position in
            defer { last = position }
            return position == last ? nil : slots[position].entry
        }
    }

    /// Whether ``ids(with:)`` finds records.
    var isIndexed: Bool { keys != nil }

    /// The ids of the records that have a key.
    func ids(with key: SearchKey) -> Set<String> { idsByKey[key] ?? [] }

    private mutating func replace(at position: Int, by record: Record) {
        if let keys, let old = slots[position].entry.map({ keys($0.record) }) {
            let new = keys(record)
            if new != old {
                unindex(record.id, old.filter { !new.contains($0) })
                index(record.id, new.filter { !old.contains($0) })
            }
        }
        slots[position].entry = Entry(slots[position].sequence, record)
    }

    private mutating func index(_ id: String, _ keys: [SearchKey]) {
        for key in keys { idsByKey[key, default: []].insert(id) }
    }

    private mutating func unindex(_ id: String, _ keys: [SearchKey]) {
        for key in keys {
            guard let place = idsByKey.index(forKey: key) else { continue }
            idsByKey.values[place].remove(id)
            if idsByKey.values[place].isEmpty { idsByKey.remove(at: place) }
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
        slots.removeAll { $0.entry == nil }
        for (position, slot) in slots.enumerated() {
            if let id = slot.entry?.record.id { positions[id] = position }
        }
    }
}

extension Table: Sequence {
    package func makeIterator() -> AnyIterator<Record> {
        var position = 0
        return AnyIterator { [slots] in
            while position < slots.count {
                defer { position += 1 }
                if let entry = slots[position].entry { return entry.record }
            }
            return nil
        }
    }
}
