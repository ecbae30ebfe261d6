// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// Where and what a state machine logs.
///
/// Kept and shown; this service logs to its own history only.
struct LoggingConfiguration {
    enum Level: String, CaseIterable {
        case all = "ALL"
        case error = "ERROR"
        case fatal = "FATAL"
        case off = "OFF"
    }

    let level: Level
    let includesExecutionData: Bool
    let destinations: [String?]?

    static let off = LoggingConfiguration(level: .off, includesExecutionData: false, destinations: nil)

    private init(level: Level, includesExecutionData: Bool, destinations: [String?]?) {
        self.level = level
        self.includesExecutionData = includesExecutionData
        self.destinations = destinations
    }

    init(reading request: inout RequestReader) throws(APIError) {
        level = try request.choice("level", of: Level.self) ?? .off
        includesExecutionData = try request.bool("includeExecutionData") ?? false
        destinations = try request.list("destinations") { destination throws(APIError) in
            try destination.structure("cloudWatchLogsLogGroup") { group throws(APIError) in
                try group.string("logGroupArn", [.arn])
            } ?? nil
        }
    }

    /// - Throws: `InvalidLoggingConfiguration`.
    func check() throws(APIError) {
        guard level != .off || destinations?.isEmpty == false else { return }
        guard let destinations, destinations.count == 1 else {
            throw .invalidLogging("Must specify exactly one Log Destination.")
        }
        guard let arn = destinations[0], arn.hasPrefix("arn:"), arn.split(separator: ":").count >= 7 else {
            throw .invalidLogging("Invalid Log Destination.")
        }
    }

    var json: JSONValue {
        .object(
            JSONObject(present: [
                ("level", .string(level.rawValue)),
                ("includeExecutionData", .bool(includesExecutionData)),
                ("destinations", destinations.map { .array($0.map(Self.destination)) }),
            ])
        )
    }

    private static func destination(_ arn: String?) -> JSONValue {
        guard let arn else { return [:] }
        return ["cloudWatchLogsLogGroup": ["logGroupArn": .string(arn)]]
    }
}
