"""The input of the plan from the store, and the plan itself; solved once per version of the input."""

from dataclasses import dataclass, replace
from datetime import date

import polars as pl
import streamlit as st

from data.services.reports import hours_per_incident
from data.store import capacity, plan_preferences, projects
from data.store.database import Store
from data.store.plan_preferences import PlanPreferences
from domain.analysis import Question
from domain.effects.effect import effects
from domain.planning.assignments import LONGEST_APPROACH_WEEKS, Pin, desks
from domain.planning.benefit import ExpectedEffect, expected_effect, pays
from domain.planning.capacity import Absence, Calendar, Consultant, calendar
from domain.planning.effort import USUAL_HOMES, Finished, LearnedEffort, learned, spent_by_part
from domain.planning.jobs import Job, apart, jobs, rests, running, touching
from domain.planning.plan import gain_curve, plan
from domain.planning.problem import Plan, PlanningProblem
from domain.projects.project import Project
from domain.scoring.weights import Weights
from domain.snapshot.snapshot import Snapshot
from pages.candidates.candidate_row import with_short_names
from pages.shared import cached
from pages.shared.texts import _, number

DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Asked:
    """The input of a plan.

    ``highest``: the number of candidates in all. ``months``: the span of the reports. ``hours_per_incident``: the
    team's setting.
    """

    task: PlanningProblem
    wishes: PlanPreferences
    effect: ExpectedEffect
    learned: LearnedEffort
    team: tuple[Consultant, ...]
    absences: tuple[Absence, ...]
    highest: int
    months: float
    hours_per_incident: float

    def pays(self, job: Job) -> bool:
        """Whether an approach saves its hours, see ``domain.planning.benefit``."""
        return pays(job.gain, job.total, self.hours_per_incident)


@dataclass(frozen=True)
class Planned(Asked):
    """The plan with its input. ``checked``: whether the full search for a better one was done."""

    plan: Plan
    checked: bool


def planned(question: Question, weights: Weights, today: date) -> Planned:
    """The plan for the current store, solved once per set of hours, candidates and preferences, for all readers."""
    current, question = cached.current(), replace(question, level=Question.level)
    asked = _asked(current.url, current.version(), current.version("work"), question, weights, today, current)
    known = _plans(asked.task.key)
    if not known:
        with st.spinner(_("A plan is being made for {count} candidates.").format(count=number(len(asked.task.jobs)))):
            known[False] = plan(asked.task, bound_by="leads")
    done = True in known
    return Planned(**vars(asked), plan=known[done], checked=done)


def checked(made: Planned) -> Plan:
    """The plan after the full search for a better one, which takes some seconds."""
    known = _plans(made.task.key)
    if True not in known:
        known[True] = plan(made.task)
    return known[True]


def curve(made: Planned) -> pl.DataFrame:
    """``domain.planning.plan.gain_curve`` for the same."""
    return _curve(made.task.key, made)


@st.cache_resource(show_spinner=False, max_entries=64)
def _plans(key: tuple[object, ...]) -> dict[bool, Plan]:  # noqa: ARG001  # what the cache goes by
    """The cached plans of one problem: the quick one, and the one after the full search."""
    return {}


@st.cache_resource(show_spinner=False, max_entries=16)
def _asked(
    url: str,  # noqa: ARG001  # with the versions the key of the cache
    data: int,  # noqa: ARG001
    work: int,  # noqa: ARG001
    question: Question,
    weights: Weights,
    today: date,
    _store: Store,
) -> Asked:
    snapshot, wishes = cached.snapshot(), plan_preferences.plan_preferences(_store)
    every, (team, absences) = projects.load(_store), capacity.load(_store)
    homes = dict(snapshot.areas.select("area_id", "homes").iter_rows())
    known = learned([_finished(_store, each, homes) for each in every if each.phase == "closed"])
    effect = expected_effect(_measured(snapshot, every))
    weeks = calendar(today, wishes.months, LONGEST_APPROACH_WEEKS)
    ranked = with_short_names(cached.ranking(question, weights))
    wanted = [each for each, wish in wishes.each.items() if not wish.out]
    looked_at = ranked.filter((pl.col("rank") <= wishes.candidates) | pl.col("candidate_id").is_in(wanted))
    todo = jobs(looked_at, snapshot.opportunities, effect, known)
    near = touching(snapshot, [area for job in todo for area in job.members])
    runs = running(every, homes, today, weeks, known)
    task = PlanningProblem(
        jobs=todo,
        weeks=weeks,
        team=desks(team, absences, runs, weeks),
        apart=apart(todo, near),
        runs=runs,
        rests=rests(every, today),
        near=near,
        pins={each: _pin(wishes, each, weeks) for each in wanted},
        bars=frozenset(each for each, wish in wishes.each.items() if wish.out),
    )
    begins, ends = snapshot.begins_on, snapshot.as_of
    months = (ends - begins).days / DAYS_A_MONTH if begins and ends else 0.0
    each = hours_per_incident(_store)
    return Asked(task, wishes, effect, known, tuple(team), tuple(absences), ranked.height, months, each)


@st.cache_resource(show_spinner=False, max_entries=16)
def _curve(key: tuple[object, ...], _made: Planned) -> pl.DataFrame:  # noqa: ARG001  # what the cache goes by
    with st.spinner(_("Plans with more hours are being worked out. This takes a few seconds.")):
        return gain_curve(_made.task, least=_made.plan.gain)


def _finished(current: Store, project: Project, homes: dict[str, int]) -> Finished:
    """The hours of a finished project, in relation to its dwellings."""
    log = projects.hours(current, project.project_id).select("spent_on", "hours").rows()
    of = sum(homes.get(area, 0) for area, _name in project.areas) or USUAL_HOMES
    return Finished(of, spent_by_part(project, log))


def _measured(snapshot: Snapshot, every: list[Project]) -> list[tuple[float, float]]:
    """The measured effects of projects whose work started, as (logarithm of the ratio, standard error)."""
    begun = [project for project in every if project.baseline]
    return effects(snapshot, begun).select("log_ratio", "error").drop_nulls().rows() if begun else []


def _pin(wishes: PlanPreferences, candidate_id: str, weeks: Calendar) -> Pin:
    """A preference in months of the plan; a month outside the plan cannot be met."""
    wish = wishes.each[candidate_id]
    if wish.month is None:
        return Pin(wish.lead, None, wish.chance)
    months = [(day.year, day.month) for day in map(weeks.monday, weeks.starts)]
    asked = (wish.month.year, wish.month.month)
    return Pin(wish.lead, months.index(asked) if asked in months else -1, wish.chance)
