"""The Network screen: partners and groups of residents, and planned works and action days."""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
import streamlit as st

from data import clock
from domain.errors import N_
from domain.places.context import QUIET_MONTHS
from pages.network import form as network_form
from pages.network import lists, lists_data
from pages.network import map as network_map
from pages.shared import access, district, focus, navigation, theme
from pages.shared.open_tab import open_tab
from pages.shared.texts import _, markdown, ngettext, number

SOON_DAYS = 183  # days: "in the next 6 months"


@dataclass(frozen=True)
class Known:
    """The data of the page; see lists_data."""

    works: pl.DataFrame
    network: pl.DataFrame


def main() -> None:
    """Draw the page, or one of its forms."""
    access.require(access.PAGES["network"])
    form = network_form.is_open()
    if form == "opportunity":
        navigation.opening(_("Network"), _("What is coming up, where and when?"))
        network_form.opportunity()
        return
    if form == "partner":
        navigation.opening(_("Network"), _("Who is active, where, and what can they do?"))
        network_form.partner()
        return
    known = Known(_inside(lists_data.works()), _inside(lists_data.network()))
    navigation.opening(_("Network"), _answer(known))
    network_form.say_saved()
    _what_can_be_done()
    if known.works.is_empty() and known.network.is_empty():
        _empty()
        lists.proposals(known.works)
    else:
        _page(known)
    st.caption(_("Work contacts only: no personal data of residents is kept here."))


def _inside(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows that touch the district; those whose place is not known as well."""
    return rows.filter(pl.Series([district.holds(areas) for areas in rows["areas"]], dtype=pl.Boolean))


def _answer(known: Known) -> str:
    """The answer sentence: what starts soon, and who went quiet."""
    if known.works.is_empty() and known.network.is_empty():
        return _("Nothing is known yet about who is active here, or what is coming up.")
    today = clock.today()
    soon = known.works.filter(pl.col("starts_on").is_between(today, today + timedelta(SOON_DAYS))).height
    groups = known.network.filter(pl.col("kind").cast(pl.String) == "resident_group")
    quiet = groups.filter("quiet").height
    one = ngettext(
        soon,
        N_("{count} opportunity starts in the next 6 months"),
        N_("{count} opportunities start in the next 6 months"),
    )
    if groups.is_empty():
        other = _("no residents' group is known")
    elif not quiet:
        touch = N_("the residents' group is in touch"), N_("all {count} residents' groups are in touch")
        other = ngettext(groups.height, *touch)
    else:
        gone = N_("{count} residents' group is out of touch"), N_("{count} residents' groups are out of touch")
        other = ngettext(quiet, *gone)
    counts = number(quiet or groups.height)
    return f"{one.format(count=number(soon))}; {other.format(count=counts)}."


def _what_can_be_done() -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("Add an opportunity"),
            icon=theme.ICONS["opportunity"],
            type="primary",
            on_click=network_form.open_form,
            args=("opportunity",),
            key="add-opportunity",
        )
        st.button(
            _("Add a partner or group"),
            icon=theme.ICONS["network"],
            on_click=network_form.open_form,
            args=("partner",),
            key="add-partner",
        )
        navigation.link("imports", _("Import planned works or a list of partners"), icon=theme.ICONS["data"])


def _empty() -> None:
    st.write(
        _(
            "Import the planned maintenance and renovations, and the list of partners, as a CSV or "
            "Excel file, or add them one by one. They then show on the map and with each area, and "
            "count in the score of candidates."
        )
    )


def _page(known: Known) -> None:
    today = clock.today()
    left, right = st.columns([3, 2], gap="large")
    with left:
        network_map.show(known.works, known.network, today)
    with right:
        if area := focus.area():
            lists.in_area(area)
        lists.quiet(known.network, today)
        lists.proposals(known.works)
    _lists(known, today)
    unknown = [*known.works.filter("unknown")["title"], *known.network.filter("unknown")["name"]]
    if unknown:
        text = N_("Their place is not a street or block that is known here, so they count nowhere: {names}.")
        st.warning(markdown(text, names=", ".join(unknown)), icon=":material/wrong_location:")
    st.caption(
        markdown(
            N_("Out of touch: no contact in the {months} months before the newest report."), months=number(QUIET_MONTHS)
        )
    )


def _lists(known: Known, today: date) -> None:
    """The calendar, and the tables of all works and of all partners and groups."""
    labels = {
        "coming": _("Coming up, by month"),
        "works": _("Opportunities ({count})").format(count=number(known.works.height)),
        "network": _("Partners and groups ({count})").format(count=number(known.network.height)),
    }
    opened, tab = open_tab("network-tab", labels)
    with tab:
        if opened == "coming":
            lists.coming(known.works, today)
        elif opened == "works":
            lists.works(known.works)
        else:
            lists.network(known.network, today)


main()
