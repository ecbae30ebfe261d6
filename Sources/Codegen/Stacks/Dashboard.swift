// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import OrderedJSON

/// What Shelflife has done, at a glance: from the metrics that `ReportRun` emits, and from the services' own.
enum Dashboard {
    static var resources: [Resource] {
        [
            Resource(
                "Dashboard",
                "AWS::CloudWatch::Dashboard",
                [
                    "DashboardName": .sub("${AWS::StackName}-${AWS::Region}"),
                    "DashboardBody": .sub(FittedJSON.text(of: body)),
                ]
            )
        ]
    }

    /// CloudWatch's grid is 24 wide; two widgets stand side by side.
    private static let columns = 2
    private static let width = 24 / columns
    private static let height = 6

    private static var body: JSONValue {
        let placed = widgets.enumerated().map { index, properties -> JSONValue in
            [
                "type": "metric",
                "x": .integer(index % columns * width),
                "y": .integer(index / columns * height),
                "width": .integer(width),
                "height": .integer(height),
                "properties": .object(properties),
            ]
        }
        return ["widgets": .array(placed)]
    }

    private static var widgets: [JSONObject] {
        [
            widget("Images by policy", ["ImagesExpired", "ImagesRetired", "ImagesFailed"].map(byPolicy)),
            widget("Snapshots by policy", ["SnapshotsDeleted", "SnapshotsFailed"].map(byPolicy)),
            widget("Images that could not be evaluated, by policy", [byPolicy("ImagesNotEvaluated")]),
            widget(
                "Deleted: GiB, and at most so many USD a month (us-east-1, standard tier)",
                [
                    byPolicy("DeletedGiB"),
                    [["expression": "0.05 * SUM(\(search("DeletedGiB")))", "label": "USD a month", "yAxis": "right"]],
                ]
            ),
            widget(
                "Runs",
                ["ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsTimedOut"].map { runs($0) }
            ),
            widget("Duration of runs (ms)", [runs("ExecutionTime", statistic: "Maximum")]),
            widget("Throttled", [runs("ExecutionThrottled")] + WorkerStep.allCases.map { worker($0, "Throttles") }),
            widget("Errors of workers", WorkerStep.allCases.map { worker($0, "Errors") }),
        ]
    }

    private static func widget(_ title: String, _ metrics: [JSONValue]) -> JSONObject {
        [
            "title": .string(title),
            "region": "${AWS::Region}",
            "view": "timeSeries",
            "stat": "Sum",
            "period": 3600,
            "metrics": .array(metrics),
        ]
    }

    /// A line for each policy that ran, whichever stack started it.
    private static func byPolicy(_ metric: String) -> JSONValue {
        [["expression": .string(search(metric)), "label": .string(metric + " ")]]
    }

    private static func search(_ metric: String) -> String {
        "SEARCH('{Shelflife,Policy} MetricName=\"\(metric)\"', 'Sum', 3600)"
    }

    private static func runs(_ metric: String, statistic: String = "Sum") -> JSONValue {
        [
            "AWS/States", .string(metric), "StateMachineArn", .string("${\(StateMachine.machine.logicalID)}"),
            ["stat": .string(statistic)],
        ]
    }

    private static func worker(_ step: WorkerStep, _ metric: String) -> JSONValue {
        [
            "AWS/Lambda", .string(metric), "FunctionName", .string("${\(Workers.functionID(step))}"),
            ["label": .string(step.rawValue)],
        ]
    }
}
