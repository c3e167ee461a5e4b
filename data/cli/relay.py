"""Leads requests from a socket of systemd to the server of an association, until there were none for a while.

systemd starts it at the first request, and the server with it (``deploy/systemd/blokwijzer-tenant-relay@.socket``).
docs/decisions/tenants.md says why.
"""

import os
import socket
import time

import click

from domain.errors import NotFound

PROXY = "/usr/lib/systemd/systemd-socket-proxyd"
CONNECTIONS_MAX = 1024  # at a time; each browser that looks holds one
STARTS_WITHIN = 120  # seconds, of a server while others start as well
TRIES_EVERY = 0.1  # seconds


@click.command()
@click.option("--port", default=8501, show_default=True, help="Where the server listens; --tenant sets it.")
@click.option("--idle", default="30min", show_default=True, help="End after this time without a connection.")
def relay(port: int, idle: str) -> None:
    """Lead requests of a systemd socket to the server on this machine, and end when there are none."""
    wait_for(port)
    options = [f"--exit-idle-time={idle}", f"--connections-max={CONNECTIONS_MAX}"]
    os.execv(PROXY, [PROXY, *options, f"127.0.0.1:{port}"])  # keeps the process, to which systemd gave the socket


def wait_for(port: int) -> None:
    """Wait until a server listens on this port of this machine.

    Raises:
        NotFound: none does within STARTS_WITHIN.
    """
    given_up = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < given_up:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(TRIES_EVERY)
    raise NotFound("No server listens on port {port} of this machine.", port=port)


COMMANDS = (relay,)
