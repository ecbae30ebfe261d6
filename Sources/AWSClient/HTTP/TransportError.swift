// SPDX-License-Identifier: Apache-2.0

/// Why no complete answer came back.
package struct TransportError: Error, Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// No connection: name not found, refused, or too slow. Nothing was sent.
        case couldNotConnect
        /// Connected, but nobody we trust. Nothing was sent.
        case untrusted
        /// The request was sent, at least in part, and its answer is missing or cut short.
        case answerLost
        /// The sink gave up on the body.
        case bodyRefused
        /// The task was cancelled.
        case cancelled
        /// The request itself cannot be sent, because of its address for instance.
        case invalidRequest
    }

    package var kind: Kind
    /// One sentence without its full stop, naming the host.
    package var message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// Whether the other side may have acted on the request.
    package var mayHaveActed: Bool {
        switch kind {
        case .couldNotConnect, .untrusted, .invalidRequest: false
        case .answerLost, .bodyRefused, .cancelled: true
        }
    }
}

extension TransportError: CustomStringConvertible {
    package var description: String { message }
}
