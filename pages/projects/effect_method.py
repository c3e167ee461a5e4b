""" "How do we know?" of the effect: the methods by name, and the underlying numbers."""

import streamlit as st

from domain.effects.effect import Effect
from domain.errors import N_
from pages.shared.texts import _, markdown, number, percent

METHOD = (
    N_(
        "**Incidents** all count here, also those of one caller or one address, unlike in the rates on the map and in "
        "the list of candidates, where one caller or address counts for a fifth at most: there it is asked where a "
        "block approach fits, here what became of all there was. So where one person begins or stops reporting, this "
        "moves too."
    ),
    N_(
        "**Expected.** An area that was chosen because it was busy was partly busy by chance, and chance does not come "
        "back (regression to the mean). So what is expected is not the number of before but lies between that and what "
        "is usual for such areas (empirical Bayes, gamma-Poisson). That is then moved as the comparison areas moved: "
        "season, trend and other ways of reporting are in both."
    ),
    N_(
        "**Comparison areas** are those most alike in level, trend and size before the work. They do not adjoin it and "
        "no approach touched them. They are held against their own expected number too."
    ),
    N_(
        "**The interval** holds the true ratio nine times out of ten (negative binomial, Jeffreys; the same as the "
        "conditional exact interval but not too wide for small numbers). Months that vary more than by chance make it "
        "wider (quasi-Poisson), and so do areas that move by themselves. “Likely” is said only where the whole "
        "interval lies on one side."
    ),
    N_(
        "**The ring** is every area beside it: nuisance may have moved there (displacement). Both together is what the "
        "neighbourhood gained."
    ),
    N_(
        "**Months.** Those of which a week or more is missing, and the month in which the work began, count on neither "
        "side. Two years before and two years since are looked at, as far as the data goes."
    ),
)
HERE = N_(
    "**Here:** {before} months before and {after} months since. The expected number is {regression} of that of the "
    "year before by regression to the mean, and {town} of that as the comparison areas moved. Months vary {dispersion} "
    "times as much as by chance."
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
