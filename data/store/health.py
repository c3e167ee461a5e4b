"""The state of a store as a monitor sees it: its kind, its revision, whether it answers and fits this program."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from data.monitoring import metrics
from data.store import migrations
from data.store.backup_files import first_and_last_import, last_backup
from data.store.database import Store, default_url
from data.store.engine import address_of
from domain.errors import OtherVersion, StoreNewer, WrongValue

State = Literal["ok", "newer", "older", "unreachable"]
REASONS: dict[State, str] = {
    "newer": "The store was migrated for a newer Blokwijzer. Update the program of this server.",
    "older": "The store waits to be migrated (blokwijzer migrate), or that goes on now.",
    "unreachable": "The store does not answer.",
}


@dataclass(frozen=True)
class Health:
    """``state``: "ok", or why the app cannot work. ``kind``: "sqlite" or "postgresql"; None where no store is named.

    ``revision``: of the store's tables, None where it is not known. ``expected``: the one that this program needs.
    """

    state: State
    kind: str | None
    revision: str | None
    expected: str
    version: str

    def to_dict(self) -> dict[str, str | bool | None]:
        """The answer of ``/healthz``; nothing in it is about people, places or the address of the store."""
        found: dict[str, str | bool | None] = {"status": self.state, "version": self.version, "store": self.kind}
        found |= {"reachable": self.state != "unreachable", "schema": self.revision, "schema_expected": self.expected}
        return found if self.state == "ok" else {**found, "reason": REASONS[self.state]}


def health(opened: Callable[[], Store]) -> Health:
    """The health of the own store. ``opened``: opens it, as the screens do."""
    state: State = "ok"
    revision: str | None = migrations.head()
    try:
        opened().versions()
    except OtherVersion as error:
        state, revision = "newer" if isinstance(error, StoreNewer) else "older", error.values["found"]
    except Exception:
        state, revision = "unreachable", None
    return Health(state, _kind(), revision, migrations.head(), program_version())


def measure(opened: Callable[[], Store]) -> None:
    """Set the counters that tell of the store: whether it works, and when it last got an import and a backup."""
    found = health(opened)
    metrics.PROGRAM.info({"version": found.version, "store": found.kind or "", "schema": found.expected})
    metrics.STORE_OK.set(found.state == "ok")
    if found.state != "ok":
        return
    for gauge, at in (
        (metrics.LAST_IMPORT, first_and_last_import(opened())[1]),
        (metrics.LAST_BACKUP, last_backup(opened())),
    ):
        gauge.set(at.timestamp() if at else 0)


def _kind() -> str | None:
    try:
        return address_of(default_url()).get_backend_name()
    except WrongValue:
        return None


def program_version() -> str:
    """The version of this program; "unknown" where it was not installed."""
    try:
        return version("blokwijzer")
    except PackageNotFoundError:
        return "unknown"
