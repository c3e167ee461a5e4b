"""Files that are nearly right: each mutation has a number, from which it can be made again."""

import io
import random
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import shapely

from data.reading.files import read_upload
from data.reading.process import Pool, Stopped
from domain.errors import BlokwijzerError
from domain.intake.reading.contents import HowToRead
from tests.data.reading import attacks

CASES = Path(__file__).parents[2] / "cases"
# What has broken readers before: numbers out of any range, marks of structure, names of nothing.
TOKENS = (
    b"NaN", b"Infinity", b"-1", b"1e400", b"4294967296", b"99999999999999999999", b"\0", b'"', b"<", b">", b"&", b"/",
    b"]", b"}", b";", b"\n", b"\xff\xfe", b"XFD1048576", b"A0", b"\xe2\x80\xae", b"null", b"[]", b"{}", b"'",
)  # fmt: skip


@dataclass(frozen=True)
class Result:
    """What became of a mutation: "read", "refused", or how its process was stopped ("memory", "time", "failed")."""

    number: int
    name: str
    outcome: str
    sentence: str = ""


@cache
def seeds() -> tuple[tuple[str, bytes], ...]:
    """Small honest files of every kind that is read."""
    square = list(shapely.box(4.9, 52.3, 4.91, 52.31).exterior.coords)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("map/meldingen.csv", attacks.reports(8))
        archive.writestr("woningen.csv", attacks.reports(3))
    return (
        ("a.csv", attacks.reports(12)),
        ("quoted.csv", attacks.odd_quotes(1500)),
        ("a.xlsx", attacks.workbook(8)),
        ("merged.xlsx", (CASES / "category_in_merged_cells.xlsx").read_bytes()),
        ("a.xlsb", attacks.binary_workbook(8)),
        ("a.ods", attacks.opendocument(3, 6)),
        ("a.zip", packed.getvalue()),
        ("nameless.zip", attacks.nameless()),
        ("a.geojson", attacks.polygon(square)),
        ("a.gpkg", attacks.geopackage()),
        ("a.kml", (CASES / "blocks.kml").read_bytes()),
        ("points.zip", (CASES / "points_shapefile.zip").read_bytes()),
    )


def mutation(number: int, seed: int = 13) -> tuple[str, bytes]:
    """The mutation with this number, and its file's name. In every other .zip a member is changed, and packed well."""
    rng = random.Random(f"{seed} {number}")
    name, content = seeds()[number % len(seeds())]
    if content.startswith(b"PK") and rng.random() < 0.5:
        return name, _in_member(content, rng)
    for _time in range(rng.choice((1, 1, 2, 5))):
        content = _changed(content, rng)
    return name, content


def _in_member(content: bytes, rng: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    chosen = rng.choice(sorted(members))
    members[chosen] = _changed(members[chosen], rng)
    if rng.random() < 0.05:
        members[rng.choice(("/", ".shp", "a/", "..", "\N{WHITE SMILING FACE}.csv"))] = members[chosen]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            archive.writestr(name or "Q", member)
    return packed.getvalue()


def _changed(content: bytes, rng: random.Random) -> bytes:
    """The bytes with one change: some flipped, removed, doubled, put in, or the end cut off."""
    at, size = rng.randrange(len(content) + 1), rng.choice((1, 1, 2, 8, 60, 400))
    before, here, after = content[:at], content[at : at + size], content[at + size :]
    return rng.choice(
        (
            lambda: before + bytes(byte ^ rng.randrange(256) for byte in here) + after,
            lambda: before + after,
            lambda: before + here * rng.choice((2, 3, 50)) + after,
            lambda: before + rng.choice(TOKENS) + here + after,
            lambda: before + rng.choice(TOKENS) + content[at + 1 :],
            lambda: before or content,
        )
    )()


def read(numbers: Iterator[int] | range, pool: Pool, seed: int = 13) -> Iterator[Result]:
    """Read mutations one after another, in as few processes as their content allows."""
    for number in numbers:
        name, content = mutation(number, seed)
        try:
            read_upload(name, content, HowToRead(), pool=pool)
            yield Result(number, name, "read")
        except Stopped as stopped:
            yield Result(number, name, stopped.how, str(stopped))
        except BlokwijzerError as refused:
            yield Result(number, name, "refused", str(refused))


def counted(results: list[Result]) -> dict[str, int]:
    """How many came to which outcome."""
    return dict(Counter(result.outcome for result in results))
