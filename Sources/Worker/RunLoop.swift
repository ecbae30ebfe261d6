// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import ImageLifecycle

/// Takes one event after another and answers each, whatever comes of it.
struct RunLoop<Client: RuntimeClient>: Sendable {
    typealias Handler = @Sendable (_ payload: Data, _ context: StepContext) async throws(StepError) -> Data

    let client: Client
    let log: Log
    /// How long before Lambda's deadline a step is given up, so that its error still arrives.
    var margin: TimeInterval = 0.5
    let handler: Handler

    init(client: Client, log: Log, margin: TimeInterval = 0.5, handler: @escaping Handler) {
        self.client = client
        self.log = log
        self.margin = margin
        self.handler = handler
    }

    /// Runs until there is nobody left to answer.
    ///
    /// - Returns: why it ended.
    func run() async -> RuntimeError {
        while true {
            do throws(RuntimeError) {
                try await answer(try await client.next())
            } catch {
                return error
            }
        }
    }

    private func answer(_ invocation: Invocation) async throws(RuntimeError) {
        setTraceID(invocation.traceID)
        let log = log.about(invocation)
        switch await outcome(of: invocation, log) {
        case .success(let output):
            // Not every step has something to say; of every item there shall be a record.
            log.write(.info, "done", Outcome.of(output).map { ["outcome": $0] } ?? [:])
            do throws(RuntimeError) {
                try await client.respond(to: invocation.requestID, with: output)
            } catch {
                guard case .refused = error else { throw error }
                let message = "Lambda refuses the step's output of \(output.count) bytes: \(error)"
                try await fail(invocation, StepError(.invalidInput, message), log)
            }
        case .failure(let error):
            try await fail(invocation, error, log)
        }
    }

    private func fail(_ invocation: Invocation, _ error: StepError, _ log: Log) async throws(RuntimeError) {
        log.write(.error, error.message, ["errorType": error.type])
        do throws(RuntimeError) {
            try await client.fail(invocation.requestID, with: error)
        } catch {
            guard case .refused = error else { throw error }
            log.write(.error, "Lambda refuses the step's error: \(error)")
        }
    }

    /// What the step says, or that its time is over.
    private func outcome(of invocation: Invocation, _ log: Log) async -> Result<Data, StepError> {
        let context = StepContext(log: { log.write(.info, $0, $1) }, emitMetrics: log.output)
        guard let deadline = invocation.deadline else { return await attempt(invocation.payload, context) }
        let seconds = max(0, deadline.timeIntervalSinceNow - margin)
        return await withTaskGroup(of: Result<Data, StepError>?.self) { group in
            group.addTask { await attempt(invocation.payload, context) }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            if let first { return first }
            // The step may have come to its end all the same.
            if case .success(let output)?? = await group.next() { return .success(output) }
            return .failure(StepError(.ec2Unavailable, "the step did not end within the function's time"))
        }
    }

    private func attempt(_ payload: Data, _ context: StepContext) async -> Result<Data, StepError> {
        do throws(StepError) {
            return .success(try await handler(payload, context))
        } catch {
            return .failure(error)
        }
    }

    /// Where X-Ray looks for it.
    private func setTraceID(_ traceID: String?) {
        if let traceID {
            setenv("_X_AMZN_TRACE_ID", traceID, 1)
        } else {
            unsetenv("_X_AMZN_TRACE_ID")
        }
    }
}
