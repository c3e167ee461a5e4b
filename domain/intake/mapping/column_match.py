"""Which column of a file fits which field best.

Each pair of a field and a column gets a score from 0 to 1: what the header says
(domain/intake/mapping/header_match.py) weighed by how well the cells fit (domain/intake/mapping/column_profile.py).
The best pairs are taken first, one column a field and one field a column; then what says the same thing twice is taken
away.
"""

from collections.abc import Mapping as Values
from dataclasses import dataclass

import polars as pl

from domain.intake.cleaning.privacy import personal_columns
from domain.intake.mapping.address_role import ADDRESS_FIELDS, PLACE_FIELDS, same_place, whose
from domain.intake.mapping.column_profile import Content, alone, content, fit
from domain.intake.mapping.fields import FIELDS, field
from domain.intake.mapping.header_match import EXACT, HeaderMatch, header_matches, plain_headers
from domain.intake.mapping.lexicon import Lexicon
from domain.intake.reading.raw_table import RawTable

ROWS = 1000  # rows looked at, spread over the file
FEW_ROWS = 20  # too few to see whether a column groups rows
ENOUGH = 0.4  # a pair below this is not proposed
VETO = 0.1  # cells that fit no better than this cannot be the field, whatever the header says
PLAIN = 0.86  # what the header of an exact or near word scores; a word within a header scores less
GROUPED = ("reports", "dwellings")  # kinds of which a block holds several rows; a planning has a row for each block
UNSURE = 0.3  # the most that the reporter's own address counts for
# Words that make a date another than that of the report; header and cells count for less then.
OTHER_DATES = frozenset(
    "due deadline streefdatum streef verwacht verwachte gepland geplande expected planned target updated update"
    " gewijzigd wijziging wijzigingsdatum mutatie laatste last status action actie changed geändert letzte".split()
)


@dataclass(frozen=True)
class Match:
    """A column for a field. ``word``: the known word its header was recognised by, empty where only the cells were."""

    column: str
    score: float
    word: str


@dataclass(frozen=True, eq=False)
class ColumnView:
    """A file's columns: all their cells, and a sample of rows by which they are judged.

    ``contents``: what each column looks like. ``said``: for each kind of file, what the headers say. ``whose``: whose
    place each column tells. ``personal``: column -> what it tells of a person.
    """

    cells: pl.DataFrame
    sample: pl.DataFrame
    contents: dict[str, Content]
    said: dict[str, dict[tuple[str, str], HeaderMatch]]
    whose: dict[str, str]
    personal: dict[str, str]

    @property
    def columns(self) -> list[str]:
        """The file's columns, in order."""
        return self.sample.columns


def see(table: RawTable, lexicon: Lexicon) -> ColumnView:
    """Look at a file's columns. A column that is empty in the sampled rows is looked up in all rows."""
    step = max(1, table.cells.height // ROWS)
    sample = table.cells.gather_every(step)
    contents = {}
    for column in sample.columns:
        sparse = sample[column].null_count() > 0.95 * sample.height
        contents[column] = content(table.cells[column] if sparse else sample[column], lexicon)
    said = {kind: header_matches(sample.columns, lexicon.headers(kind)) for kind in FIELDS}
    return ColumnView(
        table.cells, sample, contents, said, whose(sample.columns, lexicon), personal_columns(sample, lexicon)
    )


def matches(seen: ColumnView, kind: str, given: Values[str, str]) -> dict[str, Match]:
    """field -> its column. ``given``: fields whose column a person named; they are taken as they are."""
    said = seen.said[kind]
    found = {name: Match(column, 1.0, "") for name, column in given.items() if column}
    free = [column for column in seen.columns if column not in given.values()]
    fields = [item.name for item in FIELDS[kind] if item.name not in given and not item.personal]
    pairs = [pair for name in fields for column in free if (pair := _pair(seen, kind, name, column)) is not None]
    place = _the_place(seen, pairs)
    pairs = [pair for pair in pairs if pair[0] not in PLACE_FIELDS or place[pair[1].column]]
    order = {column: nth for nth, column in enumerate(seen.columns)}
    taken = set(given.values())
    for name, match in sorted(pairs, key=lambda pair: (-_rank(pair[1], seen), order[pair[1].column])):
        if name not in found and match.column not in taken:
            found[name] = match
            taken.add(match.column)
    if not {"address", "street", *given} & set(found):
        found |= _reporters_home(seen, said, fields, taken)
    kept = _without_doubles(found, seen, given)
    return {item.name: kept[item.name] for item in FIELDS[kind] if item.name in kept}


def strength(seen: ColumnView, kind: str) -> int:
    """How many headers are plainly words of this kind of file, those of addresses left aside (every kind has them)."""
    own = {item.name for item in FIELDS[kind]} - set(PLACE_FIELDS)
    return len({column for (name, column), word in seen.said[kind].items() if name in own and word.score >= 0.9})


def _pair(seen: ColumnView, kind: str, name: str, column: str) -> tuple[str, Match] | None:
    """The pair, where it is good enough."""
    if column in seen.personal and not field(kind, name).of_work:
        return None
    cells, word = seen.contents[column], seen.said[kind].get((name, column), HeaderMatch(0, ""))
    fits, by_cells = fit(name, cells), alone(name, cells)
    if name == "id" and kind not in GROUPED and fits:  # a work in four blocks has four rows
        fits = 1.0
    by_header = word.score * (0.5 + 0.5 * fits) if fits > VETO else 0.0
    if name in ("date", "closed") and word.score < EXACT and OTHER_DATES & set(plain_headers([column])[0].split()):
        by_header, by_cells = by_header / 2, by_cells * 0.75
    if name in ("block", "is_dwelling") and word.score < PLAIN:  # "opp_pand" is no block
        by_header /= 2
    grouping = kind in GROUPED and name in ("block", "block_name")
    if grouping and by_header >= ENOUGH and not _groups(seen.cells[column]):
        by_header = 0.0
    score = max(by_header, by_cells)
    return (name, Match(column, score, word.word if by_header >= by_cells else "")) if score >= ENOUGH else None


def _groups(cells: pl.Series) -> bool:
    """Whether a column puts rows together, as a block does: half as many kinds as rows, or fewer."""
    filled = cells.count()
    return filled < FEW_ROWS or cells.n_unique() <= filled / 2


def _rank(match: Match, seen: ColumnView) -> float:
    """The score, and among equals the column that says more: filled, with a time, telling rows apart."""
    cells = seen.contents[match.column]
    filled = 1 - seen.sample[match.column].null_count() / max(1, seen.sample.height)
    return match.score + 0.02 * filled + 0.02 * cells.clock + 0.01 * cells.distinct


def _the_place(seen: ColumnView, pairs: list[tuple[str, Match]]) -> dict[str, bool]:
    """Whether each column can tell the place of the nuisance.

    Where one address is plainly that of the nuisance and another, of another place, is not, only the first can.
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
        column: told != "reporter" and not (two and told == "row" and column in address)
        for column, told in seen.whose.items()
    }


def _reporters_home(
    seen: ColumnView, said: dict[tuple[str, str], HeaderMatch], fields: list[str], taken: set[str]
) -> dict[str, Match]:
    """The reporter's own address, where a file tells no other: better than no place, and said to be unsure."""
    home: dict[str, Match] = {}
    for name in (name for name in fields if name in ADDRESS_FIELDS):
        for column in seen.columns:
            word = said.get((name, column))
            if seen.whose[column] != "reporter" or column in taken or word is None:
                continue
            if fit(name, seen.contents[column]) > 0.5 and name not in home:
                home[name] = Match(column, min(UNSURE, word.score), word.word)
                taken.add(column)
    return home


def _without_doubles(found: dict[str, Match], seen: ColumnView, given: Values[str, str]) -> dict[str, Match]:
    """Take away what says again what another field says, and halves of a pair."""
    has = set(found).__contains__
    drop: set[str] = set()
    for one, other in (("latitude", "longitude"), ("x", "y")):
        if has(one) != has(other):
            drop |= {one, other}
    if has("latitude") and has("longitude"):
        drop |= {"coordinates", "x", "y"}
    elif has("coordinates"):
        drop |= {"x", "y"}
    if has("address") and has("street"):
        parts = has("number") or seen.contents[found["address"].column].addresses < 0.3
        drop.add("address" if parts and seen.contents[found["street"].column].filled else "street")
    if not has("number"):
        drop |= {"number_letter", "number_suffix"}
    elif has("address") and not has("street"):
        drop.add("number" if seen.contents[found["address"].column].addresses >= 0.3 else "")
    if has("date") and seen.contents[found["date"].column].clock > 0.9:
        drop.add("time")
    kept = {name: match for name, match in found.items() if name not in drop or name in given}
    if "subcategory" in kept and "category" not in kept:
        kept["category"] = kept.pop("subcategory")
    return kept
