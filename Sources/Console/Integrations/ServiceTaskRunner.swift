// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// Does the work of Task states: by mock where the test case has one, by this service itself for Step Functions'
/// own actions, by whatever the user has bound for the rest.
struct ServiceTaskRunner: TaskRunner {
    let service: StepFunctionsService

    func run(_ task: TaskRequest, report: @escaping @Sendable (TaskProgress) -> Void) async -> TaskOutcome {
        await service.workerLogs.collecting(of: task) { await work(on: task, report: report) }
    }

    private func work(
        on task: TaskRequest,
        report: @escaping @Sendable (TaskProgress) -> Void
    ) async -> TaskOutcome {
        if let answer = service.mocks.nextAnswer(state: task.stateName, executionARN: root(of: task)) {
            return MockedTask(service: service, task: task).run(answer, report: report)
        }
        switch task.integration {
        case .activity(let arn):
            return await offer(task, activityARN: arn, report: report)
        case .function(let arn):
            report(.started(workerName: nil))
            return await invoke(functionARN: arn, task)
        case .service(let name, let pattern):
            switch name.resourceType {
            case "states", "aws-sdk:sfn":
                return await NativeTask(service: service, task: task, report: report).run(name, pattern)
            default:
                report(.started(workerName: nil))
                return await call(name, pattern, task)
            }
        }
    }

    /// The execution whose test case counts: children of Map Runs play their parent's.
    private func root(of task: TaskRequest) -> String {
        guard let mapRun = service.durable.openRow(task.executionARN)?.mapRun else { return task.executionARN }
        return service.mapRuns.parent(ofMapRun: mapRun.mapRunARN) ?? task.executionARN
    }

    private func offer(
        _ task: TaskRequest,
        activityARN: String,
        report: @Sendable (TaskProgress) -> Void
    ) async -> TaskOutcome {
        let isKnown = try? await service.store.read { db in try ActivityRecord.fetch(activityARN, db) != nil }
        guard isKnown == true else {
            let cause = "The activity \(activityARN) does not exist"
            return .failed(ErrorOutput(error: "ActivityDoesNotExist", cause: cause))
        }
        let offer = ActivityBoard.Offer(taskToken: task.taskToken, input: task.parameters.serialized())
        if case .by(let workerName) = await service.activities.offer(offer, activityARN: activityARN) {
            report(.started(workerName: workerName))
        }
        return .handedOver(nil)
    }

    private func invoke(functionARN: String, _ task: TaskRequest) async -> TaskOutcome {
        do throws(ErrorOutput) {
            let name = FunctionName(functionARN).name
            if let payload = try await service.configuration.functions?.invoke(
                function: name,
                payload: task.parameters.serializedUTF8()
            ) {
                return .succeeded(Self.json(payload))
            }
            return .failed(Self.unbound("Lambda function \(name)", hint: "--function \(name)=…"))
        } catch {
            return .failed(error)
        }
    }

    private func call(
        _ name: TaskResourceName,
        _ pattern: TaskIntegration.ServicePattern,
        _ task: TaskRequest
    ) async -> TaskOutcome {
        do throws(ErrorOutput) {
            let action = String(name.resource.prefix { $0 != "." })
            var answer: JSONValue?
            if name.resourceType == "lambda", action == "invoke" {
                answer = try await LambdaInvoke(functions: service.configuration.functions).call(task.parameters)
            }
            if answer == nil {
                answer = try await service.configuration.integrations?.call(
                    task,
                    service: name.resourceType,
                    action: action
                )
            }
            guard let answer else {
                throw Self.unbound("\(name.resourceType):\(action)", hint: "AWS_ENDPOINT_URL or a mock")
            }
            return pattern == .waitForTaskToken ? .handedOver(answer) : .succeeded(answer)
        } catch {
            return .failed(error)
        }
    }

    private static func unbound(_ what: String, hint: String) -> ErrorOutput {
        ErrorOutput(
            error: "States.TaskFailed",
            cause: "Nothing here answers for \(what): give \(hint) to the local service."
        )
    }

    static func json(_ payload: [UInt8]) -> JSONValue {
        (try? JSONValue(parsing: payload)) ?? .string(String(decoding: payload, as: UTF8.self))
    }
}
