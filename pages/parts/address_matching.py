"""Addresses in reports that are no known dwelling: match each by hand once, and it is remembered."""

import polars as pl
import streamlit as st

from data import choices, dwellings
from data.database import Store
from domain.analysis import Situation
from pages.parts.texts import _, number, plain, say, several

SHOWN = 200  # addresses in the list
OFFERED = 30  # dwellings to choose from at a time
NO_DWELLING = ""


def unmatched(store: Store, situation: Situation, actor: str) -> None:
    """The addresses without a dwelling, those with the most reports first, and what each could be."""
    waiting = situation.unmatched
    if situation.dwellings.is_empty():
        st.write(_("Addresses can be matched once your dwellings are here: drop a list of them above."))
        return
    if waiting.is_empty():
        st.write(_("Every address in the reports is a known dwelling."))
        _remembered(store, actor)
        return
    total = int(waiting["reports"].sum())
    st.markdown(
        say(
            "**{n} addresses in {reports} reports are no dwelling that we know.** They stand on their street or "
            "block all the same; matching them makes the rates better.",
            n=number(waiting.height),
            reports=number(total),
        )
    )
    shown = waiting.head(SHOWN).with_columns(address=address_text(waiting.head(SHOWN)))
    names = {
        key: several(n, "{address} ({n} report)", "{address} ({n} reports)").format(address=text, n=number(n))
        for key, text, n in shown.select("address_key", "address", "reports").iter_rows()
    }
    chosen = st.selectbox(
        _("Address in the reports"), list(names), format_func=lambda key: names.get(key, key), key="unmatched address"
    )
    if chosen in names:
        _match(store, actor, shown.filter(pl.col("address_key") == chosen).row(0, named=True))
    _remembered(store, actor)


def address_text(frame: pl.DataFrame) -> pl.Series:
    """Addresses as people write them: "Lindehof 12-A, 1399 AB Meerwijk"."""
    number_ = pl.concat_str(
        pl.col("number").cast(pl.String), pl.lit("-") + pl.col("number_suffix"), ignore_nulls=True
    ).replace("", None)
    street = pl.concat_str("street", number_, separator=" ", ignore_nulls=True)
    place = pl.concat_str("postcode", "town", separator=" ", ignore_nulls=True).replace("", None)
    return frame.select(address=pl.concat_str(street, place, separator=", ", ignore_nulls=True))["address"]


def _match(store: Store, actor: str, address: dict) -> None:
    """Choose the dwelling that an address means, the nearest in spelling first."""
    offered = candidates(dwellings.load(store), address, st.session_state.get("dwelling search", ""))
    names = dict(offered.select("dwelling_key", "address").iter_rows()) | {
        NO_DWELLING: _("This is no dwelling of ours")
    }
    search, choice, button = st.columns([2, 3, 1], vertical_alignment="bottom")
    search.text_input(_("Search a dwelling"), placeholder=_("Street and number, or postcode"), key="dwelling search")
    dwelling = choice.selectbox(
        _("Is this dwelling"),
        list(names),
        format_func=lambda key: names.get(key, key),
        key=f"dwelling for {address['address_key']}",
    )
    if button.button(_("Match"), type="primary", icon=":material/link:", key="match address"):
        choices.match_address(store, actor, address["address_key"], dwelling or None)
        st.toast(plain(_("Remembered: {address}").format(address=address["address"])), icon=":material/link:")
        st.rerun()


def candidates(known: pl.DataFrame, address: dict, search: str) -> pl.DataFrame:
    """Dwellings that an unmatched address could be: what was searched for, else its best guess and its street.

    Adds ``address``; at most OFFERED rows, the best guess first, then the nearest house numbers.
    """
    text = known.with_columns(address=address_text(known))
    if search.strip():
        words = search.casefold().split()
        folded = pl.col("address").str.to_lowercase()
        found = text.filter(pl.all_horizontal(folded.str.contains(word, literal=True) for word in words))
    else:
        same_street = pl.col("street") == pl.lit(address["street"])
        found = text.filter(same_street | (pl.col("dwelling_key") == pl.lit(address["guess"])))
    far = (pl.col("number") - pl.lit(address["number"])).abs()
    best = (pl.col("dwelling_key") == pl.lit(address["guess"])).fill_null(False)
    return found.sort(best, far, "address", descending=[True, False, False], nulls_last=True).head(OFFERED)


def _remembered(store: Store, actor: str) -> None:
    """What was matched by hand before, each to be taken back."""
    matched = choices.matches(store)
    if matched.is_empty():
        return
    known = dwellings.load(store)
    names = matched.join(
        known.select("dwelling_key", dwelling=address_text(known)), on="dwelling_key", how="left"
    ).with_columns(pl.col("dwelling").fill_null(_("no dwelling of ours")))
    label = several(matched.height, "{n} address matched by hand", "{n} addresses matched by hand")
    with st.expander(label.format(n=number(matched.height))):
        texts = dict(names.select("address_key", told=pl.format("{} → {}", "address_key", "dwelling")).iter_rows())
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.selectbox(
                _("Match to take back"), list(texts), format_func=lambda key: texts.get(key, key), index=None, width=480
            )
            if st.button(_("Take back"), icon=":material/undo:", disabled=chosen is None):
                choices.forget_address(store, actor, chosen)
                st.rerun()
