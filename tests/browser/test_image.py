"""The image is built, started as the compose file starts it, and a page of it is opened.

This takes minutes and needs Docker or Podman, so it runs only when asked for: ``pytest -m image -n 0``. The variables
CONTAINER_TOOL, CONTAINER_BUILD and CONTAINER_RUN add words to the three commands, for a machine that needs them.
"""

import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import yaml
from playwright.sync_api import expect

from tests.browser.page_at_rest import settled
from tests.browser.server import free_port

pytestmark = pytest.mark.image
ROOT = Path(__file__).parents[2]
TAG = "localhost/blokwijzer:test"


def words(variable: str) -> list[str]:
    return shlex.split(os.environ.get(variable, ""))


def tool() -> list[str]:
    """The command of the container tool that works here."""
    for command in (words("CONTAINER_TOOL"), ["docker"], ["podman"]):
        if command and shutil.which(command[0]):
            told = subprocess.run([*command, "info"], capture_output=True, check=False)
            if told.returncode == 0:
                return command
    pytest.skip("neither docker nor podman works here")


@pytest.fixture(scope="module")
def image() -> str:
    command = [*tool(), "build", "--file", "deploy/Containerfile", "--tag", TAG, *words("CONTAINER_BUILD"), "."]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr[-3000:]
    return TAG


@pytest.fixture
def address(image: str) -> Iterator[str]:
    """The address of a server in a container with the limits of the compose file, without sign-in."""
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))["services"]["server-1"]
    assert compose["read_only"]
    port = free_port()
    limits = ["--read-only", "--cap-drop", *compose["cap_drop"], "--tmpfs", compose["tmpfs"][0]]
    limits += [word for option in compose["security_opt"] for word in ("--security-opt", option.removesuffix(":true"))]
    run = [*tool(), "run", "--detach", "--rm", *limits, "--publish", f"127.0.0.1:{port}:8501", *words("CONTAINER_RUN")]
    run += [image, "run", "--host", "0.0.0.0", "--without-sign-in"]
    started = subprocess.run(run, capture_output=True, text=True, check=False)
    assert started.returncode == 0, started.stderr
    container = started.stdout.split()[-1]
    yield f"http://localhost:{port}"
    subprocess.run([*tool(), "stop", "--time", "5", container], capture_output=True, check=True)


def test_a_page_of_the_image_opens(address, open_page):
    for _ in range(120):
        try:
            answer = httpx.get(f"{address}/healthz", timeout=5)
            break
        except httpx.TransportError:
            time.sleep(0.5)
    else:
        pytest.fail("the container does not answer")
    assert answer.status_code == 200
    page = open_page()
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    settled(page)
    assert page.get_by_text("draait zonder inloggen").count() == 1
