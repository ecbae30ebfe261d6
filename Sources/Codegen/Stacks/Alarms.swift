// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import OrderedJSON

/// What wakes somebody up.
enum Alarms {
    static var resources: [Resource] {
        [
            alarm(
                "RunFailedAlarm",
                "A run of expire-images failed; its execution says why.",
                .states("ExecutionsFailed")
            ),
            alarm("RunTimedOutAlarm", "A run of expire-images took too long.", .states("ExecutionsTimedOut")),
            alarm(
                "RunThrottledAlarm",
                "Step Functions throttled expire-images: its runs are slower than they should be.",
                .states("ExecutionThrottled")
            ),
            missedRun,
            deadLetters,
        ] + WorkerStep.allCases.map(workerErrors)
    }

    /// A metric of a service, by its dimensions.
    private struct Metric {
        var namespace: String
        var name: String
        var dimensions: JSONObject
        var statistic: String

        init(_ namespace: String, _ name: String, _ dimensions: JSONObject, statistic: String = "Sum") {
            self.namespace = namespace
            self.name = name
            self.dimensions = dimensions
            self.statistic = statistic
        }

        static func states(_ name: String) -> Metric {
            Metric("AWS/States", name, ["StateMachineArn": StateMachine.machine.ref])
        }
    }

    private static func workerErrors(_ step: WorkerStep) -> Resource {
        alarm(
            step.rawValue + "ErrorsAlarm",
            "The worker \(step.rawValue) failed; its log says why.",
            Metric("AWS/Lambda", "Errors", ["FunctionName": .ref(Workers.functionID(step))])
        )
    }

    static var deadLetters: Resource {
        alarm(
            "DeadLettersAlarm",
            "EventBridge could not start a run; the message in the queue says why.",
            Metric(
                "AWS/SQS",
                "ApproximateNumberOfMessagesVisible",
                ["QueueName": .getAtt(DeadLetterQueue.queue.logicalID, "QueueName")],
                statistic: "Maximum"
            )
        )
    }

    /// Nothing is reported when nothing runs, so missing data is what this alarm is about.
    private static var missedRun: Resource {
        var alarm = alarm(
            "MissedRunAlarm",
            "No run of expire-images has succeeded for longer than it should take.",
            .states("ExecutionsSucceeded")
        )
        alarm.properties["Period"] = 3600
        alarm.properties["EvaluationPeriods"] = Parameters.hoursWithoutSuccess.ref
        alarm.properties["ComparisonOperator"] = "LessThanThreshold"
        alarm.properties["TreatMissingData"] = "breaching"
        return alarm
    }

    private static func alarm(_ logicalID: String, _ description: String, _ metric: Metric) -> Resource {
        Resource(
            logicalID,
            "AWS::CloudWatch::Alarm",
            [
                "AlarmDescription": .string(description),
                "Namespace": .string(metric.namespace),
                "MetricName": .string(metric.name),
                "Dimensions": .array(metric.dimensions.map { ["Name": .string($0.key), "Value": $0.value] }),
                "Statistic": .string(metric.statistic),
                "Period": 300,
                "EvaluationPeriods": 1,
                "Threshold": 1,
                "ComparisonOperator": "GreaterThanOrEqualToThreshold",
                "TreatMissingData": "notBreaching",
                "AlarmActions": [Notices.topic.ref],
            ]
        )
    }
}
