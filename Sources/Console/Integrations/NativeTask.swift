// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import OrderedJSON
import StatesEngine

/// A task that calls Step Functions: answered by this very service.
struct NativeTask {
    let service: StepFunctionsService
    let task: TaskRequest
    let report: @Sendable (TaskProgress) -> Void

    func run(_ name: TaskResourceName, _ pattern: TaskIntegration.ServicePattern) async -> TaskOutcome {
        report(.started(workerName: nil))
        let action = String(name.resource.prefix { $0 != "." })
        guard name.resourceType == "states" else { return await callSDK(action) }
        guard action == "startExecution" else {
            return .failed(ErrorOutput(error: "States.Runtime", cause: "There is no integration states:\(action)."))
        }
        do {
            let started = try await startExecution()
            let answer = Self.answer(started)
            switch pattern {
            case .requestResponse: return .succeeded(answer)
            case .waitForTaskToken: return .handedOver(answer)
            case .runJob:
                report(.submitted(answer))
                return try await end(of: started, parsesJSON: name.resource.hasSuffix(":2"))
            }
        } catch let error as APIError {
            return .failed(Self.failure(error))
        } catch {
            return .failed(ErrorOutput(error: "States.TaskFailed", cause: "\(error)"))
        }
    }

    // MARK: states:startExecution

    private func startExecution() async throws -> StartedExecution {
        let parameters = task.parameters
        let target = try await ExecutionTarget.find(parameters["StateMachineArn"]?.string ?? "", in: service.store)
        // A job that was asked for before a restart is found again by its name.
        let name = parameters["Name"]?.string ?? Self.stableName(of: task)
        try ResourceName.check(name)
        let input =
            switch parameters["Input"] {
            case nil, .null?: JSONValue.object([:])
            case .string(let text)?: try ExecutionInput.parse(text)
            case let value?: value
            }
        return try await service.start(
            target,
            name: name,
            input: input,
            inputText: input.serialized(),
            traceHeader: nil
        )
    }

    private static func stableName(of task: TaskRequest) -> String {
        let digits = task.taskToken.utf8.reduce(into: (UInt64(0xCBF2_9CE4_8422_2325), UInt64(0x9E37_79B9_7F4A_7C15))) {
            $0.0 = ($0.0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
            $0.1 = ($0.1 &+ UInt64($1)) &* 0xBF58_476D_1CE4_E5B9
        }
        return UUID(high: digits.0, low: digits.1).uuidString.lowercased()
    }

    /// The end of a job, told as the answer of `DescribeExecution`.
    private func end(of started: StartedExecution, parsesJSON: Bool) async throws -> TaskOutcome {
        if let end = started.end {
            _ = await end.value
        } else {
            _ = await service.running.end(of: started.arn)
        }
        let row = try await service.store.read { db in try ExecutionRow.require(started.arn, db) }
        let description = Self.jobDescription(row, parsesJSON: parsesJSON)
        if row.status == .succeeded { return .succeeded(description) }
        return .failed(ErrorOutput(error: "States.TaskFailed", cause: description.serialized()))
    }

    private static func jobDescription(_ row: ExecutionRow, parsesJSON: Bool) -> JSONValue {
        let told = { (text: String) -> JSONValue in
            parsesJSON ? (try? JSONValue(parsing: text)) ?? .string(text) : .string(text)
        }
        return .object(
            JSONObject(present: [
                ("Cause", .string(row.cause)),
                ("Error", .string(row.error)),
                ("ExecutionArn", .string(row.arn)),
                ("Input", told(row.input)),
                ("InputDetails", ["Included": true]),
                ("Name", .string(row.name)),
                ("Output", row.output.map(told)),
                ("OutputDetails", row.output.map { _ in ["Included": true] }),
                ("StartDate", .integer(row.startedAt.millisecondsSinceEpoch)),
                ("StateMachineAliasArn", .string(row.aliasARN)),
                ("StateMachineArn", .string(row.stateMachineARN)),
                ("StateMachineVersionArn", .string(row.versionARN)),
                ("Status", .string(row.status.rawValue)),
                ("StopDate", row.stoppedAt.map { .integer($0.millisecondsSinceEpoch) }),
            ])
        )
    }

    /// The answer of `StartExecution` as the optimized integration shows it, HTTP headers included.
    private static func answer(_ started: StartedExecution) -> JSONValue {
        let requestID = UUID().uuidString.lowercased()
        let body = "{\"executionArn\":\"\(started.arn)\",\"startDate\":\(Self.scientific(started.startedAt))}"
        let date = HTTPDate.text(of: started.startedAt)
        let type = "application/x-amz-json-1.0"
        let length = String(body.utf8.count)
        return [
            "ExecutionArn": .string(started.arn),
            "SdkHttpMetadata": [
                "AllHttpHeaders": [
                    "connection": ["keep-alive"], "x-amzn-RequestId": [.string(requestID)],
                    "Content-Length": [.string(length)], "Date": [.string(date)], "Content-Type": [.string(type)],
                ],
                "HttpHeaders": [
                    "connection": "keep-alive", "Content-Length": .string(length), "Content-Type": .string(type),
                    "Date": .string(date), "x-amzn-RequestId": .string(requestID),
                ],
                "HttpStatusCode": 200,
            ],
            "SdkResponseMetadata": ["RequestId": .string(requestID)],
            "StartDate": .integer(started.startedAt.millisecondsSinceEpoch),
        ]
    }

    /// `1.687441907843E9`, as the service behind AWS writes moments.
    private static func scientific(_ time: Timestamp) -> String {
        var digits = Substring(String(time.millisecondsSinceEpoch))
        while digits.count > 2, digits.last == "0" { digits.removeLast() }
        return "\(digits.prefix(1)).\(digits.dropFirst())E9"
    }

    private static func failure(_ error: APIError) -> ErrorOutput {
        ErrorOutput(
            error: "StepFunctions.\(exceptionName(error.type))",
            cause: "\(error.message) (Service: AWSStepFunctions; Status Code: \(error.status); "
                + "Error Code: \(error.type); Request ID: \(UUID().uuidString.lowercased()); Proxy: null)"
        )
    }

    // MARK: aws-sdk:sfn

    private func callSDK(_ action: String) async -> TaskOutcome {
        let name = action.prefix(1).uppercased() + action.dropFirst()
        guard let actionType = APIActions.byName[name] else {
            return .failed(ErrorOutput(error: "States.Runtime", cause: "Step Functions has no action \(name)."))
        }
        do {
            let region = (try? ARN(task.executionARN, of: "execution", "express"))?.region ?? "us-east-1"
            let answer = try await actionType.handle(
                SDKShape.request(task.parameters).object ?? [:],
                region: region,
                in: service
            )
            return .succeeded(SDKShape.answer(.object(answer)))
        } catch let error as APIError {
            return .failed(
                ErrorOutput(
                    error: "Sfn.\(Self.exceptionName(error.type))",
                    cause: "\(error.message) (Service: Sfn, Status Code: \(error.status), "
                        + "Request ID: \(UUID().uuidString.lowercased())) (SDK Attempt Count: 1)"
                )
            )
        } catch {
            return .failed(ErrorOutput(error: "States.TaskFailed", cause: "\(error)"))
        }
    }

    private static func exceptionName(_ type: String) -> String {
        type.hasSuffix("Exception") ? type : type + "Exception"
    }
}

extension UUID {
    fileprivate init(high: UInt64, low: UInt64) {
        let bytes =
            (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * $0)) }
            + (0..<8).map { UInt8(truncatingIfNeeded: low >> (56 - 8 * $0)) }
        self.init(
            uuid: (
                bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7], bytes[8], bytes[9],
                bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
            )
        )
    }
}
