"""Profile the cells of a column: what they look like, whatever the header says."""

from dataclasses import dataclass

import polars as pl

from domain.intake.mapping.lexicon import LEAVE_OUT, Lexicon, normalise_words
from domain.intake.parsing.coordinate_cells import are_pairs, axis_numbers
from domain.intake.parsing.dates import MONTHS, parse_dates, spread
from domain.intake.parsing.periods import named_periods
from domain.intake.parsing.vocabulary import partner_of, source_of, work_of

FEW = 60  # most distinct values of a categorical column
WORDED = 120  # cells of these that are looked up word by word
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
STREET = (
    r"(?i)^\s*(?:(?:via|viale|corso|piazza|piazzale|largo|vicolo|strada|rue|avenue|av|boulevard|bd|chemin|impasse|quai"
    r"|all[eé]e|calle|avenida|avda|plaza|paseo|camino|ronda)\b\.? ?\p{L}.*"
    r"|.*(?:straat|laan|plein|singel|gracht|kade|steeg|dreef|straße|strasse|gasse|platz|allee)"
    r"|.*[ -](?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|close|crescent|terrace|boulevard|blvd|weg)\.?)\s*$"
)
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
    known words; ``sources_within``, ``works``, ``partners``: cells with such a word in them (a kind of work or of
    partner). ``periods``: names of periods, "Q2 2027". ``areas``: parts of a town by number ("Ward 13"). ``calendar``:
    days of the week, months, parts of the day. ``moments``: days with a time in digits only, 20240103173000; these are
    not ``bare``. ``sentences``: cells that end like a sentence. ``words``: mean words per cell. ``uses``: uses of an
    address in BAG terms ("woonfunctie"). ``dwelling_types``: "Appartement". ``streets``: number of distinct texts
    before the numbers of ``streets_and_numbers``. ``urls``: addresses of web pages. ``numbered_towns``: towns with a
    number or postcode ("Paris 13", "2312 AB Leiden"). ``street_names``: names of
    streets without a number, by their kind of street.
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
    urls: float = 0.0
    numbered_towns: float = 0.0
    street_names: float = 0.0


def content(cells: pl.Series, lexicon: Lexicon) -> Content:
    """Profile a column from at most ``SAMPLE`` of its filled cells."""
    sample = spread(cells, SAMPLE)
    sample = sample.filter(~sample.str.strip_chars().str.to_lowercase().is_in(["", *lexicon.empty]))
    found = sample.len()
    if not found:
        return Content(0)
    worded = spread(sample, WORDED) if sample.str.contains(r"\p{L}").any() else sample.clear()
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
        works=work_of(worded, lexicon).count() / max(1, worded.len()),
        partners=partner_of(worded, lexicon).count() / max(1, worded.len()),
        periods=named_periods(sample)["first"].count() / found,
        numbered_towns=_numbered_towns(sample),
        **_shares(sample, lexicon),
    )


def _numbered_towns(sample: pl.Series) -> float:
    """The part of the cells that are towns with a number: by their form, or by a name that most of them have."""
    plain = sample.str.contains(TOWN_WITH_DIGITS).mean()
    names = sample.str.extract(DISTRICT_OF_TOWN).alias("name").drop_nulls()
    usual = names.value_counts(sort=True, name="rows")["rows"].head(1)
    return plain + (len(names) / len(sample) if len(names) and usual[0] >= 0.6 * len(names) else 0.0)


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
            urls=cell.str.contains(URL).mean(),
            street_names=cell.str.contains(STREET).mean(),
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
