"""What kinds of files, ways of reading and reasons for rejecting are called in the reader's language."""

import html
from datetime import date

from domain.errors import _ as mark
from domain.intake.cleaning.rejection_reasons import REASONS
from domain.intake.mapping.proposal import DATES, Guess
from domain.places.context import OPPORTUNITY_WORDS, PARTNER_WORDS
from pages.shared.labels import SOURCES, STATUSES
from pages.shared.texts import _, day

KINDS = {
    "reports": mark("reports"),
    "dwellings": mark("dwellings"),
    "opportunities": mark("works and actions that are coming"),
    "partners": mark("partners and groups of residents"),
    "visits": mark("visits"),
    "blocks": mark("outlines of blocks"),
}
DELIMITERS = {
    ";": mark("semicolon (;)"),
    ",": mark("comma (,)"),
    "\t": mark("tab"),
    "|": mark("bar (|)"),
}
CRS = {
    4326: mark("degrees (WGS84, GPS)"),
    28992: mark("metres (RD, Netherlands)"),
    31370: mark("metres (Lambert 72, Belgium)"),
    25832: mark("metres (UTM 32, Germany)"),
    27700: mark("metres (British National Grid)"),
    2056: mark("metres (LV95, Switzerland)"),
}
PLACED = {
    "dwelling": mark("on a dwelling"),
    "block": mark("on a block"),
    "street": mark("on a street"),
    "coordinate": mark("on a point"),
    "nowhere": mark("nowhere"),
}
HOWS = {  # how a category word was found, see domain/intake/cleaning/categories.py
    "chosen": mark("as your team chose"),
    "dictionary": mark("known word"),
    "near": mark("resembles a known word"),
    "none": mark("nobody has placed it"),
}
PERSONAL = {
    "name": mark("name"),
    "phone": mark("phone number"),
    "email": mark("e-mail address"),
    "bsn": mark("BSN"),
    "iban": mark("bank account"),
    "birth": mark("date of birth"),
    "address": mark("home address"),
}
FINE, LOOK = ":material/check_circle:", ":material/front_hand:"  # a step of the check that is done, or needs the reader
LONGEST = 44  # characters of a cell that are shown


def cell(text: str | None) -> str:
    """A cell on one line, not too long; a dash where it is empty."""
    if not text:
        return "–"
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def examples(pairs: list[str]) -> str:
    """Cells under each other as safe HTML, small enough that a field takes one line of the table."""
    return f'<div class="cells">{"<br>".join(html.escape(pair) for pair in pairs)}</div>'


def became(name: str, text: str | None) -> str:
    """What a field's cell becomes, in the reader's notation: a date that is written out shows which is the month."""
    if not text:
        return "–"
    if name in DATES:
        return " – ".join(day(date.fromisoformat(each)) for each in dict.fromkeys(text.split()))
    if name == "time":
        return text[:5]
    if name == "status":
        return _(STATUSES[text])
    if name == "source":
        return _(SOURCES[text])
    if name in ("work", "sort"):
        return _((OPPORTUNITY_WORDS if name == "work" else PARTNER_WORDS)[text])
    if name == "reporter":
        return "•••"
    if name == "is_dwelling":
        return _("yes") if text == "true" else _("no")
    return cell(text)


def sureness(guess: Guess | None, chosen: str) -> str:
    """How sure the program is of the column it proposed; empty where the reader chose another."""
    if not chosen:
        return ""
    if guess is None or guess.column != chosen:
        return _("your choice")
    if guess.confidence >= 0.8:
        return _("sure")
    return _("likely") if guess.confidence >= 0.5 else _("unsure")


def reason(key: str, column: str | None = None, value: str | None = None) -> str:
    """Why a row was rejected, as a sentence of plain text."""
    return _(REASONS.get(key, key)).format(column=column or "", value=cell(value))
