"""Split an address in one cell into its parts: Dutch and German ("Kerkstraat 12-A bis, 1234 AB Assen"), British ("On
or near Main Street") and American ("3400 GARRISON BLVD, BALTIMORE, MD, 21215").

Rules for the house number:

- A text that begins with a number and goes on with a name has its number first; but not where the name is no more than
  a kind of street ("147 STREET" is a street) or the number is an ordinal ("1e Exloërmond 4"), and not where it begins
  with one or two digits and ends with a number of its own ("4 Meilaan 10").
- Else the last number is the house number, with what follows it as its suffix; it may be glued to the street
  ("Lindehof12"), but not to a letter or two, which is the name of a road ("A100"). A year is part of the name of a
  square or avenue: "Plein 1944 12"; "Plein 1944" has no house number at all.
"""

import polars as pl

from domain.intake.parsing.beside_street import first_of_corner, without_surroundings
from domain.intake.parsing.no_places import NEAR, names_no_place

RAW = ("street", "number", "suffix", "postcode", "town", "number_first")
"""What is taken out of a text, each as it stood there: ``number`` is digits, ``suffix`` all that belongs to them."""

# The usual case in one pattern. It is stricter than the patterns below: what it matches is unambiguous.
_USUAL = (
    r"^(?P<street>[^\d,;&(/]+ )(?P<number>\d{1,5})"
    r"(?P<suffix>[A-Za-z]?(?:-[A-Za-z]|-[0-9]{1,4}(?:hoog)?)?(?: (?:bis|hs|huis|[a-zA-Z]))?)"
    r"(?:,? (?P<postcode>[1-9]\d{3} ?[A-Z]{2})(?:,? (?P<town>\p{Lu}[^\d,]*))?)?$"
)
# NR is "number" before it is a postcode; at the start of a text "3400 ST" and "1600 NW" are a number and a street.
_DUTCH_POSTCODE = (
    r"^(?P<before>.+?)[\s,]*\b(?P<postcode>[1-9]\d{3} ?(?:[A-MO-Z][A-Z]|N[A-QS-Z])|[1-9]\d{3}[a-z]{2})\b"
    r"[\s,]*(?P<after>.*)$"
)
_ZIP_OR_PLZ = r"^(?P<before>.*(?:,|\b[A-Z]{2})) ?(?P<postcode>[0-9]{5})(?:-[0-9]{4})?(?P<after>(?: \p{L}[^0-9]*)?)$"
_PLZ = r"^(?P<before>.*?)(?:,\s*|,?\s*\b[A-Z]{2}[, ]\s*)(?P<postcode>\d{5})(?:-\d{4})?(?P<after>(?: \p{L}[^\d]*)?)$"
_PLZ = r"^(?P<before>.*\p{L}.* \d+ ?[A-Za-z]?) (?P<postcode>\d{5})(?P<after> \p{L}[^\d]*)$"
_BRITISH_POSTCODE = r"^(?P<before>.+?)[\s,]+(?P<postcode>[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})(?P<after>)$"
# A bare number of four digits behind a comma is a postcode (Belgium, Switzerland, Austria, half a Dutch one), never a
# house number; a second one ("2224, 2225 Katwijk") belongs to the same place.
_FOUR_DIGITS = (
    r"^(?P<before>.*?\p{L}[^,]*)(?:,\s*[1-9]\d{3})*,\s*(?P<postcode>[1-9]\d{3})(?P<after>(?:,? \p{L}[^\d,]*)?)(?:,.*)?$"
)
_FOUR_BEFORE_TOWN = (
    r"^(?P<before>\p{L}.*\p{L}\.? \d{1,4} ?[A-Za-z]?(?:,? (?:bus|bte|bo[iî]te)\.? ?\w{1,5})?) (?P<postcode>[1-9]\d{3})"
    r"(?P<after> \p{Lu}\p{L}[^\d]*)$"
)
_POSTCODE_FIRST = r"^(?P<postcode>[1-9]\d{3} ?[A-Za-z]{2})(?:, ?(?P<before>.*))?$"

_COUNTRY = (
    r"(?i)(?:,\s*(?:nl|us|uk|de|england)|[, ]\s*(?:nederland|the netherlands|netherlands|united states|usa|"
    r"united kingdom|deutschland|belgi[eë]|belgique|belgium|schweiz|suisse|österreich))$"
)
_PROVINCE = (
    r"(?i),\s*(?:(?:noord|zuid)[- ]holland|utrecht \(provincie\)|noord[- ]brabant|gelderland|overijssel|flevoland"
    r"|drenthe|groningen \(provincie\)|friesland|fryslân|zeeland|limburg)$"
)
# A bilingual street name is one street, in either order: the Dutch name is kept.
_FRENCH = (
    r"(?:rue|avenue|av\.?|boulevard|bd\.?|place|pl\.?|chauss[eé]e|ch\.?|quai|square|chemin|all[eé]e|impasse|clos|dr[eè]ve"
    r"|cours|galerie|passage|sentier|venelle|esplanade|parvis|petite rue|grand[- ]place)\b[^\d/|]*?"
)
_DUTCH = (
    r"(?:[\p{L}'’.\- ]*?(?:straat|laan|plein|weg|kaai|kade|dreef|pad|markt|lei|hof|gang|berg|baan|vest|dijk|steeg"
    r"|plaats|poort|berm|oever|square)|steenweg op [\p{L}'’\- ]+?)"
)
_FRENCH_DUTCH = rf"(?i)^((?:\d+\w*,? )?){_FRENCH}\s*(?:/|\||\s[-–]\s?)\s*({_DUTCH})(,?(?:\s.*)?|,.*)$"
_DUTCH_FRENCH = rf"(?i)^((?:\d+\w*,? )?)({_DUTCH})\s*(?:/|\||\s[-–]\s?)\s*{_FRENCH}(,?\s\d.*|,.*)?$"
# A block of a street in American police files: "2000 BLOCK OF MAIN ST", "20XX MAIN ST".
_OF_HUNDRED = r"(?i)^(\d{1,3})(?:00 blo?c?k(?: of)? |xx (?:blo?c?k(?: of)? )?)"
_FIRST_HUNDRED = r"(?i)^0{1,2} blo?c?k(?: of)? "
_UNIT = (
    r"(?i)(?:^|[, ])(?:#|(?:apt|apartment|unit|suite|flat|room|rm|app|appartement|wohnung|whg|kamer|bte|bo[iî]te)\b"
    r"\.?) ?#?(?P<unit>[a-z0-9-]{1,5})(?:,|$)"
)
# "Flat 8 Tower Court": the flats of a building without a street are its house numbers.
_FLAT_OF_BUILDING = r"(?i)^(?:flat|apartment|apt|unit)\.? (?:no\.? )?(\d{1,4}[a-z]?),? ([^\d,]*\p{L})$"
_FLAT_BEFORE_NUMBER = r"(?i)^((?:flat|apartment|apt|unit)\.? [a-z\d]{1,5}) (\d)"
_KIND_OF_STREET = (
    r"(?i)^(?:street|st|avenue|ave|av|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|place|pl|square|sq|terrace|terr|"
    r"ter|parkway|pkwy|highway|hwy|circle|cir|way|alley|aly)\b\.?$"
)
_ENDS_IN_NUMBER = r"(?i)[ ,]\d{1,5} ?(?:[a-z]|-\w{1,4})?$"
_NUMBERED_ROAD = r"(?i)\b(?:highway|hwy|route|rte|rt|road|interstate|i|us|pier) \d+$"
_ORDINAL = (  # or a date: "17 Septemberplein"
    r"(?i)^\d{1,2}(?:(?:e|de|ste|st|nd|rd|th)\b|\.? ?(?:januari|februari|maart|april|mei|juni|juli|augustus|september|"
    r"oktober|november|december))"
)

_WORD = (
    r"(?:bis|bs|ter|tris|hs|huis|hoog|boven|beneden|bov|ben|rood|rd|zwart|zw|wit|links|rechts|midden|achter|voor|sous|"
    r"ong|bg|ii|iii|iv|bus|bte|bo[iî]te|[a-z])"
)
_TO = r"(?:t/?m|t\.?e\.?m\.?|tot en met|tot|to|bis|en|&|\+)"
_BOX = r"(?i)(\d ?[a-z]?),? (?:bus|bte|bo[iî]te|box)\b[ .:]*(?:n[or°]\.? ?)?"  # a flat's letter box, in Belgium
_SUFFIX = (
    rf"(?:[a-z]{{2}}\b| ?{_WORD}\d{{0,4}}\b"
    rf"| ?[-–/.] ?(?:{_WORD}\d{{0,4}}|[a-z]{{2}}|\d{{1,6}}{_WORD}?)\b"
    rf"| ?{_TO} ?\d{{1,6}}[a-z]?\b)"
    rf"(?:[ \-–/.]+(?:{_WORD}\d{{0,4}}|\d{{1,4}}{_WORD}?)\b)*"
)
_NUMBER_FIRST = (
    r"(?i)^(?P<number>\d{1,6})(?P<suffix>(?: ?[-–] ?\d{1,6})?[a-z]?(?: 1/2)?) "
    r"(?P<street>\p{L}.*|\d+(?:st|nd|rd|th)? .+)$"
)
_NUMBER_LAST = rf"(?i)^(?P<street>.*?\p{{L}}.*?)[ ,]+(?P<number>\d{{1,6}})(?P<suffix>(?:{_SUFFIX})?)$"
_GLUED = rf"(?i)^(?P<street>(?:\d{{1,2}}\p{{L}}{{0,3}} )?[^\d]*\p{{L}}{{3}}\.?)(?P<number>\d{{1,6}}(?:{_SUFFIX})?)$"
_NUMBER_ALONE = rf"(?i)^(?P<number>\d{{1,6}})(?P<suffix>(?:{_SUFFIX})?)$"
_NUMBER_TOWN = (
    r"^(?P<street>.*(?i:straat|str\.|laan|ln\.|weg|plein|pad|hof|kade|dijk|singel|gracht|dreef|park|markt|steeg|straße))"
    rf" (?P<number>\d{{1,5}})(?P<suffix>(?i:{_SUFFIX})?) (?P<town>\p{{Lu}}\p{{L}}{{2,}}[^\d]*)$"
)
_TWO_NUMBERS = r"^(?P<street>.*\p{L}.*) (?P<number>\d{1,5})$"
_COMPASS_STREET = r"(?i)^(?:n|s|e|w|ne|nw|se|sw|north|south|east|west)\.? \d+$"
_YEAR_STREET = (
    r"(?i)^(?P<street>(?:plein|laan|park) (?:1[89]\d\d(?: ?[-–/] ?(?:19)?\d\d)?|'?40 ?[-–/] ?'?45))"
    rf"(?: (?P<number>\d{{1,6}})(?P<suffix>(?:{_SUFFIX})?))?$"
)
_NOT_USUAL = ("plein ", "laan ", "park ", "n ", "s ", "e ", "w ", "north ", "south ", "east ", "west ")
"""Streets of the usual form, in small letters, that may yet mean something else ("Plein 1944", "West 136")."""


def take_apart(texts: pl.Series) -> pl.DataFrame:
    """The parts (``RAW``) of each text, one row per text; missing parts are null.

    Pass distinct texts: each is parsed.
    """
    text = texts.str.strip_chars(' ,;"\t\r\n')
    if text.str.contains(r"\s\s|[\t\r\n]").any():
        text = _with_commas(text)
        text = text.str.replace_all(r"\s+", " ")
    text = without_surroundings(text)
    parts = _groups(text, _USUAL).with_columns(number_first=pl.lit(False)).select(RAW)
    street = parts["street"]
    rest = text.is_not_null() & (street.is_null() | street.str.to_lowercase().is_in(_NOT_USUAL))
    if rest.any():
        parts = parts.with_columns(row=pl.int_range(pl.len()))
        unusual = _unusual(parts.select("row").with_columns(text=text).filter(rest))
        parts = pl.concat([parts.filter(~rest), unusual.select(parts.columns)]).sort("row").drop("row")
    return parts.with_columns(pl.col("street", "postcode", "town").str.strip_chars(" ,-").replace("", None))


def _with_commas(text: pl.Series) -> pl.Series:
    """Texts whose parts are kept apart by two spaces up to the postcode ("10 Beacon St  Boston  MA  02116"), with
    commas instead."""
    joined = text.str.replace_all(r"\s{2,}", ", ").str.replace(r",( \d{5})$", "${1}")
    parted = pl.col("text").str.contains(r"\p{L}\s{2,}\p{L}.*\s{2,}(?:\d{5}|[1-9]\d{3} ?[A-Za-z]{2})$")
    both = pl.DataFrame({"text": text, "joined": joined})
    return both.select(pl.when(parted).then("joined").otherwise("text").alias("text")).to_series()


def _groups(text: pl.Series, pattern: str) -> pl.DataFrame:
    """The named groups of a pattern as columns; null where a text does not match."""
    return text.str.extract_groups(pattern).struct.unnest()


def _unusual(rows: pl.DataFrame) -> pl.DataFrame:
    """The parts of texts (columns row, text) that do not match the usual pattern, one row per text."""
    text = (
        rows["text"]
        .str.replace_all(r" ?[;|]+ ?", ", ")
        .str.replace(NEAR, "${x}")
        .str.replace_all(r"\s*\([^)]*\)", "")
        .str.replace(_COUNTRY, "")
        .str.replace(_PROVINCE, "")
        .str.replace_all(_BOX, "${1} ")
    )
    text = one_language(text).str.replace(_OF_HUNDRED, "${1}00-${1}99 ").str.replace(_FIRST_HUNDRED, "")
    nowhere = names_no_place(rows["text"], text)
    postcoded = _split_postcode(text)
    body, town = _split_town(postcoded)
    body = body.str.replace(_FLAT_OF_BUILDING, "${2} ${1}").str.replace(_FLAT_BEFORE_NUMBER, "${1}, ${2}")
    unit = _groups(body, _UNIT)["unit"]
    street = _street_part(body.str.replace(_UNIT, ""))
    found = _numbered(street)
    return found.select(
        rows["row"],
        street=pl.when(~nowhere).then("street"),
        number=pl.when(~nowhere).then("number"),
        suffix=pl.concat_str("suffix", pl.lit(" ") + unit, ignore_nulls=True),
        postcode=postcoded["postcode"],
        town=pl.coalesce(pl.lit(town), "town"),
        number_first="number_first",
    )


def one_language(streets: pl.Series) -> pl.Series:
    """The Dutch name of streets named in French and Dutch, "Rue de la Loi - Wetstraat"; others unchanged."""
    if not streets.str.contains(r"[/|]|\s[-–]").any():  # the patterns take 5 ms to compile
        return streets
    return streets.str.replace(_FRENCH_DUTCH, "${1}${2}${3}").str.replace(_DUTCH_FRENCH, "${1}${2}${3}")


def _split_postcode(text: pl.Series) -> pl.DataFrame:
    """Each text split into before, postcode, after; all of it is before if there is no postcode."""
    spelled = text.str.replace(r", ([1-9]\d{3}) ([a-z]{2})\b", ", ${1}${2}")
    split = pl.DataFrame({"before": text}).with_columns(postcode=pl.lit(None, pl.String), after=pl.lit(None, pl.String))
    if not spelled.str.contains(r"\d").any():
        return split
    patterns = (_POSTCODE_FIRST, _PLZ, _ZIP_OR_PLZ, _BRITISH_POSTCODE, _DUTCH_POSTCODE, _FOUR_DIGITS, _FOUR_BEFORE_TOWN)
    for pattern in patterns:
        found = _groups(spelled, pattern)
        new = found["postcode"].is_not_null() & split["postcode"].is_null()
        if new.any():
            found = found.with_columns(after=found["after"] if "after" in found.columns else pl.lit(None, pl.String))
            split = split.select(
                pl.when(new).then(found[name]).otherwise(name).alias(name) for name in ("before", "postcode", "after")
            )
    return split


def _split_town(split: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """The text without its town and state, and the town: what follows the postcode, else a last part without digits."""
    last = r",\s*(\p{Lu}\p{L}[^\d,]*)$"
    state = r",\s*[A-Z]{2},?$|(,[^,]*\p{L}) [A-Z]{2},?$"
    town_first = r"^(?P<town>\p{Lu}[^\d,]*),\s*(?P<street>\p{L}[^,]*\d[^,]*)$"
    parts = (
        split.with_columns(
            pl.col("before").str.replace(state, "${1}").str.strip_chars(" ,"), pl.col("after").str.replace(_COUNTRY, "")
        )
        .with_columns(last=pl.col("before").str.extract(last), body=pl.col("before").str.replace(last, ""))
        .with_columns(pl.col("body").str.extract_groups(town_first).alias("turned"))
        .with_columns(
            body=pl.coalesce(pl.col("turned").struct["street"], "body"),
            town=pl.coalesce(
                pl.col("after").str.strip_chars(" ,").replace("", None), "last", pl.col("turned").struct["town"]
            ),
        )
    )
    return parts["body"], parts["town"]


def _street_part(body: pl.Series) -> pl.Series:
    """The part with street and number: the first with a digit; for a street corner the first street."""
    one = body.str.strip_chars(" ,").str.replace(r"^([^\d,]+),\s*(\d{1,5}[^,\s]*)(?:,.*)?$", "${1} ${2}")
    numbered = one.str.extract(r"(?:^|,)\s*([^,]*\d[^,]*)")
    part = pl.select(pl.coalesce(pl.lit(numbered), pl.lit(one.str.extract(r"^([^,]*)")))).to_series()
    return first_of_corner(part)


def _numbered(text: pl.Series) -> pl.DataFrame:
    """Street, number, suffix, town and number_first of texts with a street and possibly a number."""
    if not text.str.contains(r"\d").any():
        nothing = {name: pl.lit(None, pl.String) for name in ("number", "suffix", "town")}
        return pl.DataFrame({"street": text}).with_columns(**nothing, number_first=pl.lit(False))
    text = text.str.replace(_GLUED, "${street} ${number}")
    first = _groups(text, _NUMBER_FIRST)
    ends = text.str.contains(_ENDS_IN_NUMBER) & ~text.str.contains(_NUMBERED_ROAD)
    is_first = (
        ~first["street"].str.contains(_KIND_OF_STREET)
        & ~text.str.contains(_ORDINAL)
        & ~(ends & (first["number"].str.len_chars() <= 2))
    )
    readings = [
        (_groups(text, _YEAR_STREET), True),
        (first, is_first),
        (_groups(text, _NUMBER_LAST), ~text.str.contains(_COMPASS_STREET)),
        (_groups(text, _NUMBER_TOWN), True),
        (_groups(text, _NUMBER_ALONE), True),
    ]
    found = pl.DataFrame({"street": text}).with_columns(
        pl.lit(None, pl.String).alias(name) for name in ("number", "suffix", "town")
    )
    free = text.is_not_null()
    for reading, allowed in readings:
        fits = free & allowed & pl.Series(reading.select(pl.any_horizontal(pl.all().is_not_null())).to_series())
        free &= ~fits
        given = [reading[name] if name in reading.columns else pl.lit(None, pl.String) for name in found.columns]
        found = found.select(
            pl.when(fits).then(value).otherwise(name).alias(name)
            for name, value in zip(found.columns, given, strict=True)
        )
    return _moved(
        found.with_columns(number_first=pl.lit(is_first.fill_null(False)) & pl.lit(first["number"].is_not_null()))
    )


def _moved(found: pl.DataFrame) -> pl.DataFrame:
    """The same with misplaced parts moved: "Kerkstraat 12 2" is number 12, "430E 22 ST" is 430 "E 22 ST"."""
    two = pl.col("street").str.extract_groups(_TWO_NUMBERS).struct
    suffixed = ~pl.col("number_first") & pl.col("number").is_not_null() & two["number"].is_not_null()
    suffixed &= ~pl.col("street").str.contains(r" 1[89]\d\d$")
    compass = (
        pl.col("number_first") & pl.col("suffix").str.contains(r"(?i)^[nesw]$") & pl.col("street").str.contains(r"^\d")
    )
    return found.with_columns(
        street=pl.when(suffixed)
        .then(two["street"])
        .when(compass)
        .then(pl.format("{} {}", "suffix", "street"))
        .otherwise("street"),
        number=pl.when(suffixed).then(two["number"]).otherwise("number"),
        suffix=pl.when(suffixed)
        .then(pl.format("{} {}", "number", pl.col("suffix").fill_null("")))
        .when(~compass | compass.is_null())
        .then("suffix"),
    )
