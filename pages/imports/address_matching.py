"""Manual matching of addresses that are not a known dwelling; each match is stored."""

import polars as pl
import streamlit as st

from data.services import data_choices
from data.store import choices, records
from data.store.database import Store
from domain.roles import Act
from domain.snapshot.snapshot import Snapshot
from pages.shared.cached import cached_per_version
from pages.shared.texts import _, escape_markdown, markdown, ngettext, number

ADDRESSES_SHOWN_MAX = 200  # addresses in the list
OFFERED = 30  # dwellings to choose from at a time
NO_DWELLING = ""


def unmatched(store: Store, snapshot: Snapshot, actor: str) -> None:
    """The addresses without a dwelling, those with the most reports first, with suggestions."""
    waiting = snapshot.unmatched.join(choices.matches(store), on="address_key", how="anti")  # counted or not yet
    if snapshot.dwellings.is_empty():
        st.write(_("You can match addresses once your dwellings are here. Drop a list of them above."))
        return
    if waiting.is_empty():
        st.write(_("Every address in the reports is in your list of dwellings."))
        _remembered(store, actor)
        return
    total = int(waiting["reports"].sum())
    st.markdown(
        markdown(
            "**{n} addresses in {reports} reports are not in your list of dwellings.** They do count "
            "for their street or block. Matching them makes the rates better.",
            n=number(waiting.height),
            reports=number(total),
        )
    )
    shown = waiting.head(ADDRESSES_SHOWN_MAX).with_columns(address=address_text(waiting.head(ADDRESSES_SHOWN_MAX)))
    names = {
        key: ngettext(n, "{address} ({n} report)", "{address} ({n} reports)").format(address=text, n=number(n))
        for key, text, n in shown.select("address_key", "address", "reports").iter_rows()
    }
    chosen = st.selectbox(
        _("Address in the reports"), list(names), format_func=lambda key: names.get(key, key), key="unmatched address"
    )
    if chosen in names:
        _match(store, actor, shown.filter(pl.col("address_key") == chosen).row(0, named=True))
    _listed(shown)
    if waiting.height > ADDRESSES_SHOWN_MAX:
        st.caption(markdown("The first {shown} of {all}.", shown=ADDRESSES_SHOWN_MAX, all=number(waiting.height)))
    _remembered(store, actor)


@cached_per_version(max_entries=2, reads=Act.IMPORT, reads_rows=True)
def known_dwellings(store: Store) -> pl.DataFrame:
    """The stored dwellings with their ``address`` as text, cached until the data changes."""
    known = records.load(store, "dwellings")
    return known.with_columns(address=address_text(known))


def _listed(shown: pl.DataFrame) -> None:
    """The addresses as a table, with the most similar dwelling of each."""
    guesses = known_dwellings().select(guess="dwelling_key", looks_like="address")
    column = st.column_config
    st.dataframe(
        shown.join(guesses, on="guess", how="left", maintain_order="left").select("address", "reports", "looks_like"),
        hide_index=True,
        placeholder="",
        column_config={
            "address": column.TextColumn(_("Address in the reports")),
            "reports": column.NumberColumn(_("Reports"), format="localized"),
            "looks_like": column.TextColumn(_("Looks like")),
        },
        key="unmatched addresses",
    )


def address_text(frame: pl.DataFrame) -> pl.Series:
    """Addresses as text: "Lindehof 12-A, 1399 AB Meerwijk"."""
    number_ = pl.concat_str(
        pl.col("number").cast(pl.String), pl.lit("-") + pl.col("number_suffix"), ignore_nulls=True
    ).replace("", None)
    street = pl.concat_str("street", number_, separator=" ", ignore_nulls=True)
    place = pl.concat_str("postcode", "town", separator=" ", ignore_nulls=True).replace("", None)
    return frame.select(address=pl.concat_str(street, place, separator=", ", ignore_nulls=True))["address"]


def _match(store: Store, actor: str, address: dict) -> None:
    """Choose the dwelling for an address, the most similar spelling first."""
    searched = st.session_state.get("dwelling search", "").strip()
    offered = candidates(known_dwellings(), address, searched)
    names = dict(offered.select("dwelling_key", "address").iter_rows()) | {
        NO_DWELLING: _("This is not one of our dwellings")
    }
    search, choice, button = st.columns([2, 3, 1], vertical_alignment="bottom")
    search.text_input(_("Find a dwelling"), placeholder=_("Street and number, or postcode"), key="dwelling search")
    dwelling = choice.selectbox(
        _("Matches this dwelling"),
        list(names),
        index=0 if address["guess"] is not None or searched else None,
        format_func=names.get,
        placeholder=_("Choose a dwelling"),
        key=f"dwelling for {address['address_key']} {searched}",
    )
    ready = dwelling is not None
    if button.button(_("Match"), type="primary", icon=":material/link:", disabled=not ready, key="match address"):
        data_choices.match_address(store, actor, address["address_key"], dwelling or None)
        st.toast(escape_markdown(_("Saved: {name}").format(name=address["address"])), icon=":material/link:")
        st.rerun()


def candidates(known: pl.DataFrame, address: dict, search: str) -> pl.DataFrame:
    """Candidate dwellings for an unmatched address: search results, else the best guess and its street.

    At most OFFERED rows, the best guess first, then the nearest house numbers.
    """
    if search:
        words = search.casefold().split()
        folded = pl.col("address").str.to_lowercase()
        found = known.filter(pl.all_horizontal(folded.str.contains(word, literal=True) for word in words))
    else:
        same_street = pl.col("street") == pl.lit(address["street"])
        found = known.filter(same_street | (pl.col("dwelling_key") == pl.lit(address["guess"])))
    far = (pl.col("number") - pl.lit(address["number"])).abs()
    best = (pl.col("dwelling_key") == pl.lit(address["guess"])).fill_null(False)
    return found.sort(best, far, "address", descending=[True, False, False], nulls_last=True).head(OFFERED)


def _remembered(store: Store, actor: str) -> None:
    """Earlier manual matches, each with undo."""
    matched = choices.matches(store)
    if matched.is_empty():
        return
    known = known_dwellings().select("dwelling_key", dwelling="address")
    names = matched.join(known, on="dwelling_key", how="left").with_columns(
        pl.col("dwelling").fill_null(_("not one of our dwellings"))
    )
    label = ngettext(matched.height, "{n} address matched by hand", "{n} addresses matched by hand")
    with st.expander(label.format(n=number(matched.height))):
        texts = dict(names.select("address_key", text=pl.format("{} → {}", "address_key", "dwelling")).iter_rows())
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.selectbox(
                _("Match to undo"), list(texts), format_func=lambda key: texts.get(key, key), index=None, width=480
            )
            if st.button(_("Undo"), icon=":material/undo:", disabled=chosen is None):
                data_choices.forget_address(store, actor, chosen)
                st.rerun()
