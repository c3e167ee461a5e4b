""" "How do we know?": how the list of a past day is reproduced and tested."""

import streamlit as st

from domain.backtest.track_record import LONG_LIST_MIN
from domain.errors import N_
from pages.shared import on_demand
from pages.shared.texts import _, number

PARAGRAPHS = (
    N_(
        "**As it was then.** For the end of each quarter, the list is made again from the reports "
        "up to that day. It is made as on the page Candidates, with the weights that the team had "
        "then. Dwellings, outlines and choices of categories have no date: they are as they are "
        "now. Planned works and partners do not count."
    ),
    N_(
        "**Actual.** The incidents of the year after, counted as the list counts: of one person or "
        "address only a part. The list is then made again with these incidents. An area stayed "
        "among the highest if it is then among the first ten. In a list of fewer than {long}, it "
        "must be among the first five."
    ),
    N_(
        "**Where a project ran**, something was done, so it is no test. It is shown, but does not "
        "count in any total. The same goes for all streets and blocks that overlap with it."
    ),
    N_(
        "**The expected range** of several areas together holds the actual number nine times out of "
        "ten. Each area changes by itself. In addition the town as a whole changes, by about as "
        "much as in the years before."
    ),
    N_(
        "**Good and not good** are said only if there are enough figures. The years after "
        "successive quarters overlap, so four quarters count as about one."
    ),
    N_(
        "**What it should be** has room for chance. If the list is exactly as sure as it should be, it "
        "is this nine times out of ten. With few figures, chance does much. Here too four quarters "
        "count as about one."
    ),
    N_(
        "**Emerging.** It continued if the blocks had at least a quarter more incidents in the half "
        "year after than was usual before the rise. A message that comes back a quarter later "
        "counts once."
    ),
)


def how_do_we_know() -> None:
    """Draw the expander."""
    box = on_demand.expander(_("How do we know?"), "quarters-method")
    if box is None:
        return
    with box:
        for text in PARAGRAPHS:
            st.markdown(_(text).replace("{long}", number(LONG_LIST_MIN)))
