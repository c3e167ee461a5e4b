"""The category of each word in the exports, and the team's choices."""

import polars as pl
import streamlit as st

from data.reference import lexicon
from data.services import data_choices
from data.store import choices
from data.store.database import Store
from domain.intake.cleaning.categories import resolve
from domain.snapshot.snapshot import Snapshot
from pages.imports import leave_out
from pages.imports.labels import HOWS
from pages.shared.labels import category_name, theme_name
from pages.shared.texts import _, escape_markdown, markdown, ngettext, number, percent

LEFT_OUT, BY_ITSELF = "-", ""


def categories(store: Store, snapshot: Snapshot, actor: str) -> None:
    """Every word with its reports and category; a word can be assigned, left out, or reset to the dictionary."""
    chosen = choices.categories(store)
    words = _words(snapshot, chosen)
    if words.is_empty():
        st.write(_("There are no categories yet. They come with the reports."))
        return
    _answer(snapshot, words)
    _proposed(store, words, actor, chosen)
    _choose(store, actor, words, dict(chosen.iter_rows()))
    hows = {how: _(text) for how, text in HOWS.items()}
    themes = {theme: theme_name(theme) for theme in words["theme"].drop_nulls().unique()}
    column = st.column_config
    st.dataframe(
        words.select(
            "category_word",
            "reports",
            read_as=_names(words["code"]),
            theme=pl.col("theme").replace_strict(themes, default=""),
            because=pl.col("how").replace_strict(hows, default=""),
        ),
        hide_index=True,
        placeholder="",
        column_config={
            "category_word": column.TextColumn(_("In the file"), width="large"),
            "reports": column.NumberColumn(_("Reports"), format="localized"),
            "read_as": column.TextColumn(_("Read as")),
            "theme": column.TextColumn(_("Theme")),
            "because": column.TextColumn(_("Because")),
        },
        height=430,
        key="category words",
    )


def _words(snapshot: Snapshot, chosen: pl.DataFrame) -> pl.DataFrame:
    """The words of the stored reports, and those that were left out before they were stored: most reports first.

    They mean what is chosen now, also where the snapshot does not know it yet.
    """
    text = [pl.col("code", "theme", "how").cast(pl.String)]
    known = snapshot.categories.drop_nulls("category_word").select("category_word", "reports")
    meant = resolve(known["category_word"], lexicon(), chosen).select("category_word", *text)
    known = known.join(meant, on="category_word", how="left", maintain_order="left")
    gone = chosen.join(known, on="category_word", how="anti").select(
        "category_word",
        pl.lit(0, known.schema["reports"]).alias("reports"),
        "code",
        theme=pl.lit(None, pl.String),
        how=pl.lit("chosen"),
    )
    return pl.concat([known, gone])


def _names(codes: pl.Series) -> pl.Series:
    return pl.Series([_("Left out") if code is None else category_name(code) for code in codes], dtype=pl.String)


def _answer(snapshot: Snapshot, words: pl.DataFrame) -> None:
    """The answer sentence: how many reports are unassigned, and how many left out."""
    unsaid = snapshot.categories.filter(pl.col("category_word").is_null())
    count = int(words.filter(pl.col("code") == "OVE")["reports"].sum() + unsaid["reports"].sum())
    if count:
        template = ngettext(
            count,
            "{n} report ({share}) has a category that is not assigned yet. It counts as “{other}”.",
            "{n} reports ({share}) have a category that is not assigned yet. They count as “{other}”.",
        )
        share = percent(count / max(snapshot.reports.height, 1))
        st.markdown(
            template.format(n=number(count), share=escape_markdown(share), other=escape_markdown(category_name("OVE")))
        )
    else:
        st.write(_("Every category is assigned."))
    if snapshot.left_out:
        st.caption(markdown("{n} stored reports do not count, by your team's choice.", n=number(snapshot.left_out)))


def _proposed(store: Store, words: pl.DataFrame, actor: str, chosen: pl.DataFrame) -> None:
    """The groups of words that are neither nuisance nor pollution, to leave out of all pages and to take back."""
    out = chosen.filter(pl.col("code").is_null())["category_word"].to_list()
    meant = resolve(words["category_word"], lexicon(), chosen.clear())
    words = words.filter(pl.Series(meant["suggest_leave_out"]) & (pl.col("how") != "chosen") | pl.col("code").is_null())

    def back(taken: list[str]) -> None:
        data_choices.forget_categories(store, actor, taken)

    def leave(left: list[str]) -> None:
        data_choices.choose_categories(store, actor, dict.fromkeys(left))

    leave_out.proposed(words.select("category_word", "reports"), out, leave, back, "stored categories")


def _choose(store: Store, actor: str, words: pl.DataFrame, chosen: dict[str, str | None]) -> None:
    """Assign one word; this applies to stored reports and later imports."""
    codes = lexicon().categories["code"].to_list()
    names = {BY_ITSELF: _("Standard"), LEFT_OUT: _("Leave out: not nuisance or pollution")}
    names |= {code: category_name(code) for code in codes}
    read_as = dict(words.select("category_word", "code").iter_rows())
    which, means, button = st.columns([3, 2, 1], vertical_alignment="bottom")
    word = which.selectbox(_("Word in the file"), list(read_as), key="category word")
    now = read_as[word]
    meaning = means.selectbox(
        _("Means"),
        list(names),
        index=list(names).index(LEFT_OUT if now is None else now),
        format_func=names.get,
        key=f"meaning of {word}",
    )
    if button.button(_("Save this choice"), type="primary", icon=":material/check:", key="remember category"):
        if meaning == BY_ITSELF and word in chosen:
            data_choices.forget_categories(store, actor, [word])
        elif meaning != BY_ITSELF:
            data_choices.choose_categories(store, actor, {word: None if meaning == LEFT_OUT else meaning})
        st.toast(escape_markdown(_("Saved: {name}").format(name=word)), icon=":material/check:")
        st.rerun()
