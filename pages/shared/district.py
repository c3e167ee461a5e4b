"""The district that a person looks at: in the link, in the session, and kept for the next time.

It narrows what every page shows (``Question.within``), never what it is compared with. The sign-in can limit a person
to some towns and neighbourhoods (``access.districts``); then it cannot be wider than these.
"""

from collections.abc import Iterable

import streamlit as st

from data.store import districts
from domain.errors import N_
from domain.intake import manual_entries
from domain.snapshot import district
from domain.snapshot.district import TOWN, Within
from pages.shared import access, cached, cached_totals, district_limit, own_choices
from pages.shared.maps import draw_map
from pages.shared.texts import _, format_list, markdown, ngettext, number

_PARAM, _EVERYTHING = "within", "all"
_STATE, _WIDGET, _OPEN, DRAWN = "district", "district-parts", "district-open", "district-draw"
PAGES = {"overview", "map", "candidates", "plan", "track_record", "projects", "network", "session"}
"""The pages that a district narrows."""
PARTS_NAMED_MAX = 2  # in the label of the control


def choose() -> None:
    """Take the district from the link if given, else from the session, else the one that this person keeps.

    Called at the start of each run of a page; the district then stands in the link.
    """
    asked = st.query_params.get(_PARAM)
    if asked is not None:
        found = () if asked == _EVERYTHING else tuple(text for text in asked.split(",") if ":" in text)
        if found != st.session_state.get(_STATE):
            _set(found)
    elif _STATE not in st.session_state:
        _set(kept())
    if current() != st.session_state[_STATE]:
        _set(current())
    _into_link()


def current() -> Within:
    """The district of this session; empty for the whole stock."""
    chosen, limit = st.session_state.get(_STATE, ()), district_limit.limit()
    return district_limit.bounded(chosen, limit) if limit else chosen


def kept() -> Within:
    """The district that this person keeps for the current store; mail and calendar go by it."""
    who = access.person()
    if who is None:
        return ()
    found, limit = own_choices.kept(_STATE, who.actor, districts.district), district_limit.limit()
    if limit and (allowed := district_limit.bounded(found, limit)) != found:
        own_choices.keep(_STATE, who.actor, allowed, districts.keep)
        return allowed
    return found


def holds(area_ids: Iterable[str]) -> bool:
    """Whether any of these areas is in the district; true without a district, or if none of them is in the data."""
    if not current():
        return True
    ids = set(area_ids)
    return bool(ids & cached.district_ids(current())) or not ids & cached.district_ids(())


def require(area_ids: Iterable[str]) -> None:
    """End the page, with a sentence, where a link led to areas outside the district that the sign-in allows."""
    limit = district_limit.limit()
    if limit and not set(area_ids) & cached.district_ids(limit):
        st.info(markdown(N_("This place is outside your district: {where}."), where=_named(limit)))
        st.stop()


def control() -> None:
    """The control of the district; nothing without areas."""
    if access.person() is None or not cached.district_ids(()):
        return
    names = _names(cached_totals.districts().rows(named=True))
    opened = st.popover(_label(names), icon=":material/location_city:", key=_OPEN, on_change="rerun")
    if not opened.open:
        return
    with opened:
        st.caption(_("Each page shows only your district. It is still compared with the whole stock."))
        if _WIDGET not in st.session_state:
            st.session_state[_WIDGET] = list(current())
        limit = district_limit.limit()
        if limit:
            names = {text: name for text, name in names.items() if district_limit.bounded((text,), limit) == (text,)}
        options = [*names, *(text for text in current() if text not in names)]
        labels = names | {text: _part(text, names) for text in options}
        st.multiselect(
            _("Towns, neighbourhoods"),
            options,
            format_func=labels.get,
            placeholder=_("Your whole district") if limit else _("The whole stock"),
            key=_WIDGET,
            on_change=_chosen,
        )
        if not limit:
            _outline()
        _keep()


def _label(names: dict[str, str]) -> str:
    """The label of the control: what the district is made of."""
    parts = [_part(text, names) for text in current()]
    more = len(parts) - PARTS_NAMED_MAX
    shown = parts if more <= 0 else [*parts[:PARTS_NAMED_MAX], _("{count} more").format(count=number(more))]
    return markdown(N_("District: {names}"), names=format_list(shown) if parts else _("the whole stock"))


def _names(rows: Iterable[dict[str, str]]) -> dict[str, str]:
    """The name of each part that can be chosen."""
    return {
        row["within"]: _("{town} (all of it)").format(town=row["name"]) if row["kind"] == TOWN else row["name"]
        for row in rows
    }


def _part(text: str, names: dict[str, str]) -> str:
    """The name of a part of the district."""
    if district.outline_of(text) is not None:
        return _("Drawn outline")
    return names.get(text) or _("{name} (not in the data)").format(name=text.partition(":")[2])


def _outline() -> None:
    """Draw an outline and add it to the district."""
    if not st.toggle(_("Draw an outline"), key="district-drawing"):
        return
    draw_map.draw_map(DRAWN)
    corners = draw_map.corners(DRAWN)
    ready = len(corners) >= manual_entries.CORNERS
    if ready:
        outline = district.outline_text([(lon, lat) for lat, lon in corners])
        blocks = sum(area.startswith("block:") for area in cached.district_ids((outline,)))
        text = ngettext(blocks, N_("{count} block lies mostly in it."), N_("{count} blocks lie mostly in it."))
        st.caption(text.format(count=number(blocks)))
    st.button(_("Add this outline"), disabled=not ready, on_click=_add, key="district-add")


def _keep() -> None:
    """Keep the district for the next time, or say that it is kept."""
    if current() == kept():
        st.caption(_("This is what opens next time.") if current() else "")
        return
    st.button(
        _("Open here next time") if current() else _("Open on the whole stock next time"),
        icon=":material/push_pin:",
        on_click=_put,
        key="district-keep",
    )


def _chosen() -> None:
    st.session_state[_OPEN] = True  # with another label it is another control, which would be closed
    _set(tuple(st.session_state[_WIDGET]), widget=False)
    _into_link()


def _add() -> None:
    st.session_state[_OPEN] = True
    corners = draw_map.corners(DRAWN)
    _set((*current(), district.outline_text([(lon, lat) for lat, lon in corners])))
    draw_map.forget(DRAWN)
    _into_link()


def _put() -> None:
    who = access.person()
    if who:
        own_choices.keep(_STATE, who.actor, current(), districts.keep)


def _set(within: Within, *, widget: bool = True) -> None:
    st.session_state[_STATE] = within
    if widget:
        st.session_state.pop(_WIDGET, None)


def _into_link() -> None:
    """Write the district into the link; the whole stock only where this person keeps a district."""
    wanted = ",".join(current()) or (_EVERYTHING if kept() else None)
    if wanted is None:
        st.query_params.pop(_PARAM, None)
    elif st.query_params.get(_PARAM) != wanted:
        st.query_params[_PARAM] = wanted


def in_words() -> str:
    """The names of the parts of the district, as plain text."""
    return _named(current())


def _named(within: Within) -> str:
    names = _names(cached_totals.districts().rows(named=True))
    return format_list([_part(text, names) for text in within])


def nothing_inside() -> None:
    """Say that the district holds none of what the page shows, with a button for the whole stock."""
    text = N_("Nothing of this lies in {where}.")
    st.info(markdown(text, where=in_words()), icon=":material/location_city:")
    if not district_limit.limit():
        st.button(_("Show the whole stock"), on_click=_everything, key="district-everything")


def _everything() -> None:
    _set(())
    _into_link()
