// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// Where decoding stands in the document, and every problem it has met so far.
struct DecodingContext {
    private(set) var problems: [Problem] = []
    private(set) var pointer = JSONPointer()

    /// Notes a problem at the current place.
    mutating func report(_ rule: Rule, _ message: String) {
        problems.append(Problem(rule, at: pointer, message))
    }

    /// Notes that the value here is not what it must be.
    mutating func reportType(_ expected: String) {
        report(.valueTypes, "Expected value of type \(expected)")
    }

    /// Decodes a part of the value here.
    mutating func inside<Result>(
        _ component: JSONPointer.Component,
        _ decode: (inout DecodingContext) -> Result
    ) -> Result {
        pointer.components.append(component)
        defer { pointer.components.removeLast() }
        return decode(&self)
    }
}
