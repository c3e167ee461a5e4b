"""Did it work? The answer as far as the interval goes, with what it rests on; before the work, what could show at all."""

import streamlit as st

from data import projects
from domain.effects.baseline import Baseline
from domain.effects.detectable import MONTHS, detectable_of
from domain.effects.effect import HOURS_PER_INCIDENT, YEAR, Effect, baseline_of, effect_of, hours_saved
from domain.effects.telling import TOLD, WHY, WORDS
from domain.errors import _ as mark
from domain.projects import Project
from pages.parts import effect_charts, store
from pages.parts.texts import _, listed, number, percent, say

METHOD = (
    mark(
        "**Expected.** An area that was chosen because it was busy was partly busy by chance, and chance does not come "
        "back (regression to the mean). So what is expected is not the number of before but lies between that and what "
        "is usual for such areas (empirical Bayes, gamma-Poisson). That is then moved as the comparison areas moved: "
        "season, trend and other ways of reporting are in both."
    ),
    mark(
        "**Comparison areas** are those most alike in level, trend and size before the work. They do not adjoin it and "
        "no approach touched them. They are held against their own expected number too."
    ),
    mark(
        "**The interval** holds the true ratio nine times out of ten (negative binomial, Jeffreys; the same as the "
        "conditional exact interval but not too wide for small numbers). Months that vary more than by chance make it "
        "wider (quasi-Poisson), and so do areas that move by themselves. “Likely” is said only where the whole interval "
        "lies on one side."
    ),
    mark(
        "**The ring** is every area beside it: nuisance may have moved there (displacement). Both together is what the "
        "neighbourhood gained."
    ),
    mark(
        "**Months.** Those of which a week or more is missing, and the month in which the work began, count on neither "
        "side. Two years before and two years since are looked at, as far as the data goes."
    ),
)


def show(project: Project) -> None:
    """Draw the effect of one project."""
    every = projects.load(store.current())
    found = effect_of(store.situation(), project, every)
    st.subheader(_sentence(found), anchor=False)
    if found.word not in TOLD:
        _could_show(project, every)
        return
    _figures(found)
    effect_charts.figure(found)
    st.markdown(_compared_plainly(found))
    if found.displaced:
        st.markdown(_moved(found))
    effect_charts.months(found)
    st.markdown(
        say(mark("**Compared with {count} areas:** {names}."), count=number(len(found.compared)), names=listed([*found.compared]))
    )  # fmt: skip
    if found.word == "cannot_tell":
        _could_show(project, every)
    _how_do_we_know(found)


def _sentence(found: Effect) -> str:
    """What may be said, as far as the interval goes, as Markdown."""
    values: dict[str, str] = {"months": number(found.months_after)}
    if found.low is not None and found.high is not None:
        low, high = found.low - 1, found.high - 1
        values |= {"fewer": percent(-low), "more": percent(high)}
        values |= {"least": percent(min(abs(low), abs(high))), "most": percent(max(abs(low), abs(high)))}
    return say(WORDS[found.word], **values)


def _figures(found: Effect) -> None:
    """Counted against expected, and the hours it saved, by what an incident takes."""
    counted, expected, hours = st.columns([1, 1, 2])
    counted.metric(_("Incidents since the work began"), number(found.incidents))
    expected.metric(_("Expected without the approach"), number(found.expected))
    with hours:
        each = st.number_input(
            _("Hours that one incident takes"), 0.0, 100.0, HOURS_PER_INCIDENT, 0.5, key="hours-per-incident",
            help=_("Taking it in, a call or a visit, writing it down. Two hours is an assumption: fill in your own."),
        )  # fmt: skip
        saved = hours_saved(found, each)
        if saved:
            st.markdown(_saved(*saved))


def _saved(middle: float, low: float, high: float) -> str:
    """The hours saved in words; that they are not known where the interval holds none."""
    values = {"hours": number(abs(middle)), "low": number(low), "high": number(high)}
    if low > 0:
        return say(mark("That is about {hours} hours saved ({low} to {high}), neighbours counted in."), **values)
    return say(mark("Whether that saved hours cannot be told yet ({low} to {high}), neighbours counted in."), **values)


def _compared_plainly(found: Effect) -> str:
    """Beside it what a plain before and after says, and why it differs."""
    if found.naive is None or found.why is None:
        return ""
    fewer = found.naive < 1
    text = (
        mark("A plain before and after says {percent} fewer a month than in the year before.")
        if fewer
        else mark("A plain before and after says {percent} more a month than in the year before.")
    )
    return f"{say(text, percent=percent(abs(found.naive - 1)))} {_(WHY[found.why])}"


def _moved(found: Effect) -> str:
    """Whether it moved to the ring, as far as the interval goes."""
    _middle, low, high = found.displaced
    names = listed([*found.ring])
    if low > 0:
        return say(mark("Around it ({names}) there are likely more incidents: part may have moved there."), names=names)
    if high < 0:
        return say(mark("Around it ({names}) there are likely fewer incidents as well: it did not move there."), names=names)  # fmt: skip
    return say(mark("Whether anything moved to the areas around it ({names}) cannot be told."), names=names)


def _could_show(project: Project, every: list[Project]) -> None:
    """What drop could show at all after some time, given how many incidents there are."""
    baseline = Baseline.from_json(project.baseline or baseline_of(store.situation(), project, every))
    if baseline is None or not baseline.comparison:
        return
    st.markdown(f"**{_('What could show at all?')}**")
    st.markdown(
        say(
            mark("About {incidents} incidents a year are to be expected here without an approach."),
            incidents=number(baseline.a_month * YEAR),
        )
    )
    drops = zip(MONTHS, detectable_of(baseline), strict=True)
    st.markdown("\n".join(f"- {_could(months, drop)}" for months, drop in drops))
    st.caption(_("A smaller drop may be true and good, but cannot be told apart from chance here."))


def _could(months: int, drop: float | None) -> str:
    if drop is None:
        return say(
            mark("After {months} months: no drop at all would show; there are too few incidents."), months=months
        )
    return say(mark("After {months} months: a drop of {drop} or more."), months=number(months), drop=percent(drop))


def _how_do_we_know(found: Effect) -> None:
    with st.expander(_("How do we know?")):
        for text in METHOD:
            st.markdown(_(text))
        st.markdown(_by_other_roads(found))


def _by_other_roads(found: Effect) -> str:
    """The numbers behind it, and what published methods that correct for less make of the same counts."""
    told = [
        say(
            mark("**Here:** {before} months before and {after} months since; the expected number is {regression} of that of the year before by regression to the mean, and {town} of that as the comparison areas moved; months vary {dispersion} times as much as by chance."),
            before=number(found.months_before), after=number(found.months_after), regression=percent(found.regression),
            town=percent(found.town), dispersion=number(found.dispersion, 1),
        )
    ]  # fmt: skip
    if found.series:
        ratio, low, high = (percent(value) for value in found.series)
        told.append(say(mark("Quasi-Poisson regression over months, not corrected for regression to the mean: {ratio} of what it would have been ({low} to {high})."), ratio=ratio, low=low, high=high))  # fmt: skip
    if found.difference:
        middle, low, high = (number(value) for value in found.difference)
        told.append(say(mark("Weighted displacement difference (Wheeler and Ratcliffe 2018), not corrected either: {middle} incidents ({low} to {high})."), middle=middle, low=low, high=high))  # fmt: skip
    return " ".join(told)
