// SPDX-License-Identifier: Apache-2.0

import StatesEngine

/// Kinds of history events that a reader looks for.
enum EventKind: String, Sendable, CaseIterable {
    case states
    case tasks
    case maps
    case failures

    var title: String {
        switch self {
        case .states: "States entered and left"
        case .tasks: "Tasks"
        case .maps: "Maps and iterations"
        case .failures: "Failures"
        }
    }

    func includes(_ type: HistoryEventType) -> Bool {
        let name = type.rawValue
        switch self {
        case .states: return name.hasSuffix("StateEntered") || name.hasSuffix("StateExited")
        case .tasks: return ["Task", "Lambda", "Activity"].contains { name.hasPrefix($0) } && !name.contains("State")
        case .maps: return name.hasPrefix("Map")
        case .failures: return type.isFailure
        }
    }
}

extension HistoryEventType {
    /// Whether something went wrong or was given up.
    var isFailure: Bool {
        ["Failed", "TimedOut", "Aborted"].contains { rawValue.hasSuffix($0) } || self == .failStateEntered
    }
}
