"""Several associations in one installation: each tenant has hosts, a folder, settings and processes of its own.

A tenant's server and commands are processes that hold no other tenant's settings, so that they share nothing but the
program. docs/decisions/tenants.md says why.
"""

import json
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import click

from data.cli.server import HOSTS, ORIGIN
from data.configuration import SETTINGS, THIS_MACHINE, read_files
from data.store.engine import address_of
from domain.errors import WrongValue

TENANTS = "BLOKWIJZER_TENANTS"  # environment: the file of the tenants
OF_THE_MACHINE = frozenset(
    {
        *("BLOKWIJZER_LOG", "BLOKWIJZER_LOG_LEVEL", "BLOKWIJZER_FONTS", "BLOKWIJZER_UPLOADS", "BLOKWIJZER_PREPARE"),
        *("BLOKWIJZER_READ_MEMORY", "BLOKWIJZER_READ_CPU", "BLOKWIJZER_READ_SECONDS", "BLOKWIJZER_READ_PROCESSES"),
    }
)
"""The settings that a tenant takes from the machine where it has none of its own. It takes no other."""
_DATABASE = "BLOKWIJZER_DATABASE"
_LOCAL = "BLOKWIJZER_LOCAL"
_CLUSTER = "BLOKWIJZER_CLUSTER"
_KEYS_OF_CODES = ("BLOKWIJZER_KEY", "BLOKWIJZER_KEY_BEFORE")
_FOLLOW = frozenset({TENANTS, HOSTS, _LOCAL})  # from the rest of the file, so a tenant cannot set them
# What opens something. All associations' processes read the file of tenants, and only its own read a tenant's folder.
_SECRET = frozenset({*_KEYS_OF_CODES, "BLOKWIJZER_METRICS", "BLOKWIJZER_START_TOKEN"})
_ADDRESSES = frozenset({_DATABASE, "BLOKWIJZER_SMTP"})  # which may hold a password
_FILES = frozenset({"BLOKWIJZER_CLUSTER_CA", "BLOKWIJZER_CLUSTER_CERTIFICATE", "BLOKWIJZER_CLUSTER_KEY"})
_SHARED_SECRETS = "STREAMLIT_SECRETS_FILES"  # a tenant's secrets are those of its folder
_KEYS = {"hosts": list, "port": int, "folder": str, "settings": dict}
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HOST = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")  # as browsers send it
_LOCALHOST, _POSTGRESQL_PORT = "localhost", 5432
_PORTS = range(1024, 65536)
SITE = """\
{hosts} {{
	import blokwijzer
	reverse_proxy unix//run/blokwijzer-tenants/{name}.sock {{
		import blokwijzer_server
	}}
}}"""


@dataclass(frozen=True)
class Tenant:
    """One association of the installation.

    ``hosts``: the names by which browsers reach it. ``port``: where its server listens. ``folder``: its files, with its
    sign-in in ``.streamlit/secrets.toml``. ``settings``: variables of the environment (``data.configuration``).
    """

    name: str
    hosts: tuple[str, ...]
    port: int
    folder: Path
    settings: Mapping[str, str]

    @property
    def store(self) -> str:
        """Where its reports are, without a password: two tenants cannot have the same.

        The name of the file that holds the address, where this process may not read that.
        """
        url = self.value(_DATABASE) or f"sqlite:///{self.folder / 'blokwijzer.sqlite'}"
        try:
            address = address_of(url)
        except WrongValue:  # it is the name of the file
            return url
        if address.get_backend_name() == "sqlite":
            return f"sqlite:///{Path(address.database or '').resolve()}"
        host = str(address.host or address.query.get("host", ""))
        place = _LOCALHOST if not host or host.startswith("/") or host in THIS_MACHINE else host.lower()
        port = address.port or address.query.get("port", _POSTGRESQL_PORT)
        return f"{address.get_backend_name()}://{place}:{port}/{address.database}"

    def value(self, setting: str) -> str:
        """What one of its settings is; of a file that this process may not read, the name. "" where it has none."""
        file = self.settings.get(f"{setting}_FILE")
        return (_read(Path(file)) or file) if file else self.settings.get(setting, "")

    @property
    def cookie_secret(self) -> str:
        """With which its server signs who signed in; "" without sign-in, or where this process may not read it."""
        try:
            secrets = tomllib.loads(_read(self.folder / ".streamlit" / "secrets.toml"))
        except tomllib.TOMLDecodeError:  # its server tells
            return ""
        found = secrets.get("auth", {})
        return str(found.get("cookie_secret", "")) if isinstance(found, dict) else ""

    def environment(self, machine: Mapping[str, str]) -> dict[str, str]:
        """The environment of its processes. ``machine``: that of the installation."""
        ours = {name for each in SETTINGS for name in (each.name, f"{each.name}_FILE")}
        kept = {
            name: value
            for name, value in machine.items()
            if name not in ours | {_SHARED_SECRETS} or name.removesuffix("_FILE") in OF_THE_MACHINE
        }
        own = {
            "HOME": str(self.folder),
            _LOCAL: str(self.folder),
            HOSTS: " ".join(self.hosts),
            ORIGIN: " ".join(f"https://{host}" for host in self.hosts),
        }
        for name in self.settings:  # what is not its own gives way in both its forms
            kept.pop(name.removesuffix("_FILE"), None)
            own.pop(name.removesuffix("_FILE"), None)
        return kept | own | dict(self.settings)


def _read(file: Path) -> str:
    """The text of a file; "" where it is not there, or where this process may not read it."""
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def enter(name: str) -> Tenant:
    """Make this process one of the tenant: with its settings only, and in its folder.

    Raises:
        WrongValue: the file of the tenants is not set or wrong, has no such tenant, or its folder is absent.
    """
    tenant = tenants().get(name)
    if tenant is None:
        raise WrongValue("There is no tenant {name} in {file}.", name=name, file=os.environ[TENANTS])
    if not tenant.folder.is_dir():
        raise WrongValue("The folder {folder} of {name} does not exist.", folder=tenant.folder, name=name)
    changed = tenant.environment(os.environ)
    os.environ.clear()
    os.environ.update(changed)
    os.chdir(tenant.folder)  # where Streamlit looks for secrets, besides HOME
    read_files()
    return tenant


def tenants() -> dict[str, Tenant]:
    """The tenants in the file that ``BLOKWIJZER_TENANTS`` names, in its order.

    Raises:
        WrongValue: the file is not set or cannot be read, or what is in it cannot be; the message says what.
    """
    if not (file := os.environ.get(TENANTS)):
        raise WrongValue("{name} does not name a file with tenants.", name=TENANTS)
    try:
        tables = tomllib.loads(Path(file).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongValue("{file} cannot be read: {why}", file=file, why=error) from error
    found = {name: _tenant(name, table) for name, table in tables.items()}
    _require_apart(found.values())
    return found


def _tenant(name: str, table: Any) -> Tenant:
    """One table of the file, checked."""

    def require(right: bool, why: str, **values: object) -> None:
        if not right:
            raise WrongValue("Tenant {name}: {why}", name=name, why=why.format(**values))

    require(bool(_NAME.fullmatch(name)), "a name has small letters, digits and hyphens.")
    require(isinstance(table, dict), "this is no table.")
    require(not (other := set(table) - set(_KEYS)), "unknown: {other}.", other=", ".join(sorted(other)))
    for key, kind in _KEYS.items():
        right = isinstance(table.get(key), kind) or (key == "settings" and key not in table)
        require(right, "{key} is missing or of the wrong kind.", key=key)
    hosts, folder, settings = table["hosts"], Path(table["folder"]), table.get("settings", {})
    require(
        bool(hosts) and all(isinstance(host, str) and _HOST.fullmatch(host) for host in hosts),
        "hosts is a list of names, without https:// and without a port; names with other letters as xn--….",
    )
    require(table["port"] in _PORTS, "port is a number from 1024 to 65535.")
    require(folder.is_absolute(), "folder is a whole path.")
    known = {each.name for each in SETTINGS} - _FOLLOW
    for variable, value in settings.items():
        require(variable.removesuffix("_FILE") in known, "it cannot set {variable}.", variable=variable)
        require(isinstance(value, str), "{variable} is no text.", variable=variable)
        secret = f"{variable} is a secret, which others could read here. Put it in a file of {folder}: {variable}_FILE."
        require(not _is_secret(variable, value), secret)
        elsewhere = f"the file that {variable} names is not in {folder}, which only its own processes see."
        require(not _names_a_file(variable) or _is_in(value, folder), elsewhere)
    return Tenant(name, tuple(dict.fromkeys(host.lower() for host in hosts)), table["port"], folder, settings)


def _is_secret(variable: str, value: str) -> bool:
    """Whether a setting opens something by itself: a key, or an address with a password."""
    if variable not in _ADDRESSES:
        return variable in _SECRET
    parts = urlsplit(value)
    return parts.password is not None or "password" in parse_qs(parts.query)


def _names_a_file(variable: str) -> bool:
    return variable.endswith("_FILE") or variable in _FILES


def _is_in(file: str, folder: Path) -> bool:
    """Whether a file is in a folder, by their names alone: the processes of others see neither."""
    return Path(os.path.normpath(file)).is_relative_to(os.path.normpath(folder))


def _require_apart(every: Iterable[Tenant]) -> None:
    """Two tenants have nothing in common, as far as this process may read their files."""
    taken: dict[tuple[str, object], str] = {}
    for tenant in every:
        parts = [("host", host) for host in tenant.hosts]
        parts += [("port", tenant.port), ("folder", tenant.folder.resolve()), ("store", tenant.store)]
        parts += [("key", tenant.value(name)) for name in _KEYS_OF_CODES]
        parts += [("cluster", tenant.value(_CLUSTER).lower().rstrip("/")), ("cookie_secret", tenant.cookie_secret)]
        for part in parts:
            if part[1] and (other := taken.setdefault(part, tenant.name)) != tenant.name:
                raise WrongValue(
                    "Tenants {one} and {other} have the same {what}.", one=other, other=tenant.name, what=part[0]
                )


@click.command("tenants")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--caddy", is_flag=True, help="Print the sites for the proxy (see deploy/Caddyfile.tenants).")
def tenants_of_installation(as_json: bool, caddy: bool) -> None:
    """List the associations of this installation, in the order of the file in BLOKWIJZER_TENANTS."""
    found = list(tenants().values())
    if as_json:
        click.echo(json.dumps({"tenants": [_as_json(tenant) for tenant in found]}))
    elif caddy:
        for tenant in found:
            click.echo(SITE.format(hosts=", ".join(tenant.hosts), name=tenant.name))
    else:
        for tenant in found:
            click.echo(f"{tenant.name:<24} {tenant.port:>6}  {' '.join(tenant.hosts)}  {tenant.store}")


def _as_json(tenant: Tenant) -> dict[str, object]:
    return {
        "name": tenant.name,
        "hosts": list(tenant.hosts),
        "port": tenant.port,
        "folder": str(tenant.folder),
        "store": tenant.store,
    }


COMMANDS = (tenants_of_installation,)
