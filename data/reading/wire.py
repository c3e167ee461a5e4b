"""What passes between the program and a reading process: one line of JSON, then frames as Arrow IPC or plain bytes.

Nothing is pickled: a reading process that a file has taken over can hand back wrong data, but no code.
"""

import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, BinaryIO

import polars as pl

from domain.errors import BlokwijzerError, Conflict
from domain.intake.cleaning.cells import Clean
from domain.intake.cleaning.notices import Notice
from domain.intake.mapping.mapping import Mapping
from domain.intake.mapping.proposal import Guess, MappingQuestion, Proposal
from domain.intake.reading.contents import Contents, Outlines
from domain.intake.reading.raw_table import NoRows, RawTable, ReadAs

MANIFEST = "manifest.json"  # in a backup
ENDING = ".parquet"  # of a table's file in a backup
LINE_MOST = 64 << 20  # bytes of JSON; the names of 5,000 files with 500 columns each fit
Facts = dict[str, Any]
_COUNTS = ("left_out", "unmapped", "noticed")  # of a Clean


class TooLarge(Exception):
    """A message is larger than is accepted."""


def send(to: BinaryIO, facts: Facts, blocks: Sequence[bytes | memoryview] = ()) -> None:
    """Write a message."""
    to.write(json.dumps(facts | {"blocks": [len(block) for block in blocks]}).encode() + b"\n")
    for block in blocks:
        to.write(block)
    to.flush()


def receive(source: BinaryIO, most: int | None = None) -> tuple[Facts, list[bytes]] | None:
    """Read a message: its facts and its blocks; None at the end. ``most``: bytes of all blocks together.

    Raises:
        TooLarge: the message is larger.
    """
    line = source.readline(LINE_MOST)
    if not line:
        return None
    if not line.endswith(b"\n"):
        raise TooLarge
    facts = json.loads(line)
    sizes = facts.pop("blocks")
    if most is not None and sum(sizes) > most:
        raise TooLarge
    blocks = [source.read(size) for size in sizes]
    return None if any(len(block) < size for block, size in zip(blocks, sizes, strict=True)) else (facts, blocks)


def from_frame(frame: pl.DataFrame) -> memoryview:
    """A frame as Arrow IPC."""
    made = io.BytesIO()
    try:
        frame.write_ipc_stream(made)
    except OSError as error:  # as Polars passes on that ``made`` cannot grow
        raise MemoryError from error
    return made.getbuffer()


def to_frame(block: bytes) -> pl.DataFrame:
    """The frame of ``from_frame``."""
    return pl.read_ipc_stream(io.BytesIO(block))


def from_contents(contents: Contents) -> tuple[Facts, list[memoryview]]:
    """The facts and blocks of what a file holds."""
    if isinstance(contents, Outlines):
        facts = {"columns": contents.columns, "kind": contents.kind}
        return facts, [from_frame(contents.blocks), from_frame(contents.rejected)]
    tables = [table for _name, tables in contents for table in tables]
    parts = [{"name": name, "tables": [_facts_of(table) for table in tables]} for name, tables in contents]
    return {"parts": parts}, [block for table in tables for block in _blocks_of(table)]


def to_contents(facts: Facts, blocks: list[bytes]) -> Contents:
    """What ``from_contents`` wrote. The list of blocks is emptied, so that no more than one is held twice."""
    if "columns" in facts:
        blocks, rejected = (to_frame(block) for block in blocks)
        return Outlines(blocks, rejected, tuple(facts["columns"]), facts["kind"])
    blocks.reverse()
    return [(part["name"], [to_table(table, blocks) for table in part["tables"]]) for part in facts["parts"]]


def from_table(table: RawTable) -> tuple[Facts, list[memoryview]]:
    """The facts and blocks of a table; the blocks in the order in which ``to_table`` takes them from the end."""
    return {"table": _facts_of(table)}, _blocks_of(table)[::-1]


def _blocks_of(table: RawTable) -> list[memoryview]:
    return [from_frame(frame) for frame in (table.cells, table.lines.to_frame(), table.rejected)]


def _facts_of(table: RawTable) -> Facts:
    return {
        "name": table.name,
        "read_as": table.read_as.to_dict(),
        "notices": [[notice.text, dict(notice.values)] for notice in table.notices],
        "sheets": table.sheets,
        "is_hidden": table.is_hidden,
    }


def to_table(facts: Facts, blocks: list[bytes]) -> RawTable:
    """The table with these facts, and the last blocks, which are taken from the list."""
    cells, lines, rejected = (to_frame(blocks.pop()) for _ in range(3))
    sheet = facts["read_as"]["sheet"]
    return RawTable(
        facts["name"],
        cells,
        lines.to_series(),
        rejected,
        ReadAs(**facts["read_as"] | {"sheet": tuple(sheet) if isinstance(sheet, list) else sheet}),
        tuple(Notice(text, values) for text, values in facts["notices"]),
        tuple(facts["sheets"]),
        facts["is_hidden"],
    )


def from_proposal(proposal: Proposal) -> Facts:
    """A proposed mapping as plain values."""
    plain = {"guesses": list(map(asdict, proposal.guesses)), "questions": list(map(asdict, proposal.questions))}
    rest = {"personal": proposal.personal, "unused": proposal.unused}
    return {"mapping": proposal.mapping.to_dict()} | plain | rest


def to_proposal(facts: Facts) -> Proposal:
    """The proposed mapping of ``from_proposal``."""
    questions = [each | {"options": tuple(map(tuple, each["options"]))} for each in facts["questions"]]
    return Proposal(
        Mapping.from_dict(facts["mapping"]),
        [Guess(**guess) for guess in facts["guesses"]],
        facts["personal"],
        facts["unused"],
        [MappingQuestion(**question) for question in questions],
    )


def from_clean(clean: Clean) -> tuple[Facts, list[memoryview]]:
    """The facts and blocks of the clean rows of a table."""
    counts = {name: getattr(clean, name) for name in _COUNTS}
    return counts, [from_frame(clean.frame), from_frame(clean.rejected)]


def to_clean(facts: Facts, blocks: list[bytes]) -> Clean:
    """The clean rows of ``from_clean``."""
    frame, rejected = map(to_frame, blocks)
    return Clean(frame, rejected, **facts)


def from_error(error: BlokwijzerError) -> Facts:
    """An error that a person can do something about."""
    values = {
        name: value if isinstance(value, int | float | str) else str(value) for name, value in error.values.items()
    }
    return {"error": type(error).__name__, "text": error.text, "values": values}


def to_error(facts: Facts) -> BlokwijzerError:
    """The error of ``from_error``."""
    kinds = {kind.__name__: kind for kind in (*BlokwijzerError.__subclasses__(), NoRows) if kind is not Conflict}
    return kinds[facts["error"]](facts["text"], **facts["values"])
