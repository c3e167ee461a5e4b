"""The script of the screens: sign in, pick language and data, draw what is above every page, and go to the page."""

from pathlib import Path

import streamlit as st

from pages.parts import access, store, texts, theme
from pages.parts.texts import _, mark

PAGES = (
    ("overview", "", mark("Overview")),
    ("map", "map", mark("Map")),
    ("candidates", "candidates", mark("Candidates")),
    ("projects", "projects", mark("Projects")),
    ("exports", "data", mark("Data")),
    ("settings", "settings", mark("Settings")),
)
ICONS = {"exports": "data"}


def main() -> None:
    """Run one page, after everything that goes before every page."""
    st.set_page_config("Blokwijzer", page_icon=":material/location_on:", layout="wide")
    texts.choose_language()
    store.choose()
    st.html(theme.document(texts.language()), unsafe_allow_javascript=True)
    st.logo(theme.LOGO, size="large")
    found = _pages()
    page = st.navigation(found, position="top")
    _above()
    if access.open_to_all():
        st.warning(
            _("Anyone who can reach this address sees everything: this app runs without sign-in."),
            icon=":material/lock_open:",
        )
    access.require()
    if store.is_demo():
        _demo_mark()
    page.run()


def _pages() -> list[st.Page]:
    """The pages that exist, in the order of the navigation."""
    here = Path(__file__).parent
    return [
        st.Page(
            here / f"{name}.py",
            title=_(title),
            url_path=path or None,
            default=not path,
            icon=theme.ICONS[ICONS.get(name, name)],
        )
        for name, path, title in PAGES
        if (here / f"{name}.py").exists()
    ]


def _above() -> None:
    """The language switch and who is signed in."""
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", key="above"):
        texts.language_switch()
        access.sign_out_button()


def _demo_mark() -> None:
    """Say that this is the demo, with the way to one's own data."""
    with st.container(horizontal=True, vertical_alignment="center", key="demo-mark"):
        st.markdown(
            f":material/science: **{_('Demo')}** · "
            + _("Markerwaard is a made-up town; nothing here is about anyone."),
            width="content",
        )
        st.button(_("Start with your own data"), type="primary", on_click=store.switch, args=(store.OWN,), key="own")


main()
