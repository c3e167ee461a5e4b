""" "How do we know?": how the list of a past day is reproduced and tested."""

import streamlit as st

from domain.backtest.track_record import LONG_LIST_MIN
from domain.errors import N_
from pages.shared.texts import _, number

PARAGRAPHS = (
    N_(
        "**As of then.** For each quarter end the list is made again from the reports of that day and before, in the "
        "same way as on the page Candidates, with the weights that the team had stored by then. Dwellings, outlines "
        "and the choices of categories carry no date: they are as they are now. Planned works and partners are left "
        "out."
    ),
    N_(
        "**What came.** The incidents of the year after it, counted as the list counts: of one person or address only "
        "a part. The list is then made with these incidents, all else as it was: an area stayed among the highest "
        "where it is among the first ten of that, or among the first five in a list of fewer than {long}."
    ),
    N_(
        "**Where a project ran** something was done, so it is no test. It is shown, and left out of every sum, with "
        "all streets and blocks that share ground with it."
    ),
    N_(
        "**The expected range** of several areas together holds what comes nine times in ten. Each area moves by "
        "itself; what they have in common is that the whole moves as well, by about as much as it did in the years "
        "before."
    ),
    N_(
        "**Good and not good** are said only where the numbers bear it. Quarters are three months apart and the years "
        "after them overlap, so four of them count as about one."
    ),
    N_(
        "**Emerging.** It went on where the blocks had at least a quarter more incidents in the half year after than "
        "was usual for them before the rise. A message that comes back a quarter later counts once."
    ),
)


def how_do_we_know() -> None:
    """Draw the expander."""
    with st.expander(_("How do we know?")):
        for text in PARAGRAPHS:
            st.markdown(_(text).replace("{long}", number(LONG_LIST_MIN)))
