// SPDX-License-Identifier: Apache-2.0

extension EC2Error {
    /// What to do about an error, whatever its code.
    package enum Kind: Sendable, Hashable {
        case throttled
        case unavailable
        case accessDenied
        case refused
    }

    package var kind: Kind {
        guard let code else { return Self.kind(ofStatus: httpStatus) }
        if Self.throttlingCodes.contains(code) { return .throttled }
        if Self.accessCodes.contains(code) { return .accessDenied }
        if Self.serverCodes.contains(code) { return .unavailable }
        return (httpStatus ?? 400) >= 500 ? .unavailable : .refused
    }

    /// An answer that is not EC2's own, a proxy's for instance, or none at all.
    private static func kind(ofStatus status: Int?) -> Kind {
        switch status {
        case 401, 403: .accessDenied
        case 429: .throttled
        case .some(400..<500): .refused
        default: .unavailable
        }
    }

    /// The image is not registered (any more): what deregistering wants.
    package var saysImageIsGone: Bool {
        code == "InvalidAMIID.NotFound" || code == "InvalidAMIID.Unavailable"
    }

    private static let throttlingCodes: Set<String> = [
        "RequestLimitExceeded", "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled",
        "RequestThrottledException", "EC2ThrottledException", "TooManyRequestsException", "BandwidthLimitExceeded",
        "PriorRequestNotComplete", "SlowDown",
    ]

    private static let accessCodes: Set<String> = [
        "UnauthorizedOperation", "AccessDenied", "AccessDeniedException", "AuthFailure", "Blocked",
        "ExpiredToken", "ExpiredTokenException", "IncompleteSignature", "InvalidClientTokenId",
        "MissingAuthenticationToken", "OptInRequired", "PendingVerification", "RequestExpired",
        "SignatureDoesNotMatch", "UnrecognizedClientException",
    ]

    /// Another try may do; an expired page token needs a listing from the start, which a new call of the step is.
    private static let serverCodes: Set<String> = [
        "InternalError", "InternalFailure", "InvalidPaginationToken", "RequestTimeout", "RequestTimeoutException",
        "ServerInternal", "ServiceUnavailable", "Unavailable",
    ]
}

extension StepError {
    /// The step fails as EC2 did.
    package init(_ error: EC2Error) {
        let name: Name =
            switch error.kind {
            case .throttled: .throttled
            case .unavailable: .ec2Unavailable
            case .accessDenied: .accessDenied
            case .refused: .ec2Error
            }
        self.init(name, error.description)
    }
}
