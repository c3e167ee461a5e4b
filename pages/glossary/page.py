"""The Glossary: each word of the screens with its meaning, searchable, and with a link of its own (``?term=rate``)."""

from html import escape
from urllib.parse import urlencode

import streamlit as st

from data.texts.glossary import TERMS
from pages.shared import access, navigation
from pages.shared.texts import _, language, markdown, number

_STYLE = """<style>
.terms { columns: 26rem; column-gap: 48px; }
.terms div { break-inside: avoid; padding-bottom: 14px; }
.terms dt { font-weight: 600; }
.terms dt a { color: inherit; text-decoration: none; }
.terms dt a:hover, .terms dt a:focus-visible { text-decoration: underline; }
.terms dd { margin: 2px 0 0; }
</style>"""


def main() -> None:
    """Draw the search field and the words: those of the page that one comes from first, then the others."""
    access.require(access.PAGES["glossary"])
    answer = markdown("The {count} words of these screens, and what they mean", count=number(len(TERMS)))
    navigation.opening(_("Glossary"), answer)
    asked = st.text_input(
        _("Find a word"),
        type="search",
        live=True,
        key="glossary-search",
        bind="query-params",
        placeholder=_("For example: chance"),
        width=380,
    )
    chosen, page = st.query_params.get("term", ""), st.query_params.get("on", "")
    found = matching(asked)
    if not found:
        st.markdown(_("No word matches."))
        return
    if chosen in found and not asked:
        _list(_("The word of this link"), [chosen])
        found = [each for each in found if each != chosen]
    here = [each for each in found if page in TERMS[each].pages]
    _list(_("On the page you came from") if here else "", here)
    _list(_("Other words") if here or chosen in TERMS else "", [each for each in found if each not in here])


def matching(asked: str) -> list[str]:
    """The keys of the terms whose word or meaning in the reader's language has all words of ``asked``, by word."""
    parts = asked.casefold().split()
    texts = {key: f"{word(key)} {_(term.meaning)}".casefold() for key, term in TERMS.items()}
    return sorted(
        (key for key in TERMS if all(part in texts[key] for part in parts)), key=lambda key: word(key).casefold()
    )


def word(key: str) -> str:
    """A term's word as a heading, in the reader's language."""
    term = TERMS[key]
    text = _(term.word)
    text = text[:1].upper() + text[1:]
    return _("{word} (part of the score)").format(word=text) if term.of_score else text


def _list(title: str, keys: list[str]) -> None:
    if not keys:
        return
    if title:
        st.subheader(title, anchor=False)
    st.html(_STYLE + f'<dl class="terms" style="margin:0;padding:0">{"".join(map(_entry, keys))}</dl>')


def _entry(key: str) -> str:
    link = urlencode({"term": key, "lang": language()})
    name = escape(word(key))
    return f'<div><dt><a href="?{link}" target="_self">{name}</a></dt><dd>{escape(_(TERMS[key].meaning))}</dd></div>'


main()
