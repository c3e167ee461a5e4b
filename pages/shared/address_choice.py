"""Address input: the street by part of its name, then a known or typed house number."""

from collections.abc import Callable
from typing import Any

import polars as pl
import streamlit as st

from pages.shared import cached_signals
from pages.shared.texts import _


def street(key: str, now: str | None = None, label: str | None = None) -> str | None:
    """The ``street_id`` of the street that is chosen (of ``signal_places``); ``now``: the initial choice."""
    _addresses, streets = cached_signals.signal_places()
    names = dict(streets.select("street_id", "name").iter_rows())
    ids = list(names)
    return st.selectbox(
        label or _("Street"),
        ids,
        index=ids.index(now) if now in names else None,
        format_func=names.get,
        placeholder=_("Type a few letters"),
        key=key,
    )


def number(
    key: str,
    of: str,
    placeholder: str,
    now: str | None = None,
    *,
    on_change: Callable[..., None] | None = None,
    args: tuple[Any, ...] = (),
) -> str | None:
    """The number in the street ``of`` as labelled in the dwellings ("12 A") or as typed; None if empty."""
    addresses, _streets = cached_signals.signal_places()
    labels = addresses.filter(pl.col("street_id") == of)["label"].drop_nulls().to_list()
    typed = [now] if now and now not in labels else []
    return st.selectbox(
        _("Number"),
        [*typed, *labels],
        index=[*typed, *labels].index(now) if now else None,
        placeholder=placeholder,
        accept_new_options=True,
        key=key,
        on_change=on_change,
        args=args,
    )
