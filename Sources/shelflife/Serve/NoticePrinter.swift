// SPDX-License-Identifier: Apache-2.0

import Console
import Foundation
import OrderedJSON
import StatesEngine

/// Prints what would be published to SNS where deployed, unless an endpoint takes it.
struct NoticePrinter: ServiceCaller {
    let next: (any ServiceCaller)?

    func call(_ task: TaskRequest, service: String, action: String) async throws(ErrorOutput) -> JSONValue? {
        if let answer = try await next?.call(task, service: service, action: action) { return answer }
        guard service == "sns", action == "publish" else { return nil }
        let subject = task.parameters["Subject"]?.string ?? "notice"
        let message = task.parameters["Message"].map { $0.string ?? $0.serialized() } ?? ""
        standardError.write("notice (SNS where deployed): \(subject)\n\(message)")
        return ["MessageId": .string(UUID().uuidString.lowercased())]
    }
}
