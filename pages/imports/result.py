"""The quality report after an import: the outcome of every row, the basis of locations, and the next steps."""

import polars as pl
import streamlit as st

from data.services.import_file import Outcome
from pages.imports import needs
from pages.imports.group import Group
from pages.imports.labels import KIND_NAMES, PLACED
from pages.shared import navigation, theme
from pages.shared.texts import _, day, format_list, markdown, ngettext, number, percent

COUNTS = ("added", "updated", "unchanged", "left_out", "rejected")


def result(group: Group) -> None:
    """The outcome of a group's import: one sentence, five numbers and notices."""
    outcomes = group.outcomes
    counts = {name: sum(count_of(outcome, name) for outcome in outcomes) for name in COUNTS}
    st.success(_sentence(group, counts), icon=":material/check_circle:")
    labels = {
        "added": _("New"),
        "updated": _("Changed"),
        "unchanged": _("Already known"),
        "left_out": _("Left out"),
        "rejected": _("Set aside"),
    }
    for place, name in zip(st.columns(len(COUNTS)), COUNTS, strict=True):
        place.metric(labels[name], number(counts[name]))
    needs.notices(group.checked)
    if group.kind == "reports":
        _placed(outcomes)
        needs.gaps_in_time(group.checked)
    if len(outcomes) > 1:
        _per_file(outcomes, labels)
    if counts["rejected"]:
        needs.rejected_rows(group.checked, group.key("result"))


def next_steps(groups: list[Group]) -> None:
    """Links to what follows an import of reports."""
    if any(group.kind in ("reports", "indicators") for group in groups):
        with st.container(horizontal=True):
            navigation.link("candidates", _("See the candidates"), icon=theme.ICONS["candidates"])
            navigation.link("overview", _("See what changed"), icon=theme.ICONS["overview"])
            navigation.link("map", _("See it on the map"), icon=theme.ICONS["map"])


def count_of(outcome: Outcome, name: str) -> int:
    """The value of one of COUNTS for an outcome."""
    if name == "left_out":
        return outcome.checked.left_out + outcome.checked.erased
    if name == "rejected":
        return outcome.checked.rejected.height
    return getattr(outcome, name)


def _sentence(group: Group, counts: dict[str, int]) -> str:
    files = group.uploads[0].name if len(group.uploads) == 1 else _("{n} files").format(n=number(len(group.uploads)))
    if not counts["added"] and not counts["updated"]:
        return markdown("{file}: everything in it was already known. Nothing has changed.", file=files)
    changed = [
        ngettext(counts["added"], "{n} row is new", "{n} rows are new").format(n=number(counts["added"])),
        ngettext(counts["updated"], "{n} has changed", "{n} have changed").format(n=number(counts["updated"])),
    ]
    parts = [part for part, name in zip(changed, ("added", "updated"), strict=True) if counts[name]]
    return markdown(
        "{file}: stored as {kind}; {told}.", file=files, kind=_(KIND_NAMES[group.kind]), told=format_list(parts)
    )


def _placed(outcomes: list[Outcome]) -> None:
    """A bar for each basis of location, most reliable first."""
    counts = {name: sum(outcome.checked.placed[name] for outcome in outcomes) for name in PLACED}
    total = sum(counts.values())
    first = [outcome.checked.period[0] for outcome in outcomes if outcome.checked.period[0]]
    last = [outcome.checked.period[1] for outcome in outcomes if outcome.checked.period[1]]
    if not total or not first:
        return
    st.markdown(markdown("**Where the reports are**, {first} to {last}", first=day(min(first)), last=day(max(last))))
    placed_table(counts)


def placed_table(counts: dict[str, int]) -> None:
    """The number of reports by basis of location, as a table with bars."""
    total = max(sum(counts.values()), 1)
    rows = pl.DataFrame(
        {
            "where": [_(PLACED[name]) for name in PLACED],
            "reports": [counts[name] for name in PLACED],
            "share": [counts[name] / total for name in PLACED],
            "percent": [percent(counts[name] / total) for name in PLACED],
        }
    )
    st.dataframe(
        rows,
        hide_index=True,
        placeholder="",
        width=560,
        column_config={
            "where": st.column_config.TextColumn(_("Placed")),
            "reports": st.column_config.NumberColumn(_("Reports"), format="localized"),
            "share": st.column_config.ProgressColumn(_("Share"), min_value=0, max_value=1, format=" "),
            "percent": st.column_config.TextColumn(_("Percentage")),
        },
    )


def _per_file(outcomes: list[Outcome], labels: dict[str, str]) -> None:
    rows = [
        {
            "file": outcome.file,
            "rows": outcome.checked.upload.rows,
            **{name: count_of(outcome, name) for name in COUNTS},
        }
        for outcome in outcomes
    ]
    names = {"file": _("File"), "rows": _("Rows"), **labels}
    with st.expander(_("File by file")):
        st.dataframe(pl.DataFrame(rows).rename(names), hide_index=True, placeholder="")
