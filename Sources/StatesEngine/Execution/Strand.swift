// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The number of a strand within its execution.
typealias StrandID = Int

/// One sequence of states under way: the state machine itself, a branch of a Parallel, an iteration of a Map.
struct Strand: Sendable {
    let id: StrandID
    /// The strand whose Parallel or Map state this one belongs to, and its place there.
    let parent: Parent?
    let graph: PreparedGraph
    /// The variables in scope: those of the strands around, as they were when this one began, and its own.
    var variables: JSONObject
    /// The item of the Map iteration that this strand is, or is in.
    let mapItem: ContextObject.MapItem?
    /// The place of the current state in the graph.
    var state: Int
    /// The current state's input, as it was entered.
    var input: JSONValue
    /// What the next event follows on.
    var lastEventID: Int
    var enteredEventID = 0
    /// What the state's entry followed on.
    var enteredAfterEventID = 0
    var enteredAt = Timestamp(millisecondsSinceEpoch: 0)
    var retries = RetryLogic()
    /// What the strand waits for.
    var activity = Activity.none
    /// What the current state had done when it failed or was stopped, if a redrive can go on from there.
    var interruption: Interruption?

    struct Parent: Sendable, Hashable {
        let strand: StrandID
        let slot: Int
    }

    enum Activity: Sendable {
        case none
        case task(TaskExecution)
        case waiting(TimerID)
        case retrying(TimerID)
        case parallel(ParallelLogic)
        case map(InlineMapLogic)
        case mapRun(MapRunID)
    }

    /// A Parallel or Map state broken off: what had ended, and the strands inside it that had not.
    struct Interruption: Sendable {
        let activity: Activity
        var strands: [Strand] = []
    }

    var current: PreparedState { graph.states[state] }
}

/// What a strand does after a step.
enum StepResult {
    /// Enter the state that ``Strand/state`` says.
    case enter
    /// Wait for an event.
    case blocked
    /// The last state is over.
    case ended(JSONValue)
    /// Nothing overcame a failure.
    case failed(Failure)
}
