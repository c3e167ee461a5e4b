"""The projects in the plan, and the candidates left out with their reasons: a row each, with buttons for wishes."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.store import plan_preferences
from data.store.plan_preferences import Preference
from domain.errors import BlokwijzerError
from domain.planning.assignments import LONGEST_APPROACH_WEEKS
from domain.planning.capacity import PlanWeeks
from domain.planning.effort import WORK
from domain.planning.jobs import Running
from domain.planning.problem import MISFITS, WHY, Chosen, LeftOut, Phase, PlanningProblem, Reason
from pages.plan.answer import short_number
from pages.shared import access, cached, focus, navigation, postponed, theme
from pages.shared.cached_plan import Planned
from pages.shared.interval_list import NO_AXIS, interval_list
from pages.shared.labels import phase_name
from pages.shared.navigation import AREAS_SEPARATOR
from pages.shared.open_tab import open_tab
from pages.shared.texts import N_, _, day, error_text, format_list, markdown, month, ngettext, number
from pages.shared.ticks import month_ticks

LINE = " · "
ROWS_AT_FIRST = 10  # rows of what is left out
PROJECT = "project:"  # what the id of a row of a running project begins with


def misfits(made: Planned) -> None:
    """The preferences that cannot be met, each in a sentence."""
    for misfit in made.plan.misfits:
        st.warning(in_words(MISFITS, misfit), icon=theme.ICONS["attention"])


def open_list(made: Planned) -> tuple[str, DeltaGenerator]:
    """Draw the tabs of both lists; returns the open one, "inside" or "outside" the plan, and its container."""
    labels = {
        "inside": _("In the plan ({count})").format(count=number(len(made.plan.chosen))),
        "outside": _("Left out ({count})").format(count=number(len(made.plan.left_out))),
    }
    return open_tab("plan-tab", labels)


def chosen(made: Planned) -> None:
    """A row for each running project and each project in the plan, the first to start first, along one time."""
    if not made.plan.chosen:
        st.write(_("Nothing fits yet. Give more hours, or look further ahead."))
    ramp = [*theme.phase_ramp()]
    rows = [chosen_row(made, each, ramp) for each in made.plan.chosen]
    rows += [running_row(run, made.problem) for run in made.problem.runs if run.spans]
    if not rows:
        return
    legend = [{"label": phase_name(phase), "colour": colour} for phase, colour in zip(WORK, ramp, strict=True)]
    if any(row.get("windows") for row in rows):
        legend.append({"label": _("opportunity that it is done together with"), "colour": ""})
    acted = interval_list(
        "plan-chosen",
        rows,
        time_axis(made.problem),
        {"list_of": _("In the plan"), "axis": "", "keys": _keys()},
        on_open=focus.choose,
        on_mark=partial(_mark, made),
        marks=_marks(),
        legend=legend,
        selected=opened(made),
    )
    if acted and acted.startswith(PROJECT):
        navigation.go("projects", project=acted.removeprefix(PROJECT))
    if each := next((each for each in made.plan.chosen if each.job.candidate_id == acted), None):
        navigation.go("projects", **start_of(made, each))


def left_out(made: Planned) -> None:
    """A row for each candidate that is not in the plan, in the order of the ranking, with the reason."""
    if not made.plan.left_out:
        st.write(_("Every candidate that was considered is in the plan."))
        return
    many = None if st.session_state.get("all-left-out") else ROWS_AT_FIRST
    acted = interval_list(
        "plan-left-out",
        [left_out_row(made, each) for each in made.plan.left_out[:many]],
        NO_AXIS,
        {"list_of": _("Left out"), "axis": "", "keys": _keys()},
        on_open=focus.choose,
        on_mark=partial(_mark, made),
        marks=_marks(),
        selected=opened(made),
    )
    if many and many < len(made.plan.left_out):
        label = _("Show all {count}").format(count=number(len(made.plan.left_out)))
        st.button(label, key="more-left-out", on_click=_show_all)
    if acted:
        _mark(made, "bar" if _wish(made, acted) else "keep", acted)
        st.rerun()


def opened(made: Planned) -> str | None:
    """The row whose details are open: the one in focus, else the first in the plan."""
    known = {each.job.candidate_id for each in (*made.plan.chosen, *made.plan.left_out)}
    known |= {f"{PROJECT}{run.project_id}" for run in made.problem.runs}
    if (area := focus.area()) in known:
        return area
    return made.plan.chosen[0].job.candidate_id if made.plan.chosen else None


def running_row(run: Running, problem: PlanningProblem) -> dict[str, Any]:
    """The row of a running project; its remaining phases in grey."""
    parts = [
        {"low": first, "high": first + length, "colour": theme.UNKNOWN, "label": phase_name(phase)}
        for phase, first, length, _hours in run.spans
    ]
    ends = problem.weeks.last_before(max(part["high"] for part in parts))
    hours = sum(hours for _phase, _first, _length, hours in run.spans)
    return {
        "id": f"{PROJECT}{run.project_id}",
        "group": _("Running"),
        "number": "",
        "name": run.title,
        "place": run.lead,
        "why": hours_in_words(hours, N_("{count} hour left"), N_("{count} hours left")),
        "parts": parts,
        "interval": _("runs until {month}").format(month=month(ends)),
        "action": _("Open"),
        "does": _("Open project"),
    }


def chosen_row(made: Planned, each: Chosen, ramp: list[str]) -> dict[str, Any]:
    """The row of a project in the plan: its phases, and the periods of the opportunities that it meets."""
    weeks, job = made.problem.weeks, each.job
    said = [_("about {gain} fewer incidents a year").format(gain=short_number(job.gain))]
    if each.chances:
        said.append(_("together with {things}").format(things=format_list([chance.title for chance in each.chances])))
    if not made.pays(job):
        said.append(_("hardly pays"))
    if wait := made.problem.waits.get(job.candidate_id):
        said.append(postponed.in_short(wait.until))
    begins, ends = each.phases[0].first, each.phases[-1].until
    return {
        "id": job.candidate_id,
        "group": _("Planned"),
        "number": number(job.rank),
        "name": job.name,
        "place": LINE.join([each.lead, hours_in_words(job.total)]),
        "why": _sentence(LINE.join(said)),
        "parts": [
            {
                "low": part.first,
                "high": part.until,
                "colour": colour,
                "label": f"{phase_name(part.phase)}: {between(weeks, part)}",
            }
            for part, colour in zip(each.phases, ramp, strict=True)
        ],
        "windows": [
            {
                "low": (chance.starts_on - weeks.begins).days / 7,
                "high": ((chance.ends_on - weeks.begins).days + 1) / 7,
                "label": f"{chance.title}: {day(chance.starts_on)} – {day(chance.ends_on)}",
            }
            for chance in each.chances
        ],
        "interval": _("from {first} to {last}").format(
            first=month(weeks.monday(begins)), last=month(weeks.last_before(ends))
        ),
        "marks": _set_marks(made, job.candidate_id),
        "action": _("Start"),
        "does": _("Start this project"),
    }


def left_out_row(made: Planned, each: LeftOut) -> dict[str, Any]:
    """The row of a candidate that is not in the plan, with the reason."""
    wish = _wish(made, each.job.candidate_id)
    return {
        "id": each.job.candidate_id,
        "number": number(each.job.rank),
        "name": each.job.name,
        "place": _("about {gain} fewer incidents a year").format(gain=short_number(each.job.gain)),
        "why": " ".join(in_words(WHY, reason, plain=True) for reason in each.why),
        "marks": _set_marks(made, each.job.candidate_id),
        "action": _("Release") if wish else _("Put in"),
        "does": _("Release") if wish else _("Must be in"),
    }


def time_axis(problem: PlanningProblem) -> dict[str, Any]:
    """The axis of all rows: weeks of the plan until the end of the last project, with a tick every few months."""
    weeks = problem.weeks
    far = weeks.starts[-1] + LONGEST_APPROACH_WEEKS
    ticks = month_ticks(weeks.begins, weeks.monday(far))
    return {
        "log": False,
        "far": far,
        "line": None,
        "grid": True,
        "wide": True,
        "ticks": [{"at": (first - weeks.begins).days / 7, "label": month(first)} for first in ticks],
    }


def in_words(texts: Mapping[str, str], reason: Reason, plain: bool = False) -> str:
    """A sentence of WHY or MISFITS in the reader's notation, as escaped Markdown or as plain text."""
    values = {name: _written(value) for name, value in reason.values.items()}
    return _(texts[reason.key]).format(**values) if plain else markdown(texts[reason.key], **values)


def keep(candidate_id: str, wish: Preference | None) -> None:
    """Store a wish of the team, and keep what it is about in sight."""
    focus.choose(candidate_id)
    try:
        plan_preferences.keep(cached.current(), access.require().actor, candidate_id, wish)
    except BlokwijzerError as error:
        st.error(error_text(error))


def start_of(made: Planned, each: Chosen) -> dict[str, Any]:
    """The parameters of the form for a new project, filled in from the plan."""
    return {
        "start": AREAS_SEPARATOR.join(each.job.members),
        "lead": each.lead,
        "hours": round(each.job.total),
        "from": made.problem.weeks.monday(made.problem.weeks.starts[each.month]),
    }


def _keys() -> str:
    return _("Arrow keys: up and down. Enter: open. W: must be in. X: keep out.")


def _marks() -> list[dict[str, str]]:
    return [
        {"name": "keep", "icon": "pin", "key": "w", "on": _("Must be in"), "off": _("Release")},
        {"name": "bar", "icon": "bar", "key": "x", "on": _("Keep out"), "off": _("Release")},
    ]


def _set_marks(made: Planned, candidate_id: str) -> dict[str, bool]:
    wish = _wish(made, candidate_id)
    return {"keep": wish is not None and not wish.out, "bar": wish is not None and wish.out}


def _mark(made: Planned, name: str, candidate_id: str) -> None:
    """Set a mark of a row, or take it off."""
    is_set = _set_marks(made, candidate_id)[name]
    keep(candidate_id, None if is_set else Preference(out=name == "bar"))


def _wish(made: Planned, candidate_id: str) -> Preference | None:
    return made.wishes.each.get(candidate_id)


def _show_all() -> None:
    st.session_state["all-left-out"] = True


def hours_in_words(hours: float, one: str = N_("{count} hour"), more: str = N_("{count} hours")) -> str:
    """Whole hours with their word."""
    return ngettext(round(hours), one, more).format(count=number(hours))


def between(weeks: PlanWeeks, part: Phase) -> str:
    """The first and last day of a phase."""
    return f"{day(weeks.monday(part.first))} – {day(weeks.last_before(part.until))}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _written(value: object) -> str:
    if isinstance(value, date):
        return month(value)
    if isinstance(value, int | float):
        return number(value, 0 if value == int(value) else 1)
    return str(value)
