import sys
from pathlib import Path

import pytest
from streamlit import config

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


def test_memory_that_polars_freed_is_given_back_unless_the_owner_says_otherwise(monkeypatch):
    monkeypatch.delenv(server.JEMALLOC, raising=False)
    _command, environment = server.server("localhost", 8501, without_sign_in=False)
    assert environment[server.JEMALLOC] == "background_thread:true"
    monkeypatch.setenv(server.JEMALLOC, "background_thread:false")  # of settings that differ, jemalloc takes the last
    _command, environment = server.server("localhost", 8501, without_sign_in=False)
    assert environment[server.JEMALLOC] == "background_thread:true,background_thread:false"


def test_memory_of_freed_arrays_is_given_back_unless_the_owner_says_otherwise(monkeypatch):
    for name in server.MEMORY:
        monkeypatch.delenv(name, raising=False)
    _command, environment = server.server("localhost", 8501, without_sign_in=False)
    assert server.MEMORY.items() <= environment.items()
    monkeypatch.setenv("MALLOC_MMAP_THRESHOLD_", "4000000")
    _command, environment = server.server("localhost", 8501, without_sign_in=False)
    assert environment["MALLOC_MMAP_THRESHOLD_"] == "4000000"


def test_small_fits_wait_for_no_threads_unless_the_owner_says_otherwise(monkeypatch):
    monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    _command, environment = server.server("localhost", 8501, without_sign_in=False)
    assert environment["OPENBLAS_NUM_THREADS"] == "1"
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "4")
    _command, environment = server.server("localhost", 8501, without_sign_in=False)
    assert environment["OPENBLAS_NUM_THREADS"] == "4"


def test_a_checkout_leaves_its_settings_to_streamlit():
    assert server.installed_settings() == {}


def test_an_installed_package_passes_its_settings_by_the_names_that_streamlit_reads(monkeypatch):
    monkeypatch.setattr(server, "SETTINGS", Path(__file__).parents[3] / ".streamlit" / "config.toml")
    monkeypatch.setenv("STREAMLIT_SERVER_MAX_UPLOAD_SIZE", "900")
    _command, environment = server.server("localhost", 8501, without_sign_in=False)
    assert environment["STREAMLIT_THEME_LIGHT_PRIMARY_COLOR"] == "#5B2A86"
    assert environment["STREAMLIT_THEME_HEADING_FONT_WEIGHTS"] == "[600, 600, 600, 600, 600, 600]"
    assert environment["STREAMLIT_BROWSER_GATHER_USAGE_STATS"] == "false"
    assert environment["STREAMLIT_SERVER_MAX_UPLOAD_SIZE"] == "900"  # what the machine's owner set goes first
    known = {option.env_var for option in config._config_options_template.values()}
    assert set(server.installed_settings()) <= known


def test_the_settings_keep_streamlit_within_what_is_promised(monkeypatch):
    """No download of cells that are formulas, no file of a folder, no foreign address, no message that fills memory."""
    monkeypatch.setattr(server, "SETTINGS", Path(__file__).parents[3] / ".streamlit" / "config.toml")
    kept = server.installed_settings()
    assert kept["STREAMLIT_CLIENT_DISABLE_DATA_EXPORT"] == "true"
    assert kept["STREAMLIT_SERVER_ENABLE_STATIC_SERVING"] == kept["STREAMLIT_CLIENT_SHOW_ERROR_LINKS"] == "false"
    assert int(kept["STREAMLIT_SERVER_MAX_MESSAGE_SIZE"]) <= 64
    assert int(kept["STREAMLIT_SERVER_MAX_WIDGET_STATE_SIZE"]) <= 10
