"""Names of file kinds, reading options and rejection reasons in the reader's language."""

import html
from datetime import date

from domain.errors import N_
from domain.intake.cleaning.rejection_reasons import REASONS
from domain.intake.mapping.fields import DATES
from domain.intake.mapping.proposal import Guess
from domain.places.context import OPPORTUNITY_WORDS, PARTNER_WORDS
from pages.shared.labels import SOURCES, STATUSES
from pages.shared.texts import _, day

KIND_NAMES = {
    "reports": N_("reports"),
    "dwellings": N_("dwellings"),
    "opportunities": N_("planned works and action days"),
    "partners": N_("partners and residents' groups"),
    "indicators": N_("indicators"),
    "visits": N_("visits"),
    "blocks": N_("outlines of blocks"),
    "neighbourhoods": N_("outlines of neighbourhoods"),
}
DELIMITERS = {
    ";": N_("semicolon (;)"),
    ",": N_("comma (,)"),
    "\t": N_("tab"),
    "|": N_("bar (|)"),
}
CRS = {
    4326: N_("degrees (WGS84, GPS)"),
    28992: N_("metres (RD, Netherlands)"),
    31370: N_("metres (Lambert 72, Belgium)"),
    25832: N_("metres (UTM 32, Germany)"),
    27700: N_("metres (British National Grid)"),
    2056: N_("metres (LV95, Switzerland)"),
}
PLACED = {
    "dwelling": N_("on a dwelling"),
    "block": N_("on a block"),
    "street": N_("on a street"),
    "coordinate": N_("on a point"),
    "nowhere": N_("no place"),
}
HOWS = {  # how a category word was found, see domain/intake/cleaning/categories.py
    "chosen": N_("as your team chose"),
    "dictionary": N_("known word"),
    "near": N_("resembles a known word"),
    "none": N_("not assigned yet"),
}
PERSONAL = {
    "name": N_("name"),
    "phone": N_("phone number"),
    "email": N_("e-mail address"),
    "bsn": N_("BSN"),
    "iban": N_("bank account"),
    "birth": N_("date of birth"),
    "plate": N_("licence plate"),
    "address": N_("home address"),
}
FINE, LOOK = ":material/check_circle:", ":material/front_hand:"  # a step that is done, or that needs the reader
CELL_LENGTH_MAX = 44  # most characters shown of a cell


def cell(text: str | None) -> str:
    """A cell on one line, shortened; a dash if empty."""
    if not text:
        return "–"
    line = " ".join(text.split())
    return line if len(line) <= CELL_LENGTH_MAX else line[: CELL_LENGTH_MAX - 1] + "…"


def examples(pairs: list[str]) -> str:
    """Cells under each other as safe HTML, small enough that a field takes one line of the table."""
    return f'<div class="cells">{"<br>".join(html.escape(pair) for pair in pairs)}</div>'


def became(name: str, text: str | None) -> str:
    """The parsed value of a field's cell, in the reader's notation; dates with the month as a word."""
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
    if name in ("is_dwelling", "state"):
        return _("yes") if text == "true" else _("no")
    return cell(text)


def sureness(guess: Guess | None, chosen: str) -> str:
    """The confidence of a proposed column; empty if the reader chose another."""
    if not chosen:
        return ""
    if guess is None or guess.column != chosen:
        return _("your choice")
    if guess.confidence >= 0.8:
        return _("sure")
    return _("likely") if guess.confidence >= 0.5 else _("unsure")


def reason_template(key: str) -> str:
    """Why a row was rejected, with blanks for its column and value (``domain.documents.rejected_rows``)."""
    return _(REASONS.get(key, key))


def reason(key: str, column: str | None = None, value: str | None = None) -> str:
    """Why a row was rejected, as a sentence of plain text."""
    return reason_template(key).format(column=column or "", value=cell(value))
