"""Whether a table that could be a list of dwellings holds columns that only reports have.

An export of reports has streets and house numbers too. Were it taken for a list of dwellings, every rate would be "per
home" where a home is a report, so a table with columns of what, when or a moment is never a list of dwellings unasked.
"""

import polars as pl

from domain.intake.mapping.category_choice import could_be_category, known_share
from domain.intake.mapping.column_match import PLAIN, ColumnView, Match

REPEATED = 0.75  # different addresses a row, below which a list tells of the same places again and again
ENOUGH = 10  # rows from which that can be told
ADDRESS = ("address", "street", "number", "number_letter", "number_suffix", "postcode", "town")


def reports_left(seen: ColumnView, found: dict[str, Match]) -> list[str]:
    """The columns, of those that a list of dwellings leaves unused, that tell what, when or at what moment."""
    used = {match.column for match in found.values()}
    left = [column for column in seen.columns if column not in used and seen.contents[column].filled]
    when = [column for column in left if _tells_when(seen, column) and seen.roles[column] not in ("dwelling", "other")]
    what = [column for column in could_be_category(seen, left) if known_share(seen, column) >= 0.5]
    what += [column for column in left if column not in what and _names_a_category(seen, column)]
    return [*when, *what]


def _tells_when(seen: ColumnView, column: str) -> bool:
    cells = seen.contents[column]
    dates = cells.dates - cells.bare
    said = seen.said["reports"]
    by_word = any((word := said.get((name, column))) and word.score >= PLAIN for name in ("date", "time", "closed"))
    clocks = cells.times if cells.numbers < 0.5 else 0.0  # "1.11" is a number
    if max(cells.clock, clocks, cells.calendar, cells.moments) >= 0.5:
        return True
    return dates >= 0.9 or (by_word and cells.dates >= 0.9)


def _names_a_category(seen: ColumnView, column: str) -> bool:
    word = seen.said["reports"].get(("category", column))
    return bool(word) and word.score >= PLAIN and seen.contents[column].categories >= 0.3


def told_again(seen: ColumnView, found: dict[str, Match]) -> list[str]:
    """The column of numbers, where the addresses of a list come back with other numbers: then its rows are reports."""
    number = found.get("id")
    if number is None or {"is_dwelling", "block"} & found.keys() or _of_dwellings_only(seen, number):
        return []
    told = [found[name].column for name in ADDRESS if name in found]
    rows = seen.cells.select(pl.col(number.column).alias("number"), address=pl.struct(told))
    if rows.height < ENOUGH or rows["number"].n_unique() < 0.9 * rows.height:
        return []
    return [number.column] if rows["address"].n_unique() < REPEATED * rows.height else []


def _of_dwellings_only(seen: ColumnView, number: Match) -> bool:
    """Whether the header is a word for the number of a dwelling and of nothing else ("VHE-nummer")."""
    of_reports = seen.said["reports"].get(("id", number.column))
    return bool(number.word) and number.score >= PLAIN and not (of_reports and of_reports.score >= PLAIN)
