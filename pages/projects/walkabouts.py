"""The walkabouts of a project: the changes since the first, and a list."""

from functools import partial

import altair as alt
import polars as pl
import streamlit as st

from data.store import walkabouts
from domain.errors import BlokwijzerError
from domain.projects.project import Project
from domain.projects.walkabouts import (
    ASPECT_WORDS,
    ASPECTS,
    GRADES,
    RANKS,
    Walkabout,
    before_and_after,
    compared,
    worst,
)
from pages.projects import walkabout_form
from pages.shared import access, cached, charts, labels, tables, theme
from pages.shared.texts import N_, _, day, error_text, escape_markdown, format_list, markdown, ngettext, number

_REMOVED = "walkabout-removed"
_CHANGES = {"better": N_("better"), "same": N_("the same"), "worse": N_("worse"), "unknown": N_("not known")}


def show(project: Project) -> None:
    """Draw the result of the walkabouts by area, and their list."""
    every = walkabouts.of_project(cached.current(), project.project_id)
    walkabout_form.link(project)
    _removed()
    if not every:
        st.write(
            _("No walkabout yet. Walk once before the work begins, and again after it: then it shows what changed.")
        )
        return
    for area_id in dict.fromkeys(one.area_id for one in every):
        _area([one for one in every if one.area_id == area_id])
    _list(every)
    tables.download(partial(_table, every), _("walkabouts"), "walkabouts-download")


def sentence(of_one_area: list[Walkabout]) -> str:
    """The result of the walkabouts of one area, as text: "3 of the 7 aspects are better; lighting is worse"."""
    both = before_and_after(of_one_area)
    if both is None:
        poor = worst(of_one_area[0])
        if not poor:
            return _("One walkabout so far; nothing is below what is usually asked for (B).")
        return _("One walkabout so far; worst: {aspects} ({grade}).").format(
            aspects=format_list(_names(poor)), grade=of_one_area[0].grades[poor[0]]
        )
    found = compared(*both)
    known = found.filter(pl.col("change") != "unknown")
    better = known.filter(pl.col("change") == "better").height
    text = ngettext(
        better, N_("{better} of the {all} aspects is better"), N_("{better} of the {all} aspects are better")
    )
    better_text = text.format(better=number(better), all=number(known.height))
    worse = known.filter(pl.col("change") == "worse")["aspect"].to_list()
    if not worse:
        return _("{better}; none is worse.").format(better=better_text)
    is_worse = ngettext(len(worse), N_("{aspects} is worse"), N_("{aspects} are worse"))
    return f"{better_text}; {is_worse.format(aspects=format_list(_names(worse)))}."


def _names(aspects: list[str]) -> list[str]:
    return [_(ASPECT_WORDS[aspect]).lower() for aspect in aspects]


def _area(of_one: list[Walkabout]) -> None:
    st.subheader(escape_markdown(of_one[0].area_name), anchor=False)
    st.markdown(escape_markdown(sentence(of_one)))
    both = before_and_after(of_one)
    if both is None:
        return
    found = compared(*both)
    _chart(found, *both)
    st.dataframe(
        pl.DataFrame(
            {
                _("Aspect"): [_(ASPECT_WORDS[aspect]) for aspect in found["aspect"]],
                day(both[0].walked_on): found["before"],
                day(both[1].walked_on): found["after"],
                _("Change"): [_(_CHANGES[change]) for change in found["change"]],
            }
        ),
        hide_index=True,
        placeholder="",
    )


def _chart(found: pl.DataFrame, first: Walkabout, last: Walkabout) -> None:
    """A line for each aspect from its grade at the first walkabout (open dot) to that at the last (full dot)."""
    ink = theme.INK[theme.shade()]
    rank = {
        name: pl.col(name).replace_strict(RANKS, default=None, return_dtype=pl.Int64) for name in ("before", "after")
    }
    names = [_(ASPECT_WORDS[aspect]) for aspect in found["aspect"]]
    words = [_(_CHANGES[change]) for change in found["change"]]
    shown = found.select("change", **rank).with_columns(name=pl.Series(names), word=pl.Series(words))
    colours = {"better": theme.ENVIRONMENT, "worse": theme.ATTENTION, "same": theme.UNKNOWN, "unknown": theme.UNKNOWN}
    colour = alt.Color("change:N", legend=None, scale=alt.Scale(domain=list(colours), range=list(colours.values())))
    grade = f"{['', *reversed(GRADES)]}[datum.value]"
    axis = alt.Axis(
        values=[1, 2, 3, 4, 5], labelExpr=grade, orient="top", labelColor=ink, labelFontSize=13, labelOverlap=False
    )
    x = alt.X("before:Q", title=None, scale=alt.Scale(domain=[0.6, 6.4]), axis=axis)
    label = alt.Axis(labelLimit=220, labelFontSize=13, labelColor=ink, ticks=False, domain=False)
    base = alt.Chart(shown).encode(y=alt.Y("name:N", sort=names, title=None, axis=label), color=colour)
    lines = base.mark_rule(strokeWidth=3).encode(x=x, x2="after:Q")
    before = base.mark_point(size=110, filled=False, fill=theme.PAPER[theme.shade()], strokeWidth=2).encode(x=x)
    after = base.mark_point(size=130, filled=True, opacity=1).encode(x="after:Q")
    beside = base.mark_text(align="left", dx=14, fontSize=12).encode(
        x=alt.X("furthest:Q"), text="word:N", color=alt.value(ink)
    )
    beside = beside.transform_calculate(furthest="max(datum.before || 0, datum.after || 0)")
    charts.show(
        (lines + before + after + beside).properties(height=alt.Step(30)),
        _("Before and after"),
        _("Open dot: {first}; full dot: {last}").format(first=day(first.walked_on), last=day(last.walked_on)),
        sentence([last, first]),
    )


def _list(every: list[Walkabout]) -> None:
    """Each walkabout with its grades, and buttons to correct and remove it."""
    st.subheader(_("All walkabouts"), anchor=False)
    for one in every:
        with st.container(border=True, gap="small"):
            st.markdown(
                markdown(
                    N_("**{day}** · {area} · {who}"),
                    day=day(one.walked_on),
                    area=one.area_name,
                    who=labels.who(one.actor),
                )
            )
            grades = [f"{_(ASPECT_WORDS[a])} {one.grades[a]}" for a in ASPECTS if a in one.grades]
            st.markdown(escape_markdown(" · ".join(grades)))
            if one.note:
                st.text(one.note)
            with st.container(horizontal=True):
                st.button(
                    _("Correct"),
                    icon=":material/edit:",
                    key=f"correct-{one.walkabout_id}",
                    on_click=walkabout_form.correct,
                    args=(one,),
                )
                st.button(
                    _("Remove"),
                    icon=":material/delete:",
                    key=f"remove-{one.walkabout_id}",
                    on_click=_remove,
                    args=(one.walkabout_id,),
                )


def _remove(walkabout_id: int) -> None:
    try:
        st.session_state[_REMOVED] = walkabouts.remove(cached.current(), access.require().actor, walkabout_id)
    except BlokwijzerError as error:
        st.toast(error_text(error), icon=":material/error:")


def _removed() -> None:
    """Offer to restore the walkabout that was just removed."""
    gone: Walkabout | None = st.session_state.get(_REMOVED)
    if gone is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(markdown(N_("The walkabout of {day} has been removed."), day=day(gone.walked_on)), width="content")
        st.button(_("Undo"), icon=":material/undo:", on_click=_put_back, args=(gone,), key="put-back")


def _put_back(gone: Walkabout) -> None:
    walkabouts.put_back(cached.current(), access.require().actor, gone)
    st.session_state.pop(_REMOVED, None)


def _table(every: list[Walkabout]) -> pl.DataFrame:
    """All walkabouts for download: one row each, one column per aspect."""
    columns = {
        _("Day"): [one.walked_on for one in every],
        _("Area"): [one.area_name for one in every],
        **{_(ASPECT_WORDS[aspect]): [one.grades.get(aspect) for one in every] for aspect in ASPECTS},
        _("Note"): [one.note for one in every],
        _("Who"): [labels.who(one.actor) for one in every],
    }
    return pl.DataFrame(columns, schema={name: pl.Date if name == _("Day") else pl.String for name in columns})
