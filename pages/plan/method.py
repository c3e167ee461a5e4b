""" "How do we know?": the assumptions and methods of the plan, in words."""

import streamlit as st

from domain.errors import N_
from domain.planning.benefit import PRIOR_SHARE_AVOIDED
from domain.planning.effort import BASE, PART_OF, PER_HOME, USUAL_HOMES, WEEKS, WORK, usual_hours
from pages.shared.cached_plan import Planned
from pages.shared.labels import phase_name
from pages.shared.texts import _, markdown, ngettext, number, percent

PARAGRAPHS = (
    N_(
        "**Gain** is the number of incidents a year that is to be expected in an area (its estimated rate times its "
        "homes) times the part that an approach is expected to avoid. That part starts from 15 percent fewer, a "
        "cautious assumption of ours, and moves with what your own projects turn out to do. Incidents are of the "
        "filters of the list of candidates."
    ),
    N_(
        "**The plan** chooses who takes on what and from which month, so that the sum of the gains is as high as can "
        "be: by a search, beside a bound that no plan can exceed (mixed-integer programmes, solved with HiGHS); how "
        "far the two are apart stands under the hours. The same hours and wishes give the same plan. No week asks more "
        "hours than someone has; phases follow each other; of neighbours, and of a street and its own block, at most "
        "one is taken on. Doing it together "
        "with an opportunity counts for at most 20 percent more, and each month of waiting for 0.5 percent less: our "
        "assumptions, in the choice only, not in the number of incidents. Work starts on the first Monday of a month."
    ),
    N_(
        "**Hardly pays** is said of an approach that takes more hours than the incidents it avoids would take in five "
        "years: how long an effect lasts is an assumption of ours, how many hours an incident takes can be changed "
        "under “Hours, holidays and how far to look”. **An area rests** for twelve months after its project closed, so "
        "that its effect can be judged by all seasons."
    ),
    N_(
        "**The worst first** takes the candidates in the order of the list, each as soon as someone has room, and "
        "passes over what does not fit."
    ),
    N_(
        "**Running projects** keep the hours that are left of them, spread over the phases that are still to come. A "
        "project takes hours of the one whose name stands as its lead, written as here."
    ),
)


def how_do_we_know(made: Planned) -> None:
    """Draw the expander."""
    with st.expander(_("How do we know?")):
        for text in PARAGRAPHS:
            st.markdown(_(text))
        st.markdown(_effect(made))
        st.markdown(_hours(made))
        _table(made)


def _effect(made: Planned) -> str:
    effect = made.effect
    text = ngettext(
        effect.projects,
        N_("Now counted with: {mean} fewer (90 % interval {low} to {high}), after one measured project of your own."),
        N_("Now counted with: {mean} fewer (90 % interval {low} to {high}), after {count} measured projects."),
    )
    values = {name: percent(getattr(effect, name)) for name in ("mean", "low", "high")}
    sentences = [markdown(text, **values, count=number(effect.projects))]
    if effect.imported:
        more = ngettext(
            effect.imported,
            N_("{count} effect of another association counts as well, for less."),
            N_("{count} effects of other associations count as well, for less."),
        )
        sentences.append(markdown(more, count=number(effect.imported)))
    if not effect.outvoted:
        start = N_("The start of {stated} fewer still counts for {part} of that.")
        sentences.append(markdown(start, stated=percent(PRIOR_SHARE_AVOIDED), part=percent(effect.prior)))
    return " ".join(sentences)


def _hours(made: Planned) -> str:
    """The basis of hours and weeks, and whether addresses replace dwellings."""
    text = ngettext(
        made.learned.projects,
        N_(
            "**Hours** of an approach are an assumption of ours (below), moved by one finished project of yours; a "
            "project can be given others on its own page."
        ),
        N_(
            "**Hours** of an approach are an assumption of ours (below), moved by {count} finished projects of yours; "
            "a project can be given others on its own page."
        ),
    )
    parts = [_(text).format(count=number(made.learned.projects))]
    parts.append(rests_on(made))
    return " ".join(part for part in parts if part)


def rests_on(made: Planned) -> str:
    """A sentence if hours are based on an area file, or on a default number, because dwellings are unknown."""
    kinds = {job.denominator for job in made.task.jobs}
    if kinds == {"one"}:
        return _("How many homes there are is not known, so the hours are those of an approach of usual size.")
    if "area_file" in kinds and "dwellings" not in kinds:
        return _("Without a list of dwellings the hours rest on the numbers of homes in the area file.")
    return ""


def _table(made: Planned) -> None:
    """The assumed hours and weeks of each phase."""
    example = usual_hours(USUAL_HOMES, made.learned)
    by_homes = {job.denominator for job in made.task.jobs} != {"one"}
    rows = []
    for phase in WORK:
        row: dict[str, object] = {_("Phase"): phase_name(phase), _("Weeks"): WEEKS[phase]}
        if by_homes:
            row |= {_("Hours to begin with"): BASE[phase], _("Hours a dwelling"): PER_HOME[phase]}
        row[_("Times, as learned")] = round(made.learned.factor[PART_OF[phase]], 2)
        row[_("Hours for 20 dwellings") if by_homes else _("Hours of an approach")] = round(example[phase], 1)
        rows.append(row)
    st.dataframe(rows, hide_index=True, placeholder="")
