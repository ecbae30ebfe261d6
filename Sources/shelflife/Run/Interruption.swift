// SPDX-License-Identifier: Apache-2.0

import Glibc
import UnixSignals

/// What Ctrl-C and a request to end do to a run.
enum Interruption {
    /// As the shell tells of a process that Ctrl-C ended.
    private static let status: Int32 = 130

    /// Stops a run the first time, so that it still tells what it has done; ends the process the second time.
    @Sendable static func watch(_ stop: @escaping @Sendable () -> Void) {
        Task {
            var isStopping = false
            for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
                if isStopping { exit(status) }
                isStopping = true
                standardError.write("Stopping; what is being done now may be missing below. Once more ends it at once.")
                stop()
            }
        }
    }
}
