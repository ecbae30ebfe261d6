// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// What CloudFormation would refuse only at deployment, found at emission.
extension Template {
    /// One sentence each; empty when the template is sound.
    package var problems: [String] {
        repeatedNames + danglingReferences + unexplainedWildcards + emptyStatements
    }

    private var repeatedNames: [String] {
        var seen: Set<String> = []
        let names = parameters.map(\.name) + resources.map(\.logicalID)
        return names.filter { !seen.insert($0).inserted }.map { "\($0) is declared twice" }
    }

    private var danglingReferences: [String] {
        let declared = Set(parameters.map(\.name) + resources.map(\.logicalID))
        return References(in: json).names.filter { !declared.contains($0) && !$0.hasPrefix("AWS::") }
            .map { "\($0) is referred to but not declared" }
            + References(in: json).conditions.filter { conditions[$0] == nil }
            .map { "the condition \($0) is used but not declared" }
            + resources.compactMap(\.condition).filter { conditions[$0] == nil }
            .map { "the condition \($0) is used but not declared" }
    }

    private var unexplainedWildcards: [String] {
        resources.flatMap { resource in
            wildcardStatements(in: .object(resource.properties))
                .filter { resource.reasons[$0] == nil }
                .map { "\(resource.logicalID): statement \($0) allows every resource and does not say why" }
        }
    }

    /// Of an action whose resources nobody has named yet.
    private var emptyStatements: [String] {
        resources.flatMap { resource in
            statements(in: .object(resource.properties)) { $0["Resource"] == [] }
                .map { "\(resource.logicalID): statement \($0) names no resource" }
        }
    }

    private func wildcardStatements(in value: JSONValue) -> [String] {
        statements(in: value) { $0["Effect"] == "Allow" && $0["Resource"] == "*" }
    }

    /// The names of the policy statements that fit.
    private func statements(in value: JSONValue, where fits: (JSONObject) -> Bool) -> [String] {
        switch value {
        case .object(let members) where members["Effect"] != nil:
            return fits(members) ? [members["Sid"]?.string ?? "without Sid"] : []
        case .object(let members):
            return members.values.flatMap { statements(in: $0, where: fits) }
        case .array(let elements):
            return elements.flatMap { statements(in: $0, where: fits) }
        default:
            return []
        }
    }
}

/// The names that a template's functions refer to.
private struct References {
    var names: [String] = []
    var conditions: [String] = []

    init(in value: JSONValue) {
        collect(value)
    }

    private mutating func collect(_ value: JSONValue) {
        switch value {
        case .array(let elements): elements.forEach { collect($0) }
        case .object(let members): members.forEach { collect(member: $0.key, $0.value) }
        default: break
        }
    }

    private mutating func collect(member name: String, _ value: JSONValue) {
        switch name {
        case "Ref": names += [value.string].compactMap(\.self)
        case "Fn::GetAtt": names += [value[0]?.string].compactMap(\.self)
        case "Fn::If":
            conditions += [value[0]?.string].compactMap(\.self)
            collect(value)
        case "Fn::Sub":
            names += Placeholders.names(in: value.string ?? "")
        default: collect(value)
        }
    }
}
