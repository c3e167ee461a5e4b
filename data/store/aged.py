"""What an import would bring back although its term ended: left out, or cleared."""

from collections.abc import Mapping
from datetime import date

import polars as pl

_CLEARED = {"reporters": "reporter", "notes": "note"}


def without_ended(kind: str, frame: pl.DataFrame, edges: Mapping[str, date]) -> pl.DataFrame:
    """The rows of a kind without reports that ended, and without codes of reporters and notes that did.

    ``edges``: the first day that is still kept, see ``data.store.terms.edges``.
    """
    if kind != "reports":
        return frame
    for name, column in _CLEARED.items():
        if name in edges and column in frame.columns:
            old = pl.col("reported_on") < edges[name]
            frame = frame.with_columns(pl.when(~old).then(column).alias(column))
    if "reports" in edges:
        until = pl.coalesce("closed_on", "reported_on")
        frame = frame.filter((until >= edges["reports"]) | (pl.col("reported_on") >= edges["reports"]))
    return frame
