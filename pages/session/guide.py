"""Your first session in 45 minutes: preparation, and the facilitator's text and actions at each step."""

import streamlit as st

from domain.sessions.session import STEP_NAMES, USUAL_MINUTES
from pages.shared.texts import N_, _, number

BEFORE = (
    N_("Import the newest export, so that the figures are up to date."),
    N_("Invite six to ten people: consultants, a caretaker, someone from maintenance, a partner who knows the area."),
    N_("Make the session. Open the shared screen on the large display, and this page on your laptop."),
    N_("Try the code once with your own phone. Nobody needs an account."),
)
STEPS = {
    "changed": (
        N_("“Welcome. Join with the code on the screen. This is what changed since last time.”"),
        N_("Start the timer. Read the news aloud, and say what came of last time's decisions."),
    ),
    "look": (
        N_("“Where is it, and since when? Who was there last week?”"),
        N_(
            "Show the candidates one by one, and go back half a year at a time. Ask the caretaker "
            "first: not everything is reported. Does someone name another street? Show it by its name. "
            "People type what they know on their phones, and you see it come in."
        ),
    ),
    "weigh": (
        N_("“What counts most for us this year?”"),
        N_(
            "Change a weight, see together whether the order changes, and say so if it does not. "
            "Compare two candidates that are close. Do not argue about a tenth of a point: it is not "
            "that certain."
        ),
    ),
    "choose": (
        N_("“Three dots each. Nobody sees yours, and you can move them until I close the vote.”"),
        N_(
            "Open the vote, wait until everyone has voted, close it and show it. Ask two people who "
            "differ why. If opinions are divided, hold a second round."
        ),
    ),
    "plan": (
        N_("“Who leads, and from when?”"),
        N_("Write each decision down while everyone looks: what, why, who, from which month. “Not now” is one too."),
    ),
    "close": (
        N_("“We decided this. Right?”"),
        N_("Read the decisions aloud, set the next date, and close. Each decision then has its project."),
    ),
}
HALF = 3  # steps in a column
KEYS = N_(
    "**Keyboard of the shared screen.** Left and right lead through the session, Page Up and "
    "Page Down from step to step. Space starts and stops the timer. A number shows a candidate, "
    "Escape hides it. Up and down zoom the map, Shift with the arrows moves it, and 0 shows all "
    "of it."
)
AFTER = (
    N_("Download the minutes and send them to everyone who was there, or should have been."),
    N_("The projects are there with the reason and the lead. Add the first action to each today."),
    N_("Tell residents within two weeks what you are going to do: they took the trouble to report."),
)


def show(*, expanded: bool = False) -> None:
    """Draw the guide in an expander, in three columns: before, and the steps from left to right."""
    with st.expander(_("Your first session in 45 minutes"), icon=":material/menu_book:", expanded=expanded):
        before, first, last = st.columns(3, gap="large")
        with before:
            st.markdown(f"**{_('Before')}**")
            _points(BEFORE)
            st.markdown(_(KEYS))
        steps = list(STEPS)
        for column, part in ((first, steps[:HALF]), (last, steps[HALF:])):
            with column:
                for step in part:
                    _step(step)
        with last:
            st.markdown(f"**{_('Afterwards')}**")
            _points(AFTER)


def _step(step: str) -> None:
    says, does = STEPS[step]
    minutes = _("{minutes} minutes").format(minutes=number(USUAL_MINUTES[step]))
    st.markdown(f"**{_(STEP_NAMES[step])}** · {minutes}")
    st.markdown(f"{_(says)}  \n{_(does)}")


def _points(points: tuple[str, ...]) -> None:
    st.markdown("\n".join(f"- {_(point)}" for point in points))
