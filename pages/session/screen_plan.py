"""The steps "plan" and "close": chosen candidates against hours and opportunities, leads, and decisions."""

from collections.abc import Sequence
from datetime import date
from html import escape

import polars as pl

from data import clock
from data.store import sessions
from data.store.database import Store
from data.store.sessions.closing import Decision
from domain.planning.assignments import LONGEST_APPROACH_WEEKS
from domain.planning.effort import WORK
from domain.planning.problem import Chosen, PlanningProblem
from domain.scoring.weights import Weights
from domain.sessions.session import CHOICE_NAMES, Session, tally
from pages.shared import cached_plan, theme
from pages.shared.cached_plan import Planned
from pages.shared.labels import phase_name
from pages.shared.texts import N_, _, day, format_list, month, ngettext, number

VOTED_SHOWN = 3  # candidates that the step shows before anything was decided
REASON_LENGTH_MAX = 150  # characters of a reason: three lines
ROWS_ON_SCREEN = 7
SAME_START_DAYS = 31  # days; a start within so many days of the proposed one counts as planned
# Why a candidate is not in the plan: short enough to be legible from afar, and without figures of areas.
OUT = {
    "runs": N_("a project is running here"),
    "beside_running": N_("a project is running next to it"),
    "neighbour": N_("is next to one in the plan"),
    "barred": N_("kept out of the plan"),
    "postponed": N_("postponed for now"),
}
SIZES = ((2, 1.7), (4, 1.45), (ROWS_ON_SCREEN, 1.15))  # (largest number of rows, type size): few rows fill the screen


def plan(here: Store, one: Session, candidates: pl.DataFrame) -> str:
    """The step as HTML."""
    decided = {each.candidate_id: each for each in sessions.decisions(here, one.session_id) if each.choice != "later"}
    wanted = list(decided) or _most_wanted(here, one, candidates)
    names = dict(candidates.select("candidate_id", "name").iter_rows())
    made = cached_plan.planned(one.plan.question, Weights(**one.weights), clock.today())
    inside = {each.job.candidate_id: each for each in made.plan.chosen}
    outside = {each.job.candidate_id: each.why[0].key for each in made.plan.left_out}
    rows = "".join(
        _row(names.get(area) or decided[area].name, inside.get(area), decided.get(area), made, outside.get(area, ""))
        for area in wanted[:ROWS_ON_SCREEN]
        if area in names or area in decided
    )
    head = "".join(
        f'<th scope="col"{style}>{escape(text)}</th>'
        for text, style in (
            (_("Where"), ' style="width:23%"'),
            (_("Lead"), ' style="width:15%"'),
            (_("From"), ' style="width:11%"'),
            (_("Hours"), ' style="width:9%"'),
            (_month_span(made.problem), ""),
        )
    )
    fitting = [inside[area] for area in wanted if area in inside]
    return (
        f'<div class="stack"><h2>{escape(_fits(made, fitting, wanted))}</h2>'
        f'<table style="font-size:{_size(len(wanted))}em;table-layout:fixed"><thead><tr>{head}</tr></thead><tbody>'
        f"{rows}</tbody></table>{_key() if fitting else ''}</div>"
    )


def close(here: Store, one: Session, candidates: pl.DataFrame) -> str:  # noqa: ARG001
    """The step as HTML."""
    return closing(here, one)


def closing(here: Store, one: Session) -> str:
    """The decisions with reason and lead, and the date of the next session; also used after the session ended."""
    decided = sessions.decisions(here, one.session_id)
    if not decided:
        body = f"<h2>{escape(_('Nothing has been decided yet.'))}</h2>"
    else:
        rows = "".join(_decided(each) for each in decided[:ROWS_ON_SCREEN])
        body = f'<table style="font-size:{_size(len(decided)) - 0.15}em"><tbody>{rows}</tbody></table>'
        if len(decided) > ROWS_ON_SCREEN:
            body += f"<p>{escape(_('And {count} more.').format(count=number(len(decided) - ROWS_ON_SCREEN)))}</p>"
    if one.next_on:
        body += f"<h2>{escape(_('The next session is on {day}.').format(day=day(one.next_on)))}</h2>"
    return f'<div class="stack">{body}</div>'


def _size(rows: int) -> float:
    return next((size for most, size in SIZES if rows <= most), SIZES[-1][1])


def _decided(each: Decision) -> str:
    reason = (
        each.reason if len(each.reason) <= REASON_LENGTH_MAX else each.reason[: REASON_LENGTH_MAX - 1].rstrip() + "…"
    )
    lead = _("{name} leads").format(name=each.lead) if each.lead else ""
    since = _("from {day}").format(day=day(each.starts_on)) if each.starts_on else ""
    return (
        f'<tr><th scope="row" style="width:26%">{escape(each.name)}</th>'
        f"<td style='width:20%'><strong>{escape(_(CHOICE_NAMES[each.choice]))}</strong></td>"
        f"<td>{escape(reason)}</td><td style='width:18%'>{escape(lead)}<br>{escape(since)}</td></tr>"
    )


def _most_wanted(here: Store, one: Session, candidates: pl.DataFrame) -> list[str]:
    """The candidates with most votes, if the result is revealed; else the first ones."""
    vote = sessions.round_now(here, one.session_id)
    if vote is None or not vote.is_revealed:
        return candidates["candidate_id"].head(VOTED_SHOWN).to_list()
    tallied = tally(vote, sessions.votes(here, vote.round_id))
    return tallied.filter(pl.col("voters") > 0)["candidate_id"].head(VOTED_SHOWN).to_list()


def _fits(made: Planned, inside: Sequence[Chosen], wanted: Sequence[str]) -> str:
    """The answer sentence."""
    if not made.team:
        return _("Nobody has hours for planned work yet. Who does?")
    hours = number(sum(who.hours_week for who in made.team))
    if len(wanted) == 1:
        one = _("In {hours} hours a week this fits, next to running projects.") if inside else _(
            "In {hours} hours a week this does not fit, next to running projects."
        )  # fmt: skip
        return one.format(hours=hours)
    text = ngettext(
        len(inside),
        N_("In {hours} hours a week {count} of these {all} fits, next to running projects."),
        N_("In {hours} hours a week {count} of these {all} fit, next to running projects."),
    )
    return text.format(hours=hours, count=number(len(inside)), all=number(len(wanted)))


def _row(name: str, planned: Chosen | None, decided: Decision | None, made: Planned, out: str) -> str:
    """A row for a candidate; a decision takes precedence over the plan. ``out``: why it is not in the plan."""
    problem = made.problem
    lead = (decided.lead if decided else "") or (planned.lead if planned else "")
    proposed = problem.weeks.monday(problem.weeks.starts[planned.month]) if planned else None
    begins = (decided.starts_on if decided else None) or proposed
    hours = number(planned.job.total) if planned else ""
    when = escape(_(OUT.get(out, N_("does not fit in the hours")))) if made.team or out in OUT else ""
    if planned and begins:
        when = _bar(planned, begins, problem)
    since = month(begins) if begins else ""
    return (
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(lead or _("who?"))}</td>'
        f"<td>{escape(since)}</td><td>{hours}</td><td>{when}</td></tr>"
    )


def _bar(planned: Chosen, begins: date, problem: PlanningProblem) -> str:
    """The phases from left to right, and the opportunities that overlap it; if there are none, those in its areas."""
    weeks, first = _weeks(problem), planned.phases[0].first
    shift = (begins - problem.weeks.monday(first)).days // 7
    as_planned = abs(shift) * 7 <= SAME_START_DAYS
    shift = 0 if as_planned else shift
    parts = "".join(
        f'<i style="position:absolute;top:0;height:100%;left:{100 * (part.first + shift) / weeks:.1f}%;'
        f'width:{100 * (part.until - part.first) / weeks:.1f}%;background:{colour}"></i>'
        for part, colour in zip(planned.phases, theme.phase_ramp(), strict=False)
    )
    phases = ", ".join(
        f"{phase_name(part.phase)} {month(problem.weeks.monday(part.first + shift))}" for part in planned.phases
    )
    met = planned.chances if as_planned else ()
    chances = met or planned.job.chances
    labels = [f"{chance.title} ({month(chance.starts_on)} – {month(chance.ends_on)})" for chance in chances]
    text = (_("together with {things}") if met else _("coming up there: {things}")) if labels else ""
    beside = text.format(things=format_list(labels))
    return (
        f'<div class="bar" style="position:relative;height:1.1em" role="img" aria-label="{escape(phases)}">'
        f"{parts}</div><span>{escape(beside)}</span>"
    )


def _key() -> str:
    """The legend of phase colours."""
    parts = "".join(
        f'<span style="display:inline-flex;align-items:center;gap:.4em;margin-right:1.4em"><i style="width:1.4em;'
        f'height:.9em;border:.06em solid {theme.UNKNOWN};background:{colour}"></i>{escape(phase_name(phase))}</span>'
        for phase, colour in zip(WORK, theme.phase_ramp(), strict=False)
    )
    return f"<div>{parts}</div>"


def _weeks(problem: PlanningProblem) -> int:
    return problem.weeks.starts[-1] + LONGEST_APPROACH_WEEKS


def _month_span(problem: PlanningProblem) -> str:
    return f"{month(problem.weeks.begins)} – {month(problem.weeks.monday(_weeks(problem)))}"
