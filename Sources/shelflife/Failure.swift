// SPDX-License-Identifier: Apache-2.0

/// Why a command gives up: one sentence for standard error, and how the process ends.
struct Failure: Error, CustomStringConvertible {
    enum Status: Int32 {
        /// The execution failed, or a check found a difference.
        case failed = 1
        /// Usage or invalid input.
        case invalid = 2
    }

    let description: String
    let status: Status

    init(_ description: String, status: Status = .failed) {
        self.description = description
        self.status = status
    }

    /// Input that somebody has to mend.
    static func invalid(_ description: String) -> Failure {
        Failure(description, status: .invalid)
    }
}
