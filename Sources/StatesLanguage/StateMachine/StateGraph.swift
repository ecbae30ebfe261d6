// SPDX-License-Identifier: Apache-2.0

/// States and the one to begin with: a state machine, a branch of a Parallel state, the processor of a Map state.
///
/// Transitions stay inside one graph.
public protocol StateGraph: Sendable {
    /// The name of the first state.
    var startAt: String { get }
    /// The states, in the order of the document.
    var states: States { get }
}
