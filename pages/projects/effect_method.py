""" "How do we know?" of the effect: the methods by name, and the underlying numbers."""

import streamlit as st

from domain.effects.effect import Effect
from domain.errors import N_
from pages.shared.texts import _, markdown, number, percent

METHOD = (
    N_(
        "**Incidents** all count here, also those of one person or one address. On the map and in "
        "the list of candidates one person or address counts for at most a fifth. There the "
        "question is where a block approach fits, here what became of everything. So if one person "
        "begins or stops reporting, this changes too."
    ),
    N_(
        "**Expected.** An area chosen because it was busy was partly busy by chance. Chance does "
        "not come back (regression to the mean). So the expected number lies between that of before "
        "and what is usual for such areas (empirical Bayes, gamma-Poisson). It is then adjusted as "
        "the comparison areas changed: season, trend and other ways of reporting are in both."
    ),
    N_(
        "**Comparison areas** are those most alike in level, trend and size before the work. They "
        "do not adjoin it and had no project. They too are compared with their own expected number."
    ),
    N_(
        "**The range** holds the true ratio nine times out of ten (negative binomial, Jeffreys). It "
        "is the conditional exact interval, but not too wide for small numbers. It is wider if "
        "months vary more than by chance (quasi-Poisson), or if areas change by themselves. We say "
        "“probably” only if the whole range lies on one side."
    ),
    N_(
        "**The areas around it** are those that adjoin it: nuisance may have moved there "
        "(displacement). Both together show what the neighbourhood gained."
    ),
    N_(
        "**Months** of which a week or more is missing do not count, nor does the month in which "
        "the work began. We look at two years before and two years since, as far as the data goes."
    ),
)
HERE = N_(
    "**Here:** {before} months before and {after} months since. Regression to the mean brings "
    "the number of the year before to {regression}. The change in the comparison areas brings "
    "that to {town}. Months vary {dispersion} times as much as by chance."
)
BY_MONTHS = N_(
    "Quasi-Poisson regression over months, not corrected for regression to the mean: {ratio} of what it would have "
    "been ({low} to {high})."
)
DIFFERENCE = N_(
    "Weighted displacement difference (Wheeler and Ratcliffe 2018), not corrected either: {middle} incidents ({low} to "
    "{high})."
)


def how_do_we_know(found: Effect) -> None:
    """Draw the expander."""
    with st.expander(_("How do we know?")):
        for text in METHOD:
            st.markdown(_(text))
        st.markdown(" ".join(_numbers(found)))


def _numbers(found: Effect) -> list[str]:
    """The underlying numbers, and the results of published methods with fewer corrections on the same counts."""
    values = {"before": number(found.months_before), "after": number(found.months_after)}
    values |= {"regression": percent(found.regression), "town": percent(found.town)}
    sentences = [markdown(HERE, dispersion=number(found.dispersion, 1), **values)]
    if found.series:
        ratio, low, high = (percent(value) for value in found.series)
        sentences.append(markdown(BY_MONTHS, ratio=ratio, low=low, high=high))
    if found.difference:
        middle, low, high = (number(value) for value in found.difference)
        sentences.append(markdown(DIFFERENCE, middle=middle, low=low, high=high))
    return sentences
