"""The location of a signal: a street and number, typed or chosen; or a point on the map with the nearest address."""

from typing import Any
from uuid import uuid4

import polars as pl
import streamlit as st

from domain.places import address_picker
from pages.shared import address_choice, cached_signals
from pages.shared.maps.point_map import point_map
from pages.shared.texts import N_, _, escape_markdown, markdown

_BY = {"address": N_("Address"), "point": N_("Point on the map")}


def form() -> dict[str, Any]:
    """The current form: ``key``, and the location: ``by``, ``street``, ``label``, ``point``."""
    return st.session_state.setdefault("signal-form", _empty())


def begin(*, same_place: bool = False) -> None:
    """Start a new form, at the same location or empty."""
    now = form()
    kept = {name: now[name] for name in ("by", "street", "label", "point")}
    st.session_state["signal-form"] = _empty() | (kept if same_place else {"by": now["by"]})


def ask() -> None:
    """Ask for the place; the answers stay in ``form()``. Where no street is known, a point is all that can be given."""
    now = form()
    _addresses, streets = cached_signals.signal_places()
    if streets.is_empty():
        now["by"] = "point"
        st.markdown(_("Where is it?"))
        _point(now)
        return
    with st.container(key="row-by"):
        by = st.segmented_control(
            _("Where is it?"),
            list(_BY),
            format_func=lambda name: _(_BY[name]),
            default=now["by"],
            required=True,
            key=f"by-{now['key']}",
            width="stretch",
        )
    now["by"] = by
    if by == "point":
        _point(now)
    else:
        _address(now)


def chosen() -> dict[str, Any]:
    """The chosen location, by the columns of schemas.Report; empty if none was chosen.

    Raises:
        WrongValue: the typed text is not a house number.
    """
    now = form()
    addresses, streets = cached_signals.signal_places()
    if now["by"] == "point":
        return address_picker.around(addresses, *now["point"])[0] if now["point"] else {}
    return address_picker.address(addresses, streets, now["street"], now["label"]) if now["street"] else {}


def _address(now: dict[str, Any]) -> None:
    now["street"] = address_choice.street(f"street-{now['key']}", now["street"])
    if now["street"]:
        key = f"number-{now['key']}-{now['street']}"
        now["label"] = address_choice.number(key, now["street"], _("Empty: the whole street"), now["label"])


def _point(now: dict[str, Any]) -> None:
    addresses, streets = cached_signals.signal_places()
    at = addresses.filter(pl.col("street_id") == (now["street"] or "")).select(pl.col("lat", "lon").mean()).row(0)
    point_map("signal-map", now["point"], at if None not in at else None, _tapped)
    if not now["point"]:
        if streets.is_empty():
            st.caption(_("Tap where it is."))
        else:
            st.caption(_("Tap where it is. With a keyboard, choose an address instead."))
        return
    near = address_picker.around(addresses, *now["point"])[1]
    if near:
        st.markdown(markdown(N_("Near **{address}**"), address=near))
    else:
        st.markdown(escape_markdown(_("There is no address of yours near this point.")))


def _tapped(lat: float, lon: float) -> None:
    form()["point"] = (lat, lon)


def _empty() -> dict[str, Any]:
    return {"key": uuid4().hex, "by": "address", "street": None, "label": None, "point": None}
