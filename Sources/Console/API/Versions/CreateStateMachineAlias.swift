// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachineAlias.html>.
struct CreateStateMachineAlias: APIAction {
    let aliasName: String
    let aliasDescription: String?
    let routing: [AliasRecord.Route]

    /// Letters, digits, `_`, `-` and `.`, and not digits alone: a number is a version.
    private static let namePattern = Constraint.pattern(shown: #"^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$"#) { name in
        name.utf8.allSatisfy { isNameByte($0) || isDigit($0) } && name.utf8.contains(where: isNameByte)
    }

    init(reading request: inout RequestReader) throws(APIError) {
        aliasName = try request.requiredString("name", [.length(1...80), Self.namePattern])
        aliasDescription = try request.string("description", [.length(0...256)])
        routing = try AliasRouting.read(&request) ?? []
        request.require("routingConfiguration")
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        let machine = try AliasRouting.check(routing)
        let now = Timestamp.now
        let alias = AliasRecord(
            arn: machine.qualified(by: aliasName).description,
            stateMachineARN: machine.description,
            name: aliasName,
            description: aliasDescription,
            routing: routing,
            createdAt: now,
            updatedAt: now
        )
        let saved = try await service.store.write { db in
            if let existing = try AliasRecord.fetch(alias.arn, db) {
                guard existing.routing == alias.routing, existing.description == alias.description else {
                    throw APIError(
                        "ConflictException",
                        "Failed to create alias because an alias with the same name and a different "
                            + "routing configuration already exists."
                    )
                }
                return existing
            }
            try AliasRouting.checkVersionsExist(routing, db)
            try alias.save(db)
            return alias
        }
        return ["stateMachineAliasArn": .string(saved.arn), "creationDate": .timestamp(saved.createdAt)]
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        let lowercased = byte | 0x20
        return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lowercased) || "_-.".utf8.contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
