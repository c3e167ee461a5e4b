"""The installed wheel: ``blokwijzer run`` from another folder, without access to the checkout."""

import asyncio
import os
import shutil
import subprocess
import sys
import time
import tomllib
import venv
import zipfile
from pathlib import Path

import httpx
import pytest

from tests.bench.client import Client
from tests.browser.server import free_port

pytest.importorskip("setuptools", minversion="77", reason="no setuptools that can build a wheel")
pytest.importorskip("pip", reason="no pip to build a wheel with")

ROOT = Path(__file__).parents[3]
LEFT_OUT = (".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", "build", "*.egg-info", "local")
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    """A copy of the checkout to build from, with a store and a private file in it."""
    folder = tmp_path_factory.mktemp("source") / "blokwijzer"
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
    (folder / "data" / "local").mkdir()
    (folder / "data" / "local" / "own.csv").write_text("of someone's own")
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [*PIP, "wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    subprocess.run([*command, str(source)], check=True, timeout=300)
    (built,) = folder.glob("blokwijzer-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory) -> Path:
    """An environment with the wheel in it; the other packages are those of the environment that runs the tests."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    subprocess.run([*PIP, "--python", str(python), "install", "--no-index", "--no-deps", str(wheel)], check=True)
    others = [path for path in sys.path if path.endswith("-packages")]
    (site_packages(folder) / "others.pth").write_text("\n".join(others))
    (site_packages(folder) / "rfc3987_syntax.py").write_text("raise ImportError")  # see tests/without_iri_grammar.py
    return folder


def site_packages(environment: Path) -> Path:
    (found,) = environment.glob("lib/python*/site-packages")
    return found


def test_the_wheel_holds_all_that_the_packages_need_and_nothing_else(source, wheel):
    packages = [path for name in ("pages", "domain", "data") for path in (source / name).rglob("*") if path.is_file()]
    wanted = {path.relative_to(source).as_posix() for path in packages if path.name != ".gitattributes"}
    wanted = {name for name in wanted if not name.startswith("data/local/")} | {"app.py", "data/cli/config.toml"}
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert names == wanted


def test_it_runs_from_any_folder_with_its_theme_and_keeps_its_data_with_the_user(installed, made_demo, tmp_path):
    folder, home = tmp_path / "work", tmp_path / "home"
    stores = home / ".local" / "share" / "blokwijzer"
    for each in (folder, stores):
        each.mkdir(parents=True)
    shutil.copy(made_demo, stores / "demo.sqlite")  # where it is not found, the app makes another
    (folder / "data.py").write_text("raise ImportError('the module of someone else')")
    ours = ("BLOKWIJZER_", "STREAMLIT_", "PYTHON", "XDG_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment |= {"HOME": str(home), "STREAMLIT_SERVER_HEADLESS": "true"}
    port = free_port()
    command = [str(installed / "bin" / "blokwijzer"), "run", "--port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        answered(f"http://localhost:{port}/healthz", server, tmp_path / "log")
        session, title = asyncio.run(opened(f"http://localhost:{port}"))
    finally:
        server.terminate()
        server.wait(30)
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    theme = settings["theme"]
    assert title
    assert session.custom_theme.light.primary_color == theme["light"]["primaryColor"]
    assert session.custom_theme.dark.primary_color == theme["dark"]["primaryColor"]
    assert list(session.custom_theme.heading_font_sizes) == theme["headingFontSizes"]
    assert list(session.custom_theme.chart_categorical_colors) == theme["chartCategoricalColors"]
    assert not session.config.gather_usage_stats
    assert (stores / "blokwijzer.sqlite").is_file()
    assert {path.name for path in folder.iterdir()} <= {"data.py", "__pycache__"}
    assert not (site_packages(installed) / "data" / "local").exists()


def answered(url: str, server: subprocess.Popen, log: Path) -> None:
    """Wait until the address answers 200, as long as the server runs, and two minutes at most."""
    for _ in range(600):
        try:
            assert httpx.get(url, timeout=30, verify=False).status_code == 200, log.read_text()
            return
        except httpx.TransportError:
            assert server.poll() is None, log.read_text()
            time.sleep(0.2)
    pytest.fail(f"{url} does not answer:\n{log.read_text()}")


async def opened(url: str):
    """Open the first page; return the server's message at the start of the session, and the page's heading."""
    heard = []
    client = Client(url, "", "", lambda message, _data, _now: heard.append(message))
    await client.open()
    try:
        await client.settled(120)
    finally:
        await client.close()
    assert not [message for message in heard if message.delta.new_element.WhichOneof("type") == "exception"]
    return next(message.new_session for message in heard if message.WhichOneof("type") == "new_session"), client.title
