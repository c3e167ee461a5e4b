"""The output of the command line: an import in sentences, a frame as aligned text."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import polars as pl

from data.services.import_file import Outcome
from data.texts.language import render
from domain.intake.cleaning.rejection_reasons import REASONS as WHY_NOT
from domain.message import Message
from domain.planning.problem import WHY

WORDS_PRINTED_MAX = 5
_COUNTS = {
    "added": "new",
    "updated": "changed",
    "unchanged": "known already",
    "left_out": "left out",
    "rejected": "rejected",
}


def import_text(outcome: Outcome, dry_run: bool = False) -> str:
    """The outcome of an import, as a few sentences for a terminal or a cron mail."""
    result, checked = outcome.to_dict(), outcome.checked
    counts = ", ".join(f"{result[name]} {words}" for name, words in _COUNTS.items() if result[name])
    did = "checked, nothing stored" if dry_run else "stored"
    lines = [f"{outcome.file}: {did}. {result['rows']} rows of {result['kind']}: {counts or 'none'}."]
    if result["kind"] == "reports":
        where = ", ".join(f"{n} on {name}" for name, n in result["placed"].items() if n and name != "nowhere")
        lines.append(f"  Placed: {where or 'none'}; {result['placed']['nowhere']} nowhere.")
    if checked.measures is not None:
        found = [f"{name} ({known} of {areas} areas are known)" for name, areas, known in _measures(checked.measures)]
        lines.append(f"  Measures: {', '.join(found) or 'none'}.")
    if checked.unmapped:
        words = sorted(checked.unmapped.items(), key=lambda item: -item[1])
        shown = ", ".join(f"{word} ({n})" for word, n in words[:WORDS_PRINTED_MAX])
        more = f" and {len(words) - WORDS_PRINTED_MAX} more" if len(words) > WORDS_PRINTED_MAX else ""
        lines.append(f"  Categories nobody has placed, counted as other: {shown}{more}.")
    lines += [f"  {notice}" for notice in checked.notices]
    for row in checked.rejected.unique("reason", keep="first", maintain_order=True).iter_rows(named=True):
        reason = WHY_NOT[row["reason"]].format(column=row["column"], value=row["value"])
        lines.append(f"  Line {row['line']}: {reason}")
    for source, first, last, few, usual in checked.gaps.iter_rows():
        lines.append(
            f"  {first} to {last}: {few} from {source}, usually {usual:.0f}: calm, or missing from the export?"
        )
    return "\n".join(lines)


def _measures(found: pl.DataFrame) -> Iterator[tuple[str, int, int]]:
    """Each measure, with the number of areas and how many of these are in the data."""
    return found.select("measure", "areas", "known").iter_rows()


def aligned(frame: pl.DataFrame) -> str:
    """A frame as aligned text: text left-aligned, numbers right-aligned, fractions with one decimal."""
    columns = []
    for column in frame.iter_columns():
        texts = [column.name, *(_text(value) for value in column)]
        width = max(map(len, texts))
        columns.append([text.rjust(width) if column.dtype.is_numeric() else text.ljust(width) for text in texts])
    return "\n".join("  ".join(row).rstrip() for row in zip(*columns, strict=True))


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def looked_back_in_words(found: dict[str, Any]) -> str:
    """The result of a backtest (data/services/backtest.py) as text for a terminal."""
    if not found["dates"]:
        return "There is too little to look back on yet: it takes two years of reports."
    first, last, placebo = found["dates"][0]["as_of"], found["dates"][-1]["as_of"], found["placebo"]
    lines = [
        f"{len(found['dates'])} dates from {first} to {last}, {found['level']}s, what came in {found['ahead']} months:",
        f"  90% intervals of busy areas that held: {_held(found['interval90'])}",
        f"  80% rank intervals that held: {_held(found['rank80'])}",
    ]
    for name, what in (("p_high_next", "over 1.5 times the average"), ("p_top", "among the first five")):
        lines.append(f"  {what}: " + "; ".join(map(_said, found[name])))
    for name, measured in found["orders"].items():
        each = [f"{key} {value:.3f}" for key, value in measured.items() if value is not None]
        lines.append(f"  order by {name}: " + ", ".join(each))
    if placebo["n"]:
        lines.append(
            f"  where nothing was done, {placebo['n']} areas: counted {placebo['ratio']:.2f} of expected; "
            + "; ".join(f"{words} {_of(placebo['by_chance'][name])}" for name, words in _PLACEBO.items())
        )
    if found["overlap"] > 1:
        lines.append(f"  What should be has room for chance; {found['overlap']} dates share a period and count as one.")
    return "\n".join(lines)


_PLACEBO = {
    "covered": "intervals that held",
    "said_fewer": "said fewer",
    "said_more": "said more",
    "displaced_covered": "intervals of what moved that held",
    "total_covered": "of both together",
}


def _of(found: Mapping[str, Any]) -> str:
    return f"{found['true']} of {found['n']} (should be {found['low']} to {found['high']})"


def _said(band: Mapping[str, Any]) -> str:
    low, high = band["by_chance"]
    return f"said {band['said']:.0%}, came {_of(band | {'low': low, 'high': high})}"


def _held(held: dict[str, Any]) -> str:
    if not held["n"]:
        return "none to look at"
    low, high = held["by_chance"]
    return f"{held['covered']:.0%}, {_of(held | {'low': low, 'high': high})}"


def plan_text(values: Mapping[str, Any], rows: pl.DataFrame) -> str:
    """A plan for a terminal. ``values``, ``rows``: data.services.plan.plan_of and plan_rows."""
    if rows.is_empty():
        return "There is nothing to plan yet: no area is a candidate."
    if all(each["why"] == WHY["nobody"] for each in values["left_out"]) and not values["chosen"]:
        return f"{WHY['nobody']} Say who has on the screen Plan of the app."
    chosen, left = len(values["chosen"]), len(values["left_out"])
    found = f"{chosen} fit and {left} are left out; about {values['gain']:.1f} incidents a year fewer are expected."
    return "\n".join([found, *values["misfits"], aligned(rows)])


def track_record_in_words(found: Mapping[str, Any]) -> str:
    """The track record (data/services/track_record.py) as text for a terminal."""
    if not found["quarters"]:
        since = f"; there is from {found['from_when']} on" if found["from_when"] else ""
        return f"There is no track record yet: it takes two years of reports{since}."
    lines = [" ".join(render(each, "en") for each in quarter["told"]) for quarter in found["quarters"]]
    for name, what in (("p_high_next", "over 1.5 times the average"), ("p_top", "among the first five")):
        lines.append(f"  {what}: " + "; ".join(map(_said, found[name])))
    if found["emerging"]["told"]:
        lines.append("  " + render(found["emerging"]["told"], "en"))
    lines += [f"  {'+' if each['good'] else '-'} {render(each['text'], 'en')}" for each in found["verdicts"]]
    return "\n".join(lines)


def plain(value: Any) -> Any:
    """A structure with its days as ISO 8601 and its messages in English, for JSON."""
    match value:
        case Mapping():
            return {name: plain(each) for name, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
        case Message():
            return render(value, "en")
        case date():
            return value.isoformat()
    return value
