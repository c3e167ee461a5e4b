"""Which figures of a new release are held back, so that the rest of an area of the other level says nothing.

A street minus its shown blocks is known from both. Where that rest may not be known, some of the blocks in it are held
back: those with fewest incidents that make it large enough. The same is done for streets that were not given yet, as
far as that costs little: blocks that are given today could otherwise not be followed by their streets.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

import polars as pl

from domain.releases.cells import Town

OTHER = {"street": "block", "block": "street"}
LARGEST_PART = 0.25  # of the incidents of an area that are held back so that it can be given later
PAIRS = 12  # pairs that are tried for one area


@dataclass
class Choices:
    """For each area of the other level the sets of new areas in it to hold back, least incidents first.

    ``incidents``: of each new area in its window. ``inside``: the new areas in each area of the other level.
    ``at``: the set that is tried, by area.
    """

    incidents: dict[str, int]
    inside: dict[str, list[str]]
    at: dict[str, int] = field(default_factory=dict)
    sets: dict[str, list[frozenset[str]]] = field(default_factory=dict)

    @property
    def held_back(self) -> set[str]:
        """The new areas that are held back."""
        return set().union(*(self.sets[area][place] for area, place in self.at.items()))

    def go_on(self, area: str, most: float | None) -> bool:
        """Try the next set for an area; False if there is none. ``most``: the incidents that it may cost."""
        if area not in self.sets:
            self.sets[area] = self._sets(area)
        place = self.at.get(area, -1) + 1
        while place < len(self.sets[area]) and most is not None and self._cost(self.sets[area][place]) > most:
            place += 1
        if place >= len(self.sets[area]):
            self.at.pop(area, None)
            return False
        self.at[area] = place
        return True

    def _sets(self, area: str) -> list[frozenset[str]]:
        """One area, two areas, then ever more of the smallest ones."""
        ordered = sorted(self.inside.get(area, ()), key=lambda each: (self.incidents.get(each, 0), each))
        pairs = sorted(map(frozenset, combinations(ordered, 2)), key=lambda each: (self._cost(each), sorted(each)))
        rest = [frozenset(ordered[:size]) for size in range(3, len(ordered) + 1)]
        return [*(frozenset([each]) for each in ordered), *pairs[:PAIRS], *rest]

    def _cost(self, areas: Iterable[str]) -> int:
        return sum(self.incidents.get(each, 0) for each in areas)


def choices(town: Town, wanted: pl.DataFrame, level: str) -> Choices:
    """The choices among the areas of these figures (see given.GIVEN), all of one level."""
    own, other = f"{level}_id", f"{OTHER[level]}_id"
    windows = wanted.group_by("area_id").agg(pl.min("first"), pl.max("past"))
    inside = town.pieces.drop_nulls([own, other]).join(windows, left_on=own, right_on="area_id", how="semi")
    inside = inside.group_by(other, maintain_order=True).agg(pl.col(own).unique(maintain_order=True))
    return Choices(dict(incidents(town, windows, level).iter_rows()), dict(inside.iter_rows()))


def incidents(town: Town, windows: pl.DataFrame, level: str) -> pl.DataFrame:
    """The incidents of areas of a level: area_id, incidents. ``windows``: area_id, first, past."""
    counted = town.cells.join(windows, left_on=f"{level}_id", right_on="area_id")
    counted = counted.filter(pl.col("month").is_between("first", "past", closed="left"))
    return counted.group_by(area_id=pl.col(f"{level}_id")).agg(pl.sum("incidents"))
