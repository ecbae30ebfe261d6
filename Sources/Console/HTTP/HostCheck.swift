// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

/// Refuses requests that a browser was tricked into sending: a page of a foreign host can point that host's name at
/// this machine (DNS rebinding), but it cannot send another `Host` header than its own.
///
/// A server that listens on loopback answers to loopback's names alone; one that was told to listen elsewhere answers
/// to whatever name it is reached by.
struct HostCheck<Context: RequestContext>: RouterMiddleware {
    private let listensOnLoopback: Bool

    init(listeningOn host: String) {
        listensOnLoopback = Self.isLoopback(host)
    }

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        if listensOnLoopback, let authority = request.head.authority, !Self.isLoopback(Self.name(in: authority)) {
            throw HTTPError(.forbidden, message: "This service answers to localhost only; --host changes that.")
        }
        return try await next(request, context)
    }

    /// The name without the port: `localhost` of `localhost:8083`, `[::1]` of `[::1]:8083`.
    private static func name(in authority: String) -> String {
        guard authority.hasPrefix("["), let end = authority.firstIndex(of: "]") else {
            return String(authority.prefix { $0 != ":" })
        }
        return String(authority[...end])
    }

    /// SDKs write `sync-` before the host of StartSyncExecution unless told not to.
    private static func isLoopback(_ host: String) -> Bool {
        let lowercased = host.lowercased()
        let name = lowercased.hasPrefix("sync-") ? lowercased.dropFirst("sync-".count) : lowercased[...]
        if ["localhost", "::1", "[::1]"].contains(name) || name.hasSuffix(".localhost") { return true }
        let numbers = name.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }
}
