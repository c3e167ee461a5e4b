"""A server of the app for tests, as its own process."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]


@dataclass
class Server:
    """A server of the app. ``local``: the folder of its stores."""

    url: str
    local: Path
    log: Path
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start the process, and wait until it answers."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command, cwd=self.log.parent, env=self.environment, stdout=output, stderr=output
            )
        for _ in range(600):
            try:
                httpx.get(f"{self.url}/_stcore/health", timeout=2).raise_for_status()
                return
            except httpx.HTTPError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        self.stop()
        pytest.fail(f"the server did not start:\n{self.log.read_text()}")

    def kill(self) -> None:
        """End the process without a chance to close anything."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()


def free_port() -> int:
    """A free port."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]


def start_server(app: Path, home: Path, local: Path, port: int, environment: dict[str, str]) -> Server:
    log = home / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", str(app), "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.fileWatcherType", "none"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BLOKWIJZER_", "STREAMLIT_"))}
    settings = {"BLOKWIJZER_LOCAL": str(local), "HOME": str(home), "PYTHONPATH": str(ROOT), **environment}
    server = Server(f"http://localhost:{port}", local, log, command, kept | settings)
    server.start()
    return server
