# SPDX-License-Identifier: Apache-2.0
"""The archive: the same bytes for the same executable, and every function of the templates runs from it."""

import hashlib
import importlib.machinery
import importlib.util
import os
import pathlib
import sys
import zipfile

import cfnlint.decode
import pytest
from runtime_api import RuntimeAPI

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


def package():
    """Scripts/package as a module; it has no suffix."""
    loader = importlib.machinery.SourceFileLoader("package", str(REPOSITORY / "Scripts" / "package"))
    sys.dont_write_bytecode = True
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("package", loader))
    loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def bootstrap(tmp_path_factory):
    """The executable as it comes out of the archive: the release build where there is one, else the debug build."""
    candidates = [REPOSITORY / ".build" / "package" / "bootstrap", REPOSITORY / ".build" / "debug" / "bootstrap"]
    built = next((path for path in candidates if path.exists()), None)
    assert built, "build first: make worker"
    folder = tmp_path_factory.mktemp("package")
    package().pack(built, folder / "worker.zip")
    with zipfile.ZipFile(folder / "worker.zip") as archive:
        [entry] = archive.infolist()
        assert entry.filename == "bootstrap"
        assert entry.external_attr >> 16 == 0o100755, "Lambda needs an executable file"
        archive.extract(entry, folder)
    (folder / "bootstrap").chmod(0o755)
    return folder / "bootstrap"


def handlers():
    found = set()
    for path in sorted((REPOSITORY / "cloudformation").glob("*.yaml")):
        template, _ = cfnlint.decode.decode(str(path))
        for resource in template["Resources"].values():
            if resource["Type"] == "AWS::Lambda::Function":
                found.add(resource["Properties"]["Handler"])
    return sorted(found)


def test_packs_the_same_bytes_whenever_wherever_and_whoever(tmp_path):
    digests = set()
    for number, (mode, age) in enumerate([(0o755, 0), (0o700, 86_400 * 400), (0o644, 12)]):
        folder = tmp_path / str(number)
        folder.mkdir()
        executable = folder / "bootstrap"
        executable.write_bytes(b"\x7fELF" + bytes(range(256)) * 4000)
        executable.chmod(mode)
        changed = executable.stat().st_mtime - age
        os.utime(executable, (changed, changed))
        package().pack(executable, folder / "worker.zip")
        digests.add(hashlib.sha256((folder / "worker.zip").read_bytes()).hexdigest())
    assert len(digests) == 1


def test_packs_the_executable_twice_alike(bootstrap, tmp_path):
    archives = [tmp_path / "one.zip", tmp_path / "two.zip"]
    for archive in archives:
        package().pack(bootstrap, archive)
    assert archives[0].read_bytes() == archives[1].read_bytes()
    with zipfile.ZipFile(archives[0]) as archive:
        assert archive.read("bootstrap") == bootstrap.read_bytes()


def test_templates_name_their_workers():
    assert {"ListExpiredImages", "DeregisterImage", "DeleteImageSnapshots", "ReportRun"} <= set(handlers())


@pytest.mark.parametrize("handler", handlers())
def test_every_function_of_the_templates_runs_from_the_archive(bootstrap, handler):
    with RuntimeAPI() as api, api.start([bootstrap], handler) as function:
        for event in ({"policy": {"policy": "p"}}, {}):
            answer = function.invoke(event)
            assert answer.kind == "error", answer.body
            assert answer.json()["errorType"] in ("Shelflife.InvalidPolicy", "Shelflife.InvalidInput")
        assert function.process.poll() is None, "the process must live on"


def test_an_unknown_handler_fails_the_initialisation_and_names_the_known(bootstrap):
    with RuntimeAPI() as api, api.start([bootstrap], "RetireEverything") as function:
        answer = function.wait()
        assert answer.kind == "init/error"
        error = answer.json()
        assert error["errorType"] == "Shelflife.UnknownHandler"
        assert "RetireEverything" in error["errorMessage"]
        assert all(handler in error["errorMessage"] for handler in handlers())
        assert function.process.wait(10) == 1
