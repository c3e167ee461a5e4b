""" "How do we know?": the assumptions and methods of the plan, in words."""

import streamlit as st

from domain.errors import N_
from domain.planning.benefit import PRIOR_SHARE_AVOIDED
from domain.planning.effort import BASE, PART_OF, PER_HOME, USUAL_HOMES, WEEKS, WORK, usual_hours
from pages.shared import on_demand
from pages.shared.cached_plan import Planned
from pages.shared.labels import phase_name
from pages.shared.texts import _, markdown, ngettext, number, percent

PARAGRAPHS = (
    N_(
        "**Gain** is the number of incidents a year expected in an area, times the share that a "
        "project is expected to prevent. The number is the estimated rate times the homes. The "
        "share starts from 15% fewer, a cautious assumption of ours, and moves with the measured "
        "effect of your own projects. Only incidents within the filters of the list of candidates "
        "count."
    ),
    N_(
        "**The plan** chooses who takes on what, and from which month, so that the total gain is as "
        "high as possible. It is found by a search, and compared with a limit that no plan can "
        "exceed (mixed-integer programmes, solved with HiGHS). The difference between the two "
        "stands above the list. The same hours and wishes give the same plan."
    ),
    N_(
        "**That search** takes seconds and goes on behind the screen. A wish is met at once, with as "
        "little change as possible; a better plan is shown when you ask for it."
    ),
    N_(
        "**Its rules.** No week takes more "
        "hours than someone has, and phases follow each other. Of neighbours, and of a street and "
        "its own block, at most one is taken on. Joining an opportunity counts for at most 20% "
        "more, and each month of waiting for 0.5% less. These are our assumptions, used in the "
        "choice only, not in the number of incidents. Work starts on the first Monday of a month."
    ),
    N_(
        "**Hardly worth it**: the project takes more hours than the incidents it prevents would "
        "take in five years. How long an effect lasts is an assumption of ours. How many hours an "
        "incident takes, you can change at the top, next to how far the plan looks. **An area "
        "rests** for twelve months after its project ended, so that its effect can be judged over "
        "all seasons."
    ),
    N_(
        "**Worst first** takes the candidates in the order of the list, each as soon as someone has "
        "room, and skips what does not fit."
    ),
    N_(
        "**Running projects** keep the hours they have left, spread over the phases still to come. "
        "They take the hours of their lead, if the name is written as it is here."
    ),
)


def how_do_we_know(made: Planned) -> None:
    """Draw the expander, and what it holds once it is opened."""
    box = on_demand.expander(_("How do we know?"), "plan-method")
    if box is None:
        return
    with box:
        for text in PARAGRAPHS:
            st.markdown(_(text))
        st.markdown(_effect(made))
        st.markdown(_hours(made))
        _table(made)


def _effect(made: Planned) -> str:
    effect = made.effect
    text = ngettext(
        effect.projects,
        N_("Now used: {mean} fewer (90% range {low} to {high}), after one measured project of your own."),
        N_("Now used: {mean} fewer (90% range {low} to {high}), after {count} measured projects."),
    )
    values = {name: percent(getattr(effect, name)) for name in ("mean", "low", "high")}
    sentences = [markdown(text, **values, count=number(effect.projects))]
    if effect.imported:
        more = ngettext(
            effect.imported,
            N_("{count} effect of another association also counts, for less."),
            N_("{count} effects of other associations also count, for less."),
        )
        sentences.append(markdown(more, count=number(effect.imported)))
    if not effect.outvoted:
        start = N_("The assumed {stated} fewer still counts for {part} of that.")
        sentences.append(markdown(start, stated=percent(PRIOR_SHARE_AVOIDED), part=percent(effect.prior)))
    return " ".join(sentences)


def _hours(made: Planned) -> str:
    """The basis of hours and weeks, and whether addresses replace dwellings."""
    text = ngettext(
        made.learned.projects,
        N_(
            "**Hours** of a project are an assumption of ours (below), adjusted by one project that "
            "you ended. You can change them on the page of each project."
        ),
        N_(
            "**Hours** of a project are an assumption of ours (below), adjusted by {count} projects "
            "that you ended. You can change them on the page of each project."
        ),
    )
    parts = [_(text).format(count=number(made.learned.projects))]
    parts.append(rests_on(made))
    return " ".join(part for part in parts if part)


def rests_on(made: Planned) -> str:
    """A sentence if hours are based on an area file, or on a default number, because dwellings are unknown."""
    kinds = {job.denominator for job in made.problem.jobs}
    if kinds == {"one"}:
        return _("The number of homes is not known, so the hours are those of a project of usual size.")
    if "area_file" in kinds and "dwellings" not in kinds:
        return _("Without a list of dwellings, the hours follow from the numbers of homes in the area file.")
    return ""


def _table(made: Planned) -> None:
    """The assumed hours and weeks of each phase."""
    example = usual_hours(USUAL_HOMES, made.learned)
    by_homes = {job.denominator for job in made.problem.jobs} != {"one"}
    rows = []
    for phase in WORK:
        row: dict[str, object] = {_("Phase"): phase_name(phase), _("Weeks"): WEEKS[phase]}
        if by_homes:
            row |= {_("Hours in advance"): BASE[phase], _("Hours per home"): PER_HOME[phase]}
        row[_("Adjusted by")] = round(made.learned.factor[PART_OF[phase]], 2)
        row[_("Hours for 20 homes") if by_homes else _("Hours of a project")] = round(example[phase], 1)
        rows.append(row)
    st.dataframe(rows, hide_index=True, placeholder="")
