"""What is known of a better plan: whether it is looked for, was found, or cannot be."""

import streamlit as st

from pages.shared import cached_plan, theme
from pages.shared.cached_plan import Planned
from pages.shared.texts import _, number, percent

IMPROVEMENT_MIN = 0.005  # smallest possible improvement (as a share) that is mentioned
TICK = 1.0  # seconds


def status(made: Planned) -> None:
    """Draw the line, with the button that shows a better plan. While one is looked for, the line looks again."""
    searching = cached_plan.is_searching(made)
    st.fragment(_status, run_every=TICK if searching else None)(made, searching)


def _status(made: Planned, searching: bool) -> None:
    if searching and not cached_plan.is_searching(made):
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", key="plan-status"):
        st.markdown(sentence(made, searching), width="content")
        if made.better and st.button(_("Show the better plan"), key="show-better"):
            cached_plan.show_better()
            st.rerun()


def sentence(made: Planned, searching: bool) -> str:
    """The line, as Markdown."""
    if searching:
        return f":material/hourglass_top: {_('This plan meets your wishes; a better one is being looked for.')}"
    if made.better:
        now, then = round(made.plan.gain), round(made.better.gain)
        more = _("A better plan was found: about {then} incidents a year fewer instead of {now}.")
        same = _("A better plan was found: as many incidents fewer, but sooner or with more opportunities met.")
        return f"{theme.ICONS['attention']} {(more if then > now else same).format(then=number(then), now=number(now))}"
    if made.plan.gap < IMPROVEMENT_MIN:
        return f":material/check: {_('Proven to be the best plan for these hours.')}"
    text = _("A plan that is at most {gap} better may exist, but was not found.")
    return f":material/check: {text.format(gap=percent(made.plan.gap))}"
