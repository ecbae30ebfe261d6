// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// What became of a task.
public enum TaskOutcome: Sendable, Hashable {
    /// It is done, with this result: for a service integration the whole answer, for a function its payload.
    case succeeded(JSONValue)
    /// It failed.
    case failed(ErrorOutput)
    /// It took longer than it may: `States.Timeout`.
    case timedOut
    /// It goes on elsewhere; its end will come from outside, by task token for example. The answer of the call, if
    /// there was one, is recorded as `TaskSubmitted`.
    case handedOver(JSONValue?)
}

/// News of a task that still runs.
public enum TaskProgress: Sendable, Hashable {
    /// Someone works on it; for an activity, who.
    case started(workerName: String?)
    /// The service has accepted the job, with this answer (`.sync` integrations).
    case submitted(JSONValue)
    /// It is alive.
    case heartbeat
}
