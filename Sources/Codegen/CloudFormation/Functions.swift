// SPDX-License-Identifier: Apache-2.0

package import OrderedJSON

/// CloudFormation's intrinsic functions, in their JSON form.
extension JSONValue {
    /// The value of a parameter, or the principal identifier of a resource.
    package static func ref(_ name: String) -> JSONValue {
        ["Ref": .string(name)]
    }

    /// An attribute of a resource.
    package static func getAtt(_ logicalID: String, _ attribute: String) -> JSONValue {
        ["Fn::GetAtt": [.string(logicalID), .string(attribute)]]
    }

    /// Text with `${…}` placeholders for parameters, resources and their attributes.
    package static func sub(_ text: String) -> JSONValue {
        ["Fn::Sub": .string(text)]
    }

    /// One of two values, by the name of a condition.
    package static func `if`(_ condition: String, _ then: JSONValue, _ otherwise: JSONValue) -> JSONValue {
        ["Fn::If": [.string(condition), then, otherwise]]
    }

    /// The value under a condition, else as if the property were not there.
    package static func given(_ condition: String, _ value: JSONValue) -> JSONValue {
        .if(condition, value, .ref("AWS::NoValue"))
    }

    /// Whether both values are equal.
    package static func equals(_ left: JSONValue, _ right: JSONValue) -> JSONValue {
        ["Fn::Equals": [left, right]]
    }

    /// Whether the condition does not hold.
    package static func not(_ condition: JSONValue) -> JSONValue {
        ["Fn::Not": [condition]]
    }

    /// Whether both conditions hold.
    package static func and(_ left: JSONValue, _ right: JSONValue) -> JSONValue {
        ["Fn::And": [left, right]]
    }
}
