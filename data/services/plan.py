"""The plan of the team: its input from the store, and the plan as values and rows for the command line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from data.services.candidates import ranked_candidates
from data.services.effects import pooled
from data.services.postponed import marked
from data.store import capacity, plan_preferences, projects
from data.store.database import Store
from data.store.incident_hours import hour_price, hours_per_incident
from data.store.plan_preferences import PlanPreferences
from domain.effects.effect import Effect, Three
from domain.indicators.data_sufficiency import MONTH_DAYS
from domain.planning.assignments import LONGEST_APPROACH_WEEKS, Pin, desks
from domain.planning.benefit import ExpectedEffect, expected_effect, pays
from domain.planning.capacity import Absence, Consultant, PlanWeeks, plan_weeks
from domain.planning.effort import USUAL_HOMES, Finished, LearnedEffort, learned, spent_by_part
from domain.planning.jobs import Job, Wait, apart, jobs, rests, running, touching
from domain.planning.plan import plan
from domain.planning.problem import MISFITS, WHY, Plan, PlanningProblem, Reason
from domain.projects.project import Project
from domain.question import Question
from domain.snapshot.snapshot import Snapshot


@dataclass(frozen=True)
class PlanInputs:
    """The input of a plan.

    ``problem``: what is to be planned. ``wishes``: the team's preferences. ``effect``: the expected effect of an
    approach. ``learned``: the effort learned from finished projects. ``candidates``: the number of all candidates.
    ``data_months``: the length of the data. ``hours_per_incident``, ``hour_price`` (euros; None: none was stated): the
    team's settings.
    """

    problem: PlanningProblem
    wishes: PlanPreferences
    effect: ExpectedEffect
    learned: LearnedEffort
    team: tuple[Consultant, ...]
    absences: tuple[Absence, ...]
    candidates: int
    data_months: float
    hours_per_incident: float
    hour_price: float | None

    def pays(self, job: Job) -> bool:
        """Whether an approach saves as many hours as it takes, see ``domain.planning.benefit``."""
        return pays(job.gain, job.total, self.hours_per_incident)

    def hours_saved(self, job: Job) -> Three:
        """The hours a year that an approach is expected to save, with the 90 % interval of its effect."""
        effect, hours = self.effect, job.incidents * self.hours_per_incident
        return effect.mean * hours, effect.low * hours, effect.high * hours


def plan_inputs(
    store: Store,
    snapshot: Snapshot,
    ranked: pl.DataFrame,
    today: date,
    effects: Callable[[Sequence[Project]], Sequence[Effect]] | None = None,
) -> PlanInputs:
    """The input of the plan of this store on a day.

    ``ranked``: its candidates (domain.scoring.ranking). ``effects``: gives the effect of each project, where these are
    kept; else they are worked out.
    """
    wishes = plan_preferences.plan_preferences(store)
    every, (team, absences) = projects.load(store), capacity.load(store)
    homes = dict(snapshot.areas.select("area_id", "homes").iter_rows())
    known = learned([_finished(store, each, homes) for each in every if each.phase == "closed"])
    effect = expected_effect(pooled(store, snapshot, every, effects).whole)
    weeks = plan_weeks(today, wishes.months, LONGEST_APPROACH_WEEKS)
    wanted = [each for each, wish in wishes.each.items() if not wish.out]
    looked_at = ranked.filter((pl.col("rank") <= wishes.candidates) | pl.col("candidate_id").is_in(wanted))
    looked_at = marked(store, snapshot, looked_at, today)
    waits = looked_at.drop_nulls("postponed_until").select("candidate_id", "postponed_until", "postponed_reason")
    todo = jobs(looked_at, snapshot.opportunities, effect, known)
    near = touching(snapshot, [area for job in todo for area in job.members])
    runs = running(every, homes, today, weeks, known)
    problem = PlanningProblem(
        jobs=todo,
        weeks=weeks,
        team=desks(team, absences, runs, weeks),
        apart=apart(todo, near),
        runs=runs,
        rests=rests(every, today),
        near=near,
        pins={each: _pin(wishes, each, weeks) for each in wanted},
        bars=frozenset(each for each, wish in wishes.each.items() if wish.out),
        waits={each: Wait(until, reason) for each, until, reason in waits.iter_rows()},
    )
    begins, ends = snapshot.begins_on, snapshot.as_of
    months = (ends - begins).days / MONTH_DAYS if begins and ends else 0.0
    values = hours_per_incident(store), hour_price(store)
    return PlanInputs(problem, wishes, effect, known, tuple(team), tuple(absences), ranked.height, months, *values)


def plan_of(store: Store, question: Question, today: date) -> dict[str, Any]:
    """The plan of a store with the team's weights, as JSON values in English.

    Keys: ``chosen`` (area_id, name, rank, lead, from, until, hours, gain (incidents a year avoided), pays (whether it
    saves as many hours as it takes), phases (phase, from, until, hours), opportunities, postponed_until (a day; None if
    it is not postponed)), ``left_out`` (area_id, name, rank, why, postponed_until), ``misfits`` (sentences), ``gain``,
    ``gain_worst_first``, ``gap`` (see domain.planning.problem.Plan).
    """
    snapshot, ranked = ranked_candidates(store, question)
    inputs = plan_inputs(store, snapshot, ranked, today)
    return plan_values(inputs, plan(inputs.problem))


def plan_values(inputs: PlanInputs, found: Plan) -> dict[str, Any]:
    """A plan as JSON values in English, see ``plan_of``."""
    monday = inputs.problem.weeks.monday
    chosen = [
        {
            "area_id": each.job.candidate_id,
            "name": each.job.name,
            "rank": each.job.rank,
            "lead": each.lead,
            "from": monday(min(part.first for part in each.phases)),
            "until": monday(max(part.until for part in each.phases)),
            "hours": round(each.job.total, 1),
            "gain": round(each.job.gain, 2),
            "pays": bool(inputs.pays(each.job)),
            "phases": [
                {
                    "phase": part.phase,
                    "from": monday(part.first),
                    "until": monday(part.until),
                    "hours": round(part.hours, 1),
                }
                for part in each.phases
            ],
            "opportunities": sorted({chance.title for chance in each.chances}),
            "postponed_until": _waits_until(inputs, each.job),
        }
        for each in found.chosen
    ]
    left_out = [
        {
            "area_id": each.job.candidate_id,
            "name": each.job.name,
            "rank": each.job.rank,
            "why": " ".join(_sentence(WHY, reason) for reason in each.why),
            "postponed_until": _waits_until(inputs, each.job),
        }
        for each in found.left_out
    ]
    return {
        "chosen": chosen,
        "left_out": left_out,
        "misfits": [_sentence(MISFITS, reason) for reason in found.misfits],
        "gain": round(found.gain, 2),
        "gain_worst_first": round(found.gain_worst_first, 2),
        "gap": round(found.gap, 4),
    }


def plan_rows(values: Mapping[str, Any]) -> pl.DataFrame:
    """``plan_of`` as a table, the chosen areas first: area, lead, from, until, hours, gain, why_not."""
    rows = [
        {"area": each["name"], **{name: each.get(name) for name in ("lead", "from", "until", "hours", "gain")}}
        | {"why_not": each.get("why")}
        for each in (*values["chosen"], *values["left_out"])
    ]
    schema = {
        "area": pl.String,
        "lead": pl.String,
        "from": pl.Date,
        "until": pl.Date,
        "hours": pl.Float64,
        "gain": pl.Float64,
        "why_not": pl.String,
    }
    return pl.DataFrame(rows, schema=schema)


def _waits_until(inputs: PlanInputs, job: Job) -> date | None:
    wait = inputs.problem.waits.get(job.candidate_id)
    return wait.until if wait else None


def _sentence(texts: Mapping[str, str], reason: Reason) -> str:
    """A sentence of WHY or MISFITS in English."""
    return texts[reason.key].format(**{name: _value(value) for name, value in reason.values.items()})


def _value(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%B %Y}"
    if isinstance(value, int | float):
        return f"{value:.0f}" if value == int(value) else f"{value:.1f}"
    return str(value)


def _finished(store: Store, project: Project, homes: dict[str, int]) -> Finished:
    """The hours of a finished project, with its number of dwellings."""
    log = projects.hours(store, project.project_id).select("spent_on", "hours").rows()
    of = sum(homes.get(area, 0) for area, _name in project.areas) or USUAL_HOMES
    return Finished(of, spent_by_part(project, log))


def _pin(wishes: PlanPreferences, candidate_id: str, weeks: PlanWeeks) -> Pin:
    """A preference as a pin, with its month as a number of the plan; -1 for a month that is not in the plan."""
    wish = wishes.each[candidate_id]
    if wish.month is None:
        return Pin(wish.lead, None, wish.chance)
    months = [(day.year, day.month) for day in map(weeks.monday, weeks.starts)]
    wanted = (wish.month.year, wish.month.month)
    return Pin(wish.lead, months.index(wanted) if wanted in months else -1, wish.chance)
