// SPDX-License-Identifier: Apache-2.0

import StatesLanguage

extension StateType {
    /// Whether states of the type have retriers, and a result of work done elsewhere.
    var canRetry: Bool {
        switch self {
        case .task, .parallel, .map: true
        case .pass, .wait, .succeed, .fail, .choice: false
        }
    }

    /// The event of entering a state of the type.
    var enteredEvent: HistoryEventType {
        switch self {
        case .task: .taskStateEntered
        case .wait: .waitStateEntered
        case .pass: .passStateEntered
        case .succeed: .succeedStateEntered
        case .fail: .failStateEntered
        case .choice: .choiceStateEntered
        case .parallel: .parallelStateEntered
        case .map: .mapStateEntered
        }
    }

    /// The event of leaving a state of the type; a Fail state is never left.
    var exitedEvent: HistoryEventType {
        switch self {
        case .task: .taskStateExited
        case .wait: .waitStateExited
        case .pass, .fail: .passStateExited
        case .succeed: .succeedStateExited
        case .choice: .choiceStateExited
        case .parallel: .parallelStateExited
        case .map: .mapStateExited
        }
    }

    /// The event of giving a state of the type up, for those that take time.
    var abortedEvent: HistoryEventType? {
        switch self {
        case .task: .taskStateAborted
        case .wait: .waitStateAborted
        case .parallel: .parallelStateAborted
        case .map: .mapStateAborted
        case .pass, .succeed, .fail, .choice: nil
        }
    }
}
