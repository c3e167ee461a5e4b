"""Whether the outlines in a file are neighbourhoods (CBS buurten and wijken, wards) or blocks."""

import re

import numpy as np
import polars as pl
import shapely

from domain.intake.mapping.lexicon import normalise
from domain.intake.reading.shapes import Drawn

_WORD = r"(?:buurt|buurten|wijk|wijken|neighbou?rhoods?|wards?|quartiers?|stadtteile?)"
_HEADER = re.compile(rf"^(?:cbs )?{_WORD}? ?(?:code|naam|name|nr|id)?(?: (?:19|20)\d\d)?$")
_NAMED = re.compile(rf"\b{_WORD}")
_FILE = re.compile(rf"\b{_WORD}\b")
_CBS = re.compile(r"^(?:BU|WK)[0-9A-Z]{6,8}$")
_BLOCK = re.compile(r"blok|block|complex|cluster|pand|pc ?[56]|postcode")
SURFACE_MIN = 20_000.0  # square metres; the usual outline is at least as large as the smallest neighbourhoods
DEGREE = 111_320.0  # metres of a degree of latitude


def are_neighbourhoods(drawn: Drawn, outlines: pl.DataFrame) -> bool:
    """Whether outlines are neighbourhoods: by the codes of CBS, a header such as "buurtnaam", or the file's name.

    ``outlines``: schemas.BlockPolygon of them. Outlines that a header or the file's name calls blocks, complexes or
    postcodes are none, nor are outlines that are mostly smaller than SURFACE_MIN.
    """
    codes = outlines["code"]
    if sum(_CBS.match(code) is not None for code in codes) > len(codes) / 2:
        return True
    headers, file = [normalise(name) for name in drawn.about], normalise(drawn.file)
    if any(_BLOCK.search(text) for text in (*headers, file)):
        return False
    called = any(_NAMED.match(header) and _HEADER.match(header) for header in headers) or _FILE.search(file)
    return bool(called) and _usual_surface(outlines) >= SURFACE_MIN


def _usual_surface(outlines: pl.DataFrame) -> float:
    """The median surface of outlines in degrees, in square metres; 0 without any."""
    shapes = shapely.from_wkb(outlines["outline"].to_numpy())
    if not len(shapes):
        return 0.0
    south, north = shapely.bounds(shapes)[:, [1, 3]].T
    return float(np.median(shapely.area(shapes) * DEGREE**2 * np.cos(np.radians((south + north) / 2))))
