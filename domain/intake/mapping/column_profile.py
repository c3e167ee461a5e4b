"""Profile the cells of a column: what they look like, whatever the header says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

import polars as pl
import polars.selectors as cs

from domain.intake.mapping.lexicon import LEAVE_OUT, Lexicon, normalise_words
from domain.intake.parsing.coordinate_cells import are_pairs, axis_numbers
from domain.intake.parsing.date_notations import MONTHS
from domain.intake.parsing.dates import parse_dates, reads_day_first, spread
from domain.intake.parsing.periods import named_periods
from domain.intake.parsing.vocabulary import measure_of, partner_of, source_of, work_of

DISTINCT_MAX = 60  # most distinct values of a categorical column
WORDED = 120  # cells of these that are looked up word by word
PROFILE_CELLS = 400  # cells sampled, spread over the column
TIME = r"(?i)^\s*\d{1,2}[:.h]\d{2}([:.]\d{2})?(\s*([ap]\.?m\.?|uur))?\s*$|^\s*([01]\d|2[0-3])[0-5]\d([0-5]\d)?\s*$"
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
    r"(?i)^\s*(?:\w*woning(?:en)?|appartement|apartment|maison+\w+|flat|house|bungalow|studio|villa|\w*functie|kamer"
    r"|(?:semi.|end.)?(?:detached|terraced?)(?: house)?|eengezins\w*|meergezins\w*|galerij\w*flat|portiek\w*flat"
    r"|(?:portiek|galerij|etage|corridor)\b[\p{L} ]*|\w*flat|herenhuis|woonwagen|woonboot|[em]gw|bog|mog"
    r"|einfamilienhaus|mehrfamilienhaus|wohnung|parke(?:er\w*|ren)|garage(?:box)?|bedrijfs\w+|winkel(?:ruimte)?|berging"
    r"|kantoor\w*|praktijk\w*|opslag\w*|standplaats|ligplaats|verblijfsobject|zelfstandig|onzelfstandig)\s*$"
)
BUILDING_ID = r"^\d{16}$"  # a BAG building id: each terraced house has its own, so it is not a block
STREET_AND_NUMBER = r"(?i)^\s*(\p{L}[\p{L} .'’-]+ \d{1,4} ?[a-z]{0,3}|\d+(-\d+)? \p{L}[\p{L}\d .]+)(,.*)?$"
# Words for yes and no, and for residential use.
YES = frozenset("1 1.0 ja j yes y true waar wahr x".split())
NO = frozenset("0 0.0 nee n no false onwaar falsch nein".split())
LIVING = (
    r"(?i)woon|woning|wohn|dwelling|residen|apartment|appartement|maison+ett|studio|(?:een|meer)gezins|bungalow"
    r"|flat\b|\b(house|home|haus|kamers?|herenhuis|[em]gw)\b|^\s*(?:portiek|galerij|etage|corridor|villa|duplex)\b"
)
STREET = (
    r"(?i)^\s*(?:(?:via|viale|corso|piazza|piazzale|largo|vicolo|strada|rue|avenue|av|boulevard|bd|chemin|impasse|quai"
    r"|all[eé]e|calle|avenida|avda|plaza|paseo|camino|ronda)\b\.? ?\p{L}.*"
    r"|.*(?:straat|laan|plein|singel|gracht|kade|steeg|dreef|straße|strasse|gasse|platz|allee)"
    r"|.*[ -](?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|close|crescent|terrace|boulevard|blvd|weg)\.?)\s*$"
)
# Kinds of street by themselves, which American lists hold in a column "Suffix". "RD" is red in Dutch additions.
STREET_KIND = r"(?i)^\s*(?:st|street|ave?|avenue|blvd|dr|ln|ct|pl|ter|pkwy|cir|hwy|way)\.?\s*$"
OFFICE = (
    r"(?i)\b(?:department|dept|division|agency|bureau|authority|commission|directorate|afdeling|dienst|directie|amt"
    r"|direction|services?$|gemeente|municipality)\b"
)
CODED = r"^\s*[A-Z]{1,3}\d{1,5}[a-z]?[ .:-]+\p{L}{3}"
NUMBERS_OF_BLOCK = r"(?i)\d[a-z]?\s*(?:t/?m|t\.e\.m\.|tot en met)\s*\d"
GRADE = r"^\s*(?:A\+|[A-E])\s*$"  # CROW image quality, A+ (very good) to D or E
URL = r"(?i)^\s*(?:https?://|www\.)\S+\s*$"
# Towns with a digit: "Paris 13", "Lyon 3e arrondissement", "2312 AB Leiden", "1000 Brussel".
TOWN_WITH_DIGITS = (
    r"(?i)^\s*(?:\p{L}[\p{L} '’.-]+ \d{1,2}(?:(?:e|er|ème|eme)(?: arr(?:ondissement|\.)?)?| arr(?:ondissement|\.)?)"
    r"|[1-9]\d{3} ?[a-z]{2},? \p{L}[\p{L} '’.()-]+|\d{4,5},? \p{L}[\p{L} '’.()-]+)\s*$"
)
DISTRICT_OF_TOWN = r"^\s*(\p{L}[\p{L} '’.-]+?) \d{1,2}\s*$"  # "Paris 13": with nearly the same name in each row


@dataclass(frozen=True)
class Content:
    """The profile of a column; each value is a share (0 to 1) of its filled cells unless stated otherwise.

    ``filled``: number of non-empty cells in the sample. ``kinds``: number of distinct cells; ``distinct``: the same as
    a share. ``bare``: dates of digits only. ``clock``: dates with a time. ``low``, ``high``: the range of the numbers,
    null without any. ``length``: mean characters per cell. ``statuses``, ``sources``, ``categories``: cells that are
    known words; ``sources_within``, ``works``, ``partners``, ``measures``: cells with such a word in them (a kind of
    work or of partner, or what a figure measures). ``periods``: names of periods, "Q2 2027". ``areas``: parts of a town
    by number ("Ward 13"). ``calendar``: days of the week, months, parts of the day. ``moments``: days with a time in
    digits only, 20240103173000; these are not ``bare``. ``sentences``: cells that end like a sentence. ``words``: mean
    words per cell. ``uses``: uses of an address in BAG terms ("woonfunctie"). ``dwelling_types``: "Appartement".
    ``streets``: number of distinct texts before the numbers of ``streets_and_numbers``. ``urls``: addresses of web
    pages. ``numbered_towns``: towns with a number or postcode ("Paris 13", "2312 AB Leiden"). ``street_names``: names
    of streets without a number, by their kind of street. ``offices``: names of departments. ``street_kinds``: kinds of
    street by themselves ("ST", "AVE"). ``coded``: words after a code ("E35 Overlast jeugd"). ``blocks``: the
    numbers of a whole block ("Kade 1 t/m 39"). ``grades``: grades of an inspection, A+ to E; ``best_grades``: A+.
    ``home_states``: words for a home that is sold, or is not there. ``first_days``: dates that are the first day of a
    month.
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
    measures: float = 0.0
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
    urls: float = 0.0
    numbered_towns: float = 0.0
    street_names: float = 0.0
    street_kinds: float = 0.0
    offices: float = 0.0
    coded: float = 0.0
    blocks: float = 0.0
    grades: float = 0.0
    best_grades: float = 0.0
    first_days: float = 0.0
    home_states: float = 0.0


def contents(columns: Mapping[str, pl.Series], lexicon: Lexicon) -> dict[str, Content]:
    """Profile each column from at most ``PROFILE_CELLS`` of its filled cells.

    All columns are profiled together: compiling a pattern takes longer than matching it with some hundred cells.
    """
    samples = [spread(cells, PROFILE_CELLS).alias("cell").to_frame() for cells in columns.values()]
    numbered = [sample.with_columns(column=pl.lit(nth, pl.UInt32)) for nth, sample in enumerate(samples)]
    cells = pl.concat([pl.DataFrame(schema={"cell": pl.String, "column": pl.UInt32}), *numbered])
    cells = cells.filter(~pl.col("cell").str.strip_chars().str.to_lowercase().is_in(["", *lexicon.empty]))
    if cells.is_empty():
        return dict.fromkeys(columns, Content(0))
    found = {row.pop("column"): Content(**row) for row in _profiles(cells, lexicon).iter_rows(named=True)}
    return {name: found.get(nth, Content(0)) for nth, name in enumerate(columns)}


def _profiles(cells: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """The values of ``Content`` of each column. ``cells``: cell, column (its number)."""
    cells = _dated(cells).with_columns(
        word=normalise_words(pl.col("cell")),
        figure=axis_numbers(cells["cell"], "east"),
        pairs=are_pairs(cells["cell"], cells["column"]),
        periods=named_periods(cells["cell"])["first"].is_not_null(),
    )
    before_number = pl.col("cell").str.replace_all(r"(?i)\d+\s?[a-z]?\b|,.*$", "").str.strip_chars()
    seen = cells.select("column", "cell", "figure", "pairs", "periods", **_signs(lexicon))
    seen = seen.with_columns(street=pl.when("streets_and_numbers").then(before_number))
    town = pl.col("town").drop_nulls()
    found = seen.group_by("column").agg(
        (cs.boolean() | cs.by_name("length", "words")).mean(),
        filled=pl.len(),
        kinds=pl.col("cell").n_unique(),
        low=pl.col("figure").min(),
        high=pl.col("figure").max(),
        streets=pl.col("street").drop_nulls().n_unique(),
        towns=town.len(),
        of_usual_town=town.unique_counts().max(),
    )
    of_town = pl.when(pl.col("of_usual_town") >= 0.6 * pl.col("towns")).then(pl.col("towns") / pl.col("filled"))
    found = found.with_columns(
        distinct=pl.col("kinds") / pl.col("filled"),
        numbered_towns=pl.col("numbered_towns") + of_town.fill_null(0.0),
    )
    return _with_known_words(found.drop("towns", "of_usual_town"), cells, lexicon)


def _signs(lexicon: Lexicon) -> dict[str, pl.Expr]:
    """What each cell looks like: true or false, but for length, words, and town (its name before a number)."""
    cell, word, figure = pl.col("cell"), pl.col("word"), pl.col("figure")
    nuisances = lexicon.category_words.filter(pl.col("code") != LEAVE_OUT)
    is_moment, is_date = cell.str.contains(MOMENT), pl.col("date").is_not_null()
    return {
        "dates": is_date,
        "bare": is_date & cell.str.contains(r"^[\d.,]+$") & ~is_moment,
        "clock": pl.col("time").is_not_null(),
        "times": cell.str.contains(TIME),
        "numbers": figure.is_not_null(),
        "whole": (figure == figure.round()).fill_null(False),
        "letters": cell.str.contains(r"\p{L}"),
        "digits": cell.str.contains(r"\d"),
        "house_numbers": cell.str.contains(HOUSE_NUMBER),
        "dutch_postcodes": cell.str.contains(DUTCH_POSTCODE),
        "postcodes": cell.str.contains(POSTCODE),
        "addresses": cell.str.contains(ADDRESS),
        "building_ids": cell.str.contains(BUILDING_ID),
        "streets_and_numbers": cell.str.contains(STREET_AND_NUMBER),
        "yes_or_no": cell.str.strip_chars().str.to_lowercase().is_in(list(YES | NO)),
        "living": cell.str.contains(LIVING),
        "statuses": word.is_in(list(lexicon.values("status"))),
        "sources": word.is_in(list(lexicon.values("source"))),
        "categories": word.is_in(nuisances["word"].to_list()),
        "length": cell.str.len_chars(),
        "dwelling_types": cell.str.contains(DWELLING_TYPE),
        "uses": cell.str.contains(r"(?i)functie\b"),
        "urls": cell.str.contains(URL),
        "street_names": cell.str.contains(STREET),
        "street_kinds": cell.str.contains(STREET_KIND),
        "coded": cell.str.contains(CODED),
        "blocks": cell.str.contains(NUMBERS_OF_BLOCK),
        "grades": cell.str.contains(GRADE),
        "best_grades": cell.str.contains(r"^\s*A\+\s*$"),
        "home_states": word.is_in(list(lexicon.values("home"))),
        "first_days": (pl.col("date").dt.day() == 1).fill_null(False),
        "offices": cell.str.contains(OFFICE),
        "areas": cell.str.contains(AREA),
        "calendar": word.is_in(list(CALENDAR)),
        "moments": is_moment,
        "sentences": cell.str.contains(r"[.!?]\s*$") & (cell.str.count_matches(r"\s+") >= 2),
        "words": word.str.count_matches(" ") + 1,
        "numbered_towns": cell.str.contains(TOWN_WITH_DIGITS),
        "town": cell.str.extract(DISTRICT_OF_TOWN),
    }


def _dated(cells: pl.DataFrame) -> pl.DataFrame:
    """``cells`` with date and time; null in a column of which too few cells look like a date.

    A column has one order of day and month. It has times only if one of them is not midnight.
    """
    cells = cells.with_row_index("row")
    likely = pl.col("cell").str.contains(r"\d") & pl.col("cell").str.len_chars().is_between(5, 40)
    asked = cells.filter(likely.mean().over("column") >= 0.3)
    day_first = {column: reads_day_first(of["cell"]) is not False for (column,), of in asked.group_by("column")}
    parsed = [pl.DataFrame(schema={"row": pl.UInt32, "column": pl.UInt32, "date": pl.Date, "time": pl.Time})]
    for order in set(day_first.values()):
        of = asked.filter(pl.col("column").is_in([column for column, first in day_first.items() if first == order]))
        parsed.append(of.select("row", "column").hstack(parse_dates(of["cell"], order).select("date", "time")))
    some_time = (pl.col("time") != time()).any().over("column")
    dated = pl.concat(parsed).select("row", "date", time=pl.when(some_time).then("time"))
    return cells.join(dated, on="row", how="left", maintain_order="left").drop("row")


def _with_known_words(found: pl.DataFrame, cells: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """``found`` with sources_within, works, partners and measures of each column.

    Sources are looked for in columns with DISTINCT_MAX distinct cells, the others in WORDED cells of columns with
    letters.
    """
    seen = cells.join(found.select("column", "filled", "kinds", "letters"), on="column", maintain_order="left")
    nth, step = pl.int_range(pl.len()).over("column"), (pl.col("filled") / WORDED).ceil()
    few, worded = seen.filter(pl.col("kinds") <= DISTINCT_MAX), seen.filter((pl.col("letters") > 0) & (nth % step == 0))
    for name, of, meant in (
        ("sources_within", few, source_of),
        ("works", worded, work_of),
        ("partners", worded, partner_of),
        ("measures", worded, measure_of),
    ):
        known = of.select("column", meant(of["cell"], lexicon).is_not_null().alias(name))
        found = found.join(known.group_by("column").agg(pl.mean(name)), on="column", how="left")
    return found.with_columns(pl.col("sources_within", "works", "partners", "measures").fill_null(0.0))
