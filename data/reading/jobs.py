"""What a reading process does: each job takes its facts and block, and gives messages (facts and blocks)."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl

from data.reading import wire
from data.reading.wire import ENDING, MANIFEST, Facts
from data.reference import lexicon
from domain.intake.reading.contents import HowToRead
from domain.intake.reading.file import File
from domain.intake.reading.raw_table import ReadChoices
from domain.intake.reading.read_file import read_file
from domain.intake.reading.steps import Step

_MANIFEST_MOST = 1 << 20  # bytes
Message = tuple[Facts, list[Any]]
Job = Callable[[Facts, bytes, Step], Iterator[Message]]


def upload(facts: Facts, content: bytes, step: Step) -> Iterator[Message]:
    """The tables or outlines in an upload."""
    choices = facts["how"].pop("choices")
    sheet = choices["sheet"]
    choices["sheet"] = tuple(sheet) if isinstance(sheet, list) else sheet
    how = HowToRead(**facts["how"], choices=ReadChoices(**choices))
    yield wire.from_contents(read_file(File(facts["name"], content), lexicon(), how, step))


def effects(_facts: Facts, content: bytes, _step: Step) -> Iterator[Message]:
    """The effects in a file of another association."""
    from domain.effects.exchange import from_json, to_json  # SciPy, which no other job needs

    yield {}, [to_json(from_json(content))]


def outline(_facts: Facts, content: bytes, _step: Step) -> Iterator[Message]:
    """The outline in a text that someone typed or pasted."""
    from domain.intake.manual_entries import drawn

    yield {}, [drawn(content.decode())["outline"]]


def backup(facts: Facts, _content: bytes, step: Step) -> Iterator[Message]:
    """The manifest of a backup, once all of its files are as it says; then each table."""
    with zipfile.ZipFile(facts["path"]) as packed:
        names = [info.filename for info in packed.infolist()]
        if packed.getinfo(MANIFEST).file_size > _MANIFEST_MOST or len(set(names)) < len(names):
            raise ValueError("no manifest")
        manifest = json.loads(packed.read(MANIFEST))
        for name, described in (manifest.get("tables") or {}).items():
            _check(packed, name, described)
        yield {"manifest": manifest, "names": names}, []
        tables = [name for name in names if name.endswith(ENDING)]
        for place, name in enumerate(tables):
            step(place / len(tables), f"{facts['name']}/{name}")
            frame = pl.read_parquet(io.BytesIO(packed.read(name)))
            yield {"table": name.removesuffix(ENDING)}, [wire.from_frame(frame)]


def _check(packed: zipfile.ZipFile, table: str, described: dict[str, Any]) -> None:
    """Compare one table's file with what the manifest says of it; its size first, so that no more is unpacked."""
    if packed.getinfo(table + ENDING).file_size != described["bytes"]:
        raise ValueError("another size")
    if hashlib.sha256(packed.read(table + ENDING)).hexdigest() != described["sha256"]:
        raise ValueError("another content")


JOBS: dict[str, Job] = {"upload": upload, "effects": effects, "outline": outline, "backup": backup}
