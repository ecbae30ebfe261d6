// SPDX-License-Identifier: Apache-2.0

/// An error as EC2 answers it.
package struct EC2Failure: Error, Sendable, Hashable {
    package var code: String
    package var message: String
    /// HTTP status.
    package var status: Int

    package init(_ code: String, _ message: String, status: Int = 400) {
        self.code = code
        self.message = message
        self.status = status
    }
}

extension EC2Failure {
    static func missingParameter(_ name: String) -> EC2Failure {
        EC2Failure("MissingParameter", "The request must contain the parameter \(name)")
    }

    static func invalidValue(_ value: String, for name: String, _ reason: String = "") -> EC2Failure {
        let tail = reason.isEmpty ? "" : " \(reason)"
        return EC2Failure("InvalidParameterValue", "Value (\(value)) for parameter \(name) is invalid.\(tail)")
    }

    static func outOfRange(_ value: String, for name: String, _ range: ClosedRange<Int>) -> EC2Failure {
        let bounds =
            range.upperBound == Int.max ? "\(range.lowerBound) or more" : "\(range.lowerBound)-\(range.upperBound)"
        return invalidValue(value, for: name, "Expecting a value of \(bounds).")
    }

    static func invalidCombination(_ message: String) -> EC2Failure {
        EC2Failure("InvalidParameterCombination", message)
    }

    static func notAuthorized(_ kind: String, _ id: String) -> EC2Failure {
        EC2Failure("AuthFailure", "Not authorized for \(kind):\(id)", status: 403)
    }

    /// What AWS Backup's own resources answer to everybody but AWS Backup.
    static let unauthorizedOperation = EC2Failure(
        "UnauthorizedOperation",
        "You are not authorized to perform this operation.",
        status: 403
    )

    static let dryRun = EC2Failure(
        "DryRunOperation",
        "Request would have succeeded, but DryRun flag is set.",
        status: 412
    )

    static let throttled = EC2Failure("RequestLimitExceeded", "Request limit exceeded.", status: 503)
}
