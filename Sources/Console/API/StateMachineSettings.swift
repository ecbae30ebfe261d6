// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// What creating and updating a state machine have in common.
struct StateMachineSettings {
    let logging: LoggingConfiguration?
    let isTraced: Bool?
    let encryption: EncryptionConfiguration?
    let publishes: Bool
    let versionDescription: String?

    init(reading request: inout RequestReader) throws(APIError) {
        logging = try request.structure("loggingConfiguration", LoggingConfiguration.init(reading:))
        isTraced = try request.structure("tracingConfiguration") { tracing throws(APIError) in
            try tracing.bool("enabled") ?? false
        }
        encryption = try request.structure("encryptionConfiguration", EncryptionConfiguration.init(reading:))
        publishes = try request.bool("publish") ?? false
        versionDescription = try request.string("versionDescription", [.length(0...256)])
    }

    /// - Throws: What AWS refuses.
    func check() throws(APIError) {
        guard versionDescription == nil || publishes else {
            throw .validation("Version description can only be set when publish is true")
        }
        try logging?.check()
        try encryption?.check()
    }

    var tracing: JSONValue? {
        isTraced.map { ["enabled": .bool($0)] }
    }
}
