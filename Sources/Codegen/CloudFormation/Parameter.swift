// SPDX-License-Identifier: Apache-2.0

package import OrderedJSON

/// A parameter of a template: what the person who deploys it chooses.
package struct Parameter: Sendable, Hashable {
    /// What values a parameter takes.
    package enum Kind: Sendable, Hashable {
        /// A whole number within these bounds.
        case number(ClosedRange<Int>)
        /// One of these numbers.
        case numberChoice([Int])
        /// Text that matches the pattern as a whole; the sentence says what is expected.
        case text(pattern: String, expectation: String)
        /// One of these words.
        case choice([String])
        /// `true` or `false`.
        case flag
    }

    package var name: String
    /// A few words for the console.
    package var label: String
    package var kind: Kind
    package var description: String
    /// Nil when the parameter must be given.
    package var defaultValue: JSONValue?

    package init(_ name: String, _ label: String, _ kind: Kind, default value: JSONValue?, _ description: String) {
        self.name = name
        self.label = label
        self.kind = kind
        self.description = description
        self.defaultValue = value
    }

    /// `{"Ref": …}` to this parameter.
    package var ref: JSONValue { .ref(name) }

    /// Whether its value is JSON by itself, so that a placeholder for it in JSON text takes no quotation marks.
    package var isJSONLiteral: Bool {
        switch kind {
        case .number, .numberChoice, .flag: true
        case .text, .choice: false
        }
    }

    private var type: JSONValue {
        switch kind {
        case .number, .numberChoice: "Number"
        case .text, .choice, .flag: "String"
        }
    }

    var json: JSONValue {
        var members: JSONObject = ["Type": type]
        members["Description"] = .string(description)
        if let defaultValue { members["Default"] = defaultValue }
        switch kind {
        case .number(let bounds):
            members["MinValue"] = .integer(bounds.lowerBound)
            members["MaxValue"] = .integer(bounds.upperBound)
        case .numberChoice(let values):
            members["AllowedValues"] = .array(values.map { .integer($0) })
        case .text(let pattern, let expectation):
            members["AllowedPattern"] = .string(pattern)
            members["ConstraintDescription"] = .string(expectation)
        case .choice(let values):
            members["AllowedValues"] = .array(values.map { .string($0) })
        case .flag:
            members["AllowedValues"] = ["true", "false"]
        }
        return .object(members)
    }
}
