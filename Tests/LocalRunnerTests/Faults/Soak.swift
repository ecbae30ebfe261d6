// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What `make soak` asks for, by environment variables.
enum Soak {
    private static let environment = ProcessInfo.processInfo.environment

    /// How long random accounts are played; nil in `make test`.
    static let seconds = environment["SHELFLIFE_SOAK_SECONDS"].flatMap { Double($0) }
    /// Plays one account again.
    static let seed = environment["SHELFLIFE_SOAK_SEED"].flatMap { UInt64($0) }

    static var isAsked: Bool { seconds != nil }
}
