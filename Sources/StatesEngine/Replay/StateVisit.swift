// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON
public import StatesLanguage

/// One entry into a state, and what became of it as far as the history tells.
public struct StateVisit: Sendable, Hashable, Identifiable {
    /// How a visit stands.
    public enum Status: String, Sendable, Hashable, CaseIterable {
        /// Entered, and not left.
        case running
        /// Left as the definition has it.
        case succeeded
        /// Left by way of a catcher.
        case caught
        /// Ended by an error that nothing has caught so far.
        case failed
        /// Given up, because something around it ended.
        case aborted
        /// Running when the execution's time was over.
        case timedOut
    }

    /// One attempt of a Task, or of a Parallel or Map state.
    public struct Attempt: Sendable, Hashable {
        /// The event that began it.
        public let eventID: Int
        /// When it began.
        public let startedAt: Timestamp
        /// When its end was recorded, if it was.
        public var endedAt: Timestamp?
        /// What the function, activity or service got; nil for Parallel and Map states.
        public var parameters: JSONValue?
        /// What it answered.
        public var result: JSONValue?
        /// Why it failed.
        public var failure: ErrorOutput?
    }

    /// The iterations of an inline Map by how they stand.
    public struct Iterations: Sendable, Hashable {
        /// Begun.
        public var started = 0
        /// Ended well.
        public var succeeded = 0
        /// Ended with an error.
        public var failed = 0
        /// Given up.
        public var aborted = 0

        /// Whether there are some that have not ended.
        var areOpen: Bool { started > succeeded + failed + aborted }
    }

    /// The event of the entry, which names the visit.
    public let id: Int
    /// The state.
    public let name: String
    /// What kind of state it is.
    public let type: StateType
    /// The visit of the Parallel or Map state around it.
    public let container: StateVisit.ID?
    /// The iteration of the Map state around it, counted from 0.
    public let iteration: Int?
    /// The first state of the branch of the Parallel state around it.
    public let branch: String?
    /// When the state was entered.
    public let enteredAt: Timestamp
    /// When the visit ended.
    public internal(set) var endedAt: Timestamp?
    /// How it stands.
    public internal(set) var status = Status.running
    /// What the state was given.
    public let input: JSONValue
    /// What it handed on.
    public internal(set) var output: JSONValue?
    /// The variables that it set.
    public internal(set) var assigned = JSONObject()
    /// The last error in it.
    public internal(set) var failure: ErrorOutput?
    /// Its attempts, in order.
    public internal(set) var attempts: [Attempt] = []
    /// How many items a Map state has.
    public internal(set) var itemCount: Int?
    /// How the iterations of an inline Map stand.
    public internal(set) var iterations = Iterations()
    /// The Map Run of a distributed Map.
    public internal(set) var mapRunARN: String?
}
