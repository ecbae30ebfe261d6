// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

@testable import AWSClient

/// A small HTTP server on a free loopback port, that answers with exactly the bytes it is told to.
final class LoopbackServer: Sendable {
    struct Request: Sendable {
        var head: String
        var body: String
        /// Which connection it came on, counted from 1.
        var connection: Int

        func header(_ name: String) -> String? {
            for line in head.split(separator: "\r\n").dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                if parts[0].lowercased() == name.lowercased(), parts.count == 2 { return String(parts[1]).trimmed }
            }
            return nil
        }
    }

    enum Reply: Sendable {
        /// These bytes, keeping the connection open.
        case bytes([UInt8])
        /// These bytes, then the end of the connection.
        case bytesAndClose([UInt8])
        /// Nothing, with the connection open.
        case silence

        static func http(_ status: Int, _ body: String, headers: [String] = []) -> Reply {
            let lines = ["HTTP/1.1 \(status) Status", "Content-Length: \(body.utf8.count)"] + headers + ["", ""]
            return .bytes(Array((lines.joined(separator: "\r\n") + body).utf8))
        }
    }

    let port: Int
    private let socket: Int32
    private let log = Mutex<[Request]>([])
    private let handler: @Sendable (Request) -> Reply

    init(_ handler: @escaping @Sendable (Request) -> Reply) throws {
        self.handler = handler
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { [socket] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(socket, address, size) == 0 && listen(socket, 16) == 0 && getsockname(socket, address, &size) == 0
            }
        }
        struct CannotListen: Error {}
        guard isBound else { throw CannotListen() }
        port = Int(UInt16(bigEndian: address.sin_port))
        _ = DetachedThread.start { [self] in accept() }
    }

    var url: String { "http://127.0.0.1:\(port)/" }
    var requests: [Request] { log.withLock { $0 } }

    func stop() {
        // Closed by who accepts: its number may be somebody else's by the time that it gets there.
        shutdown(socket, Int32(SHUT_RDWR))
    }

    private func accept() {
        defer { close(socket) }
        var count = 0
        while true {
            let connection = Glibc.accept(socket, nil, nil)
            guard connection >= 0 else { return }
            count += 1
            let number = count
            _ = DetachedThread.start { [self] in serve(connection, number) }
        }
    }

    private func serve(_ connection: Int32, _ number: Int) {
        defer { close(connection) }
        while let request = read(connection, number) {
            log.withLock { $0.append(request) }
            switch handler(request) {
            case .bytes(let bytes): write(bytes, connection)
            case .bytesAndClose(let bytes):
                write(bytes, connection)
                return
            case .silence: break
            }
        }
    }

    private func write(_ bytes: [UInt8], _ connection: Int32) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    private func read(_ connection: Int32, _ number: Int) -> Request? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.firstRange(of: "\r\n\r\n") {
                var request = Request(head: String(text[..<end.lowerBound]), body: "", connection: number)
                let length = request.header("Content-Length").flatMap { Int($0) } ?? 0
                let body = Array(text[end.upperBound...].utf8)
                if body.count >= length {
                    request.body = String(decoding: body, as: UTF8.self)
                    return request
                }
            }
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            bytes += chunk[..<count]
        }
    }
}

/// Runs a body against a server and ends the server afterwards.
func withServer<Result>(
    _ handler: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Reply,
    _ body: (LoopbackServer) async throws -> Result
) async throws -> Result {
    let server = try LoopbackServer(handler)
    defer { server.stop() }
    return try await body(server)
}
