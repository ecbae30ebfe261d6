// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// The steps that run as Lambda workers, by handler name.
package enum WorkerStep: String, CaseIterable, Sendable {
    case listExpiredImages = "ListExpiredImages"
    case deregisterImage = "DeregisterImage"
    case deleteImageSnapshots = "DeleteImageSnapshots"
    case reportRun = "ReportRun"
}

/// What a step gets beside its input.
package struct StepContext: Sendable {
    /// Takes one structured log record: a message and fields. Never credentials.
    package var log: @Sendable (_ message: String, _ fields: [String: String]) -> Void

    package init(log: @escaping @Sendable (_ message: String, _ fields: [String: String]) -> Void = { _, _ in }) {
        self.log = log
    }
}

/// Why a step failed, in the terms in which a state machine matches it (`ErrorEquals`).
package struct StepError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The error name, `Shelflife.InvalidPolicy` for instance.
    package var type: String
    /// One sentence with the place.
    package var message: String

    package init(type: String, message: String) {
        self.type = type
        self.message = message
    }

    package var description: String { "\(type): \(message)" }
}
