"""One write transaction of a store; ``data.store.database`` begins it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl
import sqlalchemy as sa

from data.store import audit_chain, bulk, migrations, schema

VERSIONS = sa.select(schema.state.c.topic, schema.state.c.version, migrations.REVISION.label("revision"))
"""The version of each topic, and the revision of the store."""


@dataclass
class Transaction:
    """One write transaction: all of it is stored, with its audit rows, or nothing."""

    connection: sa.Connection
    actor: str
    at: datetime
    at_end: list[Callable[[], None]] = field(default_factory=list, init=False)
    _trail: list[dict[str, Any]] = field(default_factory=list, init=False)

    @property
    def audited(self) -> bool:
        """Whether there is an audit row."""
        return bool(self._trail)

    def execute(self, statement: sa.Executable, values: Any = None) -> sa.CursorResult:
        """Run one statement."""
        return self.connection.execute(statement, values)

    def read(self, select: sa.Select) -> pl.DataFrame:
        """Return the rows of a select as a frame."""
        return bulk.read(self.connection, select)

    def versions(self) -> dict[str, int]:
        """Return ``Store.versions``, raised by this transaction for the topics that it writes on."""
        return {row.topic: row.version for row in self.execute(VERSIONS)}

    def ingest(self, table: sa.Table, frame: pl.DataFrame) -> None:
        """Add the rows of a frame to a table."""
        bulk.ingest(self.connection, table, frame)

    def take_last_turns(self) -> None:
        """Wait for others who write on the topics that were left for the end, and keep them out until the end.

        It happens at the end at the latest. Whoever needs what others wrote on these topics does it before.
        """
        while self.at_end:
            self.at_end.pop()()

    def audit(self, action: str, entity: str, entity_id: str | int, **details: Any) -> None:
        """Add an audit row, stored when the transaction ends; every transaction does so at least once."""
        row = {"at": self.at, "actor": self.actor, "action": action, "entity": entity}
        self._trail.append({**row, "entity_id": str(entity_id), "details": details})

    def store_trail(self) -> None:
        """Store the audit rows.

        Raises:
            RuntimeError: there are none.
        """
        self.take_last_turns()
        if not self._trail:
            raise RuntimeError("a write without an audit row")
        audit_chain.append(self.connection, self._trail)
