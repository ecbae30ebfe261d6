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
    static func notice(subject: String, message: String) -> TaskState {
        TaskState(
            resource: "arn:aws:states:::sns:publish",
            parameters: [
                "TopicArn": "${NotificationTopic}", "Subject.$": .string(subject), "Message.$": .string(message),
            ],
            timeoutSeconds: 60,
            resultPath: .null,
            retry: [Retrier(backingOffAfter: ["States.ALL"], attempts: 4)]
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
