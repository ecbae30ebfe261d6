// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
package import StatesEngine

extension ErrorOutput {
    /// What went wrong in the first place: a workflow passes the error that it caught on whole, as JSON.
    package var origin: ErrorOutput {
        let document = try? JSONValue(parsing: cause ?? "")
        guard let error = document?["Error"]?.string else { return self }
        return ErrorOutput(error: error, cause: document?["Cause"]?.string).origin
    }

    /// A failure in one sentence: a worker's error document gives its message.
    package var sentence: String {
        let origin = origin
        let document = try? JSONValue(parsing: origin.cause ?? "")
        let message = document?["errorMessage"]?.string ?? origin.cause ?? ""
        return [origin.error, message.isEmpty ? nil : message].compactMap { $0 }.joined(separator: ": ")
    }
}
