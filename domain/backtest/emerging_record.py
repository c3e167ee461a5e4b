"""The outcome of earlier messages about emerging clusters (scoring/emerging_clusters.py).

The increase continued if the blocks of the cluster had, in the half year after the message, at least
RISE_LASTED_RATIO_MIN times their usual incidents. The usual number is their share of the town's incidents in the year
before the increase, applied to the town's incidents in that half year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from domain.backtest.look_back import incidents_after
from domain.question import Question, months_before
from domain.scoring.emerging_clusters import RECENT_MONTHS_MAX, emerging_clusters
from domain.snapshot.snapshot import Snapshot
from domain.statistics.evolutionary_credibility import YEAR_MONTHS

AHEAD = RECENT_MONTHS_MAX  # months of the outcome
RISE_LASTED_RATIO_MIN = (
    1.25  # ratio to the usual number: half of the increase that a message needs (HIGH_RATIO) remained
)


@dataclass(frozen=True)
class Emerged:
    """A message at a past date, with its outcome.

    ``members``, ``names``: its blocks. ``since``: first day of the cluster. ``incidents``, ``expected``: in the
    cluster. ``after``: incidents of the AHEAD months after the date. ``usual``: the usual number in so many months.
    """

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
        """Whether the increase continued."""
        return self.after >= RISE_LASTED_RATIO_MIN * self.usual


def emerged(then: Snapshot, now: Snapshot, as_of: date, *, seed: int) -> tuple[Emerged, ...]:
    """The messages of a past date. ``then``: the snapshot of that day. ``now``: the snapshot of all data."""
    found = emerging_clusters(then, Question(as_of=as_of), seed=seed)
    if found.is_empty():
        return ()
    after, in_town = incidents_after(now, Question(level="block", as_of=as_of), AHEAD)
    return tuple(_emerged(row, now, as_of, after, in_town) for row in found.iter_rows(named=True))


def _emerged(row: dict, now: Snapshot, as_of: date, after: pl.DataFrame, in_town: int) -> Emerged:
    rise = row["since"] - timedelta(1)
    before, town_before = incidents_after(
        now, Question(level="block", as_of=months_before(rise, YEAR_MONTHS)), YEAR_MONTHS
    )
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
    """The messages of consecutive dates, oldest first, without repetitions.

    A message that shares a block with one of the previous date is a repetition.
    """
    found: list[Emerged] = []
    last: set[str] = set()
    for messages in by_date:
        found += [each for each in messages if not last & set(each.members)]
        last = {member for each in messages for member in each.members}
    return found
