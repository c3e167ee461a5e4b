"""The outlines of all areas of a level as one file, which a browser fetches once and keeps.

A map then only gets the number of each area in this file, with its class and its tooltip. The file's address has a hash
of its content. ``pages/shared/shapes_route.py`` serves it.
"""

import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from data.store.database import Store
from domain.roles import Act
from domain.snapshot.district import Within
from pages.shared import access, cached, cached_shapes, district_limit, released
from pages.shared.cached import cached_per_version
from pages.shared.middleware import SHAPES

_DIGEST = 20  # hexadecimal digits
_EFFORT = 7  # of gzip: of the outlines of 20,000 blocks 2 % more bytes than with 9, in a third of the time


@dataclass(frozen=True)
class ShapeFile:
    """A file of outlines.

    ``areas``: area_id, at (the number of the area in the file). ``content``: JSON, compressed with gzip, of ids, names,
    lone and rings (see shapes.py), each a list with an element for each area. ``digest``: of the content.
    """

    level: str
    areas: pl.DataFrame
    content: bytes
    digest: str


def shape_file(level: str) -> ShapeFile:
    """The file of a level of the current store, with the areas that the person at this browser may see."""
    return file_for(level, district_limit.limit(), access.may(Act.FULL))


@cached_per_version(max_entries=64, reads=Act.DISCLOSED)  # three levels of some twenty districts
def file_for(_store: Store, level: str, limit: Within, full: bool) -> ShapeFile:
    """The file of a level for readers whom the sign-in limits to a district, if any.

    ``full``: whether they may see full figures; else it has the areas that the newest release has a place for, because
    an outline around a few reports says where these are.
    """
    named = cached.snapshot().of_level(level).select("area_id", "name")
    if not full:
        placed = released.release(level, limit).public.areas.drop_nulls("lat")
        named = named.join(placed, on="area_id", how="semi", maintain_order="left")
    if limit:
        named = named.filter(pl.col("area_id").is_in(list(cached.district_ids(limit))))
    known = cached_shapes.shapes(level).join(named, on="area_id", maintain_order="left")
    lists = {
        "ids": known["area_id"].to_list(),
        "names": known["name"].to_list(),
        "lone": known["lone"].cast(pl.Int8).to_list(),
    }
    text = json.dumps(lists, separators=(",", ":"))[:-1] + f',"rings":[{",".join(known["rings"])}]}}'
    digest = hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]
    areas = known.select("area_id", at=pl.int_range(pl.len(), dtype=pl.Int32))
    return ShapeFile(level, areas, gzip.compress(text.encode(), _EFFORT, mtime=0), digest)


def numbers(files: Sequence[ShapeFile]) -> pl.DataFrame:
    """The number of each area in these files, read one after another: area_id, at."""
    before = [sum(file.areas.height for file in files[:at]) for at in range(len(files))]
    return pl.concat(file.areas.with_columns(pl.col("at") + more) for file, more in zip(files, before, strict=True))


def address(file: ShapeFile) -> str:
    """Where a browser fetches a file of the current store."""
    return f"{SHAPES}{cached.data_set()}/{file.level}/{file.digest}"
