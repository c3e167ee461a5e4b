"""Running and ended sessions, the form for a new one, and the guide to a first session."""

from typing import Any

import streamlit as st

from data.services.releases import session_release
from data.store import choices, sessions
from data.store.team_weights import current_weights
from domain.errors import BlokwijzerError
from domain.schemas import LEVELS
from domain.sessions.candidates import KINDS_OF
from domain.sessions.session import MOST_OPTIONS, STEP_NAMES, STEPS, USUAL_MINUTES, Session, SessionPlan
from pages.area.area_names import area_names
from pages.session import guide as session_guide
from pages.session import join_by_code
from pages.shared import access, cached, district, navigation
from pages.shared.empty_state import no_reports
from pages.shared.labels import level_name, who
from pages.shared.name_search import narrowed
from pages.shared.texts import N_, _, day, error_text, escape_markdown, local_date, markdown, ngettext, number

WINDOW_MONTHS = (6, 12, 24)
FIRST, SHORTLIST = "first", "shortlist"


def show() -> None:
    """Draw the page of all sessions."""
    every = sessions.load(cached.current())
    running = [one for one in every if not sessions.ended(one)]
    navigation.opening(_("Team session"), _answer(every, running))
    if not cached.snapshot().reports.height:
        no_reports()
        return
    for one in running:
        _card(one)
    if access.open_to_all():  # a visitor who typed the address is taken for someone of the team
        _join()
    with st.container(border=True):
        st.subheader(_("Make a session"), anchor=False)
        _form()
    session_guide.show(expanded=not every)
    if not access.sign_in_configured() and not access.open_to_all():
        _join()
    _past([one for one in every if sessions.ended(one)])


def _join() -> None:
    with st.container(border=True):
        st.subheader(_("Take part with a code"), anchor=False)
        join_by_code.code_form("secondary")


def _answer(every: list[Session], running: list[Session]) -> str:
    """The answer sentence: which session runs, or when the next one is."""
    if running:
        return markdown(N_("“{title}” is running."), title=running[0].title)
    planned = [one for one in every if one.next_on]
    if planned:
        return markdown(N_("No session is running. The next one is on {day}."), day=day(planned[0].next_on))
    return _("No session is running.") if every else _("Decide together, around one shared map.")


def _card(one: Session) -> None:
    with st.container(border=True):
        st.markdown(f"#### {escape_markdown(one.title)}")
        st.caption(_by(one))
        navigation.link("session", _("Lead this session"), icon=":material/co_present:", id=one.session_id)


def _by(one: Session) -> str:
    text = N_("Made by {who} on {day}.")
    return markdown(text, who=who(one.created_by), day=day(local_date(one.created_at)))


def _past(ended: list[Session]) -> None:
    if not ended:
        return
    st.subheader(_("Past sessions"), anchor=False)
    for one in ended:
        taken = sum(each.choice != "later" for each in sessions.decisions(cached.current(), one.session_id))
        text = ngettext(taken, N_("{count} taken on"), N_("{count} taken on")).format(count=number(taken))
        label = f"{escape_markdown(one.title)} · {day(local_date(one.created_at))} · {text}"
        navigation.link("session", label, icon=":material/description:", id=one.session_id)


def _form() -> None:
    """The form for a new session, with default values."""
    kept, names = choices.shortlisted(cached.current()), area_names()
    title = st.text_input(_("Title"), _("Team session"), max_chars=80, key="session-title")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        level = st.segmented_control(
            _("We talk about"), LEVELS, format_func=level_name, default="block", required=True, key="session-level"
        )
        months = st.segmented_control(
            _("Figures over"),
            WINDOW_MONTHS,
            format_func=lambda count: _("{months} months").format(months=number(count)),
            default=12,
            required=True,
            key="session-months",
        )
        ways = [FIRST, SHORTLIST] if kept.height else [FIRST]
        which = st.segmented_control(
            _("Candidates"),
            ways,
            format_func={FIRST: _("The first of the list"), SHORTLIST: _("Our shortlist")}.get,
            default=FIRST,
            required=True,
            key="session-which",
        )
        many = st.number_input(_("How many"), 2, MOST_OPTIONS, SessionPlan.candidates, key="session-many", width=140)
    offered = narrowed(names, "session-picked", st.session_state.get("session-picked", ()))
    picked = st.multiselect(
        _("Or these streets or blocks"),
        list(offered),
        format_func=names.get,
        max_selections=MOST_OPTIONS,
        placeholder=_("Type a name"),
        key="session-picked",
    )
    minutes = _minutes()
    st.caption(_("The weights are those of your team. During the session you adjust them together."))
    if district.current():
        st.caption(markdown(N_("It is about {district} only."), district=district.in_words()))
    if st.button(_("Make the session"), type="primary", key="session-make"):
        chosen = picked or (kept["area_id"].to_list()[: int(many)] if which == SHORTLIST else [])
        other = next((area for area in chosen if area.partition(":")[0] not in KINDS_OF[level]), None)
        if other:
            text = N_("You talk about {level}, but {name} is not one. Remove it, or choose the other level.")
            st.error(markdown(text, level=level_name(level).lower(), name=names.get(other, other)))
            return
        _make(title, level=level, months=months, minutes=minutes, candidates=int(many), chosen=tuple(chosen))


def _minutes() -> dict[str, int]:
    """The duration of each step in minutes; 0 skips the step."""
    st.markdown(_("**Minutes for each step**; 0 skips the step."))
    with st.container(horizontal=True):
        return {
            step: int(
                st.number_input(_(STEP_NAMES[step]), 0, 60, USUAL_MINUTES[step], key=f"session-{step}", width=140)
            )
            for step in STEPS
        }


def _make(title: str, **agreed: Any) -> None:
    try:
        actor, here = access.require().actor, cached.current()
        release = session_release(here, cached.snapshot(), agreed["level"], agreed["months"], actor)
        last = {"release_id": release.release_id or None, "until": release.until}
        plan = SessionPlan(**agreed, **last, within=district.current())
        one = sessions.create(here, actor, title, plan, current_weights(here))
    except BlokwijzerError as error:
        st.error(error_text(error))
    else:
        st.query_params["id"] = str(one.session_id)
        st.rerun()
