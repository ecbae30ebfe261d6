// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

/// An error as Lambda hands it on: Step Functions matches `errorType` in `ErrorEquals`.
struct ErrorDocument: Encodable {
    private let errorType: String
    private let errorMessage: String

    init(_ error: StepError) {
        errorType = error.type
        errorMessage = error.message
    }

    var json: Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Two strings can always be encoded.
        return (try? encoder.encode(self)) ?? Data("{}".utf8)
    }
}
