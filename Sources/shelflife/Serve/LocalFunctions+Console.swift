// SPDX-License-Identifier: Apache-2.0

import Console
import ImageLifecycle
import LocalRunner
import OrderedJSON
package import StatesEngine

extension LocalFunctions: FunctionInvoker {
    package func invoke(function name: String, payload: [UInt8]) async throws(ErrorOutput) -> [UInt8]? {
        let input: JSONValue
        do throws(JSONSyntaxError) {
            input = try JSONValue(parsing: payload)
        } catch {
            throw ErrorOutput(error: "Lambda.InvalidRequestContentException", cause: "the payload is no JSON: \(error)")
        }
        return try await invoke(function: name, payload: input)?.serializedUTF8()
    }

    /// The workers with a log that the console shows beside their task.
    static func logging(ec2: any EC2) -> LocalFunctions {
        var context = StepContext()
        context.log = { message, fields in
            let details = fields.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            WorkerLog.write(([message] + details).joined(separator: "  "))
        }
        return LocalFunctions(ec2: ec2, context: context)
    }
}
