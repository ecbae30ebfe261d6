// SPDX-License-Identifier: Apache-2.0

import AWSClient
import Console

/// The functions of `--function`, ready to be invoked.
struct FunctionBindings {
    private(set) var invokers: [String: any FunctionInvoker] = [:]

    /// Of two bindings of one name the later counts.
    ///
    /// - Throws: When libcurl cannot be started.
    init(_ bindings: [FunctionBinding]) throws {
        for binding in bindings {
            switch binding.target {
            case .program(let path, let handler):
                invokers[binding.name] = FunctionProgram(path: path, handler: handler)
            case .endpoint(let url):
                invokers[binding.name] = LambdaEndpoint(
                    url,
                    ServiceEndpoints(.process),
                    transport: try CurlTransport()
                )
            }
        }
    }

    /// Ends the programs.
    func stop() async {
        for case let program as FunctionProgram in invokers.values { await program.stop() }
    }
}

extension ConsoleConfiguration {
    /// Puts the bound functions before those that the configuration has.
    mutating func bind(_ bindings: FunctionBindings) {
        guard !bindings.invokers.isEmpty else { return }
        functions = BoundFunctions(bindings.invokers, others: [functions].compactMap(\.self))
    }
}
