"""Why an area stands where it does, in one sentence of the reader's language."""

from typing import Any

from domain.candidates import MAINLY_WORDS, REASONS
from pages.parts.texts import _, number, percent, plain


def why(row: dict[str, Any]) -> str:
    """The sentence for a row of ``domain.analysis.candidates``, for a Markdown element."""
    return plain(why_in_text(row))


def why_in_text(row: dict[str, Any]) -> str:
    """The same as plain text, for a download."""
    values = row["values"]
    said = {
        "ratio": number(values["ratio"], 1),
        "incidents": number(values["incidents"]),
        "homes": number(values["homes"]),
        "addresses": number(values["addresses"]),
        "more": number(values["more"]),
        "share": percent(values["share"]),
        "mainly": _(MAINLY_WORDS[values["mainly"]]),
    }
    return _(REASONS[row["reason"]]).format(**said)
