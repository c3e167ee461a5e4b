"""Checks the hash chain over the audit rows (``data.store.audit_chain``): which row was changed, added or removed."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from data.store.audit_chain import content_digest, row_hash
from data.store.database import Store
from data.store.schema import audit, audit_chain

ROWS_AT_A_TIME = 50_000
_NUMBER = audit.c.audit_id
# What is wrong with the first broken row.
WHY = {
    "content": "its content is not what was stored",
    "row": "it is not the row that was stored, or it does not follow on the row before it",
    "erased": "its content is gone without the mark of an erasure",
    "end": "the trail does not end where it should: rows at the end were removed or added",
    "head": "the head that was noted earlier is not in the trail",
}


@dataclass(frozen=True)
class ChainCheck:
    """The outcome: how many rows are kept, of how many of them the content was erased, and the last row with its hash.

    ``broken``: the number of the first broken row, None where the chain holds. ``why``: a key of ``WHY``, else None.
    """

    rows: int
    erased: int
    last_id: int
    last_hash: str
    broken: int | None = None
    why: str | None = None


def verify(store: Store, head: tuple[int, str] | None = None) -> ChainCheck:
    """Check every row against the chain, from one snapshot of the store.

    ``head``: the number and hash of a row that was last when they were noted. Without it, a trail that was made anew
    as a whole, with its chain, passes.
    """
    with store.snapshot() as read:
        ends = read(sa.select(audit_chain)).row(0, named=True)
        as_text = (sa.type_coerce(column, sa.Text).label(column.name) for column in audit.c if column is not _NUMBER)
        select = sa.select(_NUMBER, *as_text).order_by(_NUMBER).limit(ROWS_AT_A_TIME)
        walk = _Walk(ends["first_before"], head)
        while (rows := read(select.where(walk.last_id < _NUMBER))).height:
            for row in rows.iter_rows(named=True):
                if why := walk.step(row):
                    return walk.outcome(row["audit_id"], why)
    if (walk.last_id, walk.last_hash) != (ends["last_id"], ends["last_hash"]):
        return walk.outcome(max(walk.last_id, ends["last_id"]), "end")
    if head and not walk.passed_head:
        return walk.outcome(head[0], "head")
    return walk.outcome()


class _Walk:
    """Goes along the chain row by row."""

    def __init__(self, before: str, head: tuple[int, str] | None) -> None:
        self.last_id, self.last_hash, self.rows, self.erased = 0, before, 0, 0
        self._head, self.passed_head = head, head is None

    def step(self, row: dict[str, Any]) -> str | None:
        """Take the next row; return what is wrong with it, None if nothing is."""
        if row["salt"] is None:
            if row["entity_id"] or row["details"] != '{"erased": true}':
                return "erased"
        elif content_digest(row["salt"], row["entity_id"], row["details"]) != row["content"]:
            return "content"
        if row_hash(self.last_hash, row) != row["hash"]:
            return "row"
        self.last_id, self.last_hash = row["audit_id"], row["hash"]
        self.rows += 1
        self.erased += row["salt"] is None
        if self._head == (self.last_id, self.last_hash):
            self.passed_head = True
        return None

    def outcome(self, broken: int | None = None, why: str | None = None) -> ChainCheck:
        """The outcome so far."""
        return ChainCheck(self.rows, self.erased, self.last_id, self.last_hash, broken, why)
