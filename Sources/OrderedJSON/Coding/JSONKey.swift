// SPDX-License-Identifier: Apache-2.0

/// A place that no type declares: an element's in an array, or a member's in an object.
struct JSONKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(intValue: Int) {
        stringValue = "Index \(intValue)"
        self.intValue = intValue
    }

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }
}
