// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// One attempt of a Task state under way, and the history events that tell of it.
struct TaskExecution: Sendable, Hashable {
    let request: TaskRequest
    var isStarted = false
    var isSubmitted = false
    var timeoutTimer: TimerID?
    var heartbeatTimer: TimerID?

    init(request: TaskRequest) {
        self.request = request
    }

    typealias Event = (type: HistoryEventType, details: HistoryEventDetails)

    func scheduled(in region: String) -> Event {
        switch request.integration {
        case .function(let arn):
            (.lambdaFunctionScheduled, .functionScheduled(functionScheduled(arn, heartbeatSeconds: nil)))
        case .activity(let arn):
            (.activityScheduled, .functionScheduled(functionScheduled(arn, heartbeatSeconds: request.heartbeatSeconds)))
        case .service(let name, _):
            (
                .taskScheduled,
                .taskScheduled(
                    .init(
                        resource: name,
                        region: region,
                        parameters: request.parameters,
                        timeoutInSeconds: request.timeoutSeconds,
                        heartbeatInSeconds: request.heartbeatSeconds,
                        credentialsRoleARN: request.credentialsRoleARN
                    )
                )
            )
        }
    }

    private func functionScheduled(_ arn: String, heartbeatSeconds: Int?) -> HistoryEventDetails.FunctionScheduled {
        .init(
            resource: arn,
            input: request.parameters,
            timeoutInSeconds: request.timeoutSeconds,
            heartbeatInSeconds: heartbeatSeconds,
            credentialsRoleARN: request.credentialsRoleARN
        )
    }

    func started(workerName: String?) -> Event {
        switch request.integration {
        case .function: (.lambdaFunctionStarted, .none)
        case .activity: (.activityStarted, .activityStarted(workerName: workerName))
        case .service(let name, _): (.taskStarted, .taskStarted(name))
        }
    }

    /// Only services submit.
    func submitted(_ output: JSONValue) -> Event? {
        guard case .service(let name, _) = request.integration else { return nil }
        return (.taskSubmitted, .taskOutput(name, output: output))
    }

    func succeeded(_ output: JSONValue) -> Event {
        switch request.integration {
        case .function: (.lambdaFunctionSucceeded, .output(output))
        case .activity: (.activitySucceeded, .output(output))
        case .service(let name, _): (.taskSucceeded, .taskOutput(name, output: output))
        }
    }

    func failed(_ failure: ErrorOutput) -> Event {
        switch request.integration {
        case .function: (.lambdaFunctionFailed, .failure(failure))
        case .activity: (.activityFailed, .failure(failure))
        case .service(let name, _): (.taskFailed, .taskFailure(name, failure))
        }
    }

    func timedOut(_ failure: ErrorOutput) -> Event {
        switch request.integration {
        case .function: (.lambdaFunctionTimedOut, .failure(failure))
        case .activity: (.activityTimedOut, .failure(failure))
        case .service(let name, _): (.taskTimedOut, .taskFailure(name, failure))
        }
    }

    /// What `States.DataLimitExceeded` calls the place: the service, or the function or activity itself.
    var resultPlace: String {
        switch request.integration {
        case .function(let arn), .activity(let arn): arn
        case .service(let name, _): name.resourceType
        }
    }
}
