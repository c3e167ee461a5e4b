"""One word for one thing: words that the texts do not use, each with the word to use instead."""

import re

import pytest

from data.texts import message_ids
from data.texts.language import translated

INSTEAD = {
    "nl": {
        r"hoogstens": "hooguit",
        r"halfjaar|halve jaar": "half jaar",
        r"kandida\w+": "kansrijk gebied",
        r"projecten|project(?!leider)": "aanpak",
        r"streefgetal": "streefcijfer",
        r"meekoppelkans(?=sen)|brandhaard\w*": "meekoppelkans, hotspot",
        r"interval(?! \(|, maar)": "marge",
        r"lijst van woningen": "woningbestand",
        r"categorie\w*": "soort",
        r"t/m": "tot en met",
        r"stil gevallen": "stilgevallen",
        r"geïmporteerd|ge-?upload|upload\w*": "inlezen",
        r"demo": "voorbeeld",
        r"laat maar|haal weg": "annuleren, verwijderen",
        r"u zult|je|jouw|jij": "u",
    },
    "en": {
        r"per cent|percent": "%",
        r"probability": "chance",
        r"held against": "compared with",
        r"cannot (be told|tell)": "not known, not clear",
        r"likely (fewer|more)": "probably",
        r"90 %": "90%",
        r"groups? of residents": "residents' group",
        r"leave this(?! page)|eight chances in ten|trade places|told again|put here by|months old\.": "plain English",
    },
}
ENGLISH_PERCENT = re.compile(r"\d %")


@pytest.mark.parametrize("to", INSTEAD)
def test_texts_use_one_word_for_one_thing(to):
    texts = [re.sub(r"{\w+}", "{}", translated(text, to)) for text in message_ids()]
    found = {
        (text, better)
        for word, better in INSTEAD[to].items()
        for text in texts
        if re.search(rf"(?<!\w)({word})(?!\w)", text, re.IGNORECASE)
    }
    assert not found


def test_per_cent_signs_stand_as_each_language_writes_them():
    assert [text for text in message_ids() if ENGLISH_PERCENT.search(text)] == []
    assert [text for text in message_ids() if re.search(r"\d%", translated(text, "nl"))] == []
