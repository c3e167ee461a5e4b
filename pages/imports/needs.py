"""Step 3 of the import check: rejected rows, unknown categories, locations, and gaps in time."""

import polars as pl
import streamlit as st

from data.reference import lexicon
from data.services.check_file import Checked
from domain.intake.cleaning import categories
from domain.snapshot import coverage_gaps
from pages.imports import figures, leave_out
from pages.imports.group import Group
from pages.imports.labels import FINE, HOWS, LOOK, PLACED, reason
from pages.imports.set_aside import download_set_aside
from pages.shared.labels import category_name, source_name
from pages.shared.texts import (
    _,
    day,
    escape_markdown,
    format_list,
    markdown,
    ngettext,
    number,
    percent,
)

LEFT_OUT, LATER = "-", "OVE"
WORDS_TO_PLACE_SHOWN = 8
ROWS_SHOWN = 200


def needs_you(group: Group, checked: list[Checked]) -> None:
    """Step 3, with the number of open tasks in its heading."""
    aside = sum(each.rejected.height for each in checked)
    words = category_words(group)
    waiting = words.filter(~pl.col("category_word").is_in(list(group.choices)))
    doubtful = waiting.filter("suggest_leave_out").height
    unknown = waiting.filter((pl.col("how") == "none") & ~pl.col("suggest_leave_out")).height
    parts = []
    if aside:
        parts.append(
            ngettext(aside, "{n} row cannot be imported", "{n} rows cannot be imported").format(n=number(aside))
        )
    if unknown:
        parts.append(
            ngettext(unknown, "{n} category is unknown", "{n} categories are unknown").format(n=number(unknown))
        )
    if doubtful:
        template = ngettext(doubtful, "{n} may be no nuisance or pollution", "{n} may be no nuisance or pollution")
        parts.append(template.format(n=number(doubtful)))
    label = (
        _("3. Needs your attention: {what}").format(what=format_list(parts))
        if parts
        else _("3. Needs your attention: nothing")
    )
    notices(checked)
    with st.expander(label, expanded=bool(parts), icon=LOOK if parts else FINE, key=group.key("needs")):
        if aside:
            rejected_rows(checked, group.key("rejected"))
        if group.kind == "reports":
            _categories(group, words)
            _places(checked)
            gaps_in_time(checked)
        elif not aside:
            st.write(_("Every row can be imported."))
    figures.found(checked)


def notices(checked: list[Checked]) -> None:
    """Anomalies in the files and how they were handled, one line each.

    What only counts rows is added up over the files; any other line names its file where there are several.
    """
    totals: dict[str, int] = {}
    for each in checked:
        for notice in each.notices:
            if set(notice.values) == {"n"}:
                totals[notice.text] = totals.get(notice.text, 0) + int(notice.values["n"])
                continue
            text = markdown(notice.text, **notice.values)
            st.caption(f"{escape_markdown(each.upload.name)}: {text}" if len(checked) > 1 else text)
    for text, rows in totals.items():
        st.caption(markdown(text, n=number(rows)))


def rejected_rows(checked: list[Checked], key: str) -> None:
    """The rejected rows with their reasons, and a download in each file's layout for correction."""
    several_files = len(checked) > 1
    shown = pl.concat(
        [
            each.rejected.select(pl.lit(each.upload.name).alias("file"), "line", "column", "value", "reason")
            for each in checked
        ]
    )
    st.write(_("These rows are set aside. Download them, correct them in a spreadsheet and import that file."))
    first_rows = (
        shown.head(ROWS_SHOWN)
        .with_columns(pl.col("column", "value").fill_null(""))
        .with_columns(
            reason=pl.Series(
                [reason(*row) for row in shown.head(ROWS_SHOWN).select("reason", "column", "value").iter_rows()],
                dtype=pl.String,
            )
        )
    )
    headings = {"file": _("File"), "line": _("Line"), "column": _("Column"), "value": _("Cell"), "reason": _("Why not")}
    st.dataframe(
        first_rows.rename(headings).drop([] if several_files else [headings["file"]]),
        hide_index=True,
        placeholder="",
        height=min(38 + 35 * first_rows.height, 280),
        key=f"{key} rows",
    )
    if shown.height > ROWS_SHOWN:
        st.caption(
            markdown(
                "The first {shown} of {all}. The download has them all.", shown=ROWS_SHOWN, all=number(shown.height)
            )
        )
    for index, each in enumerate(checked):
        if each.rejected.height and each.upload.table is not None:
            download_set_aside(each, f"{key} download {index}")


def category_words(group: Group) -> pl.DataFrame:
    """Each category word in the files with its number of reports and its category, most reports first.

    Columns: category_word, reports, code, how ("chosen", "dictionary", "near", "none"), suggest_leave_out.
    """
    words = group.words
    found = categories.resolve(words["category_word"], lexicon(), group.stored_choices)
    columns = ["category_word", "code", "how", "suggest_leave_out"]
    return words.join(found.select(columns), on="category_word", how="left", maintain_order="left")


def _categories(group: Group, words: pl.DataFrame) -> None:
    """Unknown words to assign or leave out, suggested words to leave out, and the categories of the other words."""
    by_hand = pl.col("category_word").is_in(group.replaced)
    suggested = words.filter(pl.col("suggest_leave_out") & ~by_hand)
    mine = words.filter(by_hand | ((pl.col("how") == "none") & ~pl.col("suggest_leave_out")))
    if suggested.height:
        _suggested(group, suggested)
    if mine.height:
        st.write(
            _(
                "These words in the file are new. Say once what each means, or leave it out if it is "
                "neither nuisance nor pollution. Whatever you skip counts as “other”."
            )
        )
    shown = st.session_state.setdefault(group.key("words shown"), WORDS_TO_PLACE_SHOWN)
    for word, reports, code in mine.select("category_word", "reports", "code").head(shown).iter_rows():
        _place_word(group, word, reports, code)
    if mine.height > shown and st.button(
        markdown("Show {n} more", n=number(mine.height - shown)), key=group.key("more words"), type="tertiary"
    ):
        st.session_state[group.key("words shown")] = mine.height
        st.rerun()
    if words.height > mine.height:
        _known(group, words.filter(~pl.col("category_word").is_in(mine["category_word"].to_list())))


def _suggested(group: Group, suggested: pl.DataFrame) -> None:
    """Words that are neither nuisance nor pollution, in groups to be left out with one click, or restored."""

    def leave(words: list[str]) -> None:
        group.choices.update(dict.fromkeys(words))

    def back(words: list[str]) -> None:
        for word in words:
            group.choices.pop(word, None)

    out = [word for word, code in group.choices.items() if code is None]
    leave_out.proposed(suggested.select("category_word", "reports"), out, leave, back, group.key("leave"))


def _place_word(group: Group, word: str, reports: int, code: str) -> None:
    """One word with the categories to choose from; "other" means: decide later."""
    codes = [LATER, LEFT_OUT, *(item for item in lexicon().categories["code"].to_list() if item != LATER)]
    own = {LATER: _("Other; decide later"), LEFT_OUT: _("Leave out: not nuisance or pollution")}
    names = {item: own.get(item) or category_name(item) for item in codes}
    chosen = group.choices.get(word, code)
    name, choice = st.columns([3, 2], vertical_alignment="center")
    name.text(ngettext(reports, "{word} ({n} report)", "{word} ({n} reports)").format(word=word, n=number(reports)))
    key = group.key(f"word {word}")

    def choose() -> None:
        taken = st.session_state[key]
        if taken == LATER and word not in group.replaced:
            group.choices.pop(word, None)
        else:
            group.choices[word] = None if taken == LEFT_OUT else taken

    choice.selectbox(
        escape_markdown(word),
        codes,
        index=codes.index(LEFT_OUT if chosen is None else chosen),
        format_func=names.get,
        key=key,
        on_change=choose,
        label_visibility="collapsed",
    )


def _known(group: Group, known: pl.DataFrame) -> None:
    """The categories of the other words, and an input to change one."""
    hows = {how: _(text) for how, text in HOWS.items()}
    read_as = [
        _("Left out")
        if code is None or group.choices.get(word, "") is None
        else _("Perhaps to leave out")
        if suggest
        else category_name(code)
        for word, code, suggest in known.select("category_word", "code", "suggest_leave_out").iter_rows()
    ]
    label = ngettext(known.height, "How {n} word is read", "How {n} words are read").format(n=number(known.height))
    with st.popover(label, icon=":material/translate:", width=640):
        st.dataframe(
            {
                _("In the file"): known["category_word"],
                _("Reports"): known["reports"],
                _("Read as"): read_as,
                _("Because"): known["how"].replace_strict(hows, default=""),
            },
            hide_index=True,
            placeholder="",
        )
        words = known["category_word"].to_list()

        def change() -> None:
            word = st.session_state.get(group.key("change"))
            if word:
                group.replaced.append(word)

        st.selectbox(_("Change what a word means"), words, index=None, key=group.key("change"), on_change=change)


def _places(checked: list[Checked]) -> None:
    """The basis of the reports' locations, and how to improve it."""
    placed = {name: sum(each.placed[name] for each in checked) for name in PLACED}
    total = sum(placed.values())
    if not total:
        return
    parts = [f"{number(n)} {_(PLACED[name])}" for name, n in placed.items() if n and name != "nowhere"]
    lost = placed["nowhere"]
    st.markdown(
        markdown(
            "**Located**: {where}; {lost} without a place ({share}).",
            where=format_list(parts) or "0",
            lost=number(lost),
            share=percent(lost / total),
        )
    )
    if not placed["dwelling"]:
        st.caption(_("Add your dwellings as well, now or later. Reports then find their dwelling and block."))


def gaps_in_time(checked: list[Checked]) -> None:
    """Periods with hardly any reports that suggest missing data rather than few incidents."""
    dated = ["reported_on", "precision", "source"]
    show_gaps(coverage_gaps.coverage_gaps(pl.concat([each.frame.select(dated) for each in checked])))


def show_gaps(found: pl.DataFrame) -> None:
    """Show each gap (``domain.snapshot.coverage_gaps``) with its count and the usual count."""
    for source, first, last, reports, expected, *part in found.iter_rows():
        named = source_name(source)
        st.warning(
            markdown(
                "{source}: {reports} reports from {first} to {last}, where {expected} are usual. Was it "
                "quiet, or is part of the export missing?",
                source=f"{named} ({part[0].title()})" if part and part[0] else named,
                reports=number(reports),
                first=day(first),
                last=day(last),
                expected=number(round(expected)),
            ),
            icon=":material/event_busy:",
        )
