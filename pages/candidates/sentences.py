"""Reasons and counter-arguments for an area's position, as sentences in the reader's language."""

from typing import Any

from domain.errors import N_
from domain.places.context import OPPORTUNITY_WORDS
from domain.scoring.ranking import TOP
from domain.scoring.reasons import AGAINST, COMING, HELP, MAINLY_WORDS, REASONS, opportunity_key
from pages.shared.texts import _, chance, day, escape_markdown, format_list, number, percent

MOST_HELPERS = 3  # most partners and groups named

# Lower probability limits for each wording of "among the first TOP", highest first.
HOW_SURE = (
    (0.9, N_("almost surely among the first {top} next year ({chance})")),
    (0.6, N_("probably among the first {top} next year ({chance})")),
    (0.25, N_("perhaps among the first {top} next year ({chance})")),
    (0.0, N_("hardly likely among the first {top} next year ({chance})")),
)


def reason_markdown(row: dict[str, Any]) -> str:
    """The sentence for a row of the evidence or of a ranking, for a Markdown element."""
    return escape_markdown(reason_text(row))


def reason_text(row: dict[str, Any]) -> str:
    """The same as plain text, for a download."""
    return _(REASONS[row["reason"]]).format(**_said(row["values"]))


def against_text(row: dict[str, Any]) -> list[str]:
    """The counter-arguments for a unit of the evidence, the strongest first, as plain text."""
    return [_(AGAINST[key]).format(**_said(row["values"])) for key in row["against"]]


def context_text(row: dict[str, Any]) -> list[str]:
    """The opportunity that raises a unit's score, and possible partners, as plain text; empty if there are none."""
    said = []
    if key := opportunity_key(row):
        kind, title = _(OPPORTUNITY_WORDS[row["opportunity_kind"]]), row["opportunity_title"]
        text = _(COMING[key]).format(
            what=kind if kind.casefold() == title.casefold() else f"{kind} ({title})",
            start=day(row["opportunity_from"]),
            end=day(row["opportunity_until"]),
            touched=number(row["opportunity_homes"]),
            homes=number(row["homes"]),
        )
        said.append(text)
    if names := row["active"]:
        more = [_("{count} more").format(count=number(len(names) - MOST_HELPERS))] if len(names) > MOST_HELPERS else []
        said.append(_(HELP).format(who=format_list([*names[:MOST_HELPERS], *more])))
    return said


def certainty_text(row: dict[str, Any]) -> str:
    """The certainty of a ranking row's position, as plain text."""
    if row["p_top"] is None:
        return _("So far down the list that its place was not looked into further.")
    return f"{p_top_text(row)}; {rank_text(row)}."


def p_top_text(row: dict[str, Any]) -> str:
    """The probability that a ranking row is among the first few: "Almost surely among the first 5 (over 99 %)"."""
    how = next(text for least, text in HOW_SURE if row["p_top"] >= least)
    said = _(how).format(top=number(TOP), chance=chance(row["p_top"]))
    return said[:1].upper() + said[1:]


def rank_text(row: dict[str, Any]) -> str:
    """The rank interval of a row of a ranking in words: "eight chances in ten: place 2 to 5"."""
    low, high = row["rank_low"], row["rank_high"]
    text = (
        _("eight chances in ten: place {low} then")
        if low == high
        else _("eight chances in ten: place {low} to {high} then")
    )
    return text.format(low=number(low), high=number(high))


def _said(values: dict[str, Any]) -> dict[str, str]:
    """The values of a template, in the reader's notation."""
    whole = ("incidents", "homes", "addresses", "more", "blocks", "person", "less", "staff", "residents")
    places = ("rank_low", "rank_high")
    return {
        "ratio": number(values["ratio"], 1),
        "share": percent(values["share"]),
        "mainly": _(MAINLY_WORDS[values["mainly"]]),
        "care": percent(values.get("care")),
        "sure": chance(values.get("sure")),
        "quiet": values.get("quiet") or "",
        **{name: number(values.get(name)) for name in (*whole, *places)},
    }
