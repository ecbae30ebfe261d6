// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// How an object of a document was written: its members' order, and the members that are no fields of its type.
///
/// With it a decoded document encodes to the same document again, even where it is wrong.
public struct MemberLayout: Sendable {
    /// The names of the members in the order of the document; empty for a value that was never in one.
    var order: [String] = []

    /// Names of required fields that the document lacks.
    var missing: Set<String> = []

    /// The members that the type does not define, or whose value is not of the field's type.
    public internal(set) var unrecognized = JSONObject()

    /// The layout of a value that comes from no document.
    public init() {}
}

extension MemberLayout: Hashable {
    /// Order is presentation: two objects that say the same are equal.
    public static func == (left: MemberLayout, right: MemberLayout) -> Bool {
        JSONValue.object(left.unrecognized).isEquivalent(to: .object(right.unrecognized))
    }

    /// Hashes what equality compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(Set(unrecognized.names))
    }
}
