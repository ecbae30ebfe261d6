// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The policy document that the schedule starts runs with, built from the stack's parameters.
enum PolicyInput {
    /// JSON text with placeholders for `Fn::Sub`.
    static var text: String {
        Parameters.groups.flatMap(\.parameters).filter(\.isJSONLiteral).reduce(FittedJSON.text(of: document)) {
            text,
            parameter in
            text.replacing("\"${\(parameter.name)}\"", with: "${\(parameter.name)}")
        }
    }

    private static var document: JSONValue {
        [
            "policy": placeholder(Parameters.policyName),
            "mode": placeholder(Parameters.mode),
            "select": [
                "tags": [
                    [
                        "key": placeholder(Parameters.selectTagKey),
                        "values": [placeholder(Parameters.selectTagValue)],
                    ]
                ]
            ],
            "retain": ["age": .string("${\(Parameters.validHours.name)}h")],
            "guard": ["references": placeholder(Parameters.guardReferences)],
            "limits": [
                "items": placeholder(Parameters.limitItems), "percent": placeholder(Parameters.limitPercent),
            ],
        ]
    }

    private static func placeholder(_ parameter: Parameter) -> JSONValue {
        .string("${\(parameter.name)}")
    }
}
