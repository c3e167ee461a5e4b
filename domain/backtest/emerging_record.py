"""What became of earlier messages that something is emerging (scoring/emerging_clusters.py).

Each was followed by more where its blocks, in the half year after the message, had at least MORE times the incidents
that were usual for them: their part of the town's in the year before the rise, of what the town then had.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from domain.backtest.look_back import incidents_after
from domain.question import Question, months_before
from domain.scoring.emerging_clusters import LATELY, emerging_clusters
from domain.snapshot.snapshot import Snapshot
from domain.statistics.evolutionary_credibility import YEAR

AHEAD = LATELY  # months that are looked at after a message
MORE = 1.25  # times what was usual: half of the HIGH that a message needs remained


@dataclass(frozen=True)
class Emerged:
    """A message at a past date: its blocks (``members``, ``names``), ``since`` when, ``incidents`` where ``expected``
    were; ``after``: incidents of the AHEAD months after the date, ``usual``: what was usual for so many months."""

    as_of: date
    members: tuple[str, ...]
    names: tuple[str, ...]
    since: date
    incidents: int
    expected: float
    after: int
    usual: float

    @property
    def went_on(self) -> bool:
        """Whether more followed."""
        return self.after >= MORE * self.usual


def emerged(then: Snapshot, now: Snapshot, as_of: date, *, seed: int) -> tuple[Emerged, ...]:
    """The messages of a past date. ``then``: the snapshot of what was known on that day; ``now``: of all."""
    found = emerging_clusters(then, Question(as_of=as_of), seed=seed)
    if found.is_empty():
        return ()
    after, in_town = incidents_after(now, Question(level="block", as_of=as_of), AHEAD)
    return tuple(_emerged(row, now, as_of, after, in_town) for row in found.iter_rows(named=True))


def _emerged(row: dict, now: Snapshot, as_of: date, after: pl.DataFrame, in_town: int) -> Emerged:
    rise = row["since"] - timedelta(1)
    before, town_before = incidents_after(now, Question(level="block", as_of=months_before(rise, YEAR)), YEAR)
    own = pl.col("area_id").is_in(row["members"])
    share = before.filter(own)["came"].sum() / town_before if town_before else 0.0
    return Emerged(
        as_of,
        tuple(row["members"]),
        tuple(row["names"]),
        row["since"],
        row["incidents"],
        row["expected"],
        int(after.filter(own)["came"].sum()),
        share * in_town,
    )


def once_each(by_date: Sequence[Sequence[Emerged]]) -> list[Emerged]:
    """The messages of consecutive dates, the oldest first; one that shares a block with one of the date before is the
    same, and counts once."""
    found: list[Emerged] = []
    last: set[str] = set()
    for messages in by_date:
        found += [each for each in messages if not last & set(each.members)]
        last = {member for each in messages for member in each.members}
    return found
