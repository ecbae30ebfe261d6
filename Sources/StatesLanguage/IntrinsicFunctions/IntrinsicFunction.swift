// SPDX-License-Identifier: Apache-2.0

/// The functions that payload templates can call.
/// https://states-language.net/spec.html#appendix-b
public enum IntrinsicFunction: String, Sendable, Hashable, CaseIterable {
    /// Puts values into the `{}` of a template.
    case format = "States.Format"
    /// Parses a JSON text.
    case stringToJSON = "States.StringToJson"
    /// Writes a JSON text.
    case jsonToString = "States.JsonToString"
    /// An array of the arguments.
    case array = "States.Array"
    /// An array cut into chunks.
    case arrayPartition = "States.ArrayPartition"
    /// Whether an array has an element.
    case arrayContains = "States.ArrayContains"
    /// Numbers from one to another.
    case arrayRange = "States.ArrayRange"
    /// The element at an index.
    case arrayGetItem = "States.ArrayGetItem"
    /// How many elements an array has.
    case arrayLength = "States.ArrayLength"
    /// An array without doublets.
    case arrayUnique = "States.ArrayUnique"
    /// Base64 of a string.
    case base64Encode = "States.Base64Encode"
    /// The string of a base64 text.
    case base64Decode = "States.Base64Decode"
    /// The hash of a string, in hexadecimal digits.
    case hash = "States.Hash"
    /// Two objects made one.
    case jsonMerge = "States.JsonMerge"
    /// A random integer.
    case mathRandom = "States.MathRandom"
    /// The sum of two numbers.
    case mathAdd = "States.MathAdd"
    /// A string cut at delimiters.
    case stringSplit = "States.StringSplit"
    /// A random UUID.
    case uuid = "States.UUID"

    /// How many arguments the function takes.
    public var arity: ClosedRange<Int> {
        switch self {
        case .format: 1...Int.max
        case .array: 0...Int.max
        case .stringToJSON, .jsonToString, .arrayLength, .arrayUnique, .base64Encode, .base64Decode: 1...1
        case .arrayPartition, .arrayContains, .arrayGetItem, .hash, .mathAdd, .stringSplit: 2...2
        case .arrayRange, .jsonMerge: 3...3
        case .mathRandom: 2...3
        case .uuid: 0...0
        }
    }

    /// Whether the function can give a string, as `ErrorPath` and `CausePath` ask.
    public var canGiveString: Bool {
        switch self {
        case .format, .jsonToString, .arrayGetItem, .base64Encode, .base64Decode, .hash, .uuid, .stringToJSON: true
        default: false
        }
    }
}
