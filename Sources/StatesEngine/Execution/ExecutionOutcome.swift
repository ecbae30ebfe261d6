// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// How an execution ended.
public enum ExecutionOutcome: Sendable, Hashable {
    /// With an output.
    case succeeded(JSONValue)
    /// With an error that nothing caught.
    case failed(ErrorOutput)
    /// Because the machine's `TimeoutSeconds` were over.
    case timedOut(ErrorOutput)
    /// Because someone stopped it.
    case aborted(ErrorOutput)
}

extension ExecutionOutcome {
    /// The status as the API names it.
    public var status: ExecutionStatus {
        switch self {
        case .succeeded: .succeeded
        case .failed: .failed
        case .timedOut: .timedOut
        case .aborted: .aborted
        }
    }

    /// The output, where there is one.
    public var output: JSONValue? {
        guard case .succeeded(let output) = self else { return nil }
        return output
    }

    /// The error and cause, where the execution did not succeed.
    public var failure: ErrorOutput? {
        switch self {
        case .succeeded: nil
        case .failed(let failure), .timedOut(let failure), .aborted(let failure): failure
        }
    }
}

/// Where an execution stands, as `DescribeExecution` names it.
public enum ExecutionStatus: String, Sendable, Hashable {
    case running = "RUNNING"
    case succeeded = "SUCCEEDED"
    case failed = "FAILED"
    case timedOut = "TIMED_OUT"
    case aborted = "ABORTED"
    case pendingRedrive = "PENDING_REDRIVE"
}
