"""Track record: the candidate list at a past quarter end against the outcome of the year after it.

As on the screen Candidates, the list consists of streets, blocks and clusters of blocks. It uses only the data that was
known on that day. Incidents are counted as in the list, within the caps. An area with a project does not test the
forecast, because something was done there; it is shown, and left out of all sums.

An area stayed among the highest if its rank in the list that the outcome would give (look_back.places_after) is at most
``highest``: MORE, or FEW in a list that is shorter than LONG_LIST_MIN.

The expected incidents of the first areas together have an interval of the joint predictive distribution. Areas change
independently and together with the town, whose drift (statistics/drift.total_drift) they have in common.

"Busiest first" is the same list in the order of the incidents of the year before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.backtest.look_back import INTERVAL_INCIDENTS_MIN, covered, incidents_after, places_after
from domain.backtest.measures import FEW, MORE, Chances
from domain.backtest.parts import new_parts
from domain.backtest.team import BegunProject, chosen_around, worked_on
from domain.effects.monthly_panel import Counts
from domain.indicators.data_sufficiency import MONTHS_SHARE_MIN, months_of_data
from domain.indicators.monthly_counts import known_months
from domain.indicators.report_selection import incident_rows
from domain.indicators.temporal_pattern import HIGH_RATIO
from domain.projects.project import Project
from domain.question import Question, months_before
from domain.schemas import LEVELS
from domain.scoring.evidence import Evidence, evidence, only
from domain.scoring.ranking import TOP_RANKS, ranking
from domain.scoring.weights import Weights
from domain.snapshot.district import Within, area_ids, units_inside
from domain.snapshot.snapshot import Snapshot
from domain.statistics.drift import total_drift
from domain.statistics.evolutionary_credibility import YEAR_MONTHS

AHEAD = YEAR_MONTHS  # months of the outcome, and of the year before
# Candidates from which MORE ranks count as highest; in a shorter list that would be too large a share.
LONG_LIST_MIN = 40
ORDER_CANDIDATES_MIN = 15  # candidates; in a shorter list the order is not tested
LEAST_PART = 1e-6  # of a unit that is in the others as a whole: a forecast has a mean above 0
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "rank": pl.Int64,
    "candidate_id": pl.String,
    "name": pl.String,
    "kind": pl.String,
    "members": pl.List(pl.String),
    "homes": pl.Float64,
    "denominator": pl.String,
    "before": pl.Int64,
    "low": pl.Int64,
    "high": pl.Int64,
    "came": pl.Int64,
    "place": pl.Int64,
    "stayed": pl.Boolean,
    "project": pl.Boolean,
}


@dataclass(frozen=True)
class Together:
    """The first areas of an order, without those with a project.

    ``areas``: their number. ``stayed``: how many stayed among the highest. ``came``: their incidents. ``expected``,
    ``low``, ``high``: their expected incidents and the 90 % interval. ``homes``: None if not known of all. What is in a
    street and in a block counts once.
    """

    areas: int
    stayed: int
    came: int
    expected: float
    low: int
    high: int
    homes: float | None

    @property
    def held(self) -> bool:
        """Whether the interval contains the outcome."""
        return self.low <= self.came <= self.high


@dataclass(frozen=True)
class Quarter:
    """The forecasts of a quarter end, and their outcome.

    - ``as_of``: that day. ``until``: the last day of the year after it. ``candidates``: number of areas in the list.
      ``highest``: number of ranks that count as highest.
    - ``first``, ``busiest``: the first MORE of the list and of "busiest first". Columns: those of SCHEMA: rank,
      candidate_id, name, kind, members, homes, denominator, before (incidents of the year before the date), low, high
      (90 % interval), came (incidents of the year after), place (rank a year later), stayed, project (whether there was
      one).
    - ``list_five``, ``busiest_five``: the first FEW of both together; None if all of them had a project.
    - ``town``: incidents of the year after / those of the year before; None if that year is not completely known.
    - ``known_share``: share of the outcome in areas known then.
    - ``p_top``, ``p_high_next``: probabilities with their outcomes.
    - ``held``: whether the intervals of areas with INTERVAL_INCIDENTS_MIN incidents contained the outcome;
      ``held_but_for_town``: the same if the change of the whole town had been known.
    - ``chosen``: the team's own projects around the date.
    """

    as_of: date
    until: date
    candidates: int
    highest: int
    first: pl.DataFrame
    busiest: pl.DataFrame
    list_five: Together | None
    busiest_five: Together | None
    town: float | None
    known_share: float | None
    p_top: Chances
    p_high_next: Chances
    held: NDArray[np.bool_]
    held_but_for_town: NDArray[np.bool_]
    chosen: tuple[BegunProject, ...] = ()


def quarter(
    then: Snapshot,
    now: Snapshot,
    as_of: date,
    *,
    weights: Weights,
    projects: Sequence[Project] = (),
    within: Within = (),
) -> Quarter:
    """The track record of one quarter end.

    ``then``: the snapshot of that day. ``now``: the snapshot of all data. ``within``: the district that the list was
    of; what areas and the town are compared with stays the whole stock.
    """
    question = Question(as_of=as_of)
    until = months_before(as_of, -AHEAD)
    known = evidence(then, question)
    if within:
        known = only(known, units_inside(known.units, then, within))
    ranked = ranking(known, weights)
    counts = Counts(now, until)
    worked = frozenset(area for level in LEVELS for area in worked_on(projects, counts, level, until))
    units, total = _with_outcome(known.units, now, question, worked)
    became = _became(known, units)
    listed = ranked.filter(pl.col("rank_low").is_not_null()).select("rank", "unit_id", "folded", "p_top")
    listed = listed.join(units, on="unit_id", how="left", maintain_order="left")
    highest = MORE if listed.height >= LONG_LIST_MIN else FEW
    place = places_after(known, listed, weights, units["came"].to_numpy() / became)
    listed = listed.with_columns(place=pl.Series(place), stayed=pl.Series(place <= highest))
    busiest = listed.sort("before", "rank", descending=[True, False]).with_columns(rank=pl.int_range(1, pl.len() + 1))
    test = ~listed["project"].to_numpy()
    of_test = listed.filter(pl.Series(test))
    busy = of_test.filter(pl.col("before") >= INTERVAL_INCIDENTS_MIN)
    forecast, came = known.posteriors.coming.incidents.of(busy["unit_id"].to_numpy()), busy["came"].to_numpy()
    drift = total_drift(yearly_totals(then, question))
    sides = Sides.of(then, question), Sides.of(now, Question(as_of=until))
    before = year_before(now, as_of)
    return Quarter(
        as_of,
        until,
        listed.height,
        highest,
        *(_shown(order) for order in (listed, busiest)),
        *(_together(order.head(FEW), known, drift, sides, counts) for order in (listed, busiest)),
        total / before if before else None,
        _known_share(units, total),
        _top(of_test.drop_nulls("p_top")),
        _high(units, of_test),
        covered(forecast, came),
        covered(forecast.times(became), came),
        chosen_around(_in_district(projects, now, within), counts, ranked, as_of),
    )


def year_before(now: Snapshot, as_of: date) -> int | None:
    """The incidents of the whole town in the year up to a day; None if that year is not completely known."""
    first = months_before(as_of, AHEAD)
    if months_of_data(first, as_of, now.begins_on) <= AHEAD - 0.25:
        return None
    return incidents_after(now, Question(as_of=first), AHEAD)[1]


def _top(of_test: pl.DataFrame) -> Chances:
    """p_top with its outcome."""
    return Chances(of_test["p_top"].to_numpy(), (of_test["place"] <= TOP_RANKS).to_numpy())


def _in_district(projects: Sequence[Project], now: Snapshot, within: Within) -> list[Project]:
    """The projects with an area in the district."""
    inside = set(area_ids(now, within))
    return [project for project in projects if not within or inside & dict(project.areas).keys()]


def yearly_totals(then: Snapshot, question: Question) -> NDArray[np.int64]:
    """The incidents of the whole years before the question's day that the data covers, oldest first.

    0 where much of a year lies in gaps.
    """
    last = question.as_of
    assert last is not None  # a quarter end
    years = int(months_of_data(date.min, last, then.begins_on) / YEAR_MONTHS + 1 - MONTHS_SHARE_MIN)
    edges = [months_before(last, YEAR_MONTHS * back) for back in range(years, -1, -1)]
    days = incident_rows(then, question, YEAR_MONTHS * max(years, 1))["reported_on"]
    at = pl.Series(edges, dtype=pl.Date).search_sorted(days, side="left").to_numpy()
    totals = np.bincount(at, minlength=years + 2)[1 : years + 1]
    everywhere = then.gaps.filter(pl.col("part").is_null())
    known = known_months(everywhere, last, YEAR_MONTHS * years, then.begins_on).reshape(years, YEAR_MONTHS)
    return np.where(known.mean(axis=1) >= MONTHS_SHARE_MIN, totals, 0)


def _with_outcome(
    units: pl.DataFrame, now: Snapshot, question: Question, worked: frozenset[str]
) -> tuple[pl.DataFrame, int]:
    """The units with before, came, project, low and high; and the number of all incidents of the outcome."""
    after = {level: incidents_after(now, Question(level=level, as_of=question.as_of), AHEAD) for level in LEVELS}
    came = pl.concat([found for found, _total in after.values()]).rename({"area_id": "members"})
    each = units.select("unit_id", "members").explode("members").join(came, on="members", how="left")
    of_unit = each.group_by("unit_id").agg(
        pl.col("came").sum().cast(pl.Int64), project=pl.col("members").is_in(list(worked)).any()
    )
    columns = {"before": pl.col("counted").cast(pl.Int64), "low": "next_low", "high": "next_high"}
    found = units.join(of_unit, on="unit_id", how="left", maintain_order="left").with_columns(**columns)
    return found, max(total for _found, total in after.values())


def _became(known: Evidence, units: pl.DataFrame) -> float:
    """The change of the town: incidents of the outcome / those expected, in all areas without a project."""
    areas = units.select((pl.col("kind") != "cluster") & pl.col("comparable") & ~pl.col("project")).to_series()
    expected = known.posteriors.coming.incidents.mean[areas.to_numpy()].sum() if known.posteriors else 0.0
    return max(float(units["came"].filter(areas).sum() / expected), 1e-9) if expected else 1.0


def _high(units: pl.DataFrame, listed: pl.DataFrame) -> Chances:
    """The probabilities of being over HIGH_RATIO times the average (of streets, or of blocks), with their outcomes."""
    base = pl.col("kind").replace("cluster", "block")
    tested = units.filter((pl.col("kind") != "cluster") & pl.col("comparable") & ~pl.col("project"))
    usual = tested.group_by(base=base).agg(a_home=pl.col("came").sum() / pl.col("homes").sum())
    of = listed.with_columns(base=base).join(usual, on="base", how="left", maintain_order="left")
    of = of.filter("comparable")
    is_high = of.select(pl.col("came") > HIGH_RATIO * pl.col("a_home") * pl.col("homes")).to_series()
    return Chances(of["p_high_next"].to_numpy(), is_high.to_numpy())


def _known_share(units: pl.DataFrame, total: int) -> float | None:
    """The share of the outcome in areas known then, at the level with the highest share."""
    level = units.filter(pl.col("kind") != "cluster").group_by("kind").agg(pl.col("came").sum())
    return min(float(level["came"].max() or 0) / total, 1.0) if total else None


@dataclass(frozen=True)
class Sides:
    """The incidents of the year up to a day (report_selection.incident_rows), and the area ids of each level."""

    incidents: pl.DataFrame
    ids: dict[str, pl.Series]

    @classmethod
    def of(cls, snapshot: Snapshot, question: Question) -> "Sides":
        """Those of a snapshot, up to the question's day."""
        ids = {level: snapshot.areas.filter(pl.col("level") == level)["area_id"] for level in LEVELS}
        return cls(incident_rows(snapshot, question, YEAR_MONTHS), ids)

    def parts(self, units: pl.Series) -> NDArray[np.float64]:
        """See ``new_parts``. ``units``: the members of each unit."""
        return new_parts(self.incidents, self.ids, units.to_list())


def _together(
    first: pl.DataFrame, known: Evidence, drift: float, sides: tuple[Sides, Sides], counts: Counts
) -> Together | None:
    """The first areas of an order; what a street and a block have in common counts once. ``sides``: before, after."""
    tested = first.filter(~pl.col("project"))
    if not tested.height or known.posteriors is None:
        return None
    before, after = (side.parts(tested["members"]) for side in sides)
    forecast = known.posteriors.coming.incidents.of(tested["unit_id"].to_numpy())
    forecast = forecast.times(np.maximum(before, LEAST_PART)).together(drift)
    (low,), (high,) = forecast.interval()
    counted = (tested["denominator"] != "one").all()
    return Together(
        tested.height,
        int(tested["stayed"].sum()),
        round(float(after @ tested["came"].to_numpy())),
        float(forecast.mean[0]),
        int(low),
        int(high),
        counts.homes(tested["members"].explode().unique()) if counted else None,
    )


def _shown(order: pl.DataFrame) -> pl.DataFrame:
    return order.head(MORE).select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())
