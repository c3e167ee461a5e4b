"""The page Overview for who may not see full figures: what waits, and the figures of the release of a year."""

import streamlit as st

from domain.disclosure_control import Public
from domain.releases.release import Release
from domain.roles import Act
from domain.schemas import LEVELS
from pages.overview import waiting, waiting_list
from pages.shared import access, district, navigation, released
from pages.shared.empty_state import no_reports
from pages.shared.texts import N_, _, day, markdown, number

HIGHEST_FEW = 5


def show() -> None:
    """Draw what waits, and the areas with the highest published rates."""
    found = released.release(LEVELS[-1], district.current())
    navigation.opening(_("Overview"), _answer(found))
    if found.public.areas.is_empty() and access.may_open("imports"):
        no_reports()
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        waiting_list.draw(_rows())
    with right:
        _highest(found.public)
        st.caption(released.in_words(found))
        navigation.link("map", _("Show on the map"), icon=":material/map:")


def _answer(found: Release) -> str:
    """The answer sentence: how many incidents the areas with figures had."""
    if found.until is None:
        return _("There are no figures yet: no quarter has ended since the first report.")
    text = N_("{count} incidents in the year up to {day}, in {areas} blocks with figures.")
    areas = found.public.areas["shown"].sum()
    return markdown(text, count=number(found.public.total), day=day(found.until), areas=number(areas))


def _rows() -> list[waiting.Waiting]:
    """What waits in projects and in the data, as far as this person can do something about it."""
    rows = waiting.of_projects() if access.may(Act.PROJECTS) else []
    return [*rows, *(waiting.data(released.data_state()) if access.may_open("imports") else ())]


def _highest(public: Public) -> None:
    """The areas with the highest published rates."""
    st.subheader(_("Highest"), anchor=False)
    first = released.highest_first(public).head(HIGHEST_FEW)
    if first.is_empty():
        st.write(_("Nowhere."))
    lines = [
        markdown(N_("{name}: {count} incidents"), name=row["name"], count=number(row["incidents"]))
        for row in first.iter_rows(named=True)
    ]
    st.markdown("\n".join(f"{at}. {line}" for at, line in enumerate(lines, start=1)))
