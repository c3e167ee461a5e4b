"""The report of one project, or of all, from the store."""

from datetime import date

import polars as pl

from data.services.effects import imported, imported_weight, own_effects
from data.services.indicators import compared_indicators
from data.services.releases import countable, report_release, session_release
from data.store import postponed, projects, walkabouts
from data.store.database import Store
from data.store.incident_hours import hour_price, hours_per_incident
from domain.backtest.track_record import Quarter
from domain.documents.document import Document
from domain.documents.indicator_table import indicator_parts
from domain.documents.neighbourhood_table import neighbourhood_parts
from domain.documents.portfolio_report import portfolio_report
from domain.documents.postponed_table import postponed_parts
from domain.documents.project_report import project_report
from domain.documents.redaction import ProjectFacts, known, unnamed
from domain.effects.baseline import Baseline, as_fixed
from domain.effects.effect import Effect, baseline_of, each_effect, effect_of
from domain.effects.minimum_detectable_effect import detectable_of
from domain.effects.verdict import TOLD
from domain.judgement.postponed import active
from domain.planning.effort import project_hours
from domain.projects.progress import hours_by_phase, periods
from domain.projects.project import Project
from domain.question import Question
from domain.releases.release import period_end
from domain.schemas import NEIGHBOURHOOD
from domain.snapshot.district import Within, area_ids, names_of
from domain.snapshot.snapshot import Snapshot


def report(
    store: Store,
    snapshot: Snapshot,
    project_id: int | None,
    today: date,
    last: Quarter | None = None,
    within: Within = (),
) -> Document:
    """The report of one project, or of all (None).

    Numbers of incidents are those up to the last period end (data/services/releases.py). ``snapshot``: of this store.
    ``last``: the newest quarter of its track record, for the report of all projects. ``within``: the district that this
    report is limited to.

    Raises:
        NotFound: there is no such project.
    """
    values = hours_per_incident(store), hour_price(store)
    if project_id is not None:
        return project_report(*project_facts(store, snapshot, project_id, today), *values)
    every = projects.load(store)
    until, snapshot = period_end(snapshot), countable(store, snapshot)
    here = set(area_ids(snapshot, within))
    chosen = [each for each in every if not within or here & dict(each.areas).keys()]
    facts = facts_of_several(store, snapshot, every, chosen)
    elsewhere = imported(store, own_effects(store, snapshot, every))
    made = session_release(store, snapshot, NEIGHBOURHOOD, Question.months)
    neighbourhoods = neighbourhood_parts(made.public.of(here), made.until, Question.months, snapshot.begins_on)
    names = ", ".join(names_of(snapshot, within))
    waiting = [each for each in active(postponed.load(store), today) if here & {area.area_id for area in each.areas}]
    few = unnamed(snapshot, {area.area_id for each in waiting for area in each.areas})
    beside = compared_indicators(store, snapshot).filter(pl.col("area_id").is_in(list(here)))
    parts = [*neighbourhoods, *indicator_parts(beside, snapshot.neighbourhoods), *postponed_parts(waiting, few)]
    return portfolio_report(facts, until, elsewhere, imported_weight(store), last, parts, names, *values)


def project_facts(store: Store, snapshot: Snapshot, project_id: int, today: date) -> tuple[ProjectFacts, date | None]:
    """What may be published about a project, and the day up to which its numbers are. ``snapshot``: of this store.

    Raises:
        NotFound: there is no such project.
    """
    project, every = projects.get(store, project_id), projects.load(store)
    until, snapshot = period_end(snapshot), countable(store, snapshot)
    found = report_release(store, snapshot, project, effect_of(snapshot, project, every, until))
    return _known(store, snapshot, project, every, *found, today), until


def facts_of_several(
    store: Store, snapshot: Snapshot, every: list[Project], chosen: list[Project]
) -> list[ProjectFacts]:
    """What may be told of each chosen project. ``snapshot``: ``countable`` of this store. ``every``: all projects."""
    done, found = projects.interventions_by_project(store), []
    now = {effect.project_id: effect for effect in each_effect(snapshot, every, period_end(snapshot))}
    for each in chosen:
        effect, given = report_release(store, snapshot, each, now[each.project_id])
        interventions = done.get(each.project_id, ())
        then = as_fixed(snapshot, each)
        found.append(known(then, each, every, effect, _NO_HOURS, interventions=interventions, given=given))
    return found


def _known(
    store: Store,
    snapshot: Snapshot,
    project: Project,
    every: list[Project],
    effect: Effect,
    given: bool,
    today: date,
) -> ProjectFacts:
    """The input of one project's report. ``given``: whether its numbers may be told, see ``report_release``."""
    steps = projects.phase_steps(store).get(project.project_id, [])
    log = projects.hours(store, project.project_id)
    hours = hours_by_phase(planned_hours(snapshot, project), periods(project, steps, today), log)
    baseline, drops = None, None
    if effect.word not in TOLD or effect.word == "cannot_tell":
        baseline = Baseline.from_json(project.baseline or baseline_of(snapshot, project, every))
    if baseline is not None and baseline.comparison:
        drops = detectable_of(baseline)
    return known(
        as_fixed(snapshot, project),
        project,
        every,
        effect,
        hours,
        walkabouts.of_project(store, project.project_id),
        projects.decisions(store, project.project_id).height,
        baseline,
        drops,
        projects.interventions(store, project.project_id),
        given=given,
    )


def planned_hours(snapshot: Snapshot, project: Project) -> dict[str, float]:
    """Hours planned for each phase; empty if none were planned."""
    if project.hours_planned is None:
        return dict(project.hours_by_phase)
    ids = [area_id for area_id, _name in project.areas]
    return project_hours(project, float(snapshot.areas.filter(pl.col("area_id").is_in(ids))["homes"].sum()))


_NO_HOURS = pl.DataFrame(schema={"phase": pl.String, "planned": pl.Float64, "spent": pl.Float64})
