// SPDX-License-Identifier: Apache-2.0

import Hummingbird

/// A file that pages need; part of the executable, so that the console needs neither the internet nor a folder.
struct ConsoleAsset: Sendable {
    let name: String
    let type: String
    let bytes: [UInt8]

    static let all = [
        ConsoleAsset(name: "console.css", type: "text/css; charset=utf-8", bytes: PackageResources.console_css),
        ConsoleAsset(name: "console.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.console_js),
        ConsoleAsset(name: "icon.svg", type: "image/svg+xml", bytes: PackageResources.icon_svg),
    ]

    var response: Response {
        Response(
            status: .ok,
            headers: [.contentType: type, .cacheControl: "no-cache", .xContentTypeOptions: "nosniff"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
}
