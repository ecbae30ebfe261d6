// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// What Shelflife has done, at a glance: all workflows and policies of the region, whichever stack they are in.
///
/// From the metrics that the workers emit and the services' own, found by searching, so that a stack that comes later
/// needs no change here.
enum Dashboard {
    static var resource: Resource {
        Resource(
            "Dashboard",
            "AWS::CloudWatch::Dashboard",
            [
                "DashboardName": .sub("${AWS::StackName}-${AWS::Region}"),
                "DashboardBody": .sub(FittedJSON.text(of: body, width: 160)),
            ]
        )
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
            widget("Images by policy", ["ImagesExpired", "ImagesRetired", "ImagesFailed"].map { found($0, byPolicy) }),
            widget(
                "Snapshots of images by policy",
                ["SnapshotsDeleted", "SnapshotsNotDeleted"].map { found($0, byPolicy) }
            ),
            widget(
                "Snapshots by policy",
                ["SnapshotsExpired", "SnapshotsRetired", "SnapshotsFailed"].map { found($0, byPolicy) }
            ),
            widget(
                "Backups by policy",
                ["BackupsDone", "BackupsUnfinished", "BackupsFailed", "SnapshotsMade", "SnapshotsCopied"]
                    .map { found($0, byPolicy) }
            ),
            widget("Kept, by reason", [found("Kept", byReason)]),
            widget(
                "Could not be evaluated, so kept",
                ["ImagesNotEvaluated", "SnapshotsNotEvaluated"].map { found($0, byPolicy) }
            ),
            widget(
                "Deleted: GiB, and at most so many USD a month (us-east-1, standard tier)",
                [
                    found("DeletedGiB", byPolicy),
                    [
                        [
                            "expression": .string("0.05 * SUM(\(search("DeletedGiB", byPolicy)))"),
                            "label": "USD a month", "yAxis": "right",
                        ]
                    ],
                ]
            ),
            widget(
                "Runs",
                ["ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsTimedOut"].map { found($0, byMachine) }
            ),
            widget("Duration of runs (ms)", [found("ExecutionTime", byMachine, statistic: "Maximum")]),
            widget(
                "Throttled: by the APIs, Step Functions and Lambda",
                [found("APIThrottles", byStep), found("ExecutionThrottled", byMachine), found("Throttles", byFunction)]
            ),
            widget("Errors of workers", [found("Errors", byFunction)]),
            widget("Duration of workers (ms)", [found("Duration", byFunction, statistic: "Maximum")]),
        ]
    }

    private static func widget(_ title: String, _ metrics: [JSONValue]) -> JSONObject {
        [
            "title": .string(title),
            "region": "${AWS::Region}",
            "view": "timeSeries",
            "period": 3600,
            "metrics": .array(metrics),
        ]
    }

    /// Namespace and dimensions, with a word that the metrics of other products in the account lack.
    private static let byPolicy = "{Shelflife,Policy}"
    private static let byReason = "{Shelflife,Policy,Reason}"
    private static let byStep = "{Shelflife,Step}"
    private static let byMachine = "{AWS/States,StateMachineArn} ${StackNames}"
    private static let byFunction = "{AWS/Lambda,FunctionName} ${StackNames}"

    /// A line for each metric that the search finds.
    private static func found(_ metric: String, _ place: String, statistic: String = "Sum") -> JSONValue {
        [["expression": .string(search(metric, place, statistic: statistic)), "label": .string(metric + " ")]]
    }

    private static func search(_ metric: String, _ place: String, statistic: String = "Sum") -> String {
        "SEARCH('\(place) MetricName=\"\(metric)\"', '\(statistic)', 3600)"
    }
}
