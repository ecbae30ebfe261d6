// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

extension ReferencePath {
    /// The input with a value put where the path leads; objects on the way are made where there is nothing.
    ///
    /// - Throws: ``StateFailure`` `States.ResultPathMatchFailure` when something that is no object is in the way.
    func placing(_ value: JSONValue, in input: JSONValue) throws(StateFailure) -> JSONValue {
        try Self.place(value, at: components[...], in: input, path: text)
    }

    private static func place(
        _ value: JSONValue,
        at components: ArraySlice<JSONPointer.Component>,
        in input: JSONValue?,
        path: String
    ) throws(StateFailure) -> JSONValue {
        guard let component = components.first else { return value }
        let rest = components.dropFirst()
        switch (component, input) {
        case (.member(let name), .object(var object)?):
            object[name] = try place(value, at: rest, in: object[name], path: path)
            return .object(object)
        case (.member(let name), nil):
            return .object([name: try place(value, at: rest, in: nil, path: path)])
        case (.element(let index), .array(var array)?) where array.indices.contains(index):
            array[index] = try place(value, at: rest, in: array[index], path: path)
            return .array(array)
        default:
            throw StateFailure(
                error: "States.ResultPathMatchFailure",
                message: "Unable to apply ReferencePath \(path) to input \(input?.serialized() ?? "null")"
            )
        }
    }
}
