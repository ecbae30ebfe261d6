// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

/// Why one attempt at an action failed, and what that means for another.
struct QueryFailure: Error {
    enum Reason: Sendable, Hashable, CaseIterable {
        /// We ask for more than the account's share of requests.
        case throttled
        /// The service's or the network's own trouble.
        case transient
        /// The credentials ended while they were in use; fresh ones may do.
        case expiredCredentials
        /// Asking again would be answered the same.
        case final
    }

    var reason: Reason
    var code: String?
    var message: String
    var requestID: String?
    var httpStatus: Int?
    /// Whether the service may have acted on the attempt.
    var mayHaveActed = false

    init(reason: Reason, code: String? = nil, message: String) {
        self.reason = reason
        self.code = code
        self.message = message
    }

    /// No complete answer came back.
    init(_ error: TransportError) {
        message = error.message
        mayHaveActed = error.mayHaveActed
        reason =
            switch error.kind {
            case .couldNotConnect, .answerLost: .transient
            case .untrusted, .bodyRefused, .cancelled, .invalidRequest: .final
            }
    }

    /// An answer came back that is no XML, from a proxy for instance, or XML that breaks off.
    init(unreadable error: XMLDecodingError, _ response: HTTPResponse) {
        let isSuccess = (200..<300).contains(response.status)
        let status = "HTTP status \(response.status)"
        message = isSuccess ? "unreadable answer with \(status), \(error)" : "\(status) with nothing AWS would say"
        httpStatus = response.status
        reason = isSuccess ? .transient : Reason(code: nil, status: response.status)
        mayHaveActed = isSuccess || response.status >= 500 || response.isToRepetition
    }

    /// The service refused, or said something this version does not know.
    init(_ fault: QueryFault?, requestID: String?, _ response: HTTPResponse) {
        code = fault?.code
        message = fault?.message ?? "HTTP status \(response.status) with an answer that is not one to this action"
        self.requestID = requestID
        httpStatus = response.status
        reason = Reason(code: code, status: response.status)
        // An error of the service's own may have struck before or after it acted.
        mayHaveActed = response.status >= 500 && reason != .throttled || fault == nil || response.isToRepetition
    }

    func ec2Error(action: String, mayHaveActed: Bool) -> EC2Error {
        EC2Error(
            code: code,
            message: message,
            requestID: requestID,
            httpStatus: httpStatus,
            action: action,
            mayHaveActed: mayHaveActed
        )
    }
}

extension QueryFailure.Reason {
    /// The code decides; the status only where there is none that we know.
    init(code: String?, status: Int) {
        if let code, Self.throttlingCodes.contains(code) {
            self = .throttled
        } else if let code, Self.transientCodes.contains(code) {
            self = .transient
        } else if let code, Self.expiryCodes.contains(code) {
            self = .expiredCredentials
        } else if status == 429 {
            self = .throttled
        } else {
            self = [500, 502, 503, 504].contains(status) ? .transient : .final
        }
    }

    private static let throttlingCodes: Set = [
        "RequestLimitExceeded", "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled",
        "RequestThrottledException", "TooManyRequestsException", "SlowDown", "EC2ThrottledException",
        "BandwidthLimitExceeded", "PriorRequestNotComplete",
    ]
    private static let transientCodes: Set = [
        "InternalError", "InternalFailure", "Unavailable", "ServiceUnavailable", "RequestTimeout",
        "RequestTimeoutException",
    ]
    private static let expiryCodes: Set = ["ExpiredToken", "ExpiredTokenException", "RequestExpired"]
}
