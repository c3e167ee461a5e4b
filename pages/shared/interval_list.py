"""A list of rows, each with an interval on one axis that all share: reached by keyboard, one row open at a time."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st


@cache
def _component() -> Callable[..., Any]:
    """The component, registered once; its script and style are files beside this module."""
    here = Path(__file__)
    return st.components.v2.component(
        "interval_list", js=here.with_suffix(".js").read_text("utf-8"), css=here.with_suffix(".css").read_text("utf-8")
    )


def interval_list(
    key: str,
    rows: Sequence[Mapping[str, Any]],
    axis: Mapping[str, Any],
    words: Mapping[str, str],
    *,
    on_open: Callable[[str], None],
    on_keep: Callable[[str], None] | None = None,
    selected: str | None = None,
    last_clear: str | None = None,
) -> str | None:
    """Draw the rows; returns the id of the row whose action was clicked, for one run.

    ``rows``: id, number, name, place, why (texts), low, value, high (on the axis; low null: no interval), interval (the
    same in words); where rows have an action also action, does (its short and whole name) and kept. ``axis``: far (its
    end), line (where a dashed line stands; None: none), ticks (at, label), log (a logarithmic axis from 1, else one
    from 0). ``words``: list_of, axis, and with actions list, unlist, keys; unclear stands after the row ``last_clear``.
    ``on_open`` and ``on_keep`` are called with an id, before the page reruns.
    """
    result = _component()(
        key=key,
        data={"rows": list(rows), **axis, "words": dict(words), "selected": selected, "last_clear": last_clear},
        on_open_change=lambda: on_open(st.session_state[key].open),
        on_keep_change=lambda: on_keep(st.session_state[key].keep) if on_keep else None,
        on_act_change=lambda: None,
    )
    return result.act
