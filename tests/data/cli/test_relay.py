"""Requests of a systemd socket are led to an association's server, which may still start, until nobody is there."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest

from data.cli import relay
from tests.browser.server import ROOT, free_port
from tests.data.cli.conftest import run

LISTENS = shutil.which("systemd-socket-activate")  # stands for the .socket unit where systemd does not run
IDLE = 2  # seconds


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"noord")

    def log_message(self, *_words):
        pass


def serve_later(port: int, seconds: float) -> None:
    def begin():
        time.sleep(seconds)
        HTTPServer(("127.0.0.1", port), Answers).serve_forever()

    threading.Thread(target=begin, daemon=True).start()


def test_it_becomes_the_proxy_when_the_server_listens(files, monkeypatch):
    became = []
    monkeypatch.setattr(os, "execv", lambda *command: became.append(command))
    serve_later(port := free_port(), 0.3)
    run("relay", "--port", str(port), "--idle", "5min")
    options = ["--exit-idle-time=5min", "--connections-max=1024"]
    assert became == [(relay.PROXY, [relay.PROXY, *options, f"127.0.0.1:{port}"])]


def test_a_server_that_does_not_start_is_told(files, monkeypatch):
    monkeypatch.setattr(relay, "STARTS_WITHIN", 0.3)
    assert "No server listens on port" in run("relay", "--port", str(free_port()), code=1).output


@pytest.mark.skipif(not (LISTENS and Path(relay.PROXY).exists()), reason="no systemd on this machine")
def test_the_first_request_waits_for_the_server_and_it_ends_when_nobody_is_there(tmp_path):
    port, path = free_port(), tmp_path / "noord.sock"
    (tmp_path / "noord").mkdir()
    table = f'[noord]\nhosts = ["noord.example"]\nport = {port}\nfolder = "{tmp_path}/noord"\n'
    (tmp_path / "tenants.toml").write_text(table)
    settings = {"PATH": os.environ["PATH"], "PYTHONPATH": ROOT, "BLOKWIJZER_TENANTS": tmp_path / "tenants.toml"}
    command = [LISTENS, f"--listen={path}", *(f"--setenv={name}={value}" for name, value in settings.items())]
    command += [sys.executable, "-m", "data", "--tenant", "noord", "relay", "--idle", f"{IDLE}s"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        try:
            while not path.exists():
                time.sleep(0.05)
            serve_later(port, 2)
            with httpx.Client(transport=httpx.HTTPTransport(uds=str(path)), timeout=60) as client:
                assert client.get("http://noord.example/").text == "noord"
            with socket.socket(socket.AF_UNIX) as tab:  # open and silent, as the tab of someone who reads
                tab.connect(str(path))
                time.sleep(2 * IDLE)
                assert process.poll() is None
            assert process.wait(10 * IDLE) == 0
        finally:
            process.kill()
