// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The states of a graph by name, in the order of the document.
/// https://states-language.net/spec.html#toplevelfields
public struct States: Sendable, Hashable {
    /// The names, in order.
    public private(set) var names: [String] = []
    private var byName: [String: State] = [:]
    /// How the object was written.
    ///
    /// Members that are no states are among the unrecognized.
    public var layout = MemberLayout()

    /// No states.
    public init() {}

    /// These states; of a name given twice the last state stands.
    public init(_ states: some Sequence<(name: String, state: State)>) {
        for (name, state) in states {
            self[name] = state
        }
    }

    /// The state of that name.
    ///
    /// Setting a new name appends, setting nil removes.
    public subscript(_ name: String) -> State? {
        get { byName[name] }
        set {
            if newValue == nil {
                names.removeAll { $0 == name }
            } else if byName[name] == nil {
                names.append(name)
            }
            byName[name] = newValue
        }
    }
}

extension States: RandomAccessCollection {
    /// The place of the first state.
    public var startIndex: Int { 0 }

    /// The place behind the last state.
    public var endIndex: Int { names.count }

    /// The state at that place.
    public subscript(position: Int) -> (name: String, state: State) {
        let name = names[position]
        guard let state = byName[name] else { preconditionFailure("names and states are set together") }
        return (name, state)
    }
}

extension States: ExpressibleByDictionaryLiteral {
    /// These states; of a name given twice the last state stands.
    public init(dictionaryLiteral elements: (String, State)...) {
        self.init(elements.lazy.map { (name: $0.0, state: $0.1) })
    }
}

extension States: DocumentValue {
    init?(decoding json: JSONValue, in context: inout ProblemCollector) {
        guard let members = json.object else {
            context.reportType("Object")
            return nil
        }
        layout.order = members.names
        for (name, value) in members {
            if let state = context.inside(.member(name), { State(decoding: value, in: &$0) }) {
                self[name] = state
            } else {
                layout.unrecognized[name] = value
            }
        }
    }

    var encoded: JSONValue {
        var members = JSONObject()
        members.reserveCapacity(layout.order.count)
        for name in layout.order {
            members[name] = byName[name]?.encoded ?? layout.unrecognized[name]
        }
        for (name, state) in self where members[name] == nil {
            members[name] = state.encoded
        }
        return .object(members)
    }
}
