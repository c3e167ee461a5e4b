"""The software bill of materials of an environment: valid, with versions and licences; ``.ci/sbom`` makes it."""

import json
import shutil
import subprocess
import sys
import venv
from importlib.metadata import distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INSTALLED = ("click", "numpy", "pyrage")  # the last one states no licence that is read


@pytest.fixture
def environment(tmp_path) -> Path:
    """An environment with the metadata of three packages; checking a bill of all takes a minute."""
    venv.create(tmp_path / "venv", symlinks=True)
    (packages,) = tmp_path.glob("venv/lib/python*/site-packages")
    for name in INSTALLED:
        metadata = Path(str(distribution(name).locate_file(""))) / f"{name}-{distribution(name).version}.dist-info"
        shutil.copytree(metadata, packages / metadata.name)
    return tmp_path / "venv"


def bill(environment: Path) -> subprocess.CompletedProcess:
    search = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    command = [ROOT / ".ci" / "sbom", environment.parent / "sbom.json", environment]
    return subprocess.run(command, env={"PATH": search}, capture_output=True, text=True, check=False)


def test_it_is_valid_and_names_each_package_with_version_and_licence(environment):
    told = bill(environment)
    assert (told.returncode, "valid CycloneDX 1.6" in told.stdout) == (0, True), told.stderr
    found = json.loads((environment.parent / "sbom.json").read_text(encoding="utf-8"))
    assert found["metadata"]["component"]["name"] == "blokwijzer"
    assert {each["name"]: each["version"] for each in found["components"]} == {
        name: distribution(name).version for name in INSTALLED
    }
    licence = {
        each["name"]: each["licenses"][0]["license"]["id"] for each in found["components"] if each["name"] != "numpy"
    }
    assert licence == {"click": "BSD-3-Clause", "pyrage": "MIT"}


def test_a_package_of_which_no_licence_is_known_is_an_error(environment):
    (packages,) = environment.glob("lib/python*/site-packages")
    (packages / "unknown-1.dist-info").mkdir()
    (packages / "unknown-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: unknown\nVersion: 1\n")
    told = bill(environment)
    assert told.returncode != 0
    assert "unknown" in told.stderr
