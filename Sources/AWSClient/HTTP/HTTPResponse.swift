// SPDX-License-Identifier: Apache-2.0

/// Status and headers of an answer; the body went to an ``HTTPBodySink``.
package struct HTTPResponse: Sendable, Hashable {
    package var status: Int
    package var headers: [HTTPHeader]
    /// Whether it answers a second sending: a connection kept open from earlier ended without an answer, and the service
    /// may have acted on the first.
    package var isToRepetition: Bool

    package init(status: Int, headers: [HTTPHeader] = [], isToRepetition: Bool = false) {
        self.status = status
        self.headers = headers
        self.isToRepetition = isToRepetition
    }

    /// The first value of a header, whose name is compared without case.
    package subscript(header name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }
}
