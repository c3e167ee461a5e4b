"""Profile the cells of a column, and score how well they fit a field regardless of the header."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from domain.intake.mapping.lexicon import LEAVE_OUT, Lexicon, normalise_words
from domain.intake.parsing.coordinate_cells import are_pairs, axis_numbers
from domain.intake.parsing.dates import MONTHS, parse_dates, spread
from domain.intake.parsing.periods import named_periods
from domain.intake.parsing.projections import RD_X, RD_Y
from domain.intake.parsing.vocabulary import partner_of, source_of, work_of

FEW = 60  # most distinct values of a categorical column
MANY_TEXTS = 15  # fewest cells to judge that values hardly repeat
VETO_FREE = 0.2  # fit of a category that consists of numbers
SAMPLE = 400  # cells sampled, spread over the column
TIME = r"(?i)^\s*\d{1,2}[:.h]\d{2}([:.]\d{2})?(\s*([ap]\.?m\.?|uur))?\s*$"
MOMENT = r"^\s*(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?(?:\.0+)?\s*$"
HOUSE_NUMBER = r"^\s*\d{1,5}(?:[.,]0)?\s*[-/ ]?\s*[A-Za-z]{0,3}(\s*-\s*\d{1,5})?\s*$"
DUTCH_POSTCODE = r"(?i)^\s*[1-9]\d{3}\s?[a-z]{2}\s*$"
POSTCODE = r"(?i)^\s*(\d{4,5}(-\d{4})?|[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2})\s*$"
ADDRESS = r"(?i)\p{L}{2,}.*\s\d|^\s*\d+[\d-]*\s*\p{L}{0,3}\s+\p{L}|\b(on or near|near|corner|hoek)\b"
# A part of a town by its number or letter: "Ward 13" is neither an address nor a category.
AREA = (
    r"(?i)^\s*(?:council |police |city |town )?(?:district|ward|zone|sector|area|beat|precinct|region|quadrant|tract"
    r"|borough|wijk|buurt|stadsdeel|gebied|deelgebied|rayon|kwadrant|kwartier|team|cluster|kavel|blok|block|complex"
    r"|bezirk|kreis|stadtteil|viertel|quartier|arrondissement|secteur|municipio|zona|quartiere|distrito|barrio|cd|cb)"
    r"[\s:-]*(?:\d{1,4}|[a-z]|[ivx]{1,4}|north|south|east|west|central|noord|zuid|oost|west|midden)\s*$"
)
# Calendar and clock words, which are not categories.
CALENDAR = frozenset(
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma di wo do vr za zo"
    " monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun"
    " montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche"
    " lunedi martedi mercoledi giovedi venerdi sabato domenica lunes martes miercoles jueves viernes sabado domingo"
    " weekend weekday werkdag doordeweeks werktag wochenende ochtend morgen middag namiddag avond nacht overdag"
    " morning noon afternoon evening night day daytime mattina pomeriggio sera notte manana tarde noche matin soir"
    " nuit lente zomer herfst winter spring summer autumn fall am pm q1 q2 q3 q4".split()
) | {name for name in MONTHS if len(name) > 2}
# A type of dwelling or room only.
DWELLING_TYPE = (
    r"(?i)^\s*(?:\w*woning(?:en)?|appartement|apartment|maisonn\w+|flat|house|bungalow|studio|villa|\w*functie|kamer"
    r"|(?:semi.|end.)?(?:detached|terraced?)(?: house)?|eengezins\w*|meergezins\w*|galerij\w*flat|portiek\w*flat"
    r"|einfamilienhaus|mehrfamilienhaus|wohnung|parkeerplaats|garage(?:box)?|bedrijfsruimte|winkel(?:ruimte)?"
    r"|standplaats|ligplaats|verblijfsobject|zelfstandig|onzelfstandig)\s*$"
)
BUILDING_ID = r"^\d{16}$"  # a BAG building id: each terraced house has its own, so it is not a block
STREET_AND_NUMBER = r"(?i)^\s*(\p{L}[\p{L} .'’-]+ \d{1,4} ?[a-z]{0,3}|\d+(-\d+)? \p{L}[\p{L}\d .]+)(,.*)?$"
# Words for yes and no, and for residential use.
YES = frozenset("1 1.0 ja j yes y true waar wahr x".split())
NO = frozenset("0 0.0 nee n no false onwaar falsch nein".split())
LIVING = (
    r"(?i)woon|woning|wohn|dwelling|residen|apartment|appartement|maisonn|studio|eengezins|bungalow"
    r"|\b(flat|house|home|haus)\b"
)
NETHERLANDS = {"latitude": (50.6, 53.8), "longitude": (3.2, 7.4)}


@dataclass(frozen=True)
class Content:
    """The profile of a column; each value is a share (0 to 1) of its filled cells unless stated otherwise.

    ``filled``: number of non-empty cells in the sample. ``kinds``: number of distinct cells; ``distinct``: the same as
    a share. ``bare``: dates of digits only. ``clock``: dates with a time. ``low``, ``high``: the range of the numbers,
    null without any. ``length``: mean characters per cell. ``statuses``, ``sources``, ``categories``: cells that are
    known words; ``sources_within``, ``works``, ``partners``: cells with such a word in them (a kind of work or of
    partner). ``periods``: names of periods, "Q2 2027". ``areas``: parts of a town by number ("Ward 13"). ``calendar``:
    days of the week, months, parts of the day. ``moments``: days with a time in digits only, 20240103173000; these are
    not ``bare``. ``sentences``: cells that end like a sentence. ``words``: mean words per cell. ``uses``: uses of an
    address in BAG terms ("woonfunctie"). ``dwelling_types``: "Appartement". ``streets``: number of distinct texts
    before the numbers of ``streets_and_numbers``.
    """

    filled: int
    kinds: int = 0
    distinct: float = 0.0
    dates: float = 0.0
    bare: float = 0.0
    clock: float = 0.0
    times: float = 0.0
    numbers: float = 0.0
    whole: float = 0.0
    low: float | None = None
    high: float | None = None
    letters: float = 0.0
    digits: float = 0.0
    house_numbers: float = 0.0
    dutch_postcodes: float = 0.0
    postcodes: float = 0.0
    addresses: float = 0.0
    pairs: float = 0.0
    building_ids: float = 0.0
    streets_and_numbers: float = 0.0
    yes_or_no: float = 0.0
    living: float = 0.0
    statuses: float = 0.0
    sources: float = 0.0
    sources_within: float = 0.0
    works: float = 0.0
    partners: float = 0.0
    periods: float = 0.0
    categories: float = 0.0
    length: float = 0.0
    areas: float = 0.0
    calendar: float = 0.0
    moments: float = 0.0
    sentences: float = 0.0
    words: float = 0.0
    streets: int = 0
    uses: float = 0.0
    dwelling_types: float = 0.0


def content(cells: pl.Series, lexicon: Lexicon) -> Content:
    """Profile a column from at most ``SAMPLE`` of its filled cells."""
    sample = spread(cells, SAMPLE)
    sample = sample.filter(~sample.str.strip_chars().str.to_lowercase().is_in(["", *lexicon.empty]))
    found = sample.len()
    if not found:
        return Content(0)
    figures, dated = axis_numbers(sample, "east"), _dated(sample)
    return Content(
        filled=found,
        kinds=sample.n_unique(),
        distinct=sample.n_unique() / found,
        dates=dated["date"].count() / found,
        bare=(sample.str.contains(r"^[\d.,]+$") & ~sample.str.contains(MOMENT) & dated["date"].is_not_null()).sum()
        / found
        if dated.height
        else 0.0,
        clock=dated["time"].count() / found,
        numbers=figures.count() / found,
        whole=(figures == figures.round()).sum() / found,
        low=figures.min(),
        high=figures.max(),
        sources_within=source_of(sample, lexicon).count() / found if sample.n_unique() <= FEW else 0.0,
        works=work_of(sample, lexicon).count() / found,
        partners=partner_of(sample, lexicon).count() / found,
        periods=named_periods(sample)["first"].count() / found,
        **_shares(sample, lexicon),
    )


def _shares(sample: pl.Series, lexicon: Lexicon) -> dict[str, float]:
    cell, word = pl.col("cell"), pl.col("word")
    nuisances = lexicon.category_words.filter(pl.col("code") != LEAVE_OUT)
    return (
        sample.to_frame("cell")
        .with_columns(word=normalise_words(cell))
        .select(
            times=cell.str.contains(TIME).mean(),
            letters=cell.str.contains(r"\p{L}").mean(),
            digits=cell.str.contains(r"\d").mean(),
            house_numbers=cell.str.contains(HOUSE_NUMBER).mean(),
            dutch_postcodes=cell.str.contains(DUTCH_POSTCODE).mean(),
            postcodes=cell.str.contains(POSTCODE).mean(),
            addresses=cell.str.contains(ADDRESS).mean(),
            pairs=pl.lit(are_pairs(sample).mean()),
            building_ids=cell.str.contains(BUILDING_ID).mean(),
            streets_and_numbers=cell.str.contains(STREET_AND_NUMBER).mean(),
            yes_or_no=cell.str.strip_chars().str.to_lowercase().is_in(list(YES | NO)).mean(),
            living=cell.str.contains(LIVING).mean(),
            statuses=word.is_in(list(lexicon.values("status"))).mean(),
            sources=word.is_in(list(lexicon.values("source"))).mean(),
            categories=word.is_in(nuisances["word"].to_list()).mean(),
            length=cell.str.len_chars().mean(),
            dwelling_types=cell.str.contains(DWELLING_TYPE).mean(),
            uses=cell.str.contains(r"(?i)functie\b").mean(),
            areas=cell.str.contains(AREA).mean(),
            calendar=word.is_in(list(CALENDAR)).mean(),
            moments=cell.str.contains(MOMENT).mean(),
            sentences=(cell.str.contains(r"[.!?]\s*$") & (cell.str.count_matches(r"\s+") >= 2)).mean(),
            words=(word.str.count_matches(" ") + 1).mean(),
            streets=cell.filter(cell.str.contains(STREET_AND_NUMBER))
            .str.replace_all(r"(?i)\d+\s?[a-z]?\b|,.*$", "")
            .str.strip_chars()
            .n_unique(),
        )
        .row(0, named=True)
    )


def _dated(sample: pl.Series) -> pl.DataFrame:
    """The cells parsed as dates, if enough of them look like one; else no rows."""
    likely = (sample.str.contains(r"\d") & sample.str.len_chars().is_between(5, 40)).mean() >= 0.3
    return parse_dates(sample if likely else sample.clear())


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
    if _dates(cells) > 0.5 or cells.addresses > 0.5 or cells.length > 70:
        return 0.0
    return 1.0 if cells.distinct >= 0.9 else 0.5 if cells.distinct >= 0.5 else 0.1


def _status(cells: Content) -> float:
    if _dates(cells) > 0.5 or cells.kinds > 40:
        return 0.0
    return 1.0 if cells.statuses >= 0.5 else 0.6 if cells.letters > 0.5 and cells.kinds <= 15 else 0.2


def _category(cells: Content) -> float:
    """Few repeated words; not free text, which would give as many categories, nor parts of a town."""
    if _dates(cells) > 0.5 or cells.times > 0.5 or cells.pairs > 0.5 or cells.areas > 0.5 or cells.calendar > 0.5:
        return 0.0
    if is_free_text(cells) or cells.dwelling_types > 0.5:
        return 0.0
    if cells.categories >= 0.3:
        return 1.0
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
        and 2 <= cells.kinds <= FEW
        and back
        and cells.letters > 0.9
        and cells.digits < 0.5
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


def _dutch_degrees(field: str) -> Callable[[Content], float]:
    def sure(cells: Content) -> float:
        return 0.6 if cells.numbers > 0.9 and cells.whole < 0.1 and _within(cells, NETHERLANDS[field]) else 0.0

    return sure


OFTEN_EMPTY = frozenset({"closed", "status", "number_letter", "number_suffix", "ends", "last_contact"})
FITS = MappingProxyType(
    {
        "id": _id,
        "date": _date,
        "time": lambda cells: cells.times,
        "closed": _date,
        "updated": _date,
        "status": _status,
        "category": _category,
        "subcategory": _category,
        "address": _address,
        "street": _street,
        "number": lambda cells: cells.house_numbers,
        "number_letter": lambda cells: 1.0 if cells.length <= 2 else 0.0,
        "number_suffix": lambda cells: 1.0 if cells.length <= 6 else 0.1,
        "postcode": lambda cells: max(cells.dutch_postcodes, 0.8 * cells.postcodes),
        "town": lambda cells: _text(cells) * (1 - cells.digits),
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
            0.0 if cells.areas > 0.5 else (0.9 if cells.length > 60 or cells.distinct > 0.2 else 0.3) * _text(cells)
        ),
        "work": _kind(lambda cells: cells.works),
        "sort": _kind(lambda cells: cells.partners),
        "title": _text,
        "starts": _period,
        "ends": _period,
        "since": _period,
        "last_contact": _period,
        "where": lambda cells: 0.0 if _dates(cells) > 0.5 else 1.0,
        "name": _name,
        "offers": _text,
        "contact": lambda cells: max(_text(cells), cells.letters),
        "is_dwelling": lambda cells: 1.0 if cells.yes_or_no > 0.9 else 0.9 if cells.living >= 0.2 else 0.0,
    }
)
ALONE = MappingProxyType(
    {
        "date": lambda cells: 0.55 if _dates(cells) >= 0.95 else 0.0,
        "category": lambda cells: 0.6 if cells.categories >= 0.5 else 0.0,
        "status": lambda cells: 0.45 if cells.statuses >= 0.6 and cells.yes_or_no < 0.5 and cells.kinds <= 40 else 0.0,
        "address": lambda cells: (
            0.45 if cells.streets_and_numbers >= 0.8 and cells.areas < 0.5 and cells.streets > 1 else 0.0
        ),
        "is_dwelling": lambda cells: 0.6 if cells.uses >= 0.9 and cells.kinds <= FEW else 0.0,
        "postcode": lambda cells: 0.75 if cells.dutch_postcodes >= 0.8 else 0.0,
        "coordinates": lambda cells: 0.7 if cells.pairs >= 0.9 and cells.addresses < 0.1 else 0.0,
        "latitude": _dutch_degrees("latitude"),
        "longitude": _dutch_degrees("longitude"),
    }
)
