// SPDX-License-Identifier: Apache-2.0

package import OrderedJSON

/// A CloudFormation template.
///
/// A template *is* JSON, functions in their long form (`{"Ref": …}`, `{"Fn::Sub": …}`); ``YAMLWriter`` prints that JSON
/// with the short tags people read. What deserves a type of its own has one: parameters, resources, outputs, statements.
package struct Template: Sendable, Hashable {
    package var description: String
    /// How the console groups the parameters; every parameter stands in exactly one group.
    package var parameterGroups: [ParameterGroup]
    /// What must hold between parameters, checked before anything is made; by name.
    package var rules: JSONObject = [:]
    package var conditions: JSONObject = [:]
    package var resources: [Resource]
    package var outputs: [Output] = []

    package init(description: String, parameterGroups: [ParameterGroup], resources: [Resource]) {
        self.description = description
        self.parameterGroups = parameterGroups
        self.resources = resources
    }

    /// All parameters, in the order of their groups.
    package var parameters: [Parameter] {
        parameterGroups.flatMap(\.parameters)
    }

    /// The whole document.
    package var json: JSONValue {
        var document: JSONObject = ["AWSTemplateFormatVersion": "2010-09-09"]
        document["Description"] = .string(description)
        if !parameterGroups.isEmpty {
            document["Metadata"] = ["AWS::CloudFormation::Interface": interface]
            document["Parameters"] = .object(JSONObject(parameters.map { ($0.name, $0.json) }))
        }
        if !rules.isEmpty { document["Rules"] = .object(rules) }
        if !conditions.isEmpty { document["Conditions"] = .object(conditions) }
        document["Resources"] = .object(JSONObject(resources.map { ($0.logicalID, $0.json) }))
        if !outputs.isEmpty { document["Outputs"] = .object(JSONObject(outputs.map { ($0.name, $0.json) })) }
        return .object(document)
    }

    private var interface: JSONValue {
        [
            "ParameterGroups": .array(
                parameterGroups.map { group in
                    [
                        "Label": ["default": .string(group.label)],
                        "Parameters": .array(group.parameters.map { .string($0.name) }),
                    ]
                }
            ),
            "ParameterLabels": .object(
                JSONObject(parameters.map { ($0.name, ["default": .string($0.label)]) })
            ),
        ]
    }
}

extension Template {
    /// A rule: when the first parameter is given, the second must be, too.
    package static func rule(_ given: Parameter, needs needed: Parameter) -> JSONValue {
        [
            "RuleCondition": .not(.equals(given.ref, "")),
            "Assertions": [
                [
                    "Assert": .not(.equals(needed.ref, "")),
                    "AssertDescription": .string("\(given.name) needs \(needed.name)"),
                ]
            ],
        ]
    }
}

/// Parameters that the console shows together.
package struct ParameterGroup: Sendable, Hashable {
    package var label: String
    package var parameters: [Parameter]

    package init(_ label: String, _ parameters: [Parameter]) {
        self.label = label
        self.parameters = parameters
    }
}

/// A value that a stack tells whoever deployed it.
package struct Output: Sendable, Hashable {
    package var name: String
    package var description: String
    package var value: JSONValue

    package init(_ name: String, _ description: String, _ value: JSONValue) {
        self.name = name
        self.description = description
        self.value = value
    }

    var json: JSONValue {
        ["Description": .string(description), "Value": value]
    }
}
