""" "How do we know?": the methods behind the list, in words and by name."""

from collections.abc import Mapping

import streamlit as st

from domain.errors import N_
from domain.scoring.weights import COMPONENT_WORDS, COMPONENTS, DEFINITIONS
from pages.shared import cached, on_demand
from pages.shared.texts import _, escape_markdown, meaning, number

PARAGRAPHS = (
    N_(
        "**What counts.** Reports of the same kind at the same place within {days} days are one "
        "incident. One person or one address counts for at most a fifth of an area's incidents; "
        "three always count. So nobody makes a hot spot alone. With few homes and incidents, the "
        "rate lies closer to the average (empirical Bayes, gamma-Poisson). Its range holds the true "
        "rate nine times out of ten."
    ),
    N_(
        "**What is in the list.** A street, a block, or adjoining blocks that are one problem. "
        "Adjoining blocks are found per theme with Kulldorff's spatial scan. They are kept if a "
        "town without such a problem would show one as striking at most once in twenty times. The "
        "same problem is in the list once. With too few incidents we say nothing."
    ),
    N_("**The score** is the weighted average of these components, each 0 to 100:"),
    N_(
        "**How sure.** The list is made again 1,000 times, for a next year as it may be if nothing "
        "is done. That year follows from incidents of up to ten years, and from how much areas "
        "changed by themselves before. How often a candidate is then among the first five is its "
        "chance. The bar shows its place in 80% of the times. What is not in the reports does not "
        "count."
    ),
    N_(
        "**Pattern.** How an area did over three years, in one word, with its meaning beside it. It "
        "is compared with the town as a whole, so a busy summer everywhere is no pattern (after "
        "Esri's emerging hot spots; Mann-Kendall)."
    ),
    N_(
        "**Compared with.** The average is that of the whole stock, or of the area's own "
        "neighbourhood if you choose that under More filters. The rate itself stays the same."
    ),
    N_(
        "**Silence** compares what residents reported with what staff came across (beta-binomial). "
        "Where nobody looks nothing is known, which is not the same as fine."
    ),
)
_LISTED, _SCORE = 1, 2  # the paragraphs that individual cases and the components belong to


def how_do_we_know(has_evidence: Mapping[str, bool], has_addresses: bool) -> None:
    """Draw the expander, and what it holds once it is opened.

    ``has_evidence``: the components that the data says something about; others are left out. ``has_addresses``: whether
    a report names an address.
    """
    box = on_demand.expander(_("How do we know?"), "candidates-method")
    if box is None:
        return
    days = cached.snapshot().days
    with box:
        for at, text in enumerate(PARAGRAPHS):
            more = f" {meaning('individual_case')}" if at == _LISTED and has_addresses else ""
            st.markdown(_(text).replace("{days}", number(days)) + more)
            if at == _SCORE:
                told = [name for name in COMPONENTS if has_evidence[name]]
                names = ((_(COMPONENT_WORDS[name]).capitalize(), _(DEFINITIONS[name])) for name in told)
                st.markdown(
                    "\n".join(f"- {escape_markdown(name)}: {escape_markdown(meaning)}" for name, meaning in names)
                )
