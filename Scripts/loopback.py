# SPDX-License-Identifier: Apache-2.0
"""Servers of shelflife on loopback ports, and what their clients ask of them.

    with running(shelflife, "sandbox", "--port", "0") as (url, _):
        relay = CountingRelay(url)
        ask(relay.url)
        relay.requests
"""
import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
import threading


class CountingRelay:
    """Passes bytes on and counts the requests in them."""

    def __init__(self, target):
        self.host, self.port = target.removeprefix("http://").split(":")
        self.requests = 0
        self.loop = asyncio.new_event_loop()
        self.server = self.loop.run_until_complete(asyncio.start_server(self.accept, "127.0.0.1", 0))
        self.url = "http://127.0.0.1:%d" % self.server.sockets[0].getsockname()[1]
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    async def accept(self, reader, writer):
        upstream_reader, upstream_writer = await asyncio.open_connection(self.host, int(self.port))
        await asyncio.gather(self.pump(reader, upstream_writer, True), self.pump(upstream_reader, writer, False))

    async def pump(self, reader, writer, counts):
        with contextlib.suppress(OSError):
            while data := await reader.read(1 << 16):
                if counts:
                    self.requests += data.count(b"POST /")
                writer.write(data)
                await writer.drain()
        writer.close()


@contextlib.contextmanager
def running(*command):
    """The URL that a server prints first and its process's number; it ends with the block.

    A server that ended before is what went wrong, whatever its client made of that: what it said is shown.
    """
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment)
        try:
            url = process.stdout.readline().strip()
            if url.startswith("http://"):
                yield url, process.pid
        except OSError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)
            if process.poll() is None:
                raise
        finally:
            early = process.poll()
            process.terminate()
            process.wait(timeout=30)
        if early is not None or not url:
            errors.seek(0)
            said = errors.read(2000).decode(errors="replace")
            sys.exit(f"FAIL: {' '.join(map(str, command[:2]))} ended with {process.returncode}: {said}")
