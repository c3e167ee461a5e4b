"""The effect of a project: the verdict that the interval supports; before the work, the detectable effect."""

import streamlit as st

from data.store import projects, walkabouts
from data.store.incident_hours import hour_price
from data.texts import language as notation
from domain.documents.phrases import effect_sentence
from domain.documents.savings_sentences import saved_by_one
from domain.documents.what_works import change
from domain.effects.baseline import Baseline
from domain.effects.effect import YEAR_MONTHS, Effect, baseline_of, effect_of, hours_saved
from domain.effects.minimum_detectable_effect import PROSPECT_MONTHS, detectable_of
from domain.effects.pooled_effect import PooledEffect
from domain.effects.verdict import TOLD, WHY
from domain.errors import N_
from domain.projects.project import Project
from pages.projects import done, effect_charts, effect_method, facts, what_works
from pages.projects.walkabouts import sentence as walkabouts_sentence
from pages.shared import cached, incident_hours
from pages.shared.texts import _, day, document_text, escape_markdown, format_list, language, markdown, number, percent

PROSPECT_DROP_MAX = 0.8  # largest drop that is worth waiting for; our assumption


def show(project: Project) -> None:
    """Draw the effect of one project."""
    every = projects.load(cached.current())
    found = effect_of(cached.snapshot(), project, every)
    st.subheader(_sentence(found), anchor=False)
    if found.word not in TOLD:
        _could_show(project, every, found)
        _frozen(Baseline.from_json(project.baseline))
        return
    _figures(found)
    _done(project)
    _seen(project)
    effect_charts.figure(found)
    st.markdown(_compared_plainly(found))
    if found.displaced:
        st.markdown(_moved(found))
    if found.months is not None:
        effect_charts.months(found)
    else:
        st.caption(_("The months are not shown: the reports of that time were removed when their term ended."))
    compared = N_("**Compared with {count} areas:** {names}.")
    st.markdown(markdown(compared, count=number(len(found.compared)), names=format_list([*found.compared])))
    if found.word == "cannot_tell":
        _could_show(project, every, found)
    effect_method.how_do_we_know(found)


def _sentence(found: Effect) -> str:
    """The verdict that the interval supports, as Markdown."""
    return notation.render(effect_sentence(found, shown=True), language(), escape_markdown)


def _figures(found: Effect) -> None:
    """Observed against expected incidents, and the hours saved, by the hours per incident."""
    counted, expected, hours = st.columns([1, 1, 2])
    counted.metric(_("Incidents since the work began"), number(found.incidents))
    expected.metric(_("Expected without the project"), number(found.expected))
    with hours:
        saved = hours_saved(found, incident_hours.ask())
        if sentences := saved_by_one(saved, hour_price(cached.current())):
            st.markdown(" ".join(map(document_text, sentences)))


def _done(project: Project) -> None:
    """What was done, from when, and what approaches with it did so far."""
    interventions = projects.interventions(cached.current(), project.project_id)
    what = done.list_text(interventions)
    st.markdown(f"**{_('What was done')}:** " + (what or f":gray[{_('nothing written down yet')}]"))
    _own, pooled = what_works.effects_here()
    kinds = [each.kind for each in interventions if _of_others_too(pooled.by_kind.get(each.kind))]
    if kinds:
        parts = [
            f"{done.kind_name(kind)} {notation.render(change(pooled.by_kind[kind]), language())}" for kind in kinds
        ]
        text = N_("After all projects with this measure, including this one: {changes}.")
        st.caption(markdown(text, changes="; ".join(parts)))


def _of_others_too(pooled: PooledEffect | None) -> bool:
    """Whether an effect rests on more than one project."""
    return pooled is not None and pooled.measured + pooled.imported > 1


def _seen(project: Project) -> None:
    """The result of the walkabouts, beside that of the reports."""
    every = walkabouts.of_project(cached.current(), project.project_id)
    for area_id in dict.fromkeys(one.area_id for one in every):
        of_one = [one for one in every if one.area_id == area_id]
        seen = N_("**Seen on the spot, {area}:** {said}")
        st.markdown(markdown(seen, area=of_one[0].area_name, said=walkabouts_sentence(of_one)))
    if not every:
        st.caption(_("No walkabout yet: grades before and after would show here."))


def _compared_plainly(found: Effect) -> str:
    """A plain before-after comparison, and why it differs."""
    if found.naive is None or found.why is None:
        return ""
    fewer = found.naive < 1
    text = (
        N_("Simply comparing before and after gives {percent} fewer a month than in the year before.")
        if fewer
        else N_("Simply comparing before and after gives {percent} more a month than in the year before.")
    )
    return f"{markdown(text, percent=percent(abs(found.naive - 1)))} {_(WHY[found.why])}"


def _moved(found: Effect) -> str:
    """Whether incidents moved to the surrounding ring, as far as the interval supports it."""
    _middle, low, high = found.displaced
    if low > 0:
        text = N_("Around it ({names}) there are probably more incidents: part may have moved there.")
    elif high < 0:
        text = N_("Around it ({names}) there are probably fewer incidents as well: it did not move there.")
    else:
        text = N_("It is not known whether anything moved to the areas around it ({names}).")
    return markdown(text, names=format_list([*found.ring]))


def _could_show(project: Project, every: list[Project], found: Effect) -> None:
    """The minimum detectable drop after some time, given the number of incidents."""
    baseline = Baseline.from_json(project.baseline or baseline_of(cached.snapshot(), project, every))
    if baseline is None or not baseline.comparison:
        if found.word == "not_begun":
            st.write(
                _("It is not known yet what could show: that takes six months of data without gaps, and other areas.")
            )
        return
    st.markdown(f"**{_('What effect could show?')}**")
    st.markdown(
        markdown(
            N_("About {incidents} incidents a year are to be expected here without a project."),
            incidents=number(baseline.expected_monthly * YEAR_MONTHS),
        )
        + _beside_counted(project, baseline.expected_monthly * YEAR_MONTHS)
    )
    drops = zip(PROSPECT_MONTHS, detectable_of(baseline), strict=True)
    st.markdown("\n".join(f"- {_could(months, drop)}" for months, drop in drops))
    st.caption(_("A smaller drop may be real and good, but here it looks the same as chance."))


def _frozen(baseline: Baseline | None) -> None:
    """The frozen baseline: the criteria of the evaluation, fixed when the work started."""
    if baseline is None:
        st.caption(_("What the effect is measured against is fixed on the day the work begins."))
        return
    text = N_(
        "Fixed on {day}. The effect is measured against {incidents} incidents in the {months} "
        "months before, and {count} similar areas: {names}."
    )
    st.caption(
        markdown(
            text,
            day=day(baseline.starts_on),
            incidents=number(baseline.incidents),
            months=number(len(baseline.months)),
            count=number(len(baseline.comparison)),
            names=format_list([area.name for area in baseline.comparison]),
        )
    )


def _beside_counted(project: Project, a_year: float) -> str:
    """Why the expected number differs from the recent count; "" if it is similar or unknown."""
    counted = facts.now_a_year(project)
    if counted is None or abs(counted - a_year) < 1:
        return ""
    text = (
        N_(" In the last 12 months {counted} were counted: a busy period usually calms down by itself.")
        if counted > a_year
        else N_(" In the last 12 months {counted} were counted: a quiet period usually gets busier by itself.")
    )
    return markdown(text, counted=number(counted))


def _could(months: int, drop: float | None) -> str:
    if drop is None:
        return markdown(
            N_("After {months} months: no drop would show at all; there are too few incidents."), months=months
        )
    text = (
        N_("After {months} months: only a drop of {drop} or more, which hardly any project reaches.")
        if drop > PROSPECT_DROP_MAX
        else N_("After {months} months: a drop of {drop} or more.")
    )
    return markdown(text, months=number(months), drop=percent(drop))
