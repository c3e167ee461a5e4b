"""What the columns of a file must say for it to be reports, dwellings, opportunities, partners or indicators."""

from collections.abc import Callable
from collections.abc import Mapping as Values
from dataclasses import dataclass

from domain.intake.mapping.address_role import PLACE_FIELDS
from domain.intake.mapping.column_profile import Content
from domain.intake.mapping.column_view import ColumnView, Match
from domain.intake.mapping.fields import FIELDS, TABLE_KINDS
from domain.intake.mapping.figure_columns import NO_FIGURES, FigureColumns
from domain.intake.mapping.header_match import plain_headers

# Fields that only this kind of file has: if a person maps one, the file is of this kind.
OWN_FIELDS = {
    kind: {item.name for item in FIELDS[kind]}
    - {item.name for other in TABLE_KINDS if other != kind for item in FIELDS[other]}
    for kind in TABLE_KINDS
}
PLAIN_SCORE_MIN = 0.75  # score of a column whose header is the field and nothing more
COUNTED_BELOW = 1900  # whole numbers from here are years, no counts
KNOWN_WORDS_SHARE_MIN = 0.3  # part of a column's cells that must be known words to identify the kind of file
ADDRESS_CELLS_SHARE_MIN = 0.5  # part of a column's cells that must be addresses with a number
# Headers of a column of counts; a file with one report per row has no such column.
COUNTS = frozenset(
    {"count", "counts", "number of reports", "number of complaints", "total", "aantal", "aantallen", "totaal"}
    | {"aantal meldingen", "aantal klachten", "anzahl", "anzahl meldungen", "summe", "freq", "frequentie", "cnt"}
    | {"meldingen", "klachten", "aantal mld", "reports", "complaints", "incidents", "frequency", "nombre", "cantidad"}
)
# Words of a header whose whole numbers are no counts.
NO_COUNT = frozenset(
    "code cd nr no id nummer number jaar year maand month week kwartaal quarter dag day uur hour".split()
)
MONTHS_MIN = 3  # fewest months for first days of them to be no chance
# Words of a header whose letters are grades of an inspection; those of energy labels are none.
GRADE_HEADERS = frozenset(
    "beeldkwaliteit kwaliteit kwaliteitsniveau niveau score schouwscore oordeel beoordeling resultaat waardering"
    " grade quality rating result standard".split()
)
# Headers of a number of homes; a list with one dwelling per row has no such column.
HOMES = frozenset(
    {"woningen", "wooneenheden", "number of dwellings", "anzahl wohnungen", "nombre de logements"}
    | {"aantal woningen", "aantal vhe", "aantal vhes", "aantal vhe s", "aantal eenheden", "aantal verhuureenheden"}
    | {"aantal wooneenheden", "aantal adressen", "aantal wng", "number of homes", "no of homes", "total homes"}
)
BLOCKS_SHARE_MIN = 0.3  # part of the addresses that must be those of a whole block for the rows to be blocks

# Headers of values that say themselves what is measured.
MEASURE_HEADERS = frozenset(
    {"leefbaarometer", "leefbaarheid", "leefbaarheidsscore", "tevredenheid", "tevredenheidsscore", "mutatiegraad"}
    | {"huurachterstand", "aandeel huurachterstand", "satisfaction", "turnover", "liveability", "rent arrears"}
)


@dataclass(frozen=True)
class Understood:
    """What is understood of a file: its fields, the profiles of their columns, and what a person said.

    ``named``: fields whose column a person chose; they count whatever their cells hold. ``asked``: whether a person
    said what kind of file it is; if not, it must match by words as well. ``figures``: its columns with one figure of
    an area each.
    """

    found: dict[str, Match]
    seen: ColumnView
    named: set[str]
    asked: bool
    figures: FigureColumns = NO_FIGURES

    def has(self, *names: str) -> bool:
        """Whether one of these fields has a column."""
        return not self.found.keys().isdisjoint(names)

    def is_named(self, *names: str) -> bool:
        """Whether a person chose the column of one of these fields."""
        return not self.named.isdisjoint(names)

    def cells(self, name: str) -> Content:
        """The profile of a field's column; one without cells where the field has no column."""
        return self.seen.contents[self.found[name].column] if name in self.found else Content(0)


def _has_place(file: Understood) -> bool:
    """A place finer than a town or neighbourhood. A four-digit postcode counts as a neighbourhood."""
    fine = file.has("address", "street", "block", "latitude", "coordinates", "x")
    return fine or file.cells("postcode").letters > 0.5 or file.is_named(*PLACE_FIELDS)


def _has_category(file: Understood) -> bool:
    """A category by an exact match, or by any match in a file that otherwise looks like reports.

    A planning of works has days, places and a kind of work too.
    """
    category = file.found.get("category")
    if file.is_named("category", "subcategory"):
        return True
    if category and (category.score >= PLAIN_SCORE_MIN or file.cells("category").categories >= 0.2):
        return True
    numbered = file.has("id") and file.found["id"].score >= PLAIN_SCORE_MIN  # "Meternummer" is not of a report
    return file.has("category", "note") and (numbered or file.has("time", "closed", "status", "source"))


def _is_row_per_report(file: Understood) -> bool:
    """A number of each report, or no counts: a header for them over whole numbers with one above 1, or the months."""
    return file.has("id") or not (_counts(file, COUNTS) or _counts_by_month(file))


def _counts_by_month(file: Understood) -> bool:
    """Whether rows are sums of months, whatever the header of the sums: all days are first days of months, whole
    numbers beside them repeat, and no day, place and category occurs twice."""
    days, cells = file.cells("date"), file.seen.contents
    if days.first_days < 1 or days.kinds < MONTHS_MIN or file.has("time", "closed"):
        return False
    used = [match.column for match in file.found.values()]
    headers = dict(zip(file.seen.columns, plain_headers(file.seen.columns), strict=True))
    free = [column for column in file.seen.columns if column not in used and column not in file.seen.personal]
    sums = [column for column in free if cells[column].whole > 0.95 and 1 < (cells[column].high or 0) < COUNTED_BELOW]
    sums = [column for column in sums if cells[column].distinct < 0.5 and not NO_COUNT & set(headers[column].split())]
    return bool(sums) and not file.seen.cells.select(used).is_duplicated().any()


def _has_no_grades(file: Understood) -> bool:
    """No grades of an inspection, which has a row for what is in order as well."""
    headers = zip(file.seen.columns, plain_headers(file.seen.columns), strict=True)
    graded = (file.seen.contents[column] for column, header in headers if GRADE_HEADERS & set(header.split()))
    return file.asked or not any(cells.grades > 0.95 and cells.best_grades for cells in graded)


def _is_row_per_home(file: Understood) -> bool:
    """No addresses of whole blocks, and no number of homes for each row: each row would be one home of many.

    The number of homes of its block may stand beside each home, which has a number of its own, or shares its block.
    """
    shared = file.has("block") and file.cells("block").distinct < 1
    if _counts(file, HOMES) and not (file.has("id") or shared):
        return False
    return max(file.cells(name).blocks for name in ("address", "street", "number")) < BLOCKS_SHARE_MIN


def _counts(file: Understood, headers: frozenset[str]) -> bool:
    """Whether a column with one of these headers holds whole numbers, with one above 1."""
    counted = (
        file.seen.contents[column]
        for column, header in zip(file.seen.columns, plain_headers(file.seen.columns), strict=True)
        if header in headers
    )
    return any(cells.whole > 0.95 and (cells.high or 0) > 1 for cells in counted)


def _has_house(file: Understood) -> bool:
    """A street and a house number, apart or together. Addresses alone are in every kind of file."""
    if file.has("street") and file.has("number"):
        return True
    ours = file.asked or file.has("id", "block", "is_dwelling", "latitude", "x")
    return file.is_named("address") or (file.cells("address").addresses >= ADDRESS_CELLS_SHARE_MIN and ours)


def _has_work(file: Understood) -> bool:
    """A kind of work or a title, with words for works and actions."""
    known = any(file.cells(name).works >= KNOWN_WORDS_SHARE_MIN for name in ("work", "title"))
    return file.has("work", "title") and (file.asked or known)


def _has_partners(file: Understood) -> bool:
    """A kind of partner or a name with words for partners and groups of residents."""
    return file.asked or any(file.cells(name).partners >= KNOWN_WORDS_SHARE_MIN for name in ("sort", "name"))


def _has_measure(file: Understood) -> bool:
    """Words for what is measured, in a column or as the header of the values."""
    if file.asked or file.cells("measure").measures >= KNOWN_WORDS_SHARE_MIN or file.figures.known:
        return True
    return "measure" not in file.found and "value" in file.found and file.found["value"].word in MEASURE_HEADERS


# For each kind of file: the name of each need, and whether it is met. ``not_understood.py`` has the sentences
# for reports.
NEEDS: dict[str, tuple[tuple[str, Callable[[Understood], bool]], ...]] = {
    "reports": (
        ("date", lambda file: file.has("date")),
        ("place", _has_place),
        ("what", _has_category),
        ("counts", _is_row_per_report),
        ("grades", _has_no_grades),
    ),
    "dwellings": (("street", _has_house), ("homes", _is_row_per_home)),
    "opportunities": (("starts", lambda file: file.has("starts")), ("work", _has_work)),
    "indicators": (
        ("period", lambda file: file.asked or file.has("period") or file.figures.dated),
        ("value", lambda file: file.has("value") or bool(file.figures.columns)),
        ("area", lambda file: file.has("where", "code", "neighbourhood", "street", "block", "block_name")),
        ("measure", _has_measure),
    ),
    "partners": (("name", lambda file: file.has("name")), ("sort", _has_partners)),
}


def missing(
    kind: str,
    found: dict[str, Match],
    seen: ColumnView,
    asked: bool,
    given: Values[str, str],
    figures: FigureColumns = NO_FIGURES,
) -> str | None:
    """The first need (of ``NEEDS``) that a file does not meet to be of this kind; None if it meets all.

    Args:
        kind: of ``TABLE_KINDS``.
        found: field -> its column.
        seen: the columns.
        asked: whether a person said that the file is of this kind.
        given: field -> column as chosen by a person; empty for a field that the file does not have.
        figures: the columns with one figure of an area each.
    """
    named = {name for name, column in given.items() if column}
    file = Understood(found, seen, named, asked or bool(named & OWN_FIELDS[kind]), figures)
    return next((need for need, is_met in NEEDS[kind] if not is_met(file)), None)
