// SPDX-License-Identifier: Apache-2.0

import Hummingbird

/// What is around every page: head, navigation, and the headers that keep other pages out.
struct PageFrame {
    let title: String
    /// The address of the events that tell the page to look again; nil for a page that does not change.
    var updates: String?
    var status = HTTPResponse.Status.ok
    let content: HTML

    /// Nothing from elsewhere, nothing inline, no framing, no forms to elsewhere.
    static let contentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    var html: HTML {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(title) · Shelflife</title>
        <link rel="icon" href="/console/icon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/console/console.css">
        <script type="module" src="/console/console.js"></script>
        </head>
        <body\(updates.map { #" data-updates="\#($0)""# as HTML })>
        <header class="top"><a class="brand" href="/">Shelflife</a>
        <nav aria-label="Console"><a href="/">Executions</a><a href="/start">Start</a></nav>
        <span id="connection" class="connection" role="status"></span></header>
        <main>\(content)</main>
        </body>
        </html>

        """
    }

    var response: Response {
        Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8",
                .cacheControl: "no-store",
                .contentSecurityPolicy: Self.contentSecurityPolicy,
                .xContentTypeOptions: "nosniff",
                .referrerPolicy: "same-origin",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html.text))
        )
    }

    /// A page that says what went wrong.
    static func problem(_ status: HTTPResponse.Status, _ sentence: String) -> Response {
        let content: HTML = """
            <section class="card problem"><h1>\(status.code) \(status.reasonPhrase)</h1><p>\(sentence)</p>
            <p><a href="/">All executions</a></p></section>
            """
        return PageFrame(title: status.reasonPhrase, status: status, content: content).response
    }
}
