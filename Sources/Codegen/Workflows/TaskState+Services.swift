// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import OrderedJSON
import StatesLanguage

extension TaskState {
    /// Invokes the worker of a step and waits for its answer.
    ///
    /// The worker learns which execution it works for, for its log.
    static func worker(_ step: WorkerStep, payload: JSONObject) -> TaskState {
        var payload = payload
        payload["execution.$"] = "$$.Execution.Id"
        return TaskState(
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

    /// Slow from the first time on, and twice as slow each time: what a lost answer made must be listed by then.
    init(waitingAfter errors: [String], attempts: Int, mostSeconds: Int = 120) {
        self.init(
            errorEquals: errors,
            intervalSeconds: 15,
            maxAttempts: attempts,
            maxDelaySeconds: mostSeconds
        )
    }

    /// For whatever may pass: EC2's throttling, Lambda's own failures, a worker that was cut off.
    ///
    /// Workers are idempotent, so that even a lost answer may be asked for again.
    static func forWorker(_ step: WorkerStep) -> [Retrier] {
        if step.makesBackups { return forMaker }
        let passing: [StepError.Name] = [.throttled, .ec2Unavailable, .snapshotInUse]
        let fromEC2 = Retrier(backingOffAfter: passing.map(\.rawValue), attempts: 8)
        let fromLambda = [
            Retrier(backingOffAfter: lambdaErrors, attempts: 6),
            Retrier(backingOffAfter: cutOff, attempts: 2),
        ]
        return step.ec2Actions.isEmpty ? fromLambda : [fromEC2] + fromLambda
    }

    /// EC2's limits of copies and of snapshots of a volume may take hours to let another one in.
    private static let forMaker = [
        Retrier(
            waitingAfter: [StepError.Name.busy.rawValue],
            attempts: 40,
            mostSeconds: 300
        ),
        Retrier(
            waitingAfter: StepError.Name.allCases.filter { $0.isRetryable && $0 != .busy }.map(\.rawValue)
                + lambdaErrors + cutOff,
            attempts: 8
        ),
    ]

    private static let lambdaErrors = [
        "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
        "Lambda.TooManyRequestsException",
    ]
    /// Out of time, out of memory, or killed.
    private static let cutOff = ["States.Timeout", "Sandbox.Timedout", "Lambda.Unknown", "Runtime.ExitError"]
}

extension WorkerStep {
    /// Whether it calls what has no client token and must not be called twice in haste.
    fileprivate var makesBackups: Bool {
        switch self {
        case .createImage, .createSnapshots, .tagSnapshots, .copySnapshots: true
        default: false
        }
    }
}
