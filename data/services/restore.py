"""Restoring a backup, and removing at once what ended since it was made."""

from datetime import date
from pathlib import Path

from data.services.expire import Expired, expire
from data.store import backup
from data.store.database import Store
from data.store.only_one import only_one


def restore(store: Store, actor: str, file: Path, today: date, identity: Path | None = None) -> Expired:
    """Restore a backup (``data.store.backup.restore``) and apply the terms; return what that removed.

    Raises:
        NotStored: the nightly ``expire`` runs now. Nothing was restored.
        NotAllowed, NotUnderstood, WrongValue: as ``data.store.backup.restore``.
    """
    with only_one(store, "expire"):
        backup.restore(store, actor, file, identity=identity)
    return expire(store, actor, today)
