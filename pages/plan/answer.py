"""The answer sentence, its caveats, and what is known of a better plan."""

from math import isinf

import streamlit as st

from domain.errors import N_
from domain.planning.assignments import HOURS_TOLERANCE
from pages.shared import cached_plan, theme
from pages.shared.cached_plan import Planned
from pages.shared.texts import _, format_list, markdown, ngettext, number, percent

IMPROVEMENT_MIN = 0.005  # smallest possible improvement (as a share) that is mentioned
TICK = 1.0  # seconds
ANNUAL_MONTHS_MIN = 12  # fewest months of reports for an annual estimate that covers every season


def answer(made: Planned) -> str:
    """How many projects fit and their gain compared with "worst first", as Markdown."""
    if not made.problem.jobs:
        return _("There is nothing to plan yet: no candidate stands out.")
    if not made.team:
        return _("Nobody has hours for planned work yet. Who does?")
    return _fits(made)


def doubts(made: Planned) -> list[str]:
    """The caveats of the plan, the most serious first, each a sentence in Markdown."""
    return [text for text in (_hardly_pays(made), _thin(made), _too_much(made)) if text]


def show_doubts(made: Planned) -> None:
    """Draw the caveats."""
    for text in doubts(made):
        st.warning(text, icon=theme.ICONS["attention"])


def search_status(made: Planned) -> None:
    """Draw whether a better plan is looked for (then the line is redrawn each TICK), was found, or cannot be."""
    searching = cached_plan.is_searching(made)
    st.fragment(_search_status, run_every=TICK if searching else None)(made, searching)


def _search_status(made: Planned, searching: bool) -> None:
    if searching and not cached_plan.is_searching(made):
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", key="plan-status"):
        st.markdown(_searched(made, searching), width="content")
        if made.better and st.button(_("Show the better plan"), key="show-better"):
            cached_plan.show_better()
            st.rerun()


def _searched(made: Planned, searching: bool) -> str:
    """The line, as Markdown."""
    if searching:
        return f":material/hourglass_top: {_('This plan meets your wishes; a better one is being looked for.')}"
    if made.better:
        now, then = round(made.plan.gain), round(made.better.gain)
        more = _("A better plan was found: about {then} incidents a year fewer instead of {now}.")
        same = _("A better plan was found: as many incidents fewer, but sooner or with more opportunities met.")
        return f"{theme.ICONS['attention']} {(more if then > now else same).format(then=number(then), now=number(now))}"
    if isinf(made.plan.gap):
        return f"{theme.ICONS['attention']} {_('Looking for a better plan did not succeed.')}"
    if made.plan.gap < IMPROVEMENT_MIN:
        return f":material/check: {_('Proven to be the best plan for these hours.')}"
    text = _("A plan that is at most {gap} better may exist, but was not found.")
    return f":material/check: {text.format(gap=percent(made.plan.gap))}"


def _fits(made: Planned) -> str:
    found = made.plan
    count = ngettext(
        len(found.chosen),
        N_("{count} of the first {all} candidates fits"),
        N_("{count} of the first {all} candidates fit"),
    ).format(count=number(len(found.chosen)), all=number(len(made.problem.jobs)))
    hours = number(sum(who.hours_week for who in made.team))
    more = round(found.gain) - round(found.gain_worst_first)
    texts = (
        _("In {hours} hours a week {count}: about {gain} fewer incidents a year, as many as with “worst first”."),
        _("In {hours} hours a week {count}: about {gain} fewer incidents a year, {more} more than with “worst first”."),
        _(
            "In {hours} hours a week {count}: about {gain} fewer incidents a year, sooner or with "
            "more opportunities used than with “worst first”."
        ),
    )
    text = texts[(more > 0) - (more < 0)]
    return text.format(hours=hours, count=count, gain=number(found.gain), more=number(more))


def _hardly_pays(made: Planned) -> str:
    """Caveat: no approach in the plan pays, see ``domain.planning.benefit``."""
    chosen = [each.job for each in made.plan.chosen]
    if not chosen or any(made.pays(job) for job in chosen):
        return ""
    most = max(chosen, key=lambda job: job.gain)
    text = N_(
        "But none is expected to prevent more than {gain} incidents a year. Handling those one by "
        "one takes about {few} hours a year, a project {hours}."
    )
    few = most.gain * made.hours_per_incident
    return markdown(text, gain=short_number(most.gain), few=short_number(few), hours=number(most.total))


def _thin(made: Planned) -> str:
    """Caveat: the reports span less than a year, or only reports are available."""
    if made.data_months >= ANNUAL_MONTHS_MIN:
        return ""
    if any(job.denominator != "one" for job in made.problem.jobs):
        text = N_("It is based on {months} months of reports: see it as a first estimate.")
    else:
        text = N_("It is based on {months} months of reports, without a list of dwellings: see it as a first estimate.")
    return markdown(text, months=number(made.data_months, 1))


def _too_much(made: Planned) -> str:
    """Caveat: consultants whose running projects need more hours than they have, in weeks of the plan."""
    over = made.plan.load.filter(made.plan.load["running"] > made.plan.load["hours"] + HOURS_TOLERANCE)
    if not over.height:
        return ""
    text = ngettext(
        over.height,
        N_("In one week, running projects need more hours of {who} than there are."),
        N_("In {count} weeks, running projects need more hours of {who} than there are."),
    )
    return markdown(
        text, who=format_list(over["lead"].unique(maintain_order=True).to_list()), count=number(over.height)
    )


def short_number(value: float) -> str:
    """A number, with a decimal if it is small."""
    return number(value, 0 if value >= 10 else 1)
