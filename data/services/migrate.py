"""Migrating a store to the tables of this program, after a backup of all that is in it."""

from dataclasses import dataclass
from pathlib import Path

from data.store import migrations
from data.store.backup import backup
from data.store.database import Store
from data.store.only_one import only_one
from data.store.sealed import Seal
from domain.roles import Act


@dataclass(frozen=True)
class Migrated:
    """What was done. ``before``: the store's revision, None for an empty one. ``backup``: None where none was made."""

    before: str | None
    after: str
    backup: Path | None

    @property
    def changed(self) -> bool:
        """Whether there was something to migrate."""
        return self.before != self.after


def migrate(store: Store, actor: str, file: Path, seal: Seal | None = None) -> Migrated:
    """Write a backup to ``file`` and migrate the store to the newest revision; nothing where it has that.

    ``store``: connected, of whatever revision. From the backup to the end nobody else can write. If anything fails, the
    store is as it was.

    Raises:
        NotStored: somebody else migrates it now.
        StoreNewer: it belongs to a newer program.
    """
    store.require(Act.IMPORT)

    def keep() -> None:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        backup(store, file, seal)

    with only_one(store, "migrate"):
        before = migrations.upgrade(store.engine, first=keep)
        done = Migrated(before, migrations.head(), file if before not in (None, migrations.head()) else None)
        if done.backup:
            with store.begin(actor, Act.IMPORT, "audit") as transaction:
                transaction.audit("migrate", "store", done.after, before=before, encrypted=seal is not None)
    return done
