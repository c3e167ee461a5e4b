"""The stored indicators of areas: which area each is about, and beside those of other areas."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from data.reference import lexicon
from data.store import records
from data.store.database import Store
from data.texts.language import render
from domain.intake.parsing.vocabulary import measure_of
from domain.judgement.area_indicators import compared, in_words, is_high, of_place, placed
from domain.snapshot.snapshot import Snapshot


def placed_indicators(store: Store, snapshot: Snapshot) -> pl.DataFrame:
    """All stored indicators, with the area of each (``domain.judgement.area_indicators.placed``)."""
    return placed(records.load(store, "indicators"), snapshot)


def compared_indicators(store: Store, snapshot: Snapshot) -> pl.DataFrame:
    """The newest indicators of areas, beside those of other areas (``domain.judgement.area_indicators.compared``)."""
    rows = placed_indicators(store, snapshot)
    measures = rows["measure"].unique(maintain_order=True)
    kinds = measure_of(measures, lexicon()).cast(pl.String)
    return compared(rows, dict(zip(measures, kinds, strict=True)))


def indicator_texts(rows: pl.DataFrame, unit: Mapping[str, Any], snapshot: Snapshot, to: str) -> list[str]:
    """The indicators of a unit of the evidence as sentences in a language, with whether they agree with the reports.

    ``rows``: of ``compared_indicators``.
    """
    if rows.is_empty():
        return []
    said = in_words(of_place(rows, unit["members"], snapshot), is_high(unit["ratio"], unit["p_high_next"]))
    return [" ".join(render(text, to) for text in (each.judgement, each.figure) if text) for each in said]
