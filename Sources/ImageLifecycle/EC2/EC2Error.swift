// SPDX-License-Identifier: Apache-2.0

/// Why an EC2 action failed.
package struct EC2Error: Error, Sendable, Hashable {
    /// EC2's error code, `InvalidAMIID.Unavailable` for instance; nil when no answer of EC2's came back.
    package var code: String?
    /// EC2's message, or what went wrong on the way.
    package var message: String
    package var requestID: String?
    package var httpStatus: Int?
    /// The action that failed, `DeregisterImage` for instance.
    package var action: String
    /// Whether EC2 may have acted although the caller does not know: the answer was lost.
    package var mayHaveActed: Bool

    package init(
        code: String?,
        message: String,
        requestID: String? = nil,
        httpStatus: Int? = nil,
        action: String,
        mayHaveActed: Bool = false
    ) {
        self.code = code
        self.message = message
        self.requestID = requestID
        self.httpStatus = httpStatus
        self.action = action
        self.mayHaveActed = mayHaveActed
    }
}

extension EC2Error: CustomStringConvertible {
    package var description: String {
        let answer = code.map { "\($0): \(message)" } ?? message
        let request = requestID.map { " (request \($0))" } ?? ""
        return "\(action) failed: \(answer)\(request)"
    }
}
