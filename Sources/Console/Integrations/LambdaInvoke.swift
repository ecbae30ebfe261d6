// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// The optimized integration `lambda:invoke`, on functions that run here.
struct LambdaInvoke {
    let functions: (any FunctionInvoker)?

    /// - Returns: nil when the function is not bound here.
    /// - Throws: The function's own error.
    func call(_ parameters: JSONValue) async throws(ErrorOutput) -> JSONValue? {
        guard let functions, let function = parameters["FunctionName"]?.string else { return nil }
        let payload = parameters["Payload"] ?? [:]
        let name = FunctionName(function).name
        guard let answer = try await functions.invoke(function: name, payload: payload.serializedUTF8()) else {
            return nil
        }
        return [
            "ExecutedVersion": "$LATEST",
            "Payload": ServiceTaskRunner.json(answer),
            "SdkHttpMetadata": ["HttpStatusCode": 200],
            "StatusCode": 200,
        ]
    }
}
