"""The projects in the plan and the candidates left out, with reasons, and the buttons for preferences."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

import streamlit as st

from data.store import plan_preferences
from data.store.plan_preferences import Preference
from domain.errors import BlokwijzerError
from domain.planning.jobs import Job
from domain.planning.problem import MISFITS, WHY, Chosen, LeftOut, Reason
from pages.plan.answer import small
from pages.shared import access, cached, navigation, theme
from pages.shared.cached_plan import Planned
from pages.shared.navigation import AREAS_SEPARATOR
from pages.shared.texts import N_, _, day, error_text, escape_markdown, format_list, markdown, month, ngettext, number

LINE = " · "
CARDS_AT_FIRST = 4  # cards beside the charts
T = TypeVar("T")


def misfits(made: Planned) -> None:
    """The preferences that cannot be met, each in a sentence."""
    for misfit in made.plan.misfits:
        st.warning(in_words(MISFITS, misfit), icon=theme.ICONS["attention"])


def chosen(made: Planned) -> None:
    """A card for each project in the plan, the first to start first."""
    if not made.plan.chosen:
        st.write(_("Nothing fits yet. Give more hours, or look further ahead."))
    for each in _first(made.plan.chosen, "chosen"):
        with st.container(border=True, gap="small"):
            st.markdown(f"**{escape_markdown(each.job.name)}**{LINE}{_facts(made, each)}")
            works = dict.fromkeys((chance.title, chance.starts_on, chance.ends_on) for chance in each.chances)
            for title, first, last in works:  # one work may concern several blocks
                text = N_("Together with {title} ({first} to {last})")
                st.caption(
                    f"{theme.ICONS['opportunity']} {markdown(text, title=title, first=day(first), last=day(last))}"
                )
            if not made.pays(each.job):
                few = small(each.job.gain * made.hours_per_incident)
                text = N_("Hardly worth it: handling these incidents one by one takes about {few} hours a year.")
                st.caption(f"{theme.ICONS['attention']} {markdown(text, few=few)}")
            with st.container(horizontal=True, vertical_alignment="center"):
                _wish_buttons(made, each.job)
                _start(made, each)
    _more(made.plan.chosen, "chosen")


def left_out(made: Planned) -> None:
    """A line for each candidate that is not in the plan, in the order of the ranking, with the reason."""
    if not made.plan.left_out:
        st.write(_("Every candidate that was considered is in the plan."))
    for each in _first(made.plan.left_out, "left-out"):
        with st.container(border=True, gap=None):
            st.markdown(f"**{number(each.job.rank)}. {escape_markdown(each.job.name)}** {_why(each)}")
            with st.container(horizontal=True, vertical_alignment="center"):
                _wish_buttons(made, each.job)
    _more(made.plan.left_out, "left-out")


def _first(items: Sequence[T], key: str) -> Sequence[T]:
    """All cards if requested, else the first CARDS_AT_FIRST."""
    return items if st.session_state.get(f"all-{key}") else items[:CARDS_AT_FIRST]


def _more(items: Sequence[object], key: str) -> None:
    """The button that shows all cards."""
    if len(_first(items, key)) < len(items):
        label = _("Show all {count}").format(count=number(len(items)))
        st.button(label, key=f"more-{key}", type="tertiary", on_click=_show_all, args=(key,))


def _show_all(key: str) -> None:
    st.session_state[f"all-{key}"] = True


def in_words(texts: Mapping[str, str], reason: Reason) -> str:
    """A sentence of WHY or MISFITS as escaped Markdown, with numbers and months in the reader's notation."""
    return markdown(texts[reason.key], **{name: _written(value) for name, value in reason.values.items()})


def _written(value: object) -> str:
    if isinstance(value, date):
        return month(value)
    if isinstance(value, int | float):
        return number(value, 0 if value == int(value) else 1)
    return str(value)


def _why(each: LeftOut) -> str:
    return " ".join(in_words(WHY, reason) for reason in each.why)


def _facts(made: Planned, each: Chosen) -> str:
    """Period, lead, hours and gain, as Markdown."""
    starts = month(made.task.weeks.monday(made.task.weeks.starts[each.month]))
    hours = ngettext(each.job.total, N_("{count} hour"), N_("{count} hours")).format(count=number(each.job.total))
    gain = _("about {gain} fewer incidents a year").format(gain=small(each.job.gain))
    return LINE.join([_("from {month}").format(month=starts), escape_markdown(each.lead), hours, gain])


def _wish_buttons(made: Planned, job: Job) -> None:
    """The preference buttons: in, out, or left to the plan; and the options of "in"."""
    each, wish = job.candidate_id, made.wishes.each.get(job.candidate_id)
    if wish is not None:
        state = _("you keep it out") if wish.out else _("you want it in")
        st.markdown(f"*{state}*", width="content")
        st.button(_("Release"), key=f"free-{each}", type="tertiary", on_click=_keep, args=(each, None))
        if wish.out:
            return
    else:
        st.button(
            _("Must be in"), icon=":material/keep:", key=f"pin-{each}", type="tertiary", on_click=_keep,
            args=(each, Preference()),
        )  # fmt: skip
        st.button(
            _("Keep out"), icon=":material/block:", key=f"bar-{each}", type="tertiary", on_click=_keep,
            args=(each, Preference(out=True)),
        )  # fmt: skip
    with st.popover(_("How"), type="tertiary"):
        _how(made, job, wish or Preference())


def _how(made: Planned, job: Job, wish: Preference) -> None:
    """The preferred lead, month and opportunity."""
    leads = [None, *(who.name for who in made.team)]
    months = [None, *(made.task.weeks.monday(week).replace(day=1) for week in made.task.weeks.starts)]
    chances = {None: _("any"), **{each.opportunity_key: each.title for each in job.chances}}
    with st.form(f"how-{job.candidate_id}", border=False):
        lead = st.selectbox(
            _("Lead"), leads, _at(leads, wish.lead), format_func=lambda name: name or _("anyone with room")
        )
        start = st.selectbox(
            _("Start"), months, _at(months, wish.month), format_func=lambda day: month(day) if day else _("any time")
        )
        chance = None
        if job.chances:
            keys = list(chances)
            chance = st.selectbox(_("Opportunity"), keys, _at(keys, wish.chance), format_func=chances.get)
        if st.form_submit_button(_("It must be in, like this"), type="primary"):
            _keep(job.candidate_id, Preference(lead=lead, month=start, chance=chance))
            st.rerun()


def _at(options: list, value: object) -> int:
    return options.index(value) if value in options else 0


def _keep(candidate_id: str, wish: Preference | None) -> None:
    try:
        plan_preferences.keep(cached.current(), access.require().actor, candidate_id, wish)
    except BlokwijzerError as error:
        st.error(error_text(error))


def _start(made: Planned, each: Chosen) -> None:
    """The link to the form for a new project, filled in from the plan."""
    navigation.link(
        "projects",
        _("Start this project"),
        icon=theme.ICONS["projects"],
        start=AREAS_SEPARATOR.join(each.job.members),
        lead=each.lead,
        hours=round(each.job.total),
        **{"from": made.task.weeks.monday(made.task.weeks.starts[each.month])},
    )


def wanted_in_words(made: Planned) -> str:
    """The candidates that the team wants in or out, as Markdown; empty if none."""
    names = {job.candidate_id: made.names.get(job.name, job.name) for job in made.task.jobs}
    parts = []
    for out, text in ((False, N_("In because you want it: {names}.")), (True, N_("Out because you want it: {names}."))):
        found = [names[each] for each, wish in made.wishes.each.items() if wish.out == out and each in names]
        if found:
            parts.append(markdown(text, names=format_list(found)))
    return " ".join(parts)
