"""The details of one row of the plan: when, by whom, together with what, and the team's wishes for it."""

import streamlit as st

from data.store.plan_preferences import Preference
from domain.documents.savings_sentences import to_be_saved
from domain.planning.jobs import Job
from domain.planning.problem import WHY, Chosen, LeftOut
from pages.plan.answer import short_number
from pages.plan.lists import LINE, PROJECT, between, hours_in_words, in_words, keep, opened, start_of
from pages.shared import focus, navigation, postponed, theme
from pages.shared.cached_plan import Planned
from pages.shared.labels import phase_name
from pages.shared.texts import N_, _, day, document_text, escape_markdown, markdown, month, ngettext, number


def show(made: Planned) -> None:
    """Draw the details of the row that is open; nothing where there is none."""
    which = opened(made)
    if focus.area():
        st.button(_("Back to the list"), icon=":material/arrow_back:", key="details-close", on_click=focus.choose,
                  args=(None,))  # fmt: skip
    if which is None:
        return
    if which.startswith(PROJECT):
        _running(made, which)
    elif each := next((each for each in made.plan.chosen if each.job.candidate_id == which), None):
        _chosen(made, each)
    elif left := next((each for each in made.plan.left_out if each.job.candidate_id == which), None):
        _left_out(made, left)


def _running(made: Planned, which: str) -> None:
    run = next(run for run in made.problem.runs if f"{PROJECT}{run.project_id}" == which)
    st.subheader(escape_markdown(run.title), anchor=False)
    st.caption(LINE.join([_("Running"), escape_markdown(run.lead)]))
    navigation.link("projects", _("Open project"), icon=theme.ICONS["projects"], project=run.project_id)


def _chosen(made: Planned, each: Chosen) -> None:
    weeks, job = made.problem.weeks, each.job
    st.subheader(f"{number(job.rank)}. {escape_markdown(job.name)}", anchor=False)
    starts = month(weeks.monday(weeks.starts[each.month]))
    hours = hours_in_words(job.total)
    st.caption(LINE.join([_("from {month}").format(month=starts), escape_markdown(each.lead), hours]))
    _wish_buttons(made, job)
    _gain(made, job)
    for chance in each.chances:
        text = N_("Together with {title} ({first} to {last})")
        when = {"first": day(chance.starts_on), "last": day(chance.ends_on)}
        st.markdown(f"{theme.ICONS['opportunity']} {markdown(text, title=chance.title, **when)}")
    if not made.pays(job):
        text = N_("Hardly worth it: handling these incidents one by one takes about {few} hours a year.")
        few = short_number(job.gain * made.hours_per_incident)
        st.markdown(f"{theme.ICONS['attention']} {markdown(text, few=few)}")
    if wait := made.problem.waits.get(job.candidate_id):
        said = escape_markdown(postponed.until_and_why(wait.until, wait.reason))
        st.markdown(f"{theme.ICONS['postponed']} {said}")
    navigation.link("projects", _("Start this project"), icon=theme.ICONS["projects"], **start_of(made, each))
    lines = [
        f"- {phase_name(part.phase)}: {between(weeks, part)}, "
        + ngettext(round(part.hours), N_("{count} hour"), N_("{count} hours")).format(count=number(part.hours, 1))
        for part in each.phases
    ]
    st.markdown("\n".join(lines))
    navigation.link("candidates", _("Why is this a candidate?"), icon=theme.ICONS["candidates"], area=job.candidate_id)


def _left_out(made: Planned, left: LeftOut) -> None:
    job = left.job
    st.subheader(f"{number(job.rank)}. {escape_markdown(job.name)}", anchor=False)
    hours = hours_in_words(job.total)
    st.caption(LINE.join([_("Left out"), hours]))
    _wish_buttons(made, job)
    _gain(made, job)
    st.markdown(" ".join(in_words(WHY, reason) for reason in left.why))
    navigation.link("candidates", _("Why is this a candidate?"), icon=theme.ICONS["candidates"], area=job.candidate_id)


def _gain(made: Planned, job: Job) -> None:
    """The incidents a year that it avoids; with a price of an hour, also the hours and euros that saves."""
    text = _("about {gain} fewer incidents a year").format(gain=short_number(job.gain))
    st.markdown(f"**{text[:1].upper()}{text[1:]}**")
    if saved := to_be_saved(made.hours_saved(job), made.hour_price):
        st.markdown(" ".join(map(document_text, saved)))


def _wish_buttons(made: Planned, job: Job) -> None:
    """The preference buttons: in, out, or left to the plan; and the options of "in"."""
    each, wish = job.candidate_id, made.wishes.each.get(job.candidate_id)
    with st.container(horizontal=True, vertical_alignment="center"):
        if wish is not None:
            st.markdown(_("you keep it out") if wish.out else _("you want it in"), width="content")
            st.button(_("Release"), key=f"free-{each}", on_click=keep, args=(each, None))
        else:
            st.button(_("Must be in"), icon=":material/keep:", key=f"pin-{each}", on_click=keep,
                      args=(each, Preference()))  # fmt: skip
            st.button(_("Keep out"), icon=":material/block:", key=f"bar-{each}", on_click=keep,
                      args=(each, Preference(out=True)))  # fmt: skip
        if wish is None or not wish.out:
            with st.popover(_("Who and when")):
                _how(made, job, wish or Preference())


def _how(made: Planned, job: Job, wish: Preference) -> None:
    """The preferred lead, month and opportunity."""
    leads = [None, *(who.name for who in made.team)]
    months = [None, *(made.problem.weeks.monday(week).replace(day=1) for week in made.problem.weeks.starts)]
    chances = {None: _("any"), **{each.opportunity_key: each.title for each in job.chances}}
    kept = next((each.opportunity_key for each in job.chances if wish.chance in each.keys), None)
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
            chance = st.selectbox(_("Opportunity"), keys, _at(keys, kept), format_func=chances.get)
        if st.form_submit_button(_("It must be in, like this"), type="primary"):
            keep(job.candidate_id, Preference(lead=lead, month=start, chance=chance))
            st.rerun()


def _at(options: list, value: object) -> int:
    return options.index(value) if value in options else 0
