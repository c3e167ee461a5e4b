"""A letter to residents as PDF: one A5, in any language, with a QR code that is drawn here."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

import segno
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from data.documents.pdf import DEMO
from data.documents.typesetting import FONTS, missing_characters, typeset
from data.texts.language import DEFAULT, LANGUAGES, LOCALES, percent, translated
from domain.documents.document import Heading, Points
from domain.documents.letter import KEEP_TELLING, REGARDS, SCAN, TITLE, WHY_TELL, Letter, Sender
from domain.errors import N_, WrongValue
from domain.message import Message, Share, Text

TEMPLATE = "letter.typ"


def letter_pdf(
    letter: Letter, language: str, texts: Mapping[str, str], sender: Sender, *, is_demo: bool = False
) -> bytes:
    """The letter in a language ("tr"). ``texts``: all of ``letter.wording``, by the English text.

    A character that the fonts lack becomes a box, see ``check_letter``.
    """
    plain = partial(written, texts=texts, language=language)
    mark = translated(DEMO, language if language in LANGUAGES else DEFAULT) if is_demo else ""
    data: dict[str, Any] = {
        "language": language.partition("_")[0],
        "title": plain(Message(TITLE)),
        "greeting": plain(letter.greeting),
        "parts": [_part(part, plain) for part in letter.parts],
        "telling": [plain(Message(KEEP_TELLING)), plain(Message(WHY_TELL))],
        "scan": plain(Message(SCAN, link=shown_link(sender.link))) if sender.link else "",
        "qr": _qr(sender.link) if sender.link else "",
        "regards": plain(Message(REGARDS)),
        "sender": sender.name,
        "footer": plain(letter.until) if letter.until else "",
        "page": "",
        "mark": mark,
    }
    return typeset(TEMPLATE, data)


def check_letter(letter: Letter, language: str, texts: Mapping[str, str], sender: Sender) -> None:
    """Check that the fonts have all characters of a letter.

    Raises:
        WrongValue: they lack some.
    """
    check_characters([written(letter.greeting, texts, language), sender.name, sender.link, *texts.values()])


def check_characters(texts: Iterable[str]) -> None:
    """Check that the fonts have all characters of these texts.

    Raises:
        WrongValue: they lack some.
    """
    if missing := missing_characters("".join(sorted(set("".join(texts))))):
        text = N_("These characters cannot be printed: {characters}. Someone from IT can add a font ({setting}).")
        raise WrongValue(text, characters=missing, setting=FONTS)


def written(text: Text, texts: Mapping[str, str], language: str) -> str:
    """A text of a letter in a language, with numbers, days and lists as they are written in it."""
    plain, locale = partial(written, texts=texts, language=language), LOCALES.get(language, language)
    match text:
        case Message():
            return texts[text.text].format(**{name: plain(value) for name, value in text.values.items()})
        case tuple():
            return format_list([plain(each) for each in text], locale=locale)
        case Share():
            ours = language in LANGUAGES
            return percent(text.value, language) if ours else format_percent(round(text.value, 2), locale=locale)
        case date():
            return format_date(text, "long", locale=locale)
        case int() | float():
            return format_decimal(text, locale=locale)
    return "" if text is None else text


def _part(part: Any, plain: Any) -> dict[str, Any]:
    match part:
        case Heading():
            return {"kind": "heading", "text": plain(part.text)}
        case Points():
            return {"kind": "points", "items": [plain(item) for item in part.items]}
    return {"kind": "paragraph", "text": " ".join(plain(each) for each in part.sentences)}


def shown_link(link: str) -> str:
    """A link as people read it."""
    return (
        link.removeprefix("https://").removeprefix("http://").removeprefix("mailto:").removeprefix("tel:").rstrip("/")
    )


def _qr(link: str) -> str:
    """The QR code of a link as SVG, with the margin that readers need."""
    return segno.make(link, error="m", micro=False).svg_inline(border=4, dark="#000000", light="#ffffff", omitsize=True)
