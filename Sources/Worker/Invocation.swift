// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// One event for the function.
struct Invocation: Sendable, Hashable {
    var requestID: String
    /// When Lambda will end the process if there is no answer.
    var deadline: Date?
    /// For X-Ray.
    var traceID: String?
    var invokedFunctionARN: String?
    var payload: Data
}
