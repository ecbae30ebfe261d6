// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import OrderedJSON

/// What wakes somebody up.
enum Alarms {
    /// The alarms of a workflow, however it is started.
    static func resources(for workflow: Workflow) -> [Resource] {
        let machine = JSONValue.ref(workflow.logicalID)
        let name = workflow.name
        return [
            alarm(
                "RunFailedAlarm",
                "A run of \(name) failed; its execution says why.",
                .states("ExecutionsFailed", machine)
            ),
            alarm("RunTimedOutAlarm", "A run of \(name) took too long.", .states("ExecutionsTimedOut", machine)),
            alarm(
                "RunThrottledAlarm",
                "Step Functions throttled \(name): its runs are slower than they should be.",
                .states("ExecutionThrottled", machine)
            ),
        ] + workflow.steps.map(workerErrors)
    }

    /// Nothing is reported when nothing runs, so missing data is what this alarm is about.
    static func missedRun(of machine: JSONValue) -> Resource {
        var alarm = alarm(
            "MissedRunAlarm",
            "No run has succeeded for longer than it should take.",
            .states("ExecutionsSucceeded", machine)
        )
        alarm.properties["Period"] = 3600
        alarm.properties["EvaluationPeriods"] = Parameters.hoursWithoutSuccess.ref
        alarm.properties["ComparisonOperator"] = "LessThanThreshold"
        alarm.properties["TreatMissingData"] = "breaching"
        return alarm
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

        static func states(_ name: String, _ machine: JSONValue) -> Metric {
            Metric("AWS/States", name, ["StateMachineArn": machine])
        }
    }

    private static func workerErrors(_ step: WorkerStep) -> Resource {
        alarm(
            step.rawValue + "ErrorsAlarm",
            "The worker \(step.rawValue) failed; its log says why.",
            Metric("AWS/Lambda", "Errors", ["FunctionName": .ref(Workers.functionID(step))])
        )
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
                "AlarmActions": [Notices.topicARN],
            ]
        )
    }
}
