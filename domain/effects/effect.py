"""The effect of one project or of all together: incidents since the work began against those expected without it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, TypedDict

import numpy as np
import polars as pl

from domain.effects.baseline import Baseline, Baselines, as_fixed
from domain.effects.counterfactual import LATER_DRIFT_SHARE, ControlChange, control_change, expected_since
from domain.effects.displacement import beyond_expected, interval, weighted_displacement_difference
from domain.effects.monthly_panel import Counts
from domain.effects.observed_to_expected import ratio_to_expected
from domain.effects.panel import Panel, chart_months, countable, panel_of
from domain.effects.quasi_poisson import dispersions, series
from domain.effects.verdict import why_naive_differs, word
from domain.projects.project import Project
from domain.snapshot.snapshot import Snapshot

FEWEST_AFTER = 3  # known months since the work began; with fewer it is too early
MOST_AFTER = 24  # later changes increasingly have other causes
YEAR_MONTHS = 12
HOURS_PER_INCIDENT = 2.0  # an assumption: registration, a visit or a call, and administration; the team can change it

Three = tuple[float, float, float]


@dataclass(frozen=True)
class Effect:
    """The effect of an approach in the ``months_after`` known months since the work began. None means unknown.

    ``word``: a key of verdict.WORDS. ``incidents``: counted. ``expected``: without the approach. ``ratio``, ``low``,
    ``high``: counted / expected and its 90 % interval. ``log_ratio``, ``error``: its logarithm and standard error.
    ``direct``, ``displaced``, ``total``: (incidents more than expected, 5 % point, 95 % point) in the areas, in the
    ring around them, and together; negative is fewer. ``difference``: ``total`` by the method of Wheeler and Ratcliffe.
    ``naive``: incidents a month since / in the year before. ``why``: a key of verdict.WHY. ``before``: incidents a
    month in the year before. ``regression``: expected / counted there. ``town``: the ratio of the comparison areas.
    ``series`` (uncorrected ratio by regression over months, with its interval) and ``dispersion``: see
    quasi_poisson.py. ``compared``, ``ring``: the names of the areas that were used. ``months``: see
    ``domain.effects.panel.chart_months``.
    """

    project_id: int
    word: str
    months_before: int = 0
    months_after: int = 0
    incidents: int | None = None
    expected: float | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    log_ratio: float | None = None
    error: float | None = None
    direct: Three | None = None
    displaced: Three | None = None
    total: Three | None = None
    difference: Three | None = None
    series: Three | None = None
    naive: float | None = None
    why: str | None = None
    before: float | None = None
    regression: float | None = None
    town: float | None = None
    dispersion: float | None = None
    compared: tuple[str, ...] = ()
    ring: tuple[str, ...] = ()
    months: pl.DataFrame | None = field(default=None, compare=False)


def each_effect(snapshot: Snapshot, projects: Sequence[Project], as_of: date | None = None) -> list[Effect]:
    """The effects of the projects, in their order, without ``months``."""
    baselines = Baselines(Counts(snapshot, as_of), projects)
    return [_effect(baselines, project) for project in projects]


def effect_of(
    snapshot: Snapshot, project: Project, projects: Sequence[Project] = (), as_of: date | None = None
) -> Effect:
    """The effect of one project, with ``months``. ``projects``: all projects."""
    baselines = Baselines(Counts(snapshot, as_of), projects)
    return _effect(baselines, project, with_months=True)


def baseline_of(
    snapshot: Snapshot, project: Project, projects: Sequence[Project] = (), start: date | None = None
) -> dict[str, Any] | None:
    """The baseline of a project as JSON values, to freeze on the day the work begins; see ``Baselines.of`` for None.

    ``start``: that day; by default the project's ``carried_out_from``, else the day of the newest report.
    """
    counts = Counts(snapshot)
    found = Baselines(counts, projects).of(project, start or project.carried_out_from or counts.as_of)
    return found.to_json() if found else None


def with_baseline(project: Project, snapshot: Snapshot, today: date, projects: Sequence[Project] = ()) -> Project:
    """The project with a frozen baseline if its work has begun. Save it together with the start of the work.

    A frozen baseline is kept, unless the first day of the work was corrected. It is removed if the work has not begun
    after all. In the phase "carry_out" without a first day, the work begins ``today``.
    """
    begun = project.carried_out_from or (today if project.phase == "carry_out" else None)
    if begun is None:
        return replace(project, baseline=None) if project.baseline else project
    if project.baseline and project.baseline.get("starts_on") == begun.isoformat():
        return project
    made = baseline_of(as_fixed(snapshot, project), project, projects, begun)
    return replace(project, carried_out_from=begun, baseline=made)


def with_frozen_effect(project: Project, effect: Effect) -> Project:
    """The project with its effect frozen beside its baseline, because reports that it rests on are removed."""
    return replace(project, baseline={**(project.baseline or {}), "effect": effect_to_json(effect)})


def effect_to_json(effect: Effect) -> dict[str, Any]:
    """An effect as JSON values, without ``months``."""
    return {each.name: getattr(effect, each.name) for each in fields(Effect) if each.name != "months"}


def effect_from_json(plain: Mapping[str, Any]) -> Effect:
    """The effect from JSON values."""
    known = {each.name for each in fields(Effect)}
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()}
    return Effect(**{name: value for name, value in values.items() if name in known})


def hours_saved(effect: Effect, hours_per_incident: float = HOURS_PER_INCIDENT) -> Three | None:
    """The hours that avoided incidents would have taken, over all areas: estimate, lower and upper bound."""
    if effect.total is None:
        return None
    middle, low, high = effect.total
    return -middle * hours_per_incident, -high * hours_per_incident, -low * hours_per_incident


def effect_by(baselines: Baselines, project: Project) -> Effect:
    """The effect of a project, without ``months``, with counts that many projects share (``Baselines.counts``)."""
    return _effect(baselines, project)


def _effect(baselines: Baselines, project: Project, *, with_months: bool = False) -> Effect:
    """The effect of one project, or the reason why it cannot be estimated (``word``)."""
    if kept := (project.baseline or {}).get("effect"):
        return effect_from_json(kept)
    ids = [area_id for area_id, _name in project.areas]
    found = Effect(project.project_id, "not_begun")
    if project.carried_out_from is None:
        return found
    baseline = Baseline.from_json(project.baseline)
    as_now = baselines
    if baseline is not None:
        baselines = baselines.fixed(baseline)
    counts = baselines.counts
    if sum(map(len, counts.numbers(ids).values())) < len(set(ids)):
        return replace(found, word="no_area")
    baseline = baseline or baselines.of(project, project.carried_out_from)
    if baseline is None:
        return replace(found, word="no_before")
    after = np.flatnonzero(counts.sides(baseline.starts_on)[1])[:MOST_AFTER]
    found = replace(found, months_before=len(baseline.months), months_after=len(after))
    if len(after) < FEWEST_AFTER:
        return replace(found, word="too_early")
    others, ring = (
        baselines.still_free(project, baseline.level, areas) for areas in (baseline.comparison, baseline.ring)
    )
    panel = panel_of(counts, baseline, ids, others, ring, after)
    if baselines is not as_now:
        still = countable(panel, baseline)
        if still is None:
            return replace(found, word="no_area")
        panel = still
    if not panel.controls.by_month[:, after].any():
        return replace(found, word="no_comparison")
    found = _judged(replace(found, compared=panel.controls.names, ring=panel.ring.names), panel, baseline)
    if not with_months:
        return found
    return replace(found, months=chart_months(panel, counts.months, baseline.expected_monthly))


def _judged(found: Effect, panel: Panel, baseline: Baseline) -> Effect:
    """The effect with its numbers."""
    own, before, after = panel.own, panel.before, panel.after
    drift, length, dispersion = baseline.usual.drift, len(after), panel.dispersion
    became = control_change(panel.controls.by_month[:, after].sum(axis=1), *panel.controls.expected, length, drift)
    incidents = int(own[after].sum())
    expected, variance = expected_since(baseline.expected_monthly, baseline.effective_n, length, became, drift)
    regressed = series(own, panel.controls.by_month.sum(axis=0), *panel.sides, dispersion)
    ratio, low, high = map(float, ratio_to_expected(incidents, expected, 1 / (variance + became.variance), dispersion))
    year_before = float(own[before[-YEAR_MONTHS:]].mean()) if len(before) else 0.0
    regression = baseline.expected_monthly / year_before if year_before else None
    return replace(
        found,
        word=word(low, high),
        incidents=incidents,
        expected=float(expected),
        ratio=ratio,
        low=low,
        high=high,
        log_ratio=float(np.log((incidents + 0.5) / expected)),
        error=float(np.sqrt(dispersion * (1 / (incidents + 0.5) + variance + became.variance))),
        naive=incidents / length / year_before if year_before else None,
        why=why_naive_differs(regression, float(became.ratio)) if regression else None,
        before=year_before,
        regression=regression,
        town=float(became.ratio),
        dispersion=dispersion,
        series=_three(regressed.ratio, regressed.low, regressed.high),
        **_moved(panel, (float(expected), float(variance)), became, drift),
    )


class _Moved(TypedDict):
    """The fields of ``Effect`` about avoided and displaced incidents."""

    direct: Three | None
    displaced: Three | None
    total: Three | None
    difference: Three | None


def _moved(panel: Panel, treated: tuple[float, float], became: ControlChange, drift: float) -> _Moved:
    """Incidents avoided in the areas, displaced to the ring, and both; the last also by Wheeler and Ratcliffe.

    ``treated``: the incidents that were expected in the areas, and the relative variance of that number.
    """
    own, ring, before, after = panel.own, panel.ring, panel.before, panel.after
    in_ring, variance = expected_since(*ring.expected, len(after), became)
    counted = np.array([own[after].sum(), *ring.by_month[:, after].sum(axis=1)], dtype=float)
    moves = LATER_DRIFT_SHARE * drift
    expected, own_variance = np.array([treated[0], *in_ring]), np.array([treated[1] - moves, *variance])
    clumped = dispersions(panel.dispersion, expected, typical=panel.controls.by_month[:, after].sum(axis=1).mean())
    clumped[0] = panel.dispersion

    def beyond(which: slice) -> Three | None:
        of = counted[which], expected[which], own_variance[which]
        return _three(*beyond_expected(*of, became.variance, clumped[which], moves))

    difference = None
    if len(before):
        each = (own, panel.controls.by_month, ring.by_month)
        pairs = [np.array([rows[..., which].sum() for which in (before, after)]) for rows in each]
        (treated_before, _), (controls_before, _), (ring_before, _) = pairs
        size = (treated_before + ring_before) / max(controls_before, 1)
        middle, error = weighted_displacement_difference(*pairs, before=len(after) / len(before), control_weight=size)
        difference = _three(middle, *interval(middle, error))
    return {
        "direct": beyond(slice(0, 1)),
        "displaced": beyond(slice(1, None)) if ring.areas else None,
        "total": beyond(slice(None)),
        "difference": difference,
    }


def _three(middle: Any, low: Any, high: Any) -> Three | None:
    """A number and its interval as floats; None if one of them is not finite."""
    found = float(middle), float(low), float(high)
    return found if np.isfinite(found).all() else None
