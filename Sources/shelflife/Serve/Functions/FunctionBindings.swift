// SPDX-License-Identifier: Apache-2.0

import AWSClient
import Console

/// The functions of `--function`, ready to be invoked.
struct FunctionBindings {
    private var programs: [String: FunctionProgram] = [:]
    private var urls: [String: String] = [:]

    /// Of two bindings of one name the later counts.
    init(_ bindings: [FunctionBinding]) {
        for binding in bindings {
            (programs[binding.name], urls[binding.name]) = (nil, nil)
            switch binding.target {
            case .program(let path, let handler):
                programs[binding.name] = FunctionProgram(path: path, handler: handler)
            case .endpoint(let url):
                urls[binding.name] = url
            }
        }
    }

    /// All of them by name.
    ///
    /// - Throws: When libcurl cannot be started.
    func invokers() throws -> [String: any FunctionInvoker] {
        var invokers: [String: any FunctionInvoker] = programs
        guard !urls.isEmpty else { return invokers }
        let (endpoints, transport) = (ServiceEndpoints(.process), try CurlTransport())
        for (name, url) in urls { invokers[name] = LambdaEndpoint(url, endpoints, transport: transport) }
        return invokers
    }

    /// Ends the programs.
    func stop() async {
        for program in programs.values { await program.stop() }
    }
}

extension ConsoleConfiguration {
    /// Puts the bound functions before those that the configuration has.
    mutating func bind(_ bindings: FunctionBindings) throws {
        let invokers = try bindings.invokers()
        guard !invokers.isEmpty else { return }
        functions = BoundFunctions(invokers, others: [functions].compactMap(\.self))
    }
}
