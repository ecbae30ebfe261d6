// SPDX-License-Identifier: Apache-2.0

import Console
import StatesEngine

/// A program as a function: as many processes of it as there are invocations at a time, each used again.
actor FunctionProgram: FunctionInvoker {
    /// More would take the machine over; Lambda's own limit is the account's.
    private static let mostEnvironments = 10

    private let path: String
    private let handler: String
    private var idle: [FunctionEnvironment] = []
    private var count = 0
    private var waiting: [CheckedContinuation<FunctionEnvironment?, Never>] = []

    init(path: String, handler: String) {
        self.path = path
        self.handler = handler
    }

    func invoke(function name: String, payload: [UInt8]) async throws(ErrorOutput) -> [UInt8]? {
        let environment = await free(name)
        let result = await environment.invoke(payload)
        await giveBack(environment)
        return try result.get()
    }

    private func free(_ name: String) async -> FunctionEnvironment {
        if let environment = idle.popLast() { return environment }
        if count >= Self.mostEnvironments,
            let environment = await withCheckedContinuation({ waiting.append($0) })
        {
            return environment
        }
        count += 1
        return FunctionEnvironment(path: path, handler: handler, functionName: name)
    }

    /// A process that has ended is not used again; whoever waits starts another.
    private func giveBack(_ environment: FunctionEnvironment) async {
        let isUsable = await environment.isRunning
        if !isUsable { count -= 1 }
        if !waiting.isEmpty {
            waiting.removeFirst().resume(returning: isUsable ? environment : nil)
        } else if isUsable {
            idle.append(environment)
        }
    }

    /// Ends the processes that are idle; those at work end with the server that they speak to.
    func stop() async {
        for environment in idle { await environment.stop() }
        idle = []
    }
}
