// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Synchronization

@testable import AWSClient

/// Gives `key-1`, `key-2`, … or fails.
final class CountingCredentials: CredentialsSource {
    private let count = Mutex(0)
    private let lifetime: TimeInterval?
    private let now: @Sendable () -> Date
    /// From which call on it fails.
    private let failsFrom: Int

    init(lifetime: TimeInterval? = nil, failsFrom: Int = .max, now: @escaping @Sendable () -> Date = { Date() }) {
        self.lifetime = lifetime
        self.failsFrom = failsFrom
        self.now = now
    }

    var name: String { "a test" }
    var calls: Int { count.withLock { $0 } }

    func credentials() async throws(CredentialsError) -> Credentials? {
        let number = count.withLock { count in
            count += 1
            return count
        }
        guard number < failsFrom else { throw CredentialsError("a test failed") }
        return Credentials(
            accessKeyID: "key-\(number)",
            secretAccessKey: "secret",
            expiration: lifetime.map { now().addingTimeInterval($0) }
        )
    }
}
