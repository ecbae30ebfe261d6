# SPDX-License-Identifier: Apache-2.0
"""An endpoint between a client and a server, for seeing and changing what goes through.

    relay = Relay(lambda path, headers, body: forward(target + path, headers, body))
"""
import contextlib
import http.server
import threading
import urllib.error
import urllib.request


def forward(url, headers, body):
    """Asks the server behind; gives the status and the body of its answer, an error's too."""
    kept = {name: value for name, value in headers.items() if name.lower() not in ("host", "content-length")}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, kept, method="POST"), timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


class Relay:
    """Answers POST requests on a free loopback port: with what answer(path, headers, body) gives, a status and bytes."""

    def __init__(self, answer):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Headers and body leave in one packet: Nagle's pause of 40 ms would be counted as the server's.
            wbufsize = -1
            disable_nagle_algorithm = True

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, content = answer(self.path, self.headers, body)
                # A client that was killed meanwhile hears nothing any more.
                with contextlib.suppress(OSError):
                    self.send_response(status)
                    self.send_header("Content-Type", "text/xml")
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
                    self.wfile.flush()

            def log_message(self, *arguments):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self):
        self._server.shutdown()
        self._server.server_close()
