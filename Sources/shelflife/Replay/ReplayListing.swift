// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// A history as a table.
struct ReplayListing {
    let events: [HistoryEvent]

    var text: String {
        var table = TextTable([
            .init(title: "EVENT", alignment: .right), .init(title: "SECONDS", alignment: .right),
            .init(title: "TYPE"), .init(title: "STATE"), .init(title: "WHAT", maximumWidth: 80),
        ])
        let state = GraphState(history: events)
        for event in events {
            table.append(
                "\(event.id)",
                Self.seconds(event.timestamp, since: events[0].timestamp),
                event.type.rawValue,
                state.visit(ofEvent: event.id).map { (state.path(of: $0) + [$0.name]).joined(separator: " › ") } ?? "",
                event.summary
            )
        }
        return table.lines.joined(separator: "\n")
    }

    static func seconds(_ time: Timestamp, since start: Timestamp) -> String {
        let milliseconds = time.millisecondsSinceEpoch - start.millisecondsSinceEpoch
        return "\(milliseconds / 1000).\(String(1000 + abs(milliseconds) % 1000).dropFirst())"
    }
}

extension HistoryEvent {
    /// The one thing that matters most about the event.
    var summary: String {
        switch details {
        case .none, .taskStarted: ""
        case .executionStarted(let started): started.input.serialized()
        case .executionRedriven(let count): "redrive \(count)"
        case .stateEntered(_, let input): input.serialized()
        case .stateExited(_, let output, _), .output(let output), .taskOutput(_, let output): output.serialized()
        case .failure(let failure), .evaluationFailed(let failure, _, _), .taskFailure(_, let failure):
            [failure.error, failure.cause].compactMap { $0 }.joined(separator: ": ")
        case .functionScheduled(let scheduled): scheduled.input.serialized()
        case .activityStarted(let workerName): workerName ?? ""
        case .taskScheduled(let scheduled):
            "\(scheduled.resource.resourceType):\(scheduled.resource.resource) \(scheduled.parameters.serialized())"
        case .mapStateStarted(let length): "\(length) items"
        case .mapIteration(let name, let index): "\(name)[\(index)]"
        case .mapRunStarted(let arn), .mapRunRedriven(let arn, _): arn
        }
    }
}
