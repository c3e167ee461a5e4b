"""Which figures of a new release are held back, so that the rest of an area of another level says nothing.

A street or a neighbourhood minus its shown blocks is known from both. Where that rest may not be known, some of the
blocks in it are held back: those with fewest incidents that make it large enough. The same is done for streets that
were not given yet, as far as that costs little: blocks that are given today could otherwise not be followed by their
streets.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

import polars as pl

from domain.releases.cells import TownCounts

OTHER = {"street": "block", "block": "street", "neighbourhood": "street"}  # the level that is looked at first
LARGEST_PART = 0.25  # of the incidents of an area that are held back so that it can be given later
PAIRS = 12  # pairs that are tried for one area
MANY = 24  # new areas in one area, above which fewer sets are tried


@dataclass
class Choices:
    """For each area of another level the sets of new areas in it to hold back, least incidents first.

    ``others``: the other levels. ``incidents``: of each new area in its window. ``inside``: the new areas in each area
    of another level. ``at``: the set that is tried, by area.
    """

    others: tuple[str, ...]
    incidents: dict[str, int]
    inside: dict[str, list[str]]
    at: dict[str, int] = field(default_factory=dict)
    sets: dict[str, list[frozenset[str]]] = field(default_factory=dict)

    @property
    def held_back(self) -> set[str]:
        """The new areas that are held back."""
        return set().union(*(self.sets[area][place] for area, place in self.at.items()))

    def to_hold_back_in(self, rest: pl.DataFrame) -> list[str]:
        """The areas that these elements (a column per level) are the rest of: of each the first that has new areas."""
        rows = [[area for area in row if area] for row in rest.select(self.others).unique(maintain_order=True).rows()]
        found = [next((area for area in row if area in self.inside), row[0]) for row in rows if row]
        return list(dict.fromkeys(found))

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
        """One area, two areas, then ever more of the smallest ones; of many, those with incidents first."""
        ordered = sorted(self.inside.get(area, ()), key=lambda each: (self.incidents.get(each, 0), each))
        alone, sizes = ordered, list(range(3, len(ordered) + 1))
        if len(ordered) > MANY:
            ordered.sort(key=lambda each: self.incidents.get(each, 0) == 0)
            doubled = (2**power for power in range(2, len(ordered).bit_length()))
            alone, sizes = ordered[:PAIRS], [3, *doubled, len(ordered)]
        cheapest = combinations(ordered[: PAIRS + 1], 2)
        pairs = sorted(map(frozenset, cheapest), key=lambda each: (self._cost(each), sorted(each)))
        rest = [frozenset(ordered[:size]) for size in sizes]
        return [*(frozenset([each]) for each in alone), *pairs[:PAIRS], *rest]

    def _cost(self, areas: Iterable[str]) -> int:
        return sum(self.incidents.get(each, 0) for each in areas)


def choices(town: TownCounts, wanted: pl.DataFrame, level: str) -> Choices:
    """The choices among the areas of these figures (see given.GIVEN), all of one level."""
    own, others = f"{level}_id", tuple(sorted(set(OTHER) - {level}, key=lambda each: each != OTHER[level]))
    windows = wanted.group_by("area_id").agg(pl.min("first"), pl.max("past"))
    new = town.pieces.drop_nulls(own).join(windows, left_on=own, right_on="area_id", how="semi")
    inside: dict[str, list[str]] = {}
    for other in (f"{each}_id" for each in others):
        held = new.drop_nulls(other).group_by(other, maintain_order=True)
        inside |= dict(held.agg(pl.col(own).unique(maintain_order=True)).iter_rows())
    return Choices(others, dict(incidents(town, windows, level).iter_rows()), inside)


def incidents(town: TownCounts, windows: pl.DataFrame, level: str) -> pl.DataFrame:
    """The incidents of areas of a level: area_id, incidents. ``windows``: area_id, first, past."""
    counted = town.cells.join(windows, left_on=f"{level}_id", right_on="area_id")
    counted = counted.filter(pl.col("month").is_between("first", "past", closed="left"))
    return counted.group_by(area_id=pl.col(f"{level}_id")).agg(pl.sum("incidents"))
