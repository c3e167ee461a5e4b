"""Reading of uploads, outlines, files of effects and backups, each in a reading process.

A file that takes more memory or time than the limits allow, or that ends its process, costs one sentence
(``process.Stopped``); other readings go on. ``progress`` is called while a file is read; what it raises stops the
reading.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from data.reading import wire
from data.reading.process import POOL, Pool, Progress, silent
from domain.effects.exchange import SharedEffect, from_json
from domain.intake.reading.contents import Contents, HowToRead


def read_upload(name: str, content: bytes, how: HowToRead, progress: Progress = silent, pool: Pool = POOL) -> Contents:
    """The tables or outlines in an upload.

    Raises:
        NotUnderstood: the file cannot be read.
        WrongValue: the choices name something that does not exist.
    """
    facts = {"name": name, "how": asdict(how)}
    with pool.process(progress) as process, closing(process.do("upload", facts, [content], progress)) as messages:
        found = [wire.to_contents(*message) for message in messages]
    return found[0]


def read_effects(name: str, content: bytes, pool: Pool = POOL) -> list[SharedEffect]:
    """The effects in a file of another association.

    Raises:
        NotUnderstood: the file is not valid (see ``domain.effects.exchange.from_json``).
    """
    return from_json(_block("effects", name, content, pool))


def read_outline(text: str, pool: Pool = POOL) -> dict[str, Any]:
    """The place within an outline, given as GeoJSON or as WKT (see ``domain.intake.manual_entries.drawn``).

    Raises:
        WrongValue: it is neither, has no area, or crosses itself too often.
    """
    return {"outline": _block("outline", "GeoJSON / WKT", text.encode(errors="replace"), pool)}


def _block(job: str, name: str, content: bytes, pool: Pool) -> bytes:
    """The one block that a job hands back."""
    with pool.process() as process, closing(process.do(job, {"name": name}, [content], silent)) as messages:
        ((_facts, (block,)),) = messages
    return block


@dataclass(frozen=True)
class ReadBackup:
    """A backup whose files are as its ``manifest`` says. ``names``: of all files; ``tables``: each table, once."""

    manifest: dict[str, Any]
    names: list[str]
    tables: Iterator[tuple[str, pl.DataFrame]]


@contextmanager
def read_backup(file: Path, pool: Pool = POOL) -> Iterator[ReadBackup]:
    """A backup, one table at a time.

    Raises:
        Stopped: it cannot be read, or is not as its manifest says; also while the tables are read.
    """
    facts = {"name": file.name, "path": str(file.absolute())}
    with pool.process() as process, closing(process.do("backup", facts, [], silent)) as messages:
        (first, _blocks) = next(messages)
        tables = ((answer["table"], wire.to_frame(blocks.pop())) for answer, blocks in messages)
        yield ReadBackup(first["manifest"], first["names"], tables)
