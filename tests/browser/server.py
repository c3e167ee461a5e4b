"""A server of the app for tests, as its own process."""

import os
import socket
import time
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

import httpx
import pytest

from tests.browser import forked

ROOT = Path(__file__).parents[2]


@dataclass
class Server:
    """A server of the app. ``local``: the folder of its stores."""

    url: str
    local: Path
    log: Path
    command: list[str]
    environment: dict[str, str]
    process: BaseProcess | None = None

    def start(self) -> None:
        """Start the process, and wait until it answers."""
        self.process = forked.streamlit(self.command, self.environment, self.log.parent, self.log)
        for _ in range(600):
            try:  # without certificates, which take 30 ms to load
                httpx.get(f"{self.url}/_stcore/health", timeout=2, verify=False).raise_for_status()
                return
            except httpx.HTTPError:
                if not self.process.is_alive():
                    break
                time.sleep(0.1)
        self.stop()
        pytest.fail(f"the server did not start:\n{self.log.read_text()}")

    def kill(self) -> None:
        """End the process without a chance to close anything."""
        self.process.kill()
        self.process.join()

    def stop(self) -> None:
        self.process.terminate()
        self.process.join(10)
        if self.process.is_alive():
            self.kill()


def free_port() -> int:
    """A free port."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]


def start_server(app: Path, home: Path, local: Path, port: int, environment: dict[str, str]) -> Server:
    log = home / "server.log"
    command = ["run", str(app), "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.fileWatcherType", "none"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BLOKWIJZER_", "STREAMLIT_"))}
    settings = {"BLOKWIJZER_LOCAL": str(local), "HOME": str(home), "PYTHONPATH": str(ROOT), **environment}
    server = Server(f"http://localhost:{port}", local, log, command, kept | settings)
    server.start()
    return server
