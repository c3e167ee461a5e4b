"""A document as PDF."""

from typing import Any

from data.documents.typesetting import typeset
from data.texts.language import render, translated
from domain.documents.document import Bars, Document, Facts, Heading, Intervals, Paragraph, Part, Points, Table
from domain.errors import N_
from domain.message import Text

TEMPLATE = "document.typ"
DEMO = N_("Demo: a made-up neighbourhood; nothing here is about anyone")


def pdf(document: Document, language: str, *, is_demo: bool = False) -> bytes:
    """The document as PDF in a language ("nl" or "en"); ``is_demo``: each page says that it is about nothing real."""
    mark = translated(DEMO, language) if is_demo else ""
    return typeset(TEMPLATE, template_data(document, language) | {"mark": mark})


def written(text: Text, language: str) -> str:
    """A text in the language; a number and its per cent sign are not separated by a line break."""
    return render(text, language).replace(" %", "\u00a0%")


def template_data(document: Document, language: str) -> dict[str, Any]:
    """The document as input of the template: each text as a string in the language, numbers only in charts."""
    return {
        "language": language,
        "title": written(document.title, language).strip() or "–",
        "about": " · ".join(written(each, language) for each in document.about),
        "answer": written(document.answer, language),
        "footer": written(document.footer, language),
        "page": translated(N_("page {page} of {pages}"), language),
        "parts": [_part(part, language) for part in document.parts],
    }


def _part(part: Part, language: str) -> dict[str, Any]:
    """A part with its kind."""

    def plain(text: Text) -> str:
        return written(text, language)

    kind = type(part).__name__.lower()
    match part:
        case Heading():
            rest = {"text": plain(part.text)}
        case Paragraph():
            rest = {"text": " ".join(map(plain, part.sentences)), "small": part.small}
        case Points():
            rest = {"items": [plain(item) for item in part.items]}
        case Facts():
            rest = {"pairs": [[plain(name), plain(value)] for name, value in part.pairs], "large": part.large}
        case Table():
            rest = _table(part, language)
        case Intervals():
            rest = _intervals(part, language)
        case Bars():
            rows = [[plain(name), amount, planned, plain(words)] for name, amount, planned, words in part.rows]
            rest = {"title": plain(part.title), "rows": rows, "told": _alt_text(part.title, part.rows, language)}
    return {"kind": kind, **rest}


def _table(part: Table, language: str) -> dict[str, Any]:
    """Header and lines as strings; columns with only numbers are right-aligned."""
    columns = list(zip(*part.lines, strict=True))
    numeric = [any(_is_number(each) for each in column) for column in columns] or [False] * len(part.header)
    return {
        "header": [written(name, language) for name in part.header],
        "lines": [[written(each, language) for each in line] for line in part.lines],
        "aligned": ["right" if right else "left" for right in numeric],
        "widths": list(part.widths) or [1.0] * len(part.header),
    }


def _is_number(value: Text) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _intervals(part: Intervals, language: str) -> dict[str, Any]:
    ends = [end for row in part.rows for end in (row.middle, row.low, row.high) if end is not None]
    low, high = min([*ends, 0.0]), max([*ends, 0.0])
    room = (high - low or 1.0) * 0.04
    return {
        "title": written(part.title, language),
        "axis": written(part.axis, language),
        "low": low - room,
        "high": high + room,
        "rows": [
            [written(row.name, language), row.middle, row.low, row.high, written(row.text, language)]
            for row in part.rows
        ],
        "told": _alt_text(part.title, [(row.name, row.text) for row in part.rows], language),
    }


def _alt_text(title: Text, rows: Any, language: str) -> str:
    """A chart in words, as alternative text."""
    rows_text = "; ".join(f"{written(row[0], language)}: {written(row[-1], language)}" for row in rows)
    return f"{written(title, language)}. {rows_text}."
