"""Check whether a possible list of dwellings has columns that only reports have.

An export of reports has streets and house numbers too. If it were read as a list of dwellings, rates would be per
report instead of per home. So a table with columns of what, when or a time is not read as dwellings unless asked.
"""

import polars as pl

from domain.intake.mapping.category_choice import could_be_category, known_share
from domain.intake.mapping.column_view import ColumnView, Match
from domain.intake.mapping.house_number import EXACT_HEADER_SCORE

DISTINCT_ADDRESSES_BELOW = 0.75  # distinct addresses per row, below which a list repeats the same places
ROWS_TO_JUDGE_MIN = 10  # fewest rows to judge that
ADDRESS = ("address", "street", "number", "number_letter", "number_suffix", "postcode", "town")


def reports_left(seen: ColumnView, found: dict[str, Match]) -> list[str]:
    """The columns that a list of dwellings would not use and that hold a category, a date or a time."""
    used = {match.column for match in found.values()}
    free = [column for column in seen.columns if column not in used and column not in seen.personal]
    left = [column for column in free if seen.contents[column].filled]
    when = [column for column in left if _tells_when(seen, column) and seen.roles[column] not in ("dwelling", "other")]
    what = [column for column in could_be_category(seen, left) if known_share(seen, column) >= 0.5]
    what += [column for column in left if column not in what and _names_a_category(seen, column)]
    return [*when, *what]


def _tells_when(seen: ColumnView, column: str) -> bool:
    cells = seen.contents[column]
    dates = cells.dates - cells.bare
    headers = seen.header_matches["reports"]
    by_word = any(
        (word := headers.get((name, column))) and word.score >= EXACT_HEADER_SCORE
        for name in ("date", "time", "closed")
    )
    clocks = cells.times if cells.numbers < 0.5 else 0.0  # "1.11" is a number
    if max(cells.clock, clocks, cells.calendar, cells.moments) >= 0.5:
        return True
    return dates >= 0.9 or (by_word and cells.dates >= 0.9)


def _names_a_category(seen: ColumnView, column: str) -> bool:
    word = seen.header_matches["reports"].get(("category", column))
    return bool(word) and word.score >= EXACT_HEADER_SCORE and seen.contents[column].categories >= 0.3


def report_number(seen: ColumnView, found: dict[str, Match]) -> list[str]:
    """The number column, if addresses repeat with different numbers: then the rows are reports."""
    number = found.get("id")
    if number is None or {"is_dwelling", "block"} & found.keys() or _of_dwellings_only(seen, number):
        return []
    columns = [found[name].column for name in ADDRESS if name in found]
    rows = seen.cells.select(pl.col(number.column).alias("number"), address=pl.struct(columns))
    if rows.height < ROWS_TO_JUDGE_MIN or rows["number"].n_unique() < 0.9 * rows.height:
        return []
    return [number.column] if rows["address"].n_unique() < DISTINCT_ADDRESSES_BELOW * rows.height else []


def _of_dwellings_only(seen: ColumnView, number: Match) -> bool:
    """Whether the header means only the number of a dwelling ("VHE-nummer")."""
    of_reports = seen.header_matches["reports"].get(("id", number.column))
    return (
        bool(number.word)
        and number.score >= EXACT_HEADER_SCORE
        and not (of_reports and of_reports.score >= EXACT_HEADER_SCORE)
    )
