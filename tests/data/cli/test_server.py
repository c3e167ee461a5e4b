import sys

import pytest

from data.cli import server
from domain.errors import NotAllowed, WrongValue


@pytest.fixture(autouse=True)
def no_secrets(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(server.Path, "home", lambda: tmp_path / "home")


def secrets(folder, text):
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "secrets.toml").write_text(text)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1", "127.1.2.3", "::ffff:127.0.0.1"])
def test_this_machine_needs_nothing(host, monkeypatch):
    monkeypatch.setenv(server.WITHOUT_SIGN_IN, "1")
    command, environment = server.server(host, 8600, without_sign_in=False, database="sqlite:///x.sqlite")
    assert command[:4] == [sys.executable, "-m", "streamlit", "run"]
    assert command[command.index("--server.address") + 1] == host
    assert command[command.index("--server.port") + 1] == "8600"
    assert environment["BLOKWIJZER_DATABASE"] == "sqlite:///x.sqlite"
    assert server.WITHOUT_SIGN_IN not in environment  # one start says nothing about the next


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.20", "blokwijzer.example", "localhost.example", ""])
def test_an_outside_address_needs_sign_in(host):
    with pytest.raises(NotAllowed, match="--without-sign-in"):
        server.server(host, 8501, without_sign_in=False)


def test_going_without_sign_in_is_told_to_the_server():
    _command, environment = server.server("0.0.0.0", 8501, without_sign_in=True)
    assert environment[server.WITHOUT_SIGN_IN] == "1"


def test_configured_sign_in_opens_an_outside_address(tmp_path):
    secrets(tmp_path, '[auth]\nclient_id = "x"\n')
    command, environment = server.server("0.0.0.0", 8501, without_sign_in=False)
    assert "0.0.0.0" in command
    assert server.WITHOUT_SIGN_IN not in environment


def test_other_secrets_are_no_sign_in(tmp_path):
    secrets(tmp_path, 'token = "auth"\n')
    with pytest.raises(NotAllowed):
        server.server("0.0.0.0", 8501, without_sign_in=False)


def test_secrets_that_cannot_be_read_are_told(tmp_path):
    secrets(tmp_path, "[auth\n")
    with pytest.raises(WrongValue, match=r"secrets\.toml"):
        server.server("0.0.0.0", 8501, without_sign_in=False)
