// SPDX-License-Identifier: Apache-2.0

/// What a state does.
/// https://states-language.net/spec.html#state-type-table
public enum StateType: String, Sendable, Hashable, CaseIterable {
    /// Executes a unit of work.
    case task = "Task"
    /// Waits for some time.
    case wait = "Wait"
    /// Passes its input on, or a fixed result.
    case pass = "Pass"
    /// Ends the execution well.
    case succeed = "Succeed"
    /// Ends the execution with an error.
    case fail = "Fail"
    /// Decides where to go on.
    case choice = "Choice"
    /// Executes branches side by side.
    case parallel = "Parallel"
    /// Executes the same states for each of many items.
    case map = "Map"
}

extension StateType: Keyword {}
