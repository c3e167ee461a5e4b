"""A reader who keeps all figures that were ever given, and solves for what was withheld (integer programme)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise

import numpy as np
import polars as pl

from domain.disclosure_control import SMALL_COUNT, Public
from domain.indicators.report_selection import Window
from domain.snapshot.snapshot import Snapshot
from tests.domain.worlds import Worlds

THEMES = ("environment", "social")
Piece = tuple[str | None, ...]  # a street, a block and a neighbourhood
IDS = ("street_id", "block_id", "neighbourhood_id")


@dataclass(frozen=True)
class Fact:
    """A figure: the incidents in these pieces in a window; of one theme, or of all (None)."""

    pieces: frozenset[Piece]
    window: Window
    theme: str | None
    value: int


def pieces_of(snapshot: Snapshot) -> list[Piece]:
    """The parts of streets in blocks where there are dwellings: everyone can see these."""
    return snapshot.dwellings.select(pl.col(IDS).cast(pl.String)).unique(maintain_order=True).rows()


def facts_of(public: Public, level: str, span: Window, pieces: Sequence[Piece]) -> list[Fact]:
    """The figures that were given of the areas of a level in a window and its half years."""
    found = []
    starts = [day - timedelta(1) for day in public.half_days]
    halves = [Window(*each) for each in zip(starts, [*starts[1:], span.until], strict=True)]
    for row in public.areas.filter("shown").iter_rows(named=True):
        area = row["area_id"]
        inside = frozenset(each for each in pieces if each[IDS.index(f"{level}_id")] == area)
        found.append(Fact(inside, span, None, row["incidents"]))
        if row["themes_shown"]:
            parts = dict(public.themes.filter(area_id=area).select("theme", "incidents").iter_rows())
            found += [Fact(inside, span, theme, parts.get(theme, 0)) for theme in THEMES]
        if row["halves_shown"]:
            parts = dict(public.halves.filter(area_id=area).select("half", "incidents").iter_rows())
            found += [
                Fact(inside, half, None, parts.get(day, 0)) for half, day in zip(halves, public.half_days, strict=True)
            ]
    return found


def derived(facts: Sequence[Fact], snapshot: Snapshot, width: int = 2) -> list[tuple[Fact, int, int]]:
    """The small numbers of which less than ``width`` remains unknown, with the interval that a reader finds.

    They are about any pieces of one street, block or neighbourhood together, in any successive periods, of a theme or
    of all.
    """
    pieces = pieces_of(snapshot)
    ends = sorted({day for fact in facts for day in (fact.window.after, fact.window.until)})
    spans = [Window(*each) for each in pairwise(ends)]
    cells = [(piece, span, theme) for piece in pieces for span in spans for theme in THEMES]
    truth = _truth(snapshot, cells)
    matrix = np.array([[_in(cell, fact) for cell in cells] for fact in facts], dtype=float)
    worlds = Worlds(matrix.reshape(-1, len(cells)), np.array([fact.value for fact in facts], dtype=float), most=99)
    found = []
    for target in _targets(pieces, ends):
        goal = np.array([_in(cell, target) for cell in cells], dtype=float)
        if not 0 < goal @ truth < SMALL_COUNT:
            continue
        interval = worlds.interval(goal, width)
        if interval:
            found.append((Fact(target.pieces, target.window, target.theme, int(goal @ truth)), *interval))
    return found


def _targets(pieces: Sequence[Piece], ends: Sequence[date]) -> Iterable[Fact]:
    groups = {
        frozenset(some)
        for at in range(len(IDS))
        for area in {each[at] for each in pieces if each[at]}
        for inside in [[each for each in pieces if each[at] == area]]
        for size in range(1, len(inside) + 1)
        for some in combinations(inside, size)
    }
    for group in sorted(groups, key=str):
        for after, until in combinations(ends, 2):
            for theme in (None, *THEMES):
                yield Fact(group, Window(after, until), theme, 0)


def _in(cell: tuple[Piece, Window, str], fact: Fact) -> bool:
    piece, span, theme = cell
    inside = fact.window.after <= span.after and span.until <= fact.window.until
    return inside and piece in fact.pieces and fact.theme in (None, theme)


def _truth(snapshot: Snapshot, cells: Sequence[tuple[Piece, Window, str]]) -> np.ndarray:
    first = snapshot.reports.filter("is_first").select(pl.col(*IDS, "theme").cast(pl.String), "reported_on")
    rows = first.rows()
    return np.array(
        [
            sum(tuple(ids) == piece and t == theme and span.after < day <= span.until for *ids, t, day in rows)
            for piece, span, theme in cells
        ]
    )
