// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
package import StatesEngine

extension ErrorOutput {
    /// A failure in one sentence: a worker's error document gives its message.
    package var sentence: String {
        let document = try? JSONValue(parsing: cause ?? "")
        // The workflow passes a caught error on whole, as JSON.
        if let error = document?["Error"]?.string {
            return ErrorOutput(error: error, cause: document?["Cause"]?.string).sentence
        }
        let message = document?["errorMessage"]?.string ?? cause ?? ""
        return [error, message.isEmpty ? nil : message].compactMap { $0 }.joined(separator: ": ")
    }
}
