"""The indicators of a place, beside what the reports say of it: a line each, and whether they agree."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from data.services.indicators import compared_indicators
from data.store.database import Store
from domain.judgement.area_indicators import Said, in_words, is_high, of_place
from pages.shared import cached
from pages.shared.cached import cached_per_version
from pages.shared.texts import _, document_text


@cached_per_version(max_entries=4, reads_rows=True)
def _indicators(store: Store) -> pl.DataFrame:
    return compared_indicators(store, cached.snapshot())


def said(area_ids: Sequence[str], ratio: float | None, p_high: float | None) -> list[Said]:
    """The indicators of a place in words. ``ratio``, ``p_high``: of the reports, see ``is_high``."""
    rows = _indicators()
    return in_words(of_place(rows, area_ids, cached.snapshot()), is_high(ratio, p_high)) if rows.height else []


def show(area_ids: Sequence[str], ratio: float | None, p_high: float | None) -> None:
    """Draw them; nothing where there are none."""
    found = said(area_ids, ratio, p_high)
    if not found:
        return
    st.markdown(f"**{_('What other figures say')}**")
    for each in found:
        if each.judgement:
            st.markdown(document_text(each.judgement))
        st.caption(document_text(each.figure))
