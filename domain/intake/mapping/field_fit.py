"""Score how well the cells of a column fit a field, whatever the header says."""

from collections.abc import Callable
from types import MappingProxyType

from domain.intake.mapping.column_profile import DISTINCT_MAX, Content
from domain.intake.parsing.projections import RD_X, RD_Y

MANY_TEXTS = 15  # fewest cells to judge that values hardly repeat
CASE_STEPS_MAX = 15  # most numbers that can be the steps of a case
VETO_FREE = 0.2  # fit of a category that consists of numbers
NETHERLANDS = {"latitude": (50.6, 53.8), "longitude": (3.2, 7.4)}


def fit(field: str, cells: Content) -> float:
    """How well the cells fit the field: 1 exactly, 0 not at all; 0.5 for a field that may be empty."""
    return FITS[field](cells) if cells.filled else 0.5 * (field in OFTEN_EMPTY)


def alone(field: str, cells: Content) -> float:
    """The score that a column is the field by its cells alone, without a header match."""
    return ALONE[field](cells) if field in ALONE and cells.filled >= 3 else 0.0


def is_dutch_grid(north: Content, east: Content) -> bool:
    """Whether two columns can only be metres of the Dutch grid, in either order."""
    return any(_within(a, RD_X) and _within(b, RD_Y) for a, b in ((north, east), (east, north)))


def is_degrees(cells: Content) -> bool:
    """Whether the numbers of a column can be degrees."""
    return _within(cells, (-180, 180))


def _within(cells: Content, limits: tuple[float, float]) -> bool:
    return cells.low is not None and limits[0] <= cells.low and cells.high <= limits[1]


def _dates(cells: Content) -> float:
    """Unambiguous dates."""
    return cells.dates - cells.bare


def _date(cells: Content) -> float:
    return cells.dates - 0.25 * cells.bare


def _id(cells: Content) -> float:
    numbered = cells.addresses > 0.5 and cells.streets == 1  # "KL 1", "KL 2"
    if _dates(cells) > 0.5 or (cells.addresses > 0.5 and not numbered) or cells.length > 70:
        return 0.0
    return 1.0 if cells.distinct >= 0.9 else 0.5 if cells.distinct >= 0.5 else 0.1


def _status(cells: Content) -> float:
    if _dates(cells) > 0.5 or cells.kinds > 40:
        return 0.0
    if cells.kinds == 1 and cells.filled >= MANY_TEXTS and not cells.statuses:
        return 0.0  # the state of the country, in every row
    if cells.letters < 0.5 and cells.kinds > CASE_STEPS_MAX:
        return 0.0  # readings of a meter ("Stand")
    return 1.0 if cells.statuses >= 0.5 else 0.6 if cells.letters > 0.5 and cells.kinds <= 15 else 0.2


def _category(cells: Content) -> float:
    """Few repeated words; not free text, which would give as many categories, nor parts of a town."""
    if _dates(cells) > 0.5 or cells.times > 0.5 or cells.pairs > 0.5 or cells.areas > 0.5 or cells.calendar > 0.5:
        return 0.0
    if is_free_text(cells) or cells.dwelling_types > 0.5 or cells.urls > 0.5:
        return 0.0
    if cells.categories >= 0.3:
        return 1.0
    if cells.offices >= 0.5:
        return 0.3
    return 0.2 if cells.letters < 0.5 else 0.75


def is_free_text(cells: Content) -> bool:
    """Whether the cells are free text: sentences, or texts of several words that hardly repeat."""
    if cells.length > 80 or cells.sentences > 0.3:
        return True
    hardly_back = cells.distinct > 0.8 and cells.filled >= MANY_TEXTS
    return cells.categories < 0.3 and hardly_back and (cells.words >= 2.5 or cells.filled >= 30)


def few_words(cells: Content) -> bool:
    """Whether a column is categorical: few repeated words, whatever they mean."""
    back = cells.kinds <= max(2, cells.filled / 2) if cells.filled >= MANY_TEXTS else cells.kinds < cells.filled
    return (
        _category(cells) > VETO_FREE
        and 2 <= cells.kinds <= DISTINCT_MAX
        and back
        and cells.letters > 0.9
        and (cells.digits < 0.5 or cells.coded > 0.9)
        and 3 <= cells.length <= 60
        and max(cells.statuses, cells.yes_or_no, cells.addresses, cells.postcodes, cells.sources) < 0.5
    )


def _source(cells: Content) -> float:
    """Known words, or words in longer texts if rows differ (a constant "City of London Police" is the owner)."""
    return 1.0 if cells.sources >= 0.3 or (cells.sources_within >= 0.6 and cells.kinds > 1) else 0.0


def _period(cells: Content) -> float:
    return max(_date(cells), cells.dates + cells.periods if cells.periods else 0.0)


def _kind(known: Callable[[Content], float]) -> Callable[[Content], float]:
    """A categorical column: known words, else any few words."""

    def fits(cells: Content) -> float:
        return 1.0 if known(cells) >= 0.3 else 0.8 * _category(cells)

    return fits


def _name(cells: Content) -> float:
    return _text(cells) if cells.length <= 60 else 0.3 * _text(cells)


def _text(cells: Content) -> float:
    return 0.0 if _dates(cells) > 0.5 or cells.pairs > 0.5 or cells.times > 0.5 else cells.letters


def _address(cells: Content) -> float:
    return 0.0 if _text(cells) < 0.5 or cells.areas > 0.5 else max(cells.addresses, 0.7 * cells.letters)


def _street(cells: Content) -> float:
    return 0.0 if _text(cells) < 0.5 else 1 - 0.2 * cells.digits


def _block(cells: Content) -> float:
    if _dates(cells) > 0.5 or cells.pairs > 0.5 or cells.building_ids > 0.5:
        return 0.0
    return 1.0


def _metric(cells: Content) -> float:
    return cells.numbers if cells.numbers > 0.5 else 0.0


def _figure(cells: Content) -> float:
    """Numbers, also as shares of a hundred ("8,4 %")."""
    shares = cells.digits > 0.9 and cells.letters < 0.2 and cells.dates < 0.5 and cells.times < 0.5
    return max(cells.numbers, 1.0 if shares else 0.0)


def _dutch_degrees(field: str) -> Callable[[Content], float]:
    def sure(cells: Content) -> float:
        return 0.6 if cells.numbers > 0.9 and cells.whole < 0.1 and _within(cells, NETHERLANDS[field]) else 0.0

    return sure


OFTEN_EMPTY = frozenset({"closed", "status", "deleted", "number_letter", "number_suffix", "ends", "last_contact"})
FITS = MappingProxyType(
    {
        "id": _id,
        "date": _date,
        "time": lambda cells: cells.times,
        "closed": _date,
        "updated": _date,
        "status": _status,
        "deleted": lambda cells: 1.0 if max(cells.yes_or_no, _dates(cells)) > 0.9 else 0.0,
        "category": _category,
        "subcategory": _category,
        "address": _address,
        "street": _street,
        "number": lambda cells: cells.house_numbers,
        "number_letter": lambda cells: 1.0 if cells.length <= 2 else 0.0,
        "number_suffix": lambda cells: 0.0 if cells.street_kinds > 0.5 else 1.0 if cells.length <= 6 else 0.1,
        "postcode": lambda cells: max(cells.dutch_postcodes, 0.8 * cells.postcodes),
        "town": lambda cells: (
            0.0 if cells.areas > 0.5 else _text(cells) * (1 - max(0.0, cells.digits - cells.numbered_towns))
        ),
        "neighbourhood": lambda cells: 0.0 if _dates(cells) > 0.5 else max(_text(cells), 0.6),
        "block": _block,
        "block_name": lambda cells: min(_block(cells), max(_text(cells), 0.4)),
        "latitude": _metric,
        "longitude": _metric,
        "coordinates": lambda cells: cells.pairs,
        "x": _metric,
        "y": _metric,
        "source": _source,
        "note": lambda cells: (
            0.0
            if cells.areas > 0.5 or (cells.words < 1.5 and cells.digits > 0.95)
            else (0.9 if cells.length > 60 or cells.distinct > 0.2 else 0.3) * _text(cells)
        ),
        "work": _kind(lambda cells: cells.works),
        "sort": _kind(lambda cells: cells.partners),
        "measure": _kind(lambda cells: cells.measures),
        "value": _figure,
        "answers": lambda cells: cells.whole,
        "publisher": _text,
        "period": _period,
        "title": _text,
        "starts": _period,
        "ends": _period,
        "since": _period,
        "last_contact": _period,
        "where": lambda cells: 0.0 if _dates(cells) > 0.5 else 1.0,
        "code": lambda cells: 1.0 if cells.words <= 1 else 0.0,
        "name": _name,
        "offers": _text,
        "contact": lambda cells: max(_text(cells), cells.letters),
        "state": lambda cells: 1.0 if cells.home_states and cells.kinds <= DISTINCT_MAX else 0.0,
        "is_dwelling": lambda cells: 1.0 if cells.yes_or_no > 0.9 else 0.9 if cells.living >= 0.2 else 0.0,
    }
)
ALONE = MappingProxyType(
    {
        "date": lambda cells: 0.55 if _dates(cells) >= 0.95 else 0.0,
        "category": lambda cells: 0.6 if cells.categories >= 0.5 else 0.0,
        "work": lambda cells: 0.6 if cells.works >= 0.6 and cells.kinds <= DISTINCT_MAX else 0.0,
        "status": lambda cells: 0.45 if cells.statuses >= 0.6 and cells.yes_or_no < 0.5 and cells.kinds <= 40 else 0.0,
        "address": lambda cells: (
            0.45 if cells.streets_and_numbers >= 0.8 and cells.areas < 0.5 and cells.streets > 1 else 0.0
        ),
        "street": lambda cells: 0.45 if cells.street_names >= 0.8 and cells.kinds > 1 else 0.0,
        "is_dwelling": lambda cells: (
            0.6
            if (cells.uses >= 0.9 and cells.kinds <= DISTINCT_MAX) or (cells.dwelling_types >= 0.9 and cells.living < 1)
            else 0.0
        ),
        "postcode": lambda cells: 0.75 if cells.dutch_postcodes >= 0.8 else 0.0,
        "coordinates": lambda cells: 0.7 if cells.pairs >= 0.9 and cells.streets_and_numbers < 0.1 else 0.0,
        "latitude": _dutch_degrees("latitude"),
        "longitude": _dutch_degrees("longitude"),
    }
)
