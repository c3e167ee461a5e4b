"""Where the cluster is, and the certificates with which its parts know each other."""

import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from data.configuration import THIS_MACHINE
from domain.errors import N_, WrongValue

ADDRESS = "BLOKWIJZER_CLUSTER"  # environment: the scheduler, as tls://host:8786
CA = "BLOKWIJZER_CLUSTER_CA"  # environment: the file with the certificate of the cluster's own authority
CERTIFICATE = "BLOKWIJZER_CLUSTER_CERTIFICATE"  # environment: the file with the certificate of this process
KEY = "BLOKWIJZER_CLUSTER_KEY"  # environment: the file with the key of that certificate
_WITH_TLS = "tls://"


@dataclass(frozen=True)
class Cluster:
    """Where the cluster is. ``host``, ``port``: of the scheduler. ``security``: a ``distributed.Security``."""

    address: str
    host: str
    port: int
    security: Any

    def listens_on(self, asked: str | None) -> str | None:
        """The address on which a part of the cluster listens; None: on all. ``asked``: by who starts it.

        Without TLS whoever reaches a part can run any code in it, so it then listens on this machine only. With TLS it
        does not listen on its name's address alone: on its own machine that is often 127.0.1.1.

        Raises:
            WrongValue: without TLS another address was asked for.
        """
        if self.address.startswith(_WITH_TLS):
            return asked
        if asked is not None and asked not in THIS_MACHINE:
            raise WrongValue(
                N_("Without TLS no other machine may reach this. Leave out --host, or let {name} begin with tls://."),
                name=ADDRESS,
            )
        return asked or self.host

    def reach(self, seconds: float) -> None:
        """Connect to the scheduler once.

        Raises:
            OSError: it is not reached within so many seconds, or does not know these certificates.
        """
        with socket.create_connection((self.host, self.port), seconds) as reached:
            if context := self.security.get_connection_args("client").get("ssl_context"):
                context.wrap_socket(reached).close()  # else the scheduler warns of a handshake that failed


def cluster() -> Cluster | None:
    """The cluster that the environment names; None without.

    Raises:
        WrongValue: it is named wrongly, outside this machine without TLS, without its certificates, or the extra
            ``cluster`` is not installed.
    """
    address = os.environ.get(ADDRESS, "").strip()
    if not address:
        return None
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or not port or parts.scheme not in ("tls", "tcp") or parts.path.strip("/"):
        raise WrongValue(N_("{name} must look like tls://host:8786."), name=ADDRESS)
    if parts.scheme == "tcp" and host not in THIS_MACHINE:
        raise WrongValue(
            N_("{name} names another machine. It must begin with tls://, so that nobody on the way can read along."),
            name=ADDRESS,
        )
    try:
        from distributed import Security
    except ImportError as error:
        raise WrongValue(N_("{name} needs what “pip install blokwijzer[cluster]” installs."), name=ADDRESS) from error
    if parts.scheme == "tcp":
        return Cluster(address, host, port, Security(require_encryption=False))
    ca, certificate, key = (_file(name) for name in (CA, CERTIFICATE, KEY))
    own = {"cert": certificate, "key": key}
    roles = {f"tls_{role}_{part}": own[part] for role in ("client", "worker", "scheduler") for part in own}
    security = Security(require_encryption=True, tls_ca_file=ca, **roles)
    try:
        security.get_connection_args("client")
    except OSError as error:  # ssl.SSLError too
        raise WrongValue(N_("The certificates of the cluster cannot be used: {why}"), why=error) from error
    return Cluster(address, host, port, security)


def _file(name: str) -> str:
    file = os.environ.get(name, "").strip()
    if not file or not Path(file).is_file():
        raise WrongValue(N_("{name} must name a file: a cluster with tls:// needs it."), name=name)
    return file
