"""GeoPackages with tables only: a view is a query in the file, which may never end."""

import sqlite3
from contextlib import closing

from domain.errors import N_, NotUnderstood

_CONTENTS = "gpkg_contents"  # the table of the layers (OGC 12-128r18, 1.1.3)
_JOURNAL = slice(18, 20)  # of the header: 2 for a write-ahead log, which a database in memory cannot have; 1 for none


def without_views(file: str, content: bytes) -> bytes:
    """The same GeoPackage without its views, of which none is a layer.

    Raises:
        NotUnderstood: a layer is a view.
        sqlite3.Error: it is damaged.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content[: _JOURNAL.start] + b"\1\1" + content[_JOURNAL.stop :])
        database.execute("PRAGMA trusted_schema = OFF")
        views = {
            name.lower(): name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")
        }
        if not views:
            return content
        layers = [_CONTENTS]
        if _CONTENTS not in views:
            layers += [str(name) for (name,) in database.execute(f"SELECT table_name FROM {_CONTENTS}")]
        for layer in layers:
            if layer.lower() in views:
                raise NotUnderstood(
                    N_("The layer “{layer}” of {file} is a query, not a table. Save it as a layer of its own."),
                    layer=layer,
                    file=file,
                )
        for view in views.values():
            name = view.replace('"', '""')
            database.execute(f'DROP VIEW "{name}"')
        return database.serialize()
