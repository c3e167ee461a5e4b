"""The script of the screens: sign-in, language, data set, the header of every page, and navigation."""

import streamlit as st

from domain.roles import Act
from pages.session import join_by_code
from pages.shared import (
    access,
    cached,
    data_set,
    district,
    focus,
    navigation,
    new_data,
    server_log,
    stores,
    taken_in,
    texts,
    theme,
)
from pages.shared.texts import _

FIRST = ("overview", "signals", "imports", "settings")  # the app opens on the first of these that its reader may open


@taken_in.one_run()
def main() -> None:
    """Run one page, after the common steps."""
    texts.choose_language()
    stores.require_updated()
    data_set.choose()
    by_code = join_by_code.CODE in st.query_params
    chosen = st.navigation(_pages(), position="top" if access.person() and not by_code else "hidden")
    page = next(name for name, path, _title in navigation.PAGES if path == chosen.url_path)
    who = access.person()
    with server_log.page_run(page, stores.actor_code(who.actor) if who else None):
        _run(chosen, page)


def _run(chosen: st.Page, page: str) -> None:
    """Draw the header and the page."""
    st.set_page_config(f"{chosen.title} · Blokwijzer", page_icon=theme.PAGE_ICON, layout="wide")
    st.logo(theme.LOGO, size="large")
    _above(page)
    if chosen.url_path != access.GUEST:
        access.require()
        if access.sign_in_configured():
            access.end_with_the_sign_in()
        if not chosen.url_path and not access.may_open("overview"):
            navigation.go(next(name for name in FIRST if access.may_open(name)))
    navigation.say_if_unknown()
    focus.arrive(chosen.url_path)
    st.session_state["page"] = chosen.url_path
    chosen.run()


def _pages() -> list[st.Page]:
    """The pages that exist, in the order of the navigation."""
    return [
        st.Page(
            navigation.script(name),
            title=_(title),
            url_path=path or None,
            default=not path,
            visibility="visible" if name not in navigation.UNLISTED and access.may_open(name) else "hidden",
        )
        for name, path, title in navigation.PAGES
        if navigation.script(name).exists()
    ]


def _above(page: str) -> None:
    """Draw the header of every page: the demo mark, the district, the glossary, language, the person.

    ``page``: the name of the page's folder.
    """
    with st.container(key="document"):
        st.html(theme.document(texts.language()), unsafe_allow_javascript=True)
    if st.query_params.get(join_by_code.VIEW) == join_by_code.SCREEN:
        return  # the shared screen has no menus
    with st.container(horizontal=True, vertical_alignment="center", key="above"):
        at_home = access.person() and join_by_code.CODE not in st.query_params
        if at_home and cached.is_demo():
            _demo_mark()
        st.space("stretch")
        if at_home and page in district.PAGES and access.may_open(page):
            district.choose()
            district.control()
        if at_home and page != "glossary":
            navigation.link("glossary", _("Glossary"), on=page)
        texts.language_switch()
        access.sign_out_button()
    if at_home and page == "overview" and access.everyone_may_do_all():
        st.warning(_("No roles are set: everyone who can sign in may do and see everything."))
        navigation.link("settings", _("Set roles"), icon=":material/settings:")
    if at_home and access.may(Act.DISCLOSED):
        new_data.line()
    if access.open_to_all():
        text = _("Anyone who can reach this address sees everything: this app runs without sign-in.")
        st.warning(text, icon=":material/lock_open:")


def _demo_mark() -> None:
    """Draw the demo mark, with a link to the own data."""
    text = _("A made-up neighbourhood; nothing here is about real people")
    st.markdown(f":material/science: **{_('Demo')}**", width="content")
    with st.container(key="demo-what", width="content"):  # not on a phone (see theme.document)
        st.markdown(text)
    if access.may_open("imports") and st.button(_("Start with your own data"), type="primary", key="start-own"):
        data_set.switch(cached.OWN)
        st.switch_page(navigation.script("imports"))


main()
