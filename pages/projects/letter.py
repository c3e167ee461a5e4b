"""The letter to the residents of a project: on the screen as it is printed, in each language, and as PDF."""

from collections.abc import Mapping

import streamlit as st

from data import clock
from data.documents.letter_pdf import shown_link, written
from data.services import letters
from data.store.letter_texts import sender
from domain.documents.document import Heading, Points
from domain.documents.letter import KEEP_TELLING, REGARDS, SCAN, TITLE, WHY_TELL, Letter, Sender
from domain.errors import BlokwijzerError, NotFound
from domain.message import Message, Text
from pages.shared import cached, navigation, theme
from pages.shared.texts import _, error_text, escape_markdown, language

PARAM = "letter"
_LANGUAGE = "letter-language"


def link(project_id: int) -> None:
    """The button to the letter of a project."""
    label = _("Letter to residents")
    st.button(label, icon=":material/mail:", key="letter", on_click=_open, args=({PARAM: str(project_id)},))


def _open(to: Mapping[str, str]) -> None:
    st.query_params.clear()
    st.query_params.update(to)


def show(asked: str) -> None:
    """Draw the letter of the project in the link."""
    store = cached.current()
    try:
        made = letters.letter_of(store, cached.snapshot(), int(asked), clock.today())
    except (NotFound, ValueError) as error:
        st.error(error_text(error) if isinstance(error, NotFound) else _("This link does not lead to a project."))
        st.button(_("All projects"), icon=":material/arrow_back:", on_click=st.query_params.clear)
        return
    navigation.opening(_("Projects"), _("Letter to the residents"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = _("Back to the project")
        st.button(label, icon=":material/arrow_back:", key="letter-back", on_click=_open, args=({"project": asked},))
        to = _language()
        name = f"{_('letter')}-{asked}-{to}.pdf"
        st.download_button(
            "PDF",
            lambda: letters.as_pdf(store, made, to, is_demo=cached.is_demo()),
            file_name=name,
            mime="application/pdf",
            icon=theme.ICONS["download"],
            type="primary",
            on_click="ignore",
            key="letter-pdf",
            disabled=bool(problem := _problem(made, to)),
        )
    if problem:
        st.error(problem)
    st.caption(
        _(
            "One A5. Without names of people and numbers that could point at a household. Read it before you send it: "
            "you know these streets."
        )
    )
    who = sender(store)
    if not who.name or not who.link:
        st.info(_("Say in Settings who the letter is from, and which page its QR code opens."))
    navigation.link("settings", _("Sender, code and texts of letters"), icon=":material/edit:")
    with st.container(border=True, key="paper", width=560):
        _draw(made, letters.texts_of(store, to), to, who)


def _language() -> str:
    """The choice of the language of the letter."""
    known = letters.languages(cached.current())
    return st.selectbox(
        _("Language of the letter"),
        known,
        index=known.index(language()),
        format_func=letters.language_name,
        key=_LANGUAGE,
        width=180,
    )


def _problem(made: Letter, to: str) -> str:
    """Why it cannot be printed, as Markdown; "" if it can."""
    try:
        letters.check(cached.current(), made, to)
    except BlokwijzerError as error:
        return error_text(error)
    return ""


def _draw(made: Letter, texts: Mapping[str, str], to: str, who: Sender) -> None:
    """The letter as Markdown."""

    def plain(text: Text) -> str:
        return escape_markdown(written(text, texts, to))

    st.subheader(plain(Message(TITLE)), anchor=False)
    st.markdown(plain(made.greeting))
    for part in made.parts:
        match part:
            case Heading():
                st.markdown(f"**{plain(part.text)}**")
            case Points():
                st.markdown("\n".join(f"- {plain(item)}" for item in part.items))
            case _:
                st.markdown(" ".join(plain(each) for each in part.sentences))
    st.divider()
    st.markdown(f"**{plain(Message(KEEP_TELLING))}**")
    last = [Message(WHY_TELL), *([Message(SCAN, link=shown_link(who.link))] if who.link else [])]
    st.markdown(" ".join(map(plain, last)))
    if who.name:
        st.markdown(f"{plain(Message(REGARDS))}  \n**{escape_markdown(who.name)}**")
    if made.until:
        st.caption(plain(made.until))
