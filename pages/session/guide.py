"""Your first session in 45 minutes: what to prepare, and what the facilitator says and does at each step."""

import streamlit as st

from domain.sessions.session import STEP_NAMES, USUAL_MINUTES
from pages.shared.texts import _, mark, number

BEFORE = (
    mark("Upload the newest export, so that the figures are of this month."),
    mark("Invite six to ten people: consultants, a caretaker, someone of maintenance, a partner who knows the area."),
    mark("Make the session. Open the shared screen on the large display, and the leading page on your laptop."),
    mark("Try the code once with your own phone. Nobody needs an account."),
)
STEPS = {
    "changed": (
        mark("“Welcome. Join with the code on the screen. This is what changed since last time.”"),
        mark("Start the timer. Read the news aloud, and say of last time's decisions what came of them."),
    ),
    "look": (
        mark("“Where is it, and since when? Who was there last week?”"),
        mark(
            "Put the candidates in sight one after the other, and go back half a year at a time. Ask the caretaker "
            "first: not everything is reported. Does someone name another street? Put it in sight by its name. People "
            "type what they know on their phones; you see it come in."
        ),
    ),
    "weigh": (
        mark("“What counts most for us this year?”"),
        mark(
            "Move a weight, look together whether the order changes, and say so when it does not. Compare two "
            "candidates that are close. Do not settle one tenth of a point: it is not that sure."
        ),
    ),
    "choose": (
        mark("“Three dots each. Nobody sees yours, and you can move them until I close.”"),
        mark(
            "Open the vote, wait until all have voted, close it and show it. Ask two people who differ why. If "
            "opinions are divided, hold a second round."
        ),
    ),
    "plan": (
        mark("“Who leads, and from when?”"),
        mark("Write each decision down while everyone looks: what, why, who, from which month. “Not now” is one too."),
    ),
    "close": (
        mark("“We decided this. Right?”"),
        mark("Read the decisions aloud, set the next date, and close. Each decision then has its project."),
    ),
}
KEYS = mark(
    "**Keyboard of the shared screen:** left and right lead through the session, page up and down from step to step, "
    "space starts and stops the timer, a number puts a candidate in sight and Escape takes it away. Up and down bring "
    "the map closer or further away, with Shift the arrows move it, and 0 shows all of it."
)
AFTER = (
    mark("Download the minutes and send them to who was there, and to who should have been."),
    mark("The projects are there with the reason and the lead. Add the first action to each today."),
    mark("Tell residents within two weeks what you are going to do: they took the trouble to report."),
)


def show(*, expanded: bool = False) -> None:
    """The guide, folded away for who knows it."""
    with st.expander(_("Your first session in 45 minutes"), icon=":material/menu_book:", expanded=expanded):
        st.markdown(f"**{_('Before')}**")
        _points(BEFORE)
        for step, (says, does) in STEPS.items():
            minutes = _("{minutes} minutes").format(minutes=number(USUAL_MINUTES[step]))
            st.markdown(f"**{_(STEP_NAMES[step])}** · {minutes}")
            st.markdown(f"{_(says)}  \n{_(does)}")
        st.markdown(_(KEYS))
        st.markdown(f"**{_('Afterwards')}**")
        _points(AFTER)


def _points(points: tuple[str, ...]) -> None:
    st.markdown("\n".join(f"- {_(point)}" for point in points))
