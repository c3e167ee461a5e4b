"""A SQLite store that many tests use one after the other; it is reset after every test."""

import shutil
from pathlib import Path

import adbc_driver_sqlite.dbapi as adbc

from data.store.schema import metadata, released_areas, released_counts, released_figures, releases, state


class SharedStore:
    """A copy of ``made`` at ``file``, without its releases. ``put_back`` undoes what a test wrote.

    Reading a report of ``made`` adds a release to it, so how many it has depends on which tests came before.

    The store stays at one address and is reset to its first versions, so results that the app caches by address and
    version are computed once for all tests. A trigger gives each write a version that no earlier write had: a version
    never stands for two contents.
    """

    def __init__(self, made: Path, file: Path) -> None:
        shutil.copy(made, file)
        self.file = file
        self._connection = adbc.connect(
            str(file), autocommit=True
        )  # the app's own SQLite: see data/store/sqlite_adbc.py
        self._run("PRAGMA busy_timeout = 60000")
        for table in (released_figures, released_counts, released_areas, releases):
            self._run(f'DELETE FROM "{table.name}"')
        original = file.with_suffix(".original")
        self._run(f"VACUUM INTO '{original}'")
        self._run(f"ATTACH DATABASE '{original}' AS made")
        self._run("CREATE TABLE writes AS SELECT max(version) AS number FROM state")
        self._run(
            "CREATE TRIGGER never_used_before AFTER UPDATE OF version ON state WHEN NEW.version > OLD.version BEGIN "
            "UPDATE writes SET number = number + 1; "
            "UPDATE state SET version = (SELECT number FROM writes) WHERE topic = NEW.topic; END"
        )
        self._versions, self._commits = self._read_versions(), self._read_commits()

    def put_back(self) -> None:
        """Restore the original content of the store if something was written."""
        if self._read_commits() == self._commits:
            return
        past_store = self._read_versions() == self._versions  # a test wrote without raising a version
        self._run("BEGIN IMMEDIATE")
        self._run("UPDATE main.audit_chain SET opened = 1")
        for table in metadata.sorted_tables:
            if table is not state:
                self._run(f'DELETE FROM main."{table.name}"')
                self._run(f'INSERT INTO main."{table.name}" SELECT * FROM made."{table.name}"')
        if past_store:
            self._run("UPDATE main.state SET version = version + 1")
        else:
            for topic, version in self._versions.items():
                self._run(f"UPDATE main.state SET version = {version} WHERE topic = '{topic}'")
        self._run("COMMIT")
        self._versions, self._commits = self._read_versions(), self._read_commits()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _read_versions(self) -> dict[str, int]:
        return dict(self._run("SELECT topic, version FROM main.state"))

    def _read_commits(self) -> int:
        """Return a number that changes when another connection, of any process, commits."""
        return self._run("PRAGMA main.data_version")[0][0]

    def _run(self, statement: str) -> list[tuple]:
        with self._connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
