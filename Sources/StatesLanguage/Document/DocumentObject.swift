// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// An object of a document, described by the table of its fields: decoding, encoding and the list of what is known
/// all read that one table.
protocol DocumentObject: DocumentValue {
    /// The fields in the order in which a new document is written.
    static var fields: FieldTable<Self> { get }

    /// The names of required fields in the order in which their absence is reported.
    static var requiredFields: [String] { get }

    /// The value into which decoding fills the fields.
    static var blank: Self { get }

    /// How the object was written.
    var layout: MemberLayout { get set }
}

extension DocumentObject {
    static var requiredFields: [String] {
        fields.fields.filter(\.isRequired).map(\.name)
    }

    init?(decoding json: JSONValue, in context: inout ProblemCollector) {
        guard let members = json.object else {
            context.reportType("Object")
            return nil
        }
        self.init(decoding: members, in: &context)
    }

    init(decoding members: JSONObject, in context: inout ProblemCollector) {
        self = .blank
        layout.order = members.names
        for (name, value) in members {
            guard let field = Self.fields[name] else {
                context.report(.knownFields, "Field '\(name)' is not supported")
                layout.unrecognized[name] = value
                continue
            }
            let isDecoded = context.inside(.member(name)) { field.decode(value, &self, &$0) }
            if !isDecoded { layout.unrecognized[name] = value }
        }
        let missing = Self.requiredFields.filter { members[$0] == nil }
        if !missing.isEmpty {
            context.report(.requiredFields, "These fields are required: [\(missing.joined(separator: ", "))]")
            layout.missing = Set(missing)
        }
    }

    var encoded: JSONValue {
        let known = encodedFields
        var members = JSONObject()
        members.reserveCapacity(known.count + layout.unrecognized.count)
        for name in layout.order {
            members[name] = known[name] ?? layout.unrecognized[name]
        }
        for (name, value) in known where members[name] == nil {
            members[name] = value
        }
        return .object(members)
    }

    /// Whether the object has a value for the field, right or wrong.
    func has(_ name: String) -> Bool {
        guard layout.unrecognized[name] == nil else { return true }
        guard let field = Self.fields[name], !layout.missing.contains(name) else { return false }
        return field.isPresent(self)
    }

    private var encodedFields: JSONObject {
        var members = JSONObject()
        for field in Self.fields.fields {
            let value = field.encode(self)
            // A required field that the document lacks, or has wrong, stays so until somebody sets it.
            let isUndecoded = layout.missing.contains(field.name) || layout.unrecognized[field.name] != nil
            if isUndecoded, value == field.encode(.blank) { continue }
            members[field.name] = value
        }
        return members
    }
}
