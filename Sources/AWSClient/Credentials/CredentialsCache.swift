// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// Keeps credentials until shortly before they end.
package actor CredentialsCache {
    /// How long before their end credentials are renewed.
    private static let margin: TimeInterval = 300
    /// How long before their end credentials are of no use.
    private static let lastMoment: TimeInterval = 10

    private let source: any CredentialsSource
    private let now: @Sendable () -> Date
    private var cached: Credentials?
    /// Callers that come while credentials are being fetched wait for the same answer.
    private var pending: Task<Result<Credentials?, CredentialsError>, Never>?

    package init(_ source: any CredentialsSource, now: @escaping @Sendable () -> Date = { Date() }) {
        self.source = source
        self.now = now
    }

    /// - Throws: ``CredentialsError`` when no source has any; not while old ones still hold.
    package func current() async throws(CredentialsError) -> Credentials {
        if let cached, remaining(cached) > Self.margin { return cached }
        let task = pending ?? fetch()
        pending = task
        let result = await task.value
        if pending == task { pending = nil }
        switch result {
        case .success(let fresh?):
            cached = fresh
            return fresh
        case .success(nil):
            throw CredentialsError("no AWS credentials: tried \(source.name)")
        case .failure(let error):
            if let cached, remaining(cached) > Self.lastMoment { return cached }
            throw error
        }
    }

    /// Lets the next call fetch anew, because AWS no longer takes these.
    package func forget() {
        cached = nil
    }

    private func fetch() -> Task<Result<Credentials?, CredentialsError>, Never> {
        let source = source
        return Task {
            do throws(CredentialsError) {
                return .success(try await source.credentials())
            } catch {
                return .failure(error)
            }
        }
    }

    private func remaining(_ credentials: Credentials) -> TimeInterval {
        credentials.expiration.map { $0.timeIntervalSince(now()) } ?? .infinity
    }
}
