// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// A task token: an opaque text that leads back to a task, so that no table of open tokens must survive a restart.
public struct TaskToken: Sendable, Hashable {
    /// The execution that waits.
    public let executionARN: String
    /// The task it waits for.
    public let taskID: TaskID
    /// A seeded number, so that tokens cannot be guessed from their neighbours.
    let nonce: UInt64

    /// The token as it travels.
    public var text: String {
        Data("\(taskID.number) \(String(nonce, radix: 36)) \(executionARN)".utf8).base64EncodedString()
    }

    init(executionARN: String, taskID: TaskID, nonce: UInt64) {
        self.executionARN = executionARN
        self.taskID = taskID
        self.nonce = nonce
    }

    /// Reads a token.
    ///
    /// - Returns: nil when the text is none of ours.
    public init?(text: String) {
        guard let data = Data(base64Encoded: text), let decoded = String(validating: data, as: UTF8.self) else {
            return nil
        }
        let fields = decoded.split(separator: " ", maxSplits: 2)
        guard fields.count == 3, let number = Int(fields[0]), let nonce = UInt64(fields[1], radix: 36) else {
            return nil
        }
        self.init(executionARN: String(fields[2]), taskID: TaskID(number), nonce: nonce)
    }
}
