"""Take from an address what people write beside its street: "portiek Kerkstraat 12", "achter Kerkstraat 12",
"Kerkstraat 12 1e etage", "Kerkstraat lantaarnpaal 12".

Else these would be streets of their own beside the street, and the number of a lamp post a house. A word is only taken
off where a name that ends as a street does stands behind it, or before it: "Achter de Kerk 3" is a street.
"""

import polars as pl

_STREET_ENDING = (
    r"(?:straat|str\.?|laan|ln\.|weg|plein|pad|hof|kade|dijk|singel|gracht|dreef|steeg|markt|plantsoen|baan)"
)
_DUTCH_STREET = rf"\p{{L}}[\p{{L}}'’.\- ]*?\p{{L}}{_STREET_ENDING}"
_ONE_WORD_STREET = rf"\p{{L}}[\p{{L}}'’.-]*?{_STREET_ENDING}"
_GERMAN_STREET = r"\p{L}[\p{L}'’.\- ]*?(?:stra(?:ß|ss)e|str\.?|weg|gasse|platz|allee)"
_ENGLISH_STREET = (
    r"\p{L}[\p{L}'’.\- ]*? (?:street|st|road|rd|lane|ln|avenue|ave|drive|dr|close|court|ct|crescent|way|terrace|place)"
)
# Words that stand in front of a street, or behind it; a text without one of them is not looked at any further.
_THINGS = (
    "portiek portieken galerij trappenhuis trapportaal trapopgang hal ingang hoofdingang entree lift kelder"
    " kelderbox box boxen garagebox berging bergingen bergingsgang achterpad achterom brandgang speeltuin"
    " speelplaats speelplek speelveld speeltoestel speeltoestellen voetbalveld voetbalveldje trapveld trapveldje"
    " grasveld veld veldje parkeerplaats parkeerplek parkeerterrein parkeervak parkeervakken parkeergarage garage"
    " garages container containers vuilcontainer afvalcontainer papiercontainer glascontainer restcontainer"
    " vuilnisbak prullenbak halte bushalte bank bankje lantaarnpaal flat flatgebouw complex appartementencomplex"
    " gebouw pand woning blok woonblok tuin voortuin achtertuin balkon stoep trottoir bosjes groenstrook plantsoen"
    " winkelcentrum school schoolplein sloot brug tunnel fietspad voetpad fietsenstalling fietsenhok"
).split()
_NUMBERED = "lantaarn lichtmast lichtpunt hectometerpaal paal mast perceel kavel trafo rotonde".split()
_SIDES = "achterzijde voorzijde achterkant voorkant zijkant zijgevel achtergevel voorgevel".split()
_FLOORS = "etage verdieping woonlaag".split()
_PARTS = ["begane grond", "bovenwoning", "benedenwoning", "souterrain"]
_WHERE = "bij naast achter voor langs tussen rond rondom omgeving t/o t.o. t.o".split()
_NEAR = "nabij tegenover t.h.v. t.h.v thv".split()
_GERMAN = (
    "treppenhaus spielplatz parkplatz hinterhof innenhof eingang haltestelle bushaltestelle containerplatz tiefgarage"
    " vor hinter neben gegenüber bei höhe nähe"
).split()


def _one_of(*words: list[str]) -> str:
    """The pattern of one of these words, the longest first."""
    every = sorted((word for some in words for word in some), key=len, reverse=True)
    return f"(?:{'|'.join(word.replace('.', '[.]') for word in every)})"


_THING = rf"(?:(?:centrale|ondergrondse) )?{_one_of(_THINGS)}"
_AT = rf"(?: \d{{1,6}})?(?: (?:van|aan|in|op|onder|hoek|ter hoogte van|{_one_of(_WHERE, _NEAR)}))?(?: de| het)?"
_DUTCH_FIRST = rf"(?i)^(?:(?:{_THING}{_AT}|{_one_of(_WHERE)}(?: van)?),? )+(?P<x>{_DUTCH_STREET}\b.*)$"
_GERMAN_FIRST = (
    rf"(?i)^(?:(?:in der )?{_one_of(_GERMAN)}(?: (?:an|von|bei|in)(?: der)?)? )+(?P<x>{_GERMAN_STREET}\b.*)$"
)
_ENGLISH_FIRST = (
    r"(?i)^(?:(?:stairwell|staircase|entrance|lobby|hallway|car park|parking lot|playground|rear|back|front|bus stop"
    r"|bins?|garages?|alley(?:way)?) (?:of|on|at|to|in|behind)|behind|in front of|next to|beside|adjacent to)"
    rf"(?: the)? (?P<x>(?:\d+\w* )?{_ENGLISH_STREET}\b.*)$"
)
_BEHIND_NUMBER = (
    rf"(?i)^(?P<x>.*\p{{L}}\.? \d{{1,5}}(?: ?[a-z])?(?:-\d{{1,4}})?),? "
    rf"(?:{_THING}(?: ?(?:nr\.? ?)?\d{{1,3}}| [a-z])?|{_one_of(_SIDES, _PARTS)}"
    rf"|\d{{1,2}}(?:e|ste|de)? ?{_one_of(_FLOORS)})$"
)
# The number is that of the thing.
_NUMBERED_THING = (
    rf"(?i)^(?P<x>{_DUTCH_STREET}),? (?:bij )?(?:{_THING}|{_one_of(_NUMBERED)})"
    r"(?: ?(?:nr\.?|nummer|no\.?))? ?\d{1,6}[a-z]?$"
)
_BEHIND_STREET = (
    rf"(?i)^(?P<x>{_DUTCH_STREET}(?: \d{{1,5}} ?[a-z]?)?),? (?:ter hoogte van|{_one_of(_WHERE, _NEAR)})"
    r"(?:(?: nrs?\.?| nummers?| huisnummers?)?(?P<n> \d.*)|(?: de| het| een)? \p{L}[\p{L}'’.\- ]+)$"
)
_BETWEEN = r"(?i)^(?P<x>.*\p{L}.*?),? (?:between|btwn\.?|betw\.?) .+$"
_AND_AROUND = r"(?i)^(?P<x>.*\p{L}.*?),? (?:e\.? ?o\.?|en (?:directe )?omgeving|en omstreken)$"
_ODD_OR_EVEN = r"(?i)[ ,]+(?:on)?even (?:zijde|kant|(?:huis)?nrs?\.?|(?:huis)?nummers)(?P<x> .*)?$"
_PATTERNS = (
    *(_AND_AROUND, _BETWEEN, _DUTCH_FIRST, _GERMAN_FIRST, _ENGLISH_FIRST, _NUMBERED_THING, _BEHIND_NUMBER),
    *(_BEHIND_STREET, _ODD_OR_EVEN),
)
# A person before the street is left off: "dhr. Jansen, Kerkstraat 12", "J. Smit - Lindehof 4".
_TITLE = r"(?i)^(?:bij )?(?:dhr|de heer|mw|mevr|mevrouw|fam|familie)\b\.? "
_AFTER_PERSON = r"^[^,\d]*?(?:, ?| [-–] |: )(?P<x>\p{L}.*)$"
_AFTER_NAME = rf"(?i)^[^,\d]*[ ,](?P<x>{_ONE_WORD_STREET}\b.*)$"
_INITIALS = r"^(?:\p{Lu}\.){1,4} ?(?:\p{Ll}[\p{Ll}'’]* )*\p{Lu}[\p{L}-]+(?:, ?| [-–] |: )(?P<x>\p{L}[^,]*\d.*)$"
_NAMED_STREET = rf"(?i)^(?:\p{{L}}\.)+ ?[^,]*?{_STREET_ENDING}(?:, ?| [-–] |: )"
_CORNER_OF = (
    r"(?i)^(?:(?:op )?(?:de )?(?:hoek|kruising|kruispunt|splitsing)(?: van)?(?: de)?|ecke|kreuzung"
    r"|(?:corner|junction|intersection)(?: of)?) (.+?)(?: ?[/&-] ?| en | met | und | mit | and )"
    r"(?:\p{L}{3}|\d+(?:st|nd|rd|th)\b).*$"
)
_CORNER = (
    r"(?i)^(.+?)(?:(?: ?& ?| hoek (?:van )?| ecke )(?:\p{L}|\d+\p{L}* \p{L})| ?/ ?(?:\p{L}{3}|\d+(?:st|nd|rd|th)\b)).*$"
)
# Two addresses: the first counts. "12 en 14" are two numbers of one street.
_TWO_ADDRESSES = (
    r"^(\p{L}[^\d]*\p{L}\.? \d{1,5} ?[A-Za-z]?),? (?:en|and|und|et|alsook|alsmede) (?:de |het |the )?\p{Lu}\p{L}{2}.*$"
)
_CORNERS = (
    " en ",
    " and ",
    " und ",
    " et ",
    "alsook",
    "alsmede",
    "&",
    "/",
    "hoek",
    "ecke",
    "kruis",
    "splitsing",
    "kreuzung",
    "corner",
    "junction",
    "intersection",
)
_WORDS = [*_THINGS, *_NUMBERED, *_SIDES, *_FLOORS, *_PARTS, *_WHERE, *_NEAR, *_GERMAN, "hoogte"]
_OTHERS = (
    " of | on | at | to |in front|next to|behind |beside | between| btwn| betw| even | oneven | eo| e.o| e. o|omstreken"
)
# The patterns take 60 ms to compile, so texts without one of these are left out first.
_SIGNS = [*(f"{word} " for word in _WORDS), *(f" {word}" for word in _WORDS), *_OTHERS.split("|")]


def without_surroundings(texts: pl.Series) -> pl.Series:
    """Texts with an address or a street without the words for what is beside, in or near it; others unchanged.

    Of "Kerkstraat lantaarnpaal 12" the number goes too. A person before the street is left off, since a name is not to
    be stored. Pass distinct texts.
    """
    texts = _without_persons(texts)
    written = texts.str.contains_any(_SIGNS, ascii_case_insensitive=True).fill_null(False)
    if not written.any():
        return texts
    bare = texts.filter(written)
    for pattern in _PATTERNS:
        bare = bare.str.replace(pattern, "${x}${n}")
    return texts.scatter(written.arg_true(), bare)


def _without_persons(texts: pl.Series) -> pl.Series:
    """Texts without a person before the street; "onbekend" where nothing else is left."""
    if not texts.str.contains(rf"{_TITLE}|^\p{{Lu}}\.").any():  # the patterns take time to compile
        return texts
    text = pl.col("text")
    bare = text.str.replace(_TITLE, "")
    titled = text.str.contains(_TITLE) & ~bare.str.contains(rf"(?i)^{_ONE_WORD_STREET}\b")  # "Mevrouw Courtmanslaan"
    initials = text.str.contains(_INITIALS) & ~text.str.contains(_NAMED_STREET)
    after = pl.coalesce(bare.str.extract(_AFTER_PERSON, 1), bare.str.extract(_AFTER_NAME, 1), pl.lit("onbekend"))
    street = pl.when(titled).then(after).when(initials).then(text.str.extract(_INITIALS, 1))
    return texts.alias("text").to_frame().select(pl.coalesce(street, text).alias(texts.name)).to_series()


def first_of_corner(texts: pl.Series) -> pl.Series:
    """The first street of a corner ("hoek Kerkstraat en Dorpsweg", "Kerkstraat/Dorpsweg"), and the first of two
    addresses ("Kerkstraat 12 en Dorpsweg 3"); others unchanged."""
    if not texts.str.contains_any(_CORNERS, ascii_case_insensitive=True).any():
        return texts
    return texts.str.replace(_CORNER_OF, "${1}").str.replace(_TWO_ADDRESSES, "${1}").str.replace(_CORNER, "${1}")
