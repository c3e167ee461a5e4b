"""The settings of letters to residents: who they are from, the link in the code, and the texts in each language."""

import polars as pl
import streamlit as st

from data.services import letters
from data.store import letter_texts
from data.texts.language import DEFAULT, translated
from domain.documents.letter import wording
from domain.errors import BlokwijzerError
from pages.shared import access, cached, on_demand
from pages.shared.texts import _, error_text, language

_TABLE_HEIGHT = 420  # pixels


def section() -> None:
    """Draw the section."""
    st.subheader(_("Letters to residents"), anchor=False)
    st.caption(_("At each project there is a letter to its residents. This is what all of them have in common."))
    who = letter_texts.sender(cached.current())
    with st.form(f"settings-letter-{cached.data_set()}", border=False):
        name = st.text_input(_("From"), who.name, placeholder=_("the name of your association"))
        link = st.text_input(
            _("Link in the QR code"),
            who.link,
            placeholder="https://…",
            help=_("The page, mailbox or telephone where residents can report. The code is drawn on this server."),
        )
        if st.form_submit_button(_("Save")):
            _save(lambda: letter_texts.keep_sender(cached.current(), access.require().actor, name, link))
    if box := on_demand.expander(_("Texts and languages"), "settings-letter-languages"):
        with box:
            _texts()


def _texts() -> None:
    """The texts of a language, beside those of the program in the reader's language."""
    st.caption(
        _(
            "Translate the texts once, then letters can be made in that language. Keep what stands in braces, such as "
            "{day}, as it is."
        )
    )
    to = st.selectbox(
        _("Language of the letter"),
        sorted(letters.OFFERED, key=letters.language_name),
        index=sorted(letters.OFFERED, key=letters.language_name).index(DEFAULT),
        format_func=letters.language_name,
        key="settings-letter-language",
    )
    known = letters.texts_of(cached.current(), to)
    rows = pl.DataFrame(
        {
            "ours": [translated(text, language()) for text in wording()],
            "theirs": [known.get(text, "") for text in wording()],
        }
    )
    edited = st.data_editor(
        rows,
        hide_index=True,
        disabled=["ours"],
        height=_TABLE_HEIGHT,
        key=f"settings-letter-texts-{cached.data_set()}-{to}",
        column_config={
            "ours": st.column_config.TextColumn(_("Text"), width="medium"),
            "theirs": st.column_config.TextColumn(letters.language_name(to), width="medium"),
        },
    )
    texts = dict(zip(wording(), edited["theirs"].fill_null(""), strict=True))
    if st.button(_("Save the texts"), key="settings-letter-save"):
        _save(lambda: letters.keep_texts(cached.current(), access.require().actor, to, texts))
    if not letters.is_complete(cached.current(), to):
        st.caption(_("Letters can be made in this language once every text is there."))


def _save(keep) -> None:
    """Store something, and say so or why not."""
    try:
        keep()
    except BlokwijzerError as error:
        st.error(error_text(error))
    else:
        st.toast(_("Saved."), icon=":material/check:")
