// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The `input` of executions and its checks.
enum ExecutionInput {
    /// - Throws: `InvalidExecutionInput`.
    static func parse(_ text: String) throws(APIError) -> JSONValue {
        if let value = try? JSONValue(parsing: text) { return value }
        throw .invalidInput(JSONComplaint(about: text)?.problem ?? "Invalid execution input.")
    }
}
