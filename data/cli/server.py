"""Starts the server from the command line, and decides before it listens which clients it accepts."""

import ipaddress
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from data.services.cluster_address import cluster
from domain.errors import N_, NotAllowed, WrongValue

APP = Path(__file__).parents[2] / "app.py"
# Only in an installed package, where setup.py copies .streamlit/config.toml to. In a checkout Streamlit finds the
# original by itself, beside app.py.
SETTINGS = Path(__file__).with_name("config.toml")
MEMORY = {
    "MALLOC_ARENA_MAX": "2",  # else each thread of the C library holds on to free memory of its own
    # Else the C library soon puts arrays of up to 32 MB among small values. Freed, they leave holes that it keeps.
    "MALLOC_MMAP_THRESHOLD_": str(2**20),
    "NUMPY_MADVISE_HUGEPAGE": "0",  # else a small value in the place of a freed array keeps 2 MB
}
# The fits are small: with two threads of OpenBLAS (NumPy, SciPy) the evidence takes a quarter more processor time.
THREADS = {"OPENBLAS_NUM_THREADS": "1"}
# Polars' jemalloc gives free memory back only when it is asked for some; with this it does so by itself.
JEMALLOC, GIVES_BACK = "_RJEM_MALLOC_CONF", "background_thread:true"
WITHOUT_SIGN_IN = "BLOKWIJZER_WITHOUT_SIGN_IN"  # environment: "1" where others may use the app without signing in
ORIGIN = "BLOKWIJZER_ORIGIN"  # environment: the addresses of the app as browsers show them, where a proxy changes them
HOSTS = "BLOKWIJZER_HOSTS"  # environment: the only names by which requests may ask for the app, with spaces between
PREPARE = "BLOKWIJZER_PREPARE"  # environment: "1" where the server works out the Overview before anyone opens it
START_TOKEN = "BLOKWIJZER_START_TOKEN"  # environment: only browsers that open a link with this text are served


def origins() -> list[str]:
    """The addresses of the app as browsers show them, without a slash at the end; none where nobody named them."""
    return [each.rstrip("/") for each in os.environ.get(ORIGIN, "").replace(",", " ").split()]


def run(
    host: str = "localhost",
    port: int = 8501,
    without_sign_in: bool = False,
    database: str | None = None,
    by_link: bool = False,
) -> int:
    """Serve the app until it is stopped; returns the server's exit code.

    ``by_link``: serve only the browsers that open the link printed here, for a machine that several people use.

    Raises:
        NotAllowed: the host is outside this machine and sign-in is not configured.
        WrongValue: the environment names a cluster wrongly (``data.services.cluster``).
    """
    command, environment = server(host, port, without_sign_in, database)
    if by_link:
        environment[START_TOKEN] = token_urlsafe(24)
        print(f"http://localhost:{port}/?token={environment[START_TOKEN]}")
    if os.name == "posix":  # replace this process by the server, so that a stop signal reaches it
        sys.stdout.flush()
        os.execve(command[0], command, environment)
    return subprocess.run(command, env=environment, check=False).returncode


def server(
    host: str, port: int, without_sign_in: bool, database: str | None = None
) -> tuple[list[str], dict[str, str]]:
    """The command that serves the app, and its environment.

    Raises:
        NotAllowed, WrongValue: as ``run``.
    """
    if not (is_this_machine(host) or without_sign_in or sign_in_configured()):
        raise NotAllowed(
            N_(
                "Others could reach the app at {host} and nobody would have to sign in. "
                "Configure sign-in ([auth] in the secrets), or add --without-sign-in."
            ),
            host=host,
        )
    cluster()  # refuses one that is named wrongly
    options = {"server.address": host, "server.port": str(port), "browser.gatherUsageStats": "false"}
    command = [sys.executable, "-m", "streamlit", "run", str(APP)]
    command += [word for name, value in options.items() for word in (f"--{name}", value)]
    environment = installed_settings() | MEMORY | THREADS | os.environ
    environment[JEMALLOC] = ",".join([GIVES_BACK, *filter(None, [os.environ.get(JEMALLOC)])])  # the last one holds
    environment.pop(WITHOUT_SIGN_IN, None)
    if without_sign_in:
        environment[WITHOUT_SIGN_IN] = "1"
    environment.setdefault(PREPARE, "1")
    if database:
        environment["BLOKWIJZER_DATABASE"] = database
    return command, environment


def installed_settings() -> dict[str, str]:
    """The settings and theme that an installed package brings along, as environment variables; none in a checkout.

    Streamlit puts them above the user's own config.toml, as it does with the one in a checkout.
    """
    if not SETTINGS.is_file():
        return {}
    return dict(_variables("STREAMLIT", tomllib.loads(SETTINGS.read_text(encoding="utf-8"))))


def _variables(name: str, table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give ``[theme.light] primaryColor`` as ``STREAMLIT_THEME_LIGHT_PRIMARY_COLOR``; lists and numbers as JSON."""
    for key, value in table.items():
        variable = f"{name}_{re.sub(r'(?<=[a-z])(?=[A-Z])', '_', key).upper()}"
        if isinstance(value, dict):
            yield from _variables(variable, value)
        else:
            yield variable, value if isinstance(value, str) else json.dumps(value)


def sign_in_configured() -> bool:
    """Whether the secrets hold ``[auth]``, in the files that Streamlit reads.

    If this is wrong, the server still refuses every client outside this machine.
    """
    for folder in (Path.home(), Path.cwd()):
        file = folder / ".streamlit" / "secrets.toml"
        if file.is_file():
            try:
                secrets = tomllib.loads(file.read_text(encoding="utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise WrongValue(N_("{file} cannot be read: {why}"), file=file, why=error) from error
            if "auth" in secrets:
                return True
    return False


def is_this_machine(host: str) -> bool:
    """Whether a host name or address is this computer's own; an IPv4 address may be written as IPv6."""
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback
