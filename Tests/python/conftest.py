# SPDX-License-Identifier: Apache-2.0
"""Fixtures for the tests against other people's software: moto as EC2, boto3 as the judge."""

import datetime
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import boto3
import pytest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
# What measures and what tests share helpers.
sys.path.insert(0, str(REPOSITORY / "Scripts"))
# What a guard asks that moto does not know; a guard that cannot be evaluated would keep every image.
MOTO_GUARD = {"references": False, "locks": False, "archive": False, "fastSnapshotRestore": False}
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def client(service, endpoint, region="us-east-1"):
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


class Moto:
    """A moto server whose clock a test sets, so that what it creates is as old as the test needs."""

    def __init__(self, folder):
        self.time_file = folder / "faketime"
        self.set_age(days=0)
        port = free_port()
        self.endpoint = f"http://127.0.0.1:{port}"
        library = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
            env={
                **os.environ,
                "LD_PRELOAD": str(library),
                "FAKETIME_TIMESTAMP_FILE": str(self.time_file),
                "FAKETIME_NO_CACHE": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                "MOTO_EC2_LOAD_DEFAULT_AMIS": "false",
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{self.endpoint}/moto-api/", timeout=2).read()
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                assert self.process.poll() is None, "moto_server ended early"
                assert time.monotonic() < deadline, "moto_server did not start in 60 s"
                time.sleep(0.2)

    def set_age(self, **age):
        """From now on the server believes that it is that long ago."""
        then = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(**age)
        self.time_file.write_text(then.strftime("@%Y-%m-%d %H:%M:%S"))

    def reset(self):
        self.set_age(days=0)
        urllib.request.urlopen(urllib.request.Request(f"{self.endpoint}/moto-api/reset", method="POST"), timeout=10).read()

    def client(self, service, region="us-east-1"):
        return client(service, self.endpoint, region)

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=10)


@pytest.fixture(scope="session")
def moto_server(tmp_path_factory):
    server = Moto(tmp_path_factory.mktemp("moto"))
    yield server
    server.stop()


@pytest.fixture
def moto(moto_server):
    moto_server.reset()
    return moto_server


class Result:
    def __init__(self, process):
        self.status = process.returncode
        self.stdout = process.stdout
        self.stderr = process.stderr

    @property
    def document(self):
        """The one JSON document on standard output."""
        return json.loads(self.stdout)


@pytest.fixture(scope="session")
def shelflife():
    """Runs the command and gives its status and output."""
    binary = REPOSITORY / ".build" / "debug" / "shelflife"
    assert binary.exists(), "build first: swift build"

    def without_aws(environment):
        plain = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
        return {**plain, **CREDENTIALS, **environment}

    def begin(*arguments):
        """Only starts it, for a test that ends it."""
        return subprocess.Popen(
            [str(binary), *map(str, arguments)],
            env=without_aws({}),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=REPOSITORY,
        )

    def run(*arguments, timeout=120, cwd=REPOSITORY, input=None, **environment):
        return Result(
            subprocess.run(
                [str(binary), *map(str, arguments)],
                env=without_aws(environment),
                capture_output=True,
                text=True,
                timeout=timeout,
                cwd=cwd,
                input=input,
            )
        )

    run.binary = binary
    run.begin = begin
    return run


@pytest.fixture
def policy_file(tmp_path):
    """Writes a policy document and gives its path."""

    def write(document, name="policy.json"):
        path = tmp_path / name
        path.write_text(document if isinstance(document, str) else json.dumps(document))
        return path

    return write
