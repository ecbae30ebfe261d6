// SPDX-License-Identifier: Apache-2.0

package import AWSClient
package import OrderedJSON
package import StatesEngine

/// How the local service is set up.
package struct ConsoleConfiguration: Sendable {
    /// The address to listen on.
    ///
    /// Loopback unless someone wants otherwise.
    package var host = "127.0.0.1"
    /// The port to listen on; 0 takes a free one.
    package var port = 8083
    /// The database file; nil keeps everything in memory, until the process ends.
    package var databasePath: String?
    /// A `MockConfigFile.json`.
    package var mockConfigurationPath: String?
    /// The account in ARNs.
    package var accountID = "123456789012"
    /// What executions may use.
    package var limits = ExecutionLimits()
    /// Where item readers read and result writers write.
    package var objectStore: (any ObjectStore)?
    /// Calls Lambda functions, by name.
    package var functions: (any FunctionInvoker)?
    /// Calls other services.
    package var integrations: (any ServiceCaller)?

    /// State machines that are there from the beginning.
    package var workflows: [BuiltInWorkflow] = []

    /// Loopback, port 8083, in memory.
    package init() {}

    /// Reaches other services, S3 among them, where `AWS_ENDPOINT_URL` and its kin say.
    ///
    /// - Throws: When libcurl cannot be started.
    package mutating func useEndpoints(of environment: AWSEnvironment = .process) throws {
        let endpoints = ServiceEndpoints(environment)
        let transport = try CurlTransport()
        objectStore = S3ObjectStore(endpoints, transport: transport)
        integrations = EndpointServiceCaller(endpoints, transport: transport)
        if let url = endpoints.url(of: "lambda") {
            let lambda = LambdaEndpoint(url, endpoints, transport: transport)
            functions = BoundFunctions([:], others: [functions, lambda].compactMap(\.self))
        }
    }

    /// Takes the limits of the history's length and of payloads away: for benchmarks, not for rehearsals.
    package mutating func liftLimits() {
        limits.historyEvents = nil
        limits.payloadBytes = nil
    }
}

/// A state machine that the service has from the beginning.
package struct BuiltInWorkflow: Sendable {
    package let name: String
    /// JSON text in the Amazon States Language.
    package let definition: String
    /// An input to begin with, as JSON text.
    package let sampleInput: String

    package init(name: String, definition: String, sampleInput: String) {
        self.name = name
        self.definition = definition
        self.sampleInput = sampleInput
    }
}

/// Calls functions as Lambda would.
package protocol FunctionInvoker: Sendable {
    /// Runs a function.
    ///
    /// - Returns: Its payload; nil when no function of that name is bound.
    /// - Throws: ``ErrorOutput`` with the function's own error document as the cause.
    func invoke(function name: String, payload: [UInt8]) async throws(ErrorOutput) -> [UInt8]?
}

/// Calls the actions of AWS services, or of something in their place.
package protocol ServiceCaller: Sendable {
    /// Calls an action.
    ///
    /// - Returns: The answer as a Task's result; nil when nothing is bound to the service.
    /// - Throws: ``ErrorOutput`` as Step Functions words failures of that service.
    func call(_ task: TaskRequest, service: String, action: String) async throws(ErrorOutput) -> JSONValue?
}
