"""The evidence for the score of every street, block and cluster of blocks; computed once per question.

Nothing here depends on the weights: after a change of a weight only ranking.py runs.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.indicators.area_figures import with_known_change
from domain.indicators.area_rates import with_rates
from domain.indicators.change import with_change
from domain.indicators.data_sufficiency import months_of_data, part_missed, too_little
from domain.indicators.inspection_effort import inspection_effort
from domain.indicators.monthly_counts import known_months
from domain.indicators.report_selection import (
    Window,
    covers_two_half_years,
    report_rows,
    window,
)
from domain.indicators.temporal_pattern import COURSES, course_names, temporal_patterns
from domain.indicators.under_reporting import NOTICED_MIN
from domain.question import Question, months_before
from domain.scoring.candidate_units import UNIT_KINDS, candidate_units
from domain.scoring.components import Probable, best, drawn
from domain.scoring.context_components import active, opportunity_component
from domain.scoring.next_year import next_year
from domain.scoring.past import past_of
from domain.scoring.posteriors import BASE, posteriors, with_silence
from domain.scoring.reasons import with_against, with_reason
from domain.scoring.weights import COMPONENTS, PRESETS
from domain.snapshot.coverage_gaps import part_silent
from domain.snapshot.district import units_inside
from domain.snapshot.snapshot import Snapshot
from domain.statistics.evolutionary_credibility import YEAR_MONTHS

LISTS = ("candidate", "individual", "little", "elsewhere")
"""The lists that a unit can be in; "elsewhere": outside the district, see ``only``."""
DRAWS = 1_000
CONTENDERS = 1_000  # candidates with draws; lower ones practically never reach the top
ADDRESSED_SHARE_MIN = 0.5  # share of reports with an address from which the concentration over addresses is used
HISTORY = 36  # months of the temporal pattern
EVIDENCE_SEED = 20261122  # random seed; the same question on the same data always gives the same answer


@dataclass(frozen=True)
class Evidence:
    """The evidence of the units, independent of the weights: streets, blocks and clusters of blocks; or neighbourhoods.

    ``units``: one row per unit. Columns:

    - unit_id (its row), candidate_id (of a street or block its area_id), kind, members (area ids of a cluster's
      blocks, else its own), name, town, neighbourhood, lat, lon, homes, denominator, theme, p_cluster (of a cluster),
      stands_for, inside (see overlap.py);
    - the counts of candidate_units.candidate_units (reports, incidents, counted, addresses ...);
    - from the counts: average, rate, low, high (per 100 homes a year), ratio, change, p_rise, course (key of COURSES),
      resident_share, p_silent, silence_is, and those of inspection_effort.inspection_effort;
    - of next year: next, next_low, next_high, next_ratio, p_high_next (see next_year.py);
    - the COMPONENTS (0 to 100), and those of context_components.opportunity_component and context_components.active;
    - list (one of LISTS), too_little (why), silent, contender (row of the draws, null without), reason, values, against
      (see reasons.py).

    ``draws``: the components of the contenders in draws from the posteriors; axes: draw, contender, component.
    ``has_evidence``: whether there is data for a component, in the order of COMPONENTS; weights of other components are
    ignored. ``posteriors``: the posteriors of the units, from which the components and draws are computed.
    """

    units: pl.DataFrame
    draws: NDArray[np.float32]
    has_evidence: NDArray[np.bool_]
    posteriors: Probable | None = None


def evidence(
    snapshot: Snapshot,
    question: Question,
    *,
    kinds: tuple[str, ...] = UNIT_KINDS,
    seed: int = EVIDENCE_SEED,
    draws: int = DRAWS,
    ahead: int = YEAR_MONTHS,
) -> Evidence:
    """The evidence of all units of these ``kinds``. The question's level is not used.

    ``seed``: random seed. ``draws``: number of draws. ``ahead``: months of "next year"; only a backtest uses another
    number than 12 (domain/backtest).
    """
    span = window(snapshot, question)
    has_past = covers_two_half_years(snapshot, span)
    levels = tuple(dict.fromkeys(BASE[kind] for kind in kinds))
    with ThreadPoolExecutor(1) as beside:  # on a second processor
        of_past = beside.submit(past_of, snapshot, question, span, levels, ahead)
        reports = report_rows(snapshot, question)
        found_units, clusters = candidate_units(snapshot, reports, kinds, seed)
        counted = (
            found_units.with_columns(base=_BASE)
            .pipe(with_rates, span.years, question.compare, level="base", usual=_USUAL)
            .pipe(with_known_change, snapshot, span)
            .pipe(with_change, has_past, level="base", usual=_USUAL)
            .drop("p_high", "ratio_shape", "ratio_rate")
            .pipe(_with_inspections, snapshot, span, question)
            .pipe(with_silence)
        )
        past = of_past.result()
        of_clusters = past.of_clusters(clusters)
        counted = counted.pipe(_with_courses, snapshot, {**past.monthly, "cluster": of_clusters[0]}, span)
        coming = next_year(counted, {**past.within_caps, "cluster": of_clusters[1]}, past, question)
        known = counted.drop("base").hstack(coming.columns).pipe(_with_context, snapshot, span)
        probable = posteriors(known, coming.coming)
        units = (
            known.drop("opportunity", "network")
            .hstack(pl.DataFrame(best(probable), schema=dict.fromkeys(COMPONENTS, pl.Float64), orient="row"))
            .pipe(_with_lists, snapshot, reports.filter("inside"), span, question.months)
        )
        has_evidence = _has_evidence(units, has_past)
        contenders = _contenders(units, has_evidence)
        drawing = beside.submit(drawn, probable.of(contenders), draws, seed)
        units = units.pipe(_with_contenders, contenders).pipe(with_reason).pipe(with_against)
        return Evidence(units, drawing.result(), has_evidence, probable)


def evidence_within(snapshot: Snapshot, question: Question, kinds: tuple[str, ...] = UNIT_KINDS) -> Evidence:
    """The evidence of a question, of which the lists only have the units in its district."""
    known = evidence(snapshot, question, kinds=kinds)
    return only(known, units_inside(known.units, snapshot, question.within)) if question.within else known


def only(known: Evidence, inside: pl.Series, *, seed: int = EVIDENCE_SEED, draws: int = DRAWS) -> Evidence:
    """The evidence of which the lists only have some of the units; their figures stay as they are.

    ``inside``: whether a unit may be listed, per unit. Ranks and their probabilities are then among those units.
    """
    outside = ~pl.Series("inside", inside)
    kept = pl.when(outside).then(pl.lit("elsewhere")).otherwise(pl.col("list").cast(pl.String))
    units = known.units.with_columns(list=kept.cast(pl.Enum(LISTS)), silent=pl.col("silent") & ~outside)
    alone = (pl.col("list").gather("stands_for") == "elsewhere") & (pl.col("list") != "elsewhere")
    units = units.with_columns(stands_for=pl.when(~alone.fill_null(False)).then("stands_for"))
    contenders = _contenders(units, known.has_evidence)
    units = units.drop("contender").pipe(_with_contenders, contenders)
    found = known.posteriors
    return replace(known, units=units, draws=known.draws if found is None else drawn(found.of(contenders), draws, seed))


_BASE = pl.col("kind").replace_strict(BASE, default=None)
_USUAL = pl.col("kind") != "cluster"
"""_BASE: the kind on whose areas the priors of a unit are fitted; _USUAL: the units that they are fitted on."""


def _with_inspections(units: pl.DataFrame, snapshot: Snapshot, span: Window, question: Question) -> pl.DataFrame:
    """Adds the columns of inspection_effort.inspection_effort."""
    return units.hstack(inspection_effort(snapshot.visits, units["members"], span.after, question.as_of))


def _with_context(units: pl.DataFrame, snapshot: Snapshot, span: Window) -> pl.DataFrame:
    """Adds the columns of opportunities and active partners, see context_components.py."""
    return units.hstack(
        opportunity_component(units["members"], snapshot.opportunities, snapshot.areas, span.until)
    ).hstack(active(units["members"], snapshot.partners, snapshot.areas))


def _with_contenders(units: pl.DataFrame, contenders: NDArray[np.int64]) -> pl.DataFrame:
    """Adds contender: the row of the draws, null for units without draws."""
    rows = pl.DataFrame(
        {"unit_id": contenders, "contender": np.arange(len(contenders))},
        schema={"unit_id": pl.Int64, "contender": pl.Int64},
    )
    return units.join(rows, on="unit_id", how="left", maintain_order="left")


def _with_courses(
    each: pl.DataFrame, snapshot: Snapshot, past: Mapping[str, NDArray[np.int64]], span: Window
) -> pl.DataFrame:
    """Adds course: of streets among streets, of blocks among blocks, of clusters among the blocks in no cluster.

    ``past``: by kind the incidents by area (row) and month (column, oldest first).
    """
    covered = months_of_data(months_before(span.until, HISTORY), span.until, snapshot.begins_on)
    months = min(HISTORY, int(covered + 0.6))
    known = known_months(snapshot.gaps, span.until, months, snapshot.begins_on)
    monthly = np.zeros((each.height, months), dtype=np.int64)
    for kind in each["kind"].unique():
        of = (each["kind"] == kind).to_numpy()
        monthly[of] = past[kind][:, past[kind].shape[1] - months :]
    kind, comparable = each["kind"], each["comparable"].to_numpy()
    towns = {
        "street": (kind == "street"),
        "block": (kind == "block"),
        "cluster": (kind == "cluster") | ((kind == "block") & each["cluster"].is_null()),
        "neighbourhood": (kind == "neighbourhood"),
    }
    named = np.full(each.height, list(COURSES).index("none"))
    for of, town in towns.items():
        among = np.flatnonzero(town.to_numpy() & comparable)
        asked = np.flatnonzero((kind == of).to_numpy() & comparable)
        if len(asked):
            course = temporal_patterns(monthly[among], each["homes"].to_numpy()[among], known)["course"]
            named[asked] = course.to_physical().to_numpy()[np.isin(among, asked)]
    return each.with_columns(course=course_names(named))


def _with_lists(
    each: pl.DataFrame, snapshot: Snapshot, reports: pl.DataFrame, span: Window, asked: int
) -> pl.DataFrame:
    """Adds list, too_little and silent. A unit with too little data does not stand for one with enough."""
    months = months_of_data(span.after, span.until, snapshot.begins_on)
    missed = part_missed(snapshot.gaps, span.after, span.until, reports.height)
    each = each.with_columns(part_silent=part_silent(each, snapshot.gaps, span.after, span.until))
    needed = each.select("kind", "incidents", "homes", "denominator", "comparable", "part_silent")
    lacking = [
        too_little(of, months=months, asked=asked, missed=missed, unplaced=_unplaced(reports, kind))
        for (kind,), of in needed.group_by("kind", maintain_order=True)
    ]
    each = each.with_columns(too_little=pl.concat(lacking) if lacking else pl.lit(None, pl.String))
    alone = pl.when("individual").then(pl.lit("individual"))
    little = pl.when(pl.col("too_little").is_not_null()).then(pl.lit("little"))
    belongs = pl.coalesce(alone, little, pl.lit("candidate")).cast(pl.Enum(LISTS))
    each = each.with_columns(list=belongs, silent=pl.col("silence_is") == "silent")
    hides = (pl.col("list").gather("stands_for") == "little") & (pl.col("list") != "little")
    return each.drop("part_silent").with_columns(stands_for=pl.when(~hides.fill_null(False)).then("stands_for"))


def _unplaced(reports: pl.DataFrame, kind: str) -> float:
    """The share of the reports that are in no area of the level of a kind of unit."""
    of = reports[BASE[kind]]
    return of.null_count() / len(of) if len(of) else 0.0


def _has_evidence(each: pl.DataFrame, has_past: bool) -> NDArray[np.bool_]:
    """Whether there is data for a component, in the order of COMPONENTS.

    Momentum needs a year of data; fit needs addresses in most reports; silence needs incidents noticed by residents and
    by staff; opportunity needs an opportunity that is not over; network needs a partner or group somewhere.
    """
    two_eyes = each["residents"].sum() >= NOTICED_MIN and each["staff"].sum() >= NOTICED_MIN
    says = {
        "fit": 0 < each["named"].sum() >= ADDRESSED_SHARE_MIN * int(each["reports"].sum()),
        "momentum": has_past,
        "silence": two_eyes,
    }
    says |= {name: bool((each[name] > 0).any()) for name in ("opportunity", "network")}
    return np.array([says.get(name, True) for name in COMPONENTS])


def _contenders(each: pl.DataFrame, has_evidence: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The unit ids of the candidates that rank highest under any of the presets, at most CONTENDERS."""
    needed = each.select("unit_id", "list", "stands_for", *COMPONENTS)
    listed = needed.filter((pl.col("list") == "candidate") & pl.col("stands_for").is_null())
    values = listed.select(COMPONENTS).to_numpy()
    scores = np.stack([values @ (weights.parts() * has_evidence) for weights in PRESETS.values()])
    places = (-scores).argsort(axis=1, kind="stable").argsort(axis=1)
    best_first = places.min(axis=0).argsort(kind="stable")[:CONTENDERS]
    return np.sort(listed["unit_id"].to_numpy()[best_first])
