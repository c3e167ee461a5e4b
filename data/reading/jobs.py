"""What a reading process does: each job takes its facts and blocks, and gives messages (facts and blocks)."""

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
from domain.intake.cleaning.clean import clean
from domain.intake.cleaning.homes_of_areas import homes_of_areas
from domain.intake.mapping.date_parts import with_date, with_half_day
from domain.intake.mapping.mapping import Mapping
from domain.intake.mapping.preview import examples
from domain.intake.mapping.proposal import propose_around
from domain.intake.mapping.wide_periods import with_start
from domain.intake.reading.contents import HowToRead, Outlines
from domain.intake.reading.file import File
from domain.intake.reading.raw_table import RawTable, ReadChoices
from domain.intake.reading.read_file import read_file
from domain.intake.reading.steps import Step

_MANIFEST_MOST = 1 << 20  # bytes
Message = tuple[Facts, list[Any]]
Job = Callable[[Facts, list[bytes], Step], Iterator[Message]]


def upload(facts: Facts, blocks: list[bytes], step: Step) -> Iterator[Message]:
    """The tables or outlines in an upload."""
    choices = facts["how"].pop("choices")
    sheet = choices["sheet"]
    choices["sheet"] = tuple(sheet) if isinstance(sheet, list) else sheet
    how = HowToRead(**facts["how"], choices=ReadChoices(**choices))
    found = read_file(File(facts["name"], blocks.pop()), lexicon(), how, step)
    if not isinstance(found, Outlines):
        found = [(name, [_with_whole_dates(table) for table in tables]) for name, tables in found]
    yield wire.from_contents(found)


def _with_whole_dates(table: RawTable) -> RawTable:
    """The table with a column for each date that its columns, or their names, tell in parts."""
    return with_date(with_half_day(with_start(table, lexicon())))


def mapping(facts: Facts, blocks: list[bytes], _step: Step) -> Iterator[Message]:
    """The proposed mapping of a table."""
    table = wire.to_table(facts["table"], blocks)
    found = propose_around(table, lexicon(), facts["kind"], facts["columns"], facts["refuse"])
    yield wire.from_proposal(found), []


def cleaning(facts: Facts, blocks: list[bytes], _step: Step) -> Iterator[Message]:
    """The clean and the rejected rows of a table; who reported stays as it is written."""
    table, categories = wire.to_table(facts["table"], blocks), wire.to_frame(blocks.pop())
    yield wire.from_clean(clean(table, Mapping.from_dict(facts["mapping"]), lexicon(), None, categories))


def preview(facts: Facts, blocks: list[bytes], _step: Step) -> Iterator[Message]:
    """Examples of what a mapping makes of a table."""
    table = wire.to_table(facts["table"], blocks)
    yield {"examples": examples(table, Mapping.from_dict(facts["mapping"]), lexicon())}, []


def homes(facts: Facts, blocks: list[bytes], _step: Step) -> Iterator[Message]:
    """The areas with the number of homes that a table gives, and its other rows; nothing where it gives none."""
    table, areas = wire.to_table(facts["table"], blocks), wire.to_frame(blocks.pop())
    found = homes_of_areas(table, lexicon(), areas) or ()
    yield {}, [wire.from_frame(frame) for frame in found]


def effects(_facts: Facts, blocks: list[bytes], _step: Step) -> Iterator[Message]:
    """The effects in a file of another association."""
    from domain.effects.exchange import from_json, to_json  # SciPy, which no other job needs

    yield {}, [to_json(from_json(blocks.pop()))]


def outline(_facts: Facts, blocks: list[bytes], _step: Step) -> Iterator[Message]:
    """The outline in a text that someone typed or pasted."""
    from domain.intake.manual_entries import drawn

    yield {}, [drawn(blocks.pop().decode())["outline"]]


def backup(facts: Facts, _blocks: list[bytes], step: Step) -> Iterator[Message]:
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


JOBS: dict[str, Job] = {
    job.__name__: job for job in (upload, mapping, cleaning, preview, homes, effects, outline, backup)
}
