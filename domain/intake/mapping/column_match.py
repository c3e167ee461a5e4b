"""Match the columns of a file to fields.

Each pair of a field and a column gets a score from 0 to 1: the header match
(domain/intake/mapping/header_match.py) times how well the cells fit (domain/intake/mapping/column_profile.py). Pairs
are accepted from the highest score down, one column per field and one field per column. Redundant fields are then
removed.
"""

from collections.abc import Mapping as Values

import polars as pl

from domain.intake.mapping.address_role import ADDRESS_FIELDS, PLACE_FIELDS, same_place
from domain.intake.mapping.case_numbers import code_column, is_history, of_another_thing, tells_reports_apart
from domain.intake.mapping.category_choice import (
    better_categories,
    fuller_category,
    groups_categories,
    likeliest_category,
)
from domain.intake.mapping.column_view import ColumnView, Match
from domain.intake.mapping.field_fit import alone, fit, is_degrees
from domain.intake.mapping.fields import FIELDS, PROJECTED, field
from domain.intake.mapping.header_match import EXACT, NEAR_HEADER_RATIO_MIN, HeaderMatch, plain_headers
from domain.intake.mapping.header_weight import is_no_closing, less_for
from domain.intake.mapping.house_number import EXACT_HEADER_SCORE
from domain.intake.mapping.redundant_fields import without_redundant
from domain.intake.parsing.dates import parse_dates, reads_day_first
from domain.intake.parsing.per_distinct import repeated

SAME_PLACE = ("address", "street", "number", "postcode", "latitude", "longitude", "coordinates", "x", "y")
FEW_ROWS = 20  # too few to see whether a column groups rows
PROPOSED_SCORE_MIN = 0.4  # a pair below this is not proposed
VETO = 0.1  # cells with a lower fit rule out the field, whatever the header
GROUPED = ("reports", "dwellings")  # kinds with several rows per block; a planning has one row per block
KNOWN_CATEGORY = 0.5  # minimum score by cells alone, if the dictionary has most of its words
EAST_AND_NORTH = ("e", "n")  # headers so short that they count only above metres
ONE_HOME_TOO = ("property", "objekt", "objekt nr", "objektnr")  # headers of blocks, and of homes by their address
CODED = 0.45  # score of a column of codes that no header names as the number
BY_ROLE = 0.5  # score of a closing date whose header names an end and nothing more
REPORTER_SCORE_MAX = 0.3  # maximum score of the reporter's own address


def matches(seen: ColumnView, kind: str, given: Values[str, str]) -> dict[str, Match]:
    """field -> its column. ``given``: fields whose column a person chose; these are kept."""
    headers = seen.header_matches[kind]
    found = {name: Match(column, 1.0, "") for name, column in given.items() if column}
    free = [column for column in seen.columns if column not in given.values()]
    fields = [item.name for item in FIELDS[kind] if item.name not in given and not item.personal]
    pairs = [pair for name in fields for column in free if (pair := _pair(seen, kind, name, column)) is not None]
    place = _the_place(seen, pairs)
    pairs = [pair for pair in pairs if pair[0] not in PLACE_FIELDS or place[pair[1].column]]
    pairs = _days_of_report(seen, pairs)
    if kind == "reports":
        pairs = better_categories(seen, pairs)
    order = {column: nth for nth, column in enumerate(seen.columns)}
    taken = set(given.values())
    pairs.sort(key=lambda pair: (-_rank(pair[1], seen), order[pair[1].column]))
    _take(pairs, found, taken)
    if not {"address", "street", *given} & set(found):
        found |= _reporters_home(seen, headers, fields, taken)
    kept = without_redundant(found, seen, given)
    dropped = found.keys() - kept.keys()
    if dropped:  # their columns may be another field
        _take([pair for pair in pairs if pair[0] not in dropped], kept, {match.column for match in kept.values()})
        kept = without_redundant(kept, seen, given)
    if kind == "reports" and not {"category", "subcategory"} & given.keys() and _category_unsaid(kept, seen):
        kept |= _category_by_cells(seen, kind, kept, given)
        if "note" in kept and "category" in kept and kept["note"].column == kept["category"].column:
            kept.pop("note")
    if kind == "reports" and "category" in kept and not {"category", "subcategory"} & given.keys():
        kept = fuller_category(seen, kept)
    if kind == "reports" and kept.keys() >= {"neighbourhood", "category"} and "neighbourhood" not in given:
        no_place = kept["neighbourhood"].column
        if groups_categories(seen, no_place, kept["category"].column):
            del kept["neighbourhood"]
            others = [pair for pair in pairs if pair[0] == "neighbourhood" and pair[1].column != no_place]
            _take(others, kept, {match.column for match in kept.values()})
    if kind == "reports" and "id" not in given:
        kept = _with_case_numbers(seen, kept, given)
    if kind in GROUPED and not {"id"} & (kept.keys() | given.keys()):
        used = {match.column for name, match in kept.items() if name != "note"} | set(given.values())
        coded = code_column(seen, used, numbered=kind == "reports")
        if coded:
            kept = {name: match for name, match in kept.items() if match.column != coded}
            kept["id"] = Match(coded, CODED, "")
    return {item.name: kept[item.name] for item in FIELDS[kind] if item.name in kept}


def _take(pairs: list[tuple[str, Match]], found: dict[str, Match], taken: set[str]) -> None:
    """Add to ``found`` the pairs, best first, whose field and column are both free; ``taken``: columns in use."""
    for name, match in pairs:
        if name not in found and match.column not in taken:
            found[name] = match
            taken.add(match.column)


def strength(seen: ColumnView, kind: str) -> int:
    """The number of exact header matches for this kind of file, without address headers (every kind has them)."""
    own = {item.name for item in FIELDS[kind]} - set(PLACE_FIELDS)
    return len(
        {column for (name, column), word in seen.header_matches[kind].items() if name in own and word.score >= 0.9}
    )


def _pair(seen: ColumnView, kind: str, name: str, column: str) -> tuple[str, Match] | None:
    """The pair, if its score is high enough."""
    if column in seen.personal and not field(kind, name).of_work:
        return None
    cells, word = seen.contents[column], seen.header_matches[kind].get((name, column), HeaderMatch(0, ""))
    fits, by_cells = fit(name, cells), alone(name, cells)
    if name == "id" and kind not in GROUPED and fits:  # one work in four blocks has four rows
        fits = 1.0
    by_header = word.score * (0.5 + 0.5 * fits) if fits > VETO else 0.0
    if name in ("date", "closed") and word.score < EXACT and _is_another_day(seen, name, column):
        by_header, by_cells = by_header / 2, by_cells * 0.75
    if (
        name == "category"
        and word.score < EXACT_HEADER_SCORE
        and _plainly_other(seen, kind, name, column, but=("note",))
    ):
        by_header = 0.0  # a "caller type" is not a type of report
    of_report = name == "id" and kind == "reports" and word.score < EXACT_HEADER_SCORE
    if of_report and of_another_thing(*plain_headers([column])):
        by_header = 0.0  # a "property ref" is not the number of a report
    if name == "date" and seen.roles[column] in ("end", "dwelling"):
        by_cells = 0.0
    if name in ("address", "date") and _plainly_other(seen, kind, name, column):  # the header matches another field
        by_cells = 0.0
    if name in PROJECTED and word.word in EAST_AND_NORTH and is_degrees(cells):
        by_header = 0.0
    if name in ("block", "is_dwelling") and word.score < EXACT_HEADER_SCORE:  # "opp_pand" is not a block
        by_header /= 2
    if name == "block" and word.word in ONE_HOME_TOO and cells.streets_and_numbers > 0.5:
        by_header = 0.0
    grouping = kind in GROUPED and name in ("block", "block_name")
    if grouping and by_header >= PROPOSED_SCORE_MIN and not _groups(seen.cells[column]):
        by_header = 0.0
    by_header -= less_for(name, column, word.word)
    if name == "closed" and seen.roles[column] == "end" and not (seen.is_planned[column] or is_no_closing(column)):
        by_cells = max(by_cells, BY_ROLE * (cells.dates >= 0.9 and cells.bare < 0.5))
    score = max(by_header, by_cells)
    return (
        (name, Match(column, score, word.word if by_header >= by_cells else ""))
        if score >= PROPOSED_SCORE_MIN
        else None
    )


def _is_another_day(seen: ColumnView, name: str, column: str) -> bool:
    return seen.roles[column] in ("other", "dwelling") or (name == "date" and seen.roles[column] == "end")


def _plainly_other(seen: ColumnView, kind: str, name: str, column: str, but: tuple[str, ...] = ()) -> bool:
    """Whether the header is an exact match for another field of this kind of file; ``but``: fields to ignore."""
    own = {item.name for item in FIELDS[kind]} - set(but)
    return any(
        other != name and other in own and matched == column and word.score >= EXACT_HEADER_SCORE
        for (other, matched), word in seen.header_matches[kind].items()
    )


def _days_of_report(seen: ColumnView, pairs: list[tuple[str, Match]]) -> list[tuple[str, Match]]:
    """The pairs without end or update dates, if another column can be the report date.

    Among date columns whose header says no more than "date", keep those with the earliest dates.
    """
    filled = {match.column: seen.cells[match.column].count() for name, match in pairs if name == "date"}
    days = [match for name, match in pairs if name == "date" and not seen.roles[match.column]]
    if not days or 2 * max(filled[match.column] for match in days) < max(filled.values()):
        return pairs
    unsaid = [
        match.column
        for match in days
        if not match.word or (match.score < EXACT_HEADER_SCORE and match.word in ("datum", "date"))
    ]
    late = {one for one in unsaid for other in unsaid if one != other and _comes_after(seen, one, other)}
    return [
        (name, match)
        for name, match in pairs
        if name != "date" or not (seen.roles[match.column] or match.column in late)
    ]


def _comes_after(seen: ColumnView, one: str, other: str) -> bool:
    """Whether one column's dates are never before and often after those of an equally filled column."""
    table = seen.sample.select(pl.col(one).alias("one"), pl.col(other).alias("other"))
    order = reads_day_first(pl.concat([table["one"].alias(""), table["other"].alias("")]))
    days = pl.DataFrame([parse_dates(table[name], order)["date"].alias(name) for name in ("one", "other")])
    both = days.drop_nulls()
    if not both.height or days["other"].count() < days["one"].count():
        return False
    later, before = (both["one"] > both["other"]).mean(), (both["one"] < both["other"]).mean()
    return before <= 0.02 and later >= 0.2


def _groups(cells: pl.Series) -> bool:
    """Whether a column groups rows, as a block does: at most half as many values as rows."""
    filled = cells.count()
    return filled < FEW_ROWS or cells.n_unique() <= filled / 2


def _rank(match: Match, seen: ColumnView) -> float:
    """The score; ties go to the more informative column: filled, with a time, with distinct values."""
    cells = seen.contents[match.column]
    filled = 1 - seen.sample[match.column].null_count() / max(1, seen.sample.height)
    return match.score + 0.02 * filled + 0.02 * cells.clock + 0.01 * cells.distinct


def _the_place(seen: ColumnView, pairs: list[tuple[str, Match]]) -> dict[str, bool]:
    """Whether each column can hold the place of the nuisance.

    If one address is clearly that of the nuisance and another differs from it, only the first can.
    """
    named = [(name, match) for name, match in pairs if name in ("address", "street") and match.word]
    of_nuisance = [
        match.column
        for name, match in named
        if seen.whose[match.column] == "nuisance" and (name == "street" or seen.contents[match.column].addresses >= 0.3)
    ]
    of_row = [match.column for _name, match in named if seen.whose[match.column] == "row" and match.score > 0.8]
    two = of_nuisance and any(
        not any(same_place(seen.sample[one], seen.sample[other]) for one in of_nuisance) for other in of_row
    )
    address = {match.column for name, match in pairs if name in ADDRESS_FIELDS}
    return {
        column: role != "reporter" and not (two and role == "row" and column in address)
        for column, role in seen.whose.items()
    }


def _with_case_numbers(seen: ColumnView, kept: dict[str, Match], given: Values[str, str]) -> dict[str, Match]:
    """Use a case number as the report's number if its rows are one report; only then use a status date."""
    places = [kept[name].column for name in SAME_PLACE if name in kept]
    day = kept["date"].column if "date" in kept else None
    number, history = kept.get("id"), False
    again = seen.cells.filter(repeated(seen.cells[number.column])) if number else seen.cells.clear()
    if number and again.height:
        history = bool(day) and is_history(again, number.column, day, places)
        if not history and not tells_reports_apart(again, number.column, day, places, seen.cells.height):
            kept = {name: match for name, match in kept.items() if name != "id"}
    elif number is None and day:
        used = {match.column for match in kept.values()} | set(given.values())
        for (name, column), word in seen.header_matches["reports"].items():
            plainly = (
                name == "id" and word.score >= EXACT_HEADER_SCORE and column not in used and column not in seen.personal
            )
            fits = plainly and seen.contents[column].filled and not seen.contents[column].addresses > 0.5
            if fits and seen.contents[column].kinds > 1 and is_history(seen.cells, column, day, places):
                kept, history = kept | {"id": Match(column, word.score, word.word)}, True
                break
    if not history and "updated" not in given:
        kept = {name: match for name, match in kept.items() if name != "updated"}
    return kept


def _category_unsaid(kept: dict[str, Match], seen: ColumnView) -> bool:
    """Whether no header names the category, or its header names a code ("PROBLEMCODE"), or all rows have one word.

    A column with one unknown value ("Z1") does not distinguish reports.
    """
    match = kept.get("category")
    if match is None or (
        match.score < EXACT_HEADER_SCORE * NEAR_HEADER_RATIO_MIN and "code" in match.column.casefold()
    ):
        return True
    cells = seen.contents[match.column]
    return cells.kinds == 1 and cells.filled >= FEW_ROWS and not cells.categories and "subcategory" not in kept


def _category_by_cells(
    seen: ColumnView, kind: str, kept: dict[str, Match], given: Values[str, str]
) -> dict[str, Match]:
    """The category of a file without a category header: an unmapped column with few repeated words."""
    used = {match.column for name, match in kept.items() if name != "note" or name in given} | set(given.values())
    free = [
        column
        for column in seen.columns
        if column not in used and not _plainly_other(seen, kind, "category", column, but=("note", "source"))
    ]
    found = likeliest_category(seen, free)
    surer = found and ("category" not in kept or found[1] > KNOWN_CATEGORY)
    return {"category": Match(found[0], found[1], "")} if surer else {}


def _reporters_home(
    seen: ColumnView, headers: dict[tuple[str, str], HeaderMatch], fields: list[str], taken: set[str]
) -> dict[str, Match]:
    """The reporter's own address if the file has no other: better than no place, with a low score."""
    home: dict[str, Match] = {}
    for name in (name for name in fields if name in ADDRESS_FIELDS):
        for column in seen.columns:
            word = headers.get((name, column))
            if seen.whose[column] != "reporter" or column in taken or word is None:
                continue
            if fit(name, seen.contents[column]) > 0.5 and name not in home:
                home[name] = Match(column, min(REPORTER_SCORE_MAX, word.score), word.word)
                taken.add(column)
    return home
