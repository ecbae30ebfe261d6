// SPDX-License-Identifier: Apache-2.0

import Foundation
import OrderedJSON
import StatesEngine

/// One process of a function with a Runtime API of its own: what Lambda calls an execution environment. It works on one
/// invocation at a time (<https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>).
actor FunctionEnvironment {
    /// An event on its way to the process.
    struct Invocation: Sendable {
        let requestID: String
        let payload: [UInt8]
        let deadline: Date
    }

    /// The longest that Lambda lets a function run, in seconds.
    private static let longestRun = 900.0

    private let path: String
    private let handler: String
    private let functionName: String

    private var process: Process?
    /// The process has said that it could not be made ready; it ends in a moment.
    private var isUnready = false
    private var server: Task<Void, any Error>?
    private var queued: Invocation?
    private var poll: CheckedContinuation<Invocation?, Never>?
    private var atWork: String?
    private var answer: CheckedContinuation<Result<[UInt8], ErrorOutput>, Never>?

    init(path: String, handler: String, functionName: String) {
        self.path = path
        self.handler = handler
        self.functionName = functionName
    }

    /// Whether another invocation may be given to it.
    var isRunning: Bool { !isUnready && process?.isRunning == true }

    /// Runs the function on an event; the process is started with the first.
    func invoke(_ payload: [UInt8]) async -> Result<[UInt8], ErrorOutput> {
        if process == nil {
            do {
                try await start()
            } catch {
                stop()
                return .failure(Self.failure("Runtime.InvalidEntrypoint", "\(path) does not start: \(error)"))
            }
        }
        let invocation = Invocation(
            requestID: UUID().uuidString.lowercased(),
            payload: payload,
            deadline: Date(timeIntervalSinceNow: Self.longestRun)
        )
        let timeout = Task {
            try await Task.sleep(for: .seconds(Self.longestRun))
            timeOut(invocation.requestID)
        }
        defer { timeout.cancel() }
        return await withCheckedContinuation { continuation in
            atWork = invocation.requestID
            answer = continuation
            guard isRunning else { return fail("Runtime.ExitError", "the process has ended") }
            if let poll {
                self.poll = nil
                poll.resume(returning: invocation)
            } else {
                queued = invocation
            }
        }
    }

    private func start() async throws {
        let api = RuntimeAPI(environment: self)
        let (port, server) = try await api.listen()
        self.server = server
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.environment = ProcessInfo.processInfo.environment.merging([
            "_HANDLER": handler,
            "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:\(port)",
            "AWS_LAMBDA_FUNCTION_NAME": functionName,
            "LAMBDA_TASK_ROOT": URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false),
        ]) { $1 }
        process.standardInput = FileHandle.nullDevice
        // The address of the service alone is on standard output.
        process.standardOutput = FileHandle.standardError
        process.terminationHandler = { ended in
            let status = ended.terminationStatus
            Task { await self.exited(status) }
        }
        try process.run()
        self.process = process
    }

    /// Ends the process and its Runtime API.
    func stop() {
        if process?.isRunning == true { process?.terminate() }
        server?.cancel()
    }

    // MARK: What the Runtime API hears

    /// The event to work on, once there is one; nil when the process has ended meanwhile.
    func next() async -> Invocation? {
        if let invocation = queued {
            queued = nil
            return invocation
        }
        return await withCheckedContinuation { poll = $0 }
    }

    /// - Returns: false when no such request is at work.
    func answered(_ requestID: String, _ result: Result<[UInt8], ErrorOutput>) -> Bool {
        guard atWork == requestID else { return false }
        finish(result)
        return true
    }

    /// The process could not be made ready.
    func initFailed(_ error: ErrorOutput) {
        isUnready = true
        finish(.failure(error))
    }

    private func exited(_ status: Int32) {
        poll?.resume(returning: nil)
        poll = nil
        server?.cancel()
        fail("Runtime.ExitError", "Runtime exited with exit status \(status)")
    }

    private func timeOut(_ requestID: String) {
        guard atWork == requestID else { return }
        fail("Sandbox.Timedout", "Task timed out after \(Int(Self.longestRun)) seconds")
        stop()
    }

    private func fail(_ type: String, _ message: String) {
        let request = atWork.map { "RequestId: \($0) Error: " } ?? ""
        finish(.failure(Self.failure(type, request + message)))
    }

    private func finish(_ result: Result<[UInt8], ErrorOutput>) {
        queued = nil
        atWork = nil
        answer?.resume(returning: result)
        answer = nil
    }

    private static func failure(_ type: String, _ message: String) -> ErrorOutput {
        let document: JSONValue = ["errorType": .string(type), "errorMessage": .string(message)]
        return ErrorOutput(error: type, cause: document.serialized())
    }
}
