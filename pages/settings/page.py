"""The Settings screen: language, data set, colleagues, and personal data that is stored."""

from collections.abc import Callable

import polars as pl
import streamlit as st

from data.store import audit
from data.store.base_map import FIRST_BASE_MAPS, first_base_map, keep_first_base_map
from data.store.database import Store
from data.store.incident_days import (
    INCIDENT_DAYS_SETTING_MAX,
    MOST_LONG,
    incident_days,
    incident_longest,
    keep_incident_days,
    keep_incident_longest,
)
from data.store.incident_hours import PRICE_MAX, hour_price, keep_hour_price
from domain.calendar import local_date
from domain.errors import N_, BlokwijzerError
from domain.roles import Act
from domain.snapshot.incidents import DAYS_BETWEEN_REPORTS_MAX, INCIDENT_DAYS_MAX
from pages.settings import calendar, letters, roles, terms, weekly_mail
from pages.shared import access, cached, csv_notation, data_set, incident_hours, navigation, on_demand, texts, theme
from pages.shared.labels import whose
from pages.shared.maps.base_map import BASES
from pages.shared.texts import _, day, markdown, ngettext, number

DATA_SETS = {cached.OWN: N_("Your own data"), cached.DEMO: N_("The demo neighbourhood")}
KEPT = (
    N_("Of each report: when, what kind, where, seen by whom (resident or staff), open or closed."),
    N_("Of who reports: nothing, unless you choose a column for it. Then only a code from which nobody can be found."),
    N_(
        "Notes in an export: not kept, unless you choose to. E-mail addresses, phone numbers, BSN and IBAN are "
        "masked first. Names are not."
    ),
    N_("Names, phone numbers, e-mail addresses, BSN and IBAN in other columns: never kept."),
    N_("Of who works with this app: the name they sign in with, next to each change they make."),
    N_("Nothing leaves this server unless you choose it: a map from the internet, a calendar link, or mail."),
)


def main() -> None:
    """Draw the sections of the screen."""
    who = access.require(access.PAGES["settings"])
    navigation.opening(_("Settings"), _answer(who))
    left, right = st.columns(2, gap="large")
    with left:
        _language()
        _which_data()
        if access.may(Act.SETTINGS):
            if not cached.is_demo():
                _base_map()
            _incidents()
        _elsewhere()
    with right:
        roles.show(who)
        if weekly_mail.concerns(who):
            weekly_mail.section(who)
        if calendar.concerns(who):
            calendar.section(who)
        if access.may(Act.WORK):
            letters.section()
        _privacy()
        terms.ask(cached.current())
        if access.may(Act.AUDIT):
            _people(cached.current())


def _answer(who: access.Person) -> str:
    if who == access.LOCAL:
        if access.open_to_all():
            return _("This app is open to everyone who can reach it; nobody signs in.")
        return _("This app works on this computer only; nobody has to sign in.")
    return markdown(N_("You are signed in as {name}."), name=who.name)


def _language() -> None:
    st.subheader(_("Language"), anchor=False)
    key = f"language-settings-{texts.language()}"  # a new widget after the language was changed elsewhere
    st.radio(
        _("Language"),
        list(texts.LANGUAGES),
        index=list(texts.LANGUAGES).index(texts.language()),
        format_func=texts.LANGUAGES.__getitem__,
        label_visibility="collapsed",
        key=key,
        on_change=lambda: texts.set_language(st.session_state[key]),
    )
    st.caption(_("Until you choose here, the app uses the language of the browser."))
    csv_notation.ask()


def _which_data() -> None:
    """The choice of own data or demo, with the content of the own store."""
    st.subheader(_("Data"), anchor=False)
    st.radio(
        _("Data"),
        list(DATA_SETS),
        index=list(DATA_SETS).index(cached.data_set()),
        format_func={name: _(text) for name, text in DATA_SETS.items()}.get,
        label_visibility="collapsed",
        key="settings-store",
        on_change=lambda: data_set.switch(st.session_state["settings-store"]),
    )
    if cached.has_own_data():
        st.caption(_("The demo is separate: nothing you do there changes your own data."))
    else:
        st.caption(_("There is no data of your own yet."))
        navigation.link("imports", _("Import an export"), icon=theme.ICONS["data"], store=cached.OWN)


def _incidents() -> None:
    """The days between reports of one incident, and how long it lasts at most; results change for all readers."""
    st.subheader(_("Incidents"), anchor=False)
    current = cached.current()
    days, longest = incident_days(current), incident_longest(current)
    _days_input(
        "incident-days",
        _("Most days between two reports of one incident"),
        days,
        (0, INCIDENT_DAYS_SETTING_MAX),
        keep_incident_days,
    )
    st.caption(
        markdown(
            N_("Usually {usual}: about the time it takes to act on a report."),
            usual=number(DAYS_BETWEEN_REPORTS_MAX),
        )
    )
    _days_input(
        "incident-longest",
        _("An incident ends this many days after its first report"),
        longest,
        (1, MOST_LONG),
        keep_incident_longest,
    )
    st.caption(
        markdown(
            N_(
                "Usually {usual}: what is still reported after four weeks was not solved, or came back. "
                "It is never less than the days above."
            ),
            usual=number(INCIDENT_DAYS_MAX),
        )
    )


def _days_input(
    name: str, label: str, value: int, bounds: tuple[int, int], keep: Callable[[Store, str, int], None]
) -> None:
    """A number of days within ``bounds``, stored by ``keep`` when it changes; ``name`` identifies it."""
    # With the value in its key, the widget is redrawn for the other data set and after someone else's change.
    key = f"settings-{name}-{cached.data_set()}-{value}"
    least, most = bounds
    st.number_input(label, min_value=least, max_value=most, value=value, key=key, on_change=_keep, args=(keep, key))


def _keep(keep: Callable[[Store, str, int], None], key: str) -> None:
    """Store the value of the widget ``key``, and say so."""
    try:
        keep(cached.current(), access.require().actor, st.session_state[key])
    except BlokwijzerError as error:
        st.toast(texts.error_text(error), icon=":material/error:")
    else:
        st.toast(_("Saved. All figures are worked out again."), icon=":material/check:")


def _base_map() -> None:
    """The base map that opens first; the demo's maps always open without one."""
    st.subheader(_("Base map"), anchor=False)
    current = first_base_map(cached.current())
    key = f"settings-base-map-{current}"
    st.radio(
        _("Base map with which maps open"),
        FIRST_BASE_MAPS,
        FIRST_BASE_MAPS.index(current),
        format_func={name: _(text) for name, text in BASES.items()}.get,
        key=key,
        on_change=_keep_base_map,
        args=(key,),
    )
    st.caption(
        _(
            "With the map of PDOK, the browser of each reader fetches images from PDOK (Kadaster). PDOK then sees your "
            "internet address and where someone looks, but no reports and no names. Everyone may choose another base "
            "map on the map itself."
        )
    )


def _keep_base_map(key: str) -> None:
    keep_first_base_map(cached.current(), access.require().actor, st.session_state[key])


def _elsewhere() -> None:
    """The hours per incident, the price of an hour, and links to the team's other settings."""
    if access.may(Act.STEER):
        incident_hours.ask()
        _hour_price()
    if not any(access.may_open(page) for page in ("candidates", "imports", "plan")):
        return
    st.subheader(_("What the team chooses elsewhere"), anchor=False)
    navigation.link("candidates", _("What weighs most in the list of candidates"), icon=theme.ICONS["candidates"])
    navigation.link("imports", _("What the words in your exports mean"), icon=theme.ICONS["data"])
    navigation.link("plan", _("Who has hours, and when"), icon=theme.ICONS["plan"])


def _hour_price() -> None:
    """The price of an hour; empty: amounts in euros are nowhere."""
    price = hour_price(cached.current())
    key = f"settings-hour-price-{cached.data_set()}-{price}"
    st.number_input(
        _("What an hour costs, in euros"),
        0.0,
        PRICE_MAX,
        price,
        5.0,
        format="%g",
        key=key,
        placeholder=_("no price"),
        on_change=_keep_price,
        args=(key,),
        help=_(
            "With a price, euros stand beside the hours saved: at projects, in the plan and in reports. Without one, "
            "no amounts are shown."
        ),
    )


def _keep_price(key: str) -> None:
    keep_hour_price(cached.current(), access.require().actor, st.session_state[key])


def _privacy() -> None:
    st.subheader(_("What is kept, and what is not"), anchor=False)
    st.markdown("\n".join(f"- {_(fact)}" for fact in KEPT))


def _people(current: Store) -> None:
    """The people who made changes in the current store, from the audit trail."""
    st.subheader(_("Who made changes"), anchor=False)
    people = audit.people(current)
    if not people.height:
        st.write(_("Nobody has changed anything yet."))
        return
    if box := on_demand.expander(_("As a table"), "settings-people"):
        box.dataframe(
            people.with_columns(whose(people["actor"]), last=pl.Series([day(local_date(at)) for at in people["last"]])),
            hide_index=True,
            placeholder="",
            column_config={
                "actor": st.column_config.TextColumn(_("Who")),
                "changes": st.column_config.NumberColumn(_("Changes"), format="localized"),
                "last": st.column_config.TextColumn(_("Last change")),
            },
        )
    st.caption(
        markdown(
            ngettext(
                people["changes"].sum(),
                N_("{count} change is kept in the audit trail; the last on {day}."),
                N_("{count} changes are kept in the audit trail; the last on {day}."),
            ),
            count=number(people["changes"].sum()),
            day=day(local_date(people["last"][0])),
        )
    )
    navigation.link("audit", _("Look into the audit trail"), icon=":material/history:")
    navigation.link("person", _("See or erase what is kept of an address"), icon=":material/person_search:")


main()
