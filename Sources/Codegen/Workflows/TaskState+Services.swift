// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import OrderedJSON
import StatesLanguage

extension TaskState {
    /// Invokes the worker of a step and waits for its answer.
    static func worker(_ step: WorkerStep, payload: JSONObject) -> TaskState {
        TaskState(
            resource: "arn:aws:states:::lambda:invoke",
            parameters: [
                "FunctionName": .string("${\(Workers.functionID(step)).Arn}"),
                "Payload": .object(payload),
            ],
            // The function's own timeout comes first, and names itself better.
            timeoutSeconds: .literal(step.timeoutSeconds + 10),
            retry: Retrier.forWorker(step)
        )
    }

    /// Publishes a notice.
    ///
    /// A notice that cannot be published changes nothing about how the run ends.
    static func notice(subject: String, message: String, next: String) -> TaskState {
        TaskState(
            resource: "arn:aws:states:::sns:publish",
            parameters: [
                "TopicArn": "${NotificationTopic}", "Subject.$": .string(subject), "Message.$": .string(message),
            ],
            timeoutSeconds: 60,
            resultPath: .null,
            retry: [Retrier(backingOffAfter: ["States.ALL"], attempts: 4)],
            catch: [.any(at: "$.notice", next: next)],
            next: next
        )
    }
}

extension Retrier {
    /// Exponential, spread over the whole wait so that items throttled together do not come back together.
    init(backingOffAfter errors: [String], attempts: Int) {
        self.init(
            errorEquals: errors,
            intervalSeconds: 2,
            maxAttempts: attempts,
            backoffRate: JSONNumber(2),
            maxDelaySeconds: 60,
            jitterStrategy: .full
        )
    }

    /// For whatever may pass: EC2's throttling, Lambda's own failures, a worker that was cut off.
    ///
    /// Workers are idempotent, so that even a lost answer may be asked for again.
    static func forWorker(_ step: WorkerStep) -> [Retrier] {
        let fromEC2 = Retrier(
            backingOffAfter: StepError.Name.allCases.filter(\.isRetryable).map(\.rawValue),
            attempts: 8
        )
        let fromLambda = [
            Retrier(
                backingOffAfter: [
                    "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
                    "Lambda.TooManyRequestsException",
                ],
                attempts: 6
            ),
            Retrier(backingOffAfter: ["States.Timeout", "Sandbox.Timedout"], attempts: 2),
        ]
        return step.ec2Actions.isEmpty ? fromLambda : [fromEC2] + fromLambda
    }
}

extension Catcher {
    /// Catches everything that can be caught and keeps the state's input beside the error.
    static func any(at resultPath: PathField, next: String) -> Catcher {
        Catcher(errorEquals: ["States.ALL"], resultPath: resultPath, next: next)
    }
}

extension ChoiceRule {
    /// A comparison of what a path leads to.
    init(variable: String, _ comparison: ComparisonOperator, _ operand: JSONValue, next: String) {
        self.init(variable: variable, condition: .comparison(comparison, operand), next: next)
    }
}
