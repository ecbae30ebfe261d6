// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// An object of the input or of the expression, members in the order in which they came.
final class ObjectValue {
    private enum Storage {
        /// Of the input; members are wrapped when they are read.
        case json(JSONObject)
        case members(Members)
    }

    private var storage: Storage
    let nesting: Int

    init(_ object: JSONObject) {
        storage = .json(object)
        nesting = 1
    }

    init(_ members: Members) {
        storage = .members(members)
        nesting = 1 + (members.values.lazy.map(\.nesting).max() ?? 0)
    }

    var count: Int {
        switch storage {
        case .json(let object): object.count
        case .members(let members): members.keys.count
        }
    }

    subscript(key: String) -> Value? {
        switch storage {
        case .json(let object): object[key].map(Value.init)
        case .members(let members): members[key]
        }
    }

    func member(at position: Int) -> (key: String, value: Value) {
        switch storage {
        case .json(let object):
            let member = object[position]
            return (member.key, Value(member.value))
        case .members(let members):
            return (members.keys[position], members.values[position])
        }
    }

    var keys: [String] {
        switch storage {
        case .json(let object): object.names
        case .members(let members): members.keys
        }
    }

    /// The members, to make another object of.
    var members: Members {
        switch storage {
        case .members(let members): return members
        case .json(let object):
            var members = Members()
            for (key, value) in object { members[key] = Value(value) }
            return members
        }
    }

    /// Sets or removes a member in place.
    ///
    /// Only a transform does that, to objects that it has copied before.
    func setMember(_ key: String, _ value: Value?) {
        var members = members
        storage = .members(Members())
        members[key] = value
        storage = .members(members)
    }
}

extension ObjectValue: Sequence {
    func makeIterator() -> some IteratorProtocol<(key: String, value: Value)> {
        (0..<count).lazy.map { self.member(at: $0) }.makeIterator()
    }
}

/// Members of an object in order; names are looked up by a scan while there are few, and by hash when there are many.
struct Members {
    private(set) var keys: [String] = []
    private(set) var values: [Value] = []
    private var places: [String: Int] = [:]

    private static let scanned = 8

    func index(of key: String) -> Int? {
        keys.count <= Self.scanned ? keys.firstIndex(of: key) : places[key]
    }

    subscript(key: String) -> Value? {
        get { index(of: key).map { values[$0] } }
        set {
            switch (index(of: key), newValue) {
            case (let index?, let value?): values[index] = value
            case (let index?, nil): remove(at: index)
            case (nil, let value?): append(key, value)
            case (nil, nil): break
            }
        }
    }

    private mutating func append(_ key: String, _ value: Value) {
        keys.append(key)
        values.append(value)
        if keys.count == Self.scanned + 1 {
            index()
        } else if keys.count > Self.scanned {
            places[key] = keys.count - 1
        }
    }

    private mutating func remove(at index: Int) {
        keys.remove(at: index)
        values.remove(at: index)
        self.index()
    }

    private mutating func index() {
        places = [:]
        guard keys.count > Self.scanned else { return }
        for (place, key) in keys.enumerated() { places[key] = place }
    }
}
