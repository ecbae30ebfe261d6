// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

extension JSONObject {
    /// An object of those members that have a value: AWS leaves out what is not set, and never says null.
    init(present members: [(String, JSONValue?)]) {
        self.init()
        for (name, value) in members {
            if let value, value != .null { self[name] = value }
        }
    }
}

extension JSONValue {
    static func string(_ text: String?) -> JSONValue? {
        text.map { JSONValue.string($0) }
    }

    /// A point in time as AWS JSON writes it: seconds since 1970 with three decimals.
    static func timestamp(_ time: Timestamp) -> JSONValue {
        .number(JSONNumber(time.secondsSinceEpoch))
    }

    static func timestamp(_ time: Timestamp?) -> JSONValue? {
        time.map { JSONValue.timestamp($0) }
    }
}
