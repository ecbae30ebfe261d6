// SPDX-License-Identifier: Apache-2.0

package import StatesEngine

/// Functions that the user bound by name, before all others.
package struct BoundFunctions: FunctionInvoker {
    private let bindings: [String: any FunctionInvoker]
    /// Asked in their order for what is not bound by name.
    private let others: [any FunctionInvoker]

    package init(_ bindings: [String: any FunctionInvoker], others: [any FunctionInvoker]) {
        self.bindings = bindings
        self.others = others
    }

    package func invoke(function name: String, payload: [UInt8]) async throws(ErrorOutput) -> [UInt8]? {
        if let binding = bindings[name] { return try await binding.invoke(function: name, payload: payload) }
        for other in others {
            if let answer = try await other.invoke(function: name, payload: payload) { return answer }
        }
        return nil
    }
}
