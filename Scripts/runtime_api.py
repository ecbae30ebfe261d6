# SPDX-License-Identifier: Apache-2.0
"""A small Lambda Runtime API on loopback, for running one function's process under it.

    with RuntimeAPI() as api:
        with api.start(["./bootstrap"], handler="ListExpiredImages") as function:
            answer = function.invoke({"policy": ...})
"""
import http.server
import json
import os
import queue
import subprocess
import threading
import time


class Answer:
    """What the function said to one event."""

    def __init__(self, kind, body, at):
        self.kind = kind  # "response", "error", "init/error" or "exit"
        self.body = body
        self.at = at  # time.perf_counter()

    def json(self):
        return json.loads(self.body)


class RuntimeAPI:
    def __init__(self):
        self.events = queue.Queue()
        self.answers = queue.Queue()
        self.deadline_seconds = 60
        self._requests = 0
        api = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Headers and body leave in one packet: Nagle's pause of 40 ms would be counted as the function's.
            wbufsize = -1
            disable_nagle_algorithm = True

            def do_GET(self):
                event = api.events.get()
                if event is None:
                    self.close_connection = True
                    return
                api._requests += 1
                deadline = int((time.time() + api.deadline_seconds) * 1000)
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(event)))
                self.send_header("Lambda-Runtime-Aws-Request-Id", f"request-{api._requests}")
                self.send_header("Lambda-Runtime-Deadline-Ms", str(deadline))
                self.send_header("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700")
                self.send_header(
                    "Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:123456789012:function:test"
                )
                self.end_headers()
                self.wfile.write(event)

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                at = time.perf_counter()
                kind = self.path.rsplit("/runtime/", 1)[1]
                kind = kind if kind == "init/error" else kind.rsplit("/", 1)[1]
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()
                api.answers.put(Answer(kind, body, at))

            def log_message(self, *arguments):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass  # a function that has been ended hangs up

        self._server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"127.0.0.1:{self._server.server_port}"

    def start(self, command, handler, environment=None, **options):
        return Function(self, command, handler, environment or {}, **options)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.events.put(None)
        self._server.shutdown()
        self._server.server_close()


class Function:
    """One process that serves events."""

    def __init__(self, api, command, handler, environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE):
        self.api = api
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
        self.started_at = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            env={
                **inherited,
                "AWS_LAMBDA_RUNTIME_API": api.address,
                "_HANDLER": handler,
                "AWS_REGION": "eu-west-1",
                "AWS_DEFAULT_REGION": "eu-west-1",
                "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY": "secret-that-no-log-may-hold",
                "AWS_SESSION_TOKEN": "token-that-no-log-may-hold",
                **environment,
            },
            stdout=stdout,
            stderr=stderr,
        )

    def invoke(self, event, timeout=30):
        """Sends one event (anything JSON can say, or bytes as they are) and waits for its answer."""
        self.api.events.put(event if isinstance(event, bytes) else json.dumps(event).encode())
        return self.wait(timeout)

    def wait(self, timeout=30):
        """Waits for an answer, or for the end of the process without one."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            try:
                return self.api.answers.get(timeout=0.05)
            except queue.Empty:
                if self.process.poll() is not None and self.api.answers.empty():
                    return Answer("exit", str(self.process.returncode).encode(), time.perf_counter())
        raise TimeoutError("the function did not answer")

    def resident_kib(self, field="VmRSS"):
        with open(f"/proc/{self.process.pid}/status") as status:
            for line in status:
                if line.startswith(field + ":"):
                    return int(line.split()[1])
        raise RuntimeError(f"no {field}")

    def stop(self):
        """Ends the process and returns what it printed."""
        self.process.terminate()
        try:
            return self.process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.communicate()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        if self.process.poll() is None:
            self.stop()
