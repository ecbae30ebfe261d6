// SPDX-License-Identifier: Apache-2.0

extension StepError {
    /// Every error name that a step gives; the retriers of the emitted state machines are built from this list.
    package enum Name: String, CaseIterable, Sendable {
        /// The policy in the input is not one: a field is unknown, missing or has a bad value.
        case invalidPolicy = "Shelflife.InvalidPolicy"
        /// The input beside the policy is not what the step takes.
        case invalidInput = "Shelflife.InvalidInput"
        /// The run would retire more than `limits` allows; nothing was touched.
        case limitExceeded = "Shelflife.LimitExceeded"
        /// EC2 throttled the step beyond its own retries.
        case throttled = "Shelflife.Throttled"
        /// EC2 could not be reached or failed itself.
        case ec2Unavailable = "Shelflife.EC2Unavailable"
        /// A snapshot is still held by the image that was deregistered a moment ago.
        case snapshotInUse = "Shelflife.SnapshotInUse"
        /// EC2 may have made a backup without saying so; the next try looks for it.
        case answerLost = "Shelflife.AnswerLost"
        /// A limit of the volume, the instance or the account says: later.
        case busy = "Shelflife.Busy"
        /// The worker's credentials are refused, or its role lacks a permission.
        case accessDenied = "Shelflife.AccessDenied"
        /// EC2 refused for another reason.
        case ec2Error = "Shelflife.EC2Error"

        /// What happened, for a report that knows nothing but the name.
        package var sentence: String {
            switch self {
            case .invalidPolicy: "the policy is not one"
            case .invalidInput: "the step got what it does not take"
            case .limitExceeded: "it would have been more than the policy's limits allow"
            case .throttled: "EC2 throttled every try"
            case .ec2Unavailable: "EC2 could not be reached, or failed itself"
            case .snapshotInUse: "a snapshot stayed in use"
            case .answerLost: "every answer of EC2's was lost"
            case .busy: "a limit or the state of what is backed up let nothing through for hours"
            case .accessDenied: "the worker's credentials or permissions do not suffice"
            case .ec2Error: "EC2 refused"
            }
        }

        /// Whether the same call may succeed a little later.
        package var isRetryable: Bool {
            switch self {
            case .throttled, .ec2Unavailable, .snapshotInUse, .answerLost, .busy: true
            case .invalidPolicy, .invalidInput, .limitExceeded, .accessDenied, .ec2Error: false
            }
        }
    }
}
