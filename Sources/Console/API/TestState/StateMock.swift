// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import StatesLanguage

/// What stands in for the work of a tested state: a result or an error.
struct StateMock {
    let outcome: TaskOutcome

    /// The member `mock` of a request, as it was sent.
    struct Request {
        let result: String?
        let error: ErrorOutput?
        let mode: ServiceOutputShapes.Mode

        init(reading request: inout RequestReader) throws(APIError) {
            result = try request.string("result", [.data])
            error = try request.structure("errorOutput") { output throws(APIError) in
                ErrorOutput(
                    error: try output.string("error", [.length(0...256)]),
                    cause: try output.string("cause", [.length(0...32_768)])
                )
            }
            mode = try request.choice("fieldValidationMode", of: ServiceOutputShapes.Mode.self) ?? .strict
        }
    }

    /// Checks a mock against the state it is for.
    ///
    /// - Throws: `ValidationException`.
    init(_ request: Request, for state: StateUnderTest) throws(APIError) {
        guard [.task, .map, .parallel].contains(state.type) else {
            throw .validation("State type '\(state.type.rawValue)' is not supported when a mock is specified")
        }
        switch (request.result, request.error) {
        case (.some, .some):
            throw .validation("A test mock should have only one of the following fields: [result, errorOutput].")
        case (nil, nil):
            throw .validation("A test mock should have one of the following fields: [result, errorOutput].")
        case (nil, let error?):
            guard error.error != nil else {
                throw .validation("A test mock's errorOutput must have the field: [error].")
            }
            outcome = .failed(error)
        case (let text?, nil):
            guard let result = try? JSONValue(parsing: text) else {
                throw .validation("Mock result must be valid JSON")
            }
            try Self.check(result, mode: request.mode, for: state)
            outcome = .succeeded(result)
        }
    }

    private static func check(
        _ result: JSONValue,
        mode: ServiceOutputShapes.Mode,
        for state: StateUnderTest
    ) throws(APIError) {
        if state.type != .task {
            guard mode == .none || result.array != nil || state.json["ResultWriter"] != nil else {
                throw .validation("Mock result must be an array")
            }
            return
        }
        guard mode != .none, case .service(let name, .requestResponse)? = state.integration,
            let shape = ServiceOutputShapes.shape(of: name),
            let problem = ServiceOutputShapes.problem(with: result, shape, mode: mode)
        else { return }
        throw .validation("Mock result schema validation error: \(problem)")
    }
}
