// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON

/// The routing configuration of an alias, and what AWS asks of it.
enum AliasRouting {
    static func read(_ request: inout RequestReader) throws(APIError) -> [AliasRecord.Route]? {
        try request.list("routingConfiguration", length: 1...2) { route throws(APIError) in
            AliasRecord.Route(
                versionARN: try route.requiredString("stateMachineVersionArn", [.arn]),
                weight: try route.requiredInteger("weight", in: 0...100)
            )
        }
    }

    /// Checks what can be seen without the store.
    ///
    /// - Returns: The ARN of the state machine whose versions are meant.
    /// - Throws: `ValidationException`.
    static func check(_ routing: [AliasRecord.Route]) throws(APIError) -> ARN {
        let shown = shown(routing)
        var machines: Set<ARN> = []
        for route in routing {
            let arn = try ARN(route.versionARN, of: "stateMachine")
            guard arn.qualifier.flatMap(Int.init) != nil else {
                throw .validation("Routing configuration must contain state machine version ARNs. Received: \(shown)")
            }
            machines.insert(arn.unqualified)
        }
        guard Set(routing.map(\.versionARN)).count == routing.count else {
            throw .validation(
                "Routing configuration must contain distinct state machine version ARNs. Received: \(shown)"
            )
        }
        let weights = routing.map(\.weight)
        guard weights.reduce(0, +) == 100 else {
            throw .validation("Sum of routing configuration weights must equal 100. Received: \(weights)")
        }
        guard let machine = machines.first, machines.count == 1 else {
            throw ofDifferentMachines(routing)
        }
        return machine
    }

    static func ofDifferentMachines(_ routing: [AliasRecord.Route]) -> APIError {
        .validation(
            "Routing configuration must contain versions of the same state machine. Received: \(shown(routing))"
        )
    }

    private static func shown(_ routing: [AliasRecord.Route]) -> String {
        "[\(routing.map(\.versionARN).joined(separator: ", "))]"
    }

    /// - Throws: `ResourceNotFound` when a version is not there.
    static func checkVersionsExist(_ routing: [AliasRecord.Route], _ db: Database) throws {
        for route in routing where try VersionRecord.fetch(route.versionARN, db) == nil {
            throw APIError("ResourceNotFound", "Request references a resource that does not exist.")
        }
    }
}
