"""Take from an address what people write beside its street: "portiek Kerkstraat 12", "achter Kerkstraat 12",
"Kerkstraat 12 1e etage", "Kerkstraat lantaarnpaal 12".

Else these would be streets of their own beside the street, and the number of a lamp post a house. A word is only taken
off where a name that ends as a street does stands behind it, or before it: "Achter de Kerk 3" is a street.
"""

import polars as pl

_DUTCH_STREET = (
    r"\p{L}[\p{L}'’.\- ]*?\p{L}(?:straat|str\.?|laan|ln\.|weg|plein|pad|hof|kade|dijk|singel|gracht|dreef|steeg|markt"
    r"|plantsoen|baan)"
)
_GERMAN_STREET = r"\p{L}[\p{L}'’.\- ]*?(?:stra(?:ß|ss)e|str\.?|weg|gasse|platz|allee)"
_ENGLISH_STREET = (
    r"\p{L}[\p{L}'’.\- ]*? (?:street|st|road|rd|lane|ln|avenue|ave|drive|dr|close|court|ct|crescent|way|terrace|place)"
)
_DUTCH_THING = (
    r"(?:portiek(?:en)?|galerij|trap(?:penhuis|portaal|opgang)|(?:centrale )?hal|(?:hoofd)?ingang|entree|lift|kelder"
    r"|(?:kelder|garage)?box(?:en)?|berging(?:en|sgang)?|achterpad|achterom|brandgang|speel(?:tuin|plaats|plek|veld)"
    r"|speeltoestel(?:len)?|(?:voetbal|trap|gras)?veld(?:je)?|parkeer(?:plaats|plek|terrein|vak(?:ken)?|garage)"
    r"|garages?|(?:ondergrondse )?(?:vuil|afval|papier|glas|gft|rest)?-?containers?|vuilnisbak|prullenbak"
    r"|(?:bus)?halte|bank(?:je)?|lantaarnpaal|flat(?:gebouw)?|(?:appartementen)?complex|gebouw|pand|woning|(?:woon)?blok"
    r"|(?:voor|achter)?tuin|balkon|stoep|trottoir|bosjes|groenstrook|plantsoen|winkelcentrum|school(?:plein)?|sloot"
    r"|brug|tunnel|fietspad|voetpad|fietsen(?:stalling|hok))"
)
_AT = (
    r"(?: \d{1,6})?(?: (?:van|bij|aan|in|op|onder|achter|naast|voor|hoek|tegenover|t\.?h\.?v\.?|ter hoogte van))?"
    r"(?: de| het)?"
)
_DUTCH_WHERE = r"(?:bij|naast|achter|voor|langs|tussen|omgeving(?: van)?|rond(?:om)?|t/o|t\.o\.?)"
_DUTCH_FIRST = rf"(?i)^(?:(?:{_DUTCH_THING}{_AT}|{_DUTCH_WHERE}),? )+(?P<x>{_DUTCH_STREET}\b.*)$"
_GERMAN_FIRST = (
    r"(?i)^(?:(?:treppenhaus|spielplatz|parkplatz|hinterhof|innenhof|eingang|(?:bus)?haltestelle|containerplatz"
    r"|tiefgarage|vor|hinter|neben|gegenüber|bei|höhe|nähe|in der nähe(?: von)?)(?: (?:an|von|bei|in)(?: der)?)? )+"
    rf"(?P<x>{_GERMAN_STREET}\b.*)$"
)
_ENGLISH_FIRST = (
    r"(?i)^(?:(?:stairwell|staircase|entrance|lobby|hallway|car park|parking lot|playground|rear|back|front|bus stop"
    r"|bins?|garages?|alley(?:way)?) (?:of|on|at|to|in|behind)|behind|in front of|next to|beside|adjacent to)"
    rf"(?: the)? (?P<x>(?:\d+\w* )?{_ENGLISH_STREET}\b.*)$"
)
_BEHIND_NUMBER = (
    r"(?i)^(?P<x>.*\p{L}\.? \d{1,5}(?: ?[a-z])?(?:-\d{1,4})?),? "
    rf"(?:{_DUTCH_THING}(?: ?(?:nr\.? ?)?\d{{1,3}}| [a-z])?|(?:achter|voor|zij)(?:zijde|kant|gevel)"
    r"|\d{1,2}(?:e|ste|de)? ?(?:etage|verdieping|woonlaag)|begane grond|(?:boven|beneden)woning|souterrain)$"
)
# The number is that of the thing.
_NUMBERED_THING = (
    rf"(?i)^(?P<x>{_DUTCH_STREET}),? (?:bij )?"
    rf"(?:{_DUTCH_THING}|lantaarn|licht(?:mast|punt)|(?:hectometer)?paal|mast|perceel|kavel|trafo|rotonde)"
    r"(?: ?(?:nr\.?|nummer|no\.?))? ?\d{1,6}[a-z]?$"
)
_BEHIND_STREET = (
    rf"(?i)^(?P<x>{_DUTCH_STREET}(?: \d{{1,5}} ?[a-z]?)?),? "
    r"(?:bij|naast|achter|voor|langs|tussen|rondom|nabij|tegenover|t/o|t\.o\.?|t\.?h\.?v\.?|ter hoogte van)"
    r"(?:(?: nrs?\.?| nummers?| huisnummers?)?(?P<n> \d.*)|(?: de| het| een)? \p{L}[\p{L}'’.\- ]+)$"
)
_BETWEEN = r"(?i)^(?P<x>.*\p{L}.*?),? (?:between|btwn\.?|betw\.?) .+$"
_AND_AROUND = r"(?i)^(?P<x>.*\p{L}.*?),? (?:e\.? ?o\.?|en (?:directe )?omgeving|en omstreken)$"
_ODD_OR_EVEN = r"(?i)[ ,]+(?:on)?even (?:zijde|kant|(?:huis)?nrs?\.?|(?:huis)?nummers)(?P<x> .*)?$"
_PATTERNS = (
    *(_AND_AROUND, _BETWEEN, _DUTCH_FIRST, _GERMAN_FIRST, _ENGLISH_FIRST, _NUMBERED_THING, _BEHIND_NUMBER),
    *(_BEHIND_STREET, _ODD_OR_EVEN),
)
_CORNER_OF = (
    r"(?i)^(?:(?:op )?(?:de )?(?:hoek|kruising|kruispunt|splitsing)(?: van)?(?: de)?|ecke|kreuzung"
    r"|(?:corner|junction|intersection)(?: of)?) (.+?)(?: ?[/&-] ?| en | met | und | mit | and )"
    r"(?:\p{L}{3}|\d+(?:st|nd|rd|th)\b).*$"
)
_CORNER = (
    r"(?i)^(.+?)(?:(?: ?& ?| hoek (?:van )?| ecke )(?:\p{L}|\d+\p{L}* \p{L})| ?/ ?(?:\p{L}{3}|\d+(?:st|nd|rd|th)\b)).*$"
)
_CORNERS = ("&", "/", "hoek", "ecke", "kruis", "splitsing", "kreuzung", "corner", "junction", "intersection")
# A text without one of these has nothing to take off: to compile the patterns takes 60 ms.
_WORDS = (
    "portiek portieken galerij trappenhuis trapportaal trapopgang hal ingang hoofdingang entree lift kelder box boxen"
    " berging bergingen bergingsgang achterpad achterom brandgang speeltuin speelplaats speelplek speelveld toestel"
    " toestellen veld veldje parkeerplaats parkeerplek parkeerterrein parkeervak vakken garage garages container"
    " containers vuilnisbak prullenbak halte bushalte bank bankje lantaarnpaal flat flatgebouw complex gebouw pand"
    " woning blok woonblok tuin voortuin achtertuin balkon stoep trottoir bosjes groenstrook plantsoen winkelcentrum"
    " school schoolplein sloot brug tunnel fietspad voetpad fietsenstalling fietsenhok bij naast achter voor langs"
    " tussen omgeving rond rondom t/o t.o. t.h.v thv nabij tegenover hoogte achterzijde voorzijde zijkant achterkant"
    " voorkant lantaarn lichtmast lichtpunt paal mast perceel kavel trafo rotonde etage verdieping woonlaag grond"
    " bovenwoning benedenwoning souterrain omstreken treppenhaus spielplatz parkplatz hinterhof innenhof eingang"
    " haltestelle bushaltestelle containerplatz tiefgarage hinter neben gegenüber nähe behind beside adjacent between"
).split()
_SIGNS = [
    *(f"{word} " for word in _WORDS),
    *(f" {word}" for word in _WORDS),
    *(
        " of ",
        " on ",
        " at ",
        " to ",
        "vor ",
        "bei ",
        "höhe ",
        "in front",
        " even ",
        " oneven ",
        " eo",
        " e.o",
        " e. o",
    ),
    *(" btwn", " betw"),
]


def without_surroundings(texts: pl.Series) -> pl.Series:
    """Texts with an address or a street without the words for what is beside, in or near it; others unchanged.

    Of "Kerkstraat lantaarnpaal 12" the number goes too. Pass distinct texts.
    """
    written = texts.str.contains_any(_SIGNS, ascii_case_insensitive=True).fill_null(False)
    if not written.any():
        return texts
    bare = texts.filter(written)
    for pattern in _PATTERNS:
        bare = bare.str.replace(pattern, "${x}${n}")
    return texts.scatter(written.arg_true(), bare)


def first_of_corner(texts: pl.Series) -> pl.Series:
    """The first street of a corner ("hoek Kerkstraat en Dorpsweg", "Kerkstraat/Dorpsweg"); others unchanged."""
    if not texts.str.contains_any(_CORNERS, ascii_case_insensitive=True).any():
        return texts
    return texts.str.replace(_CORNER_OF, "${1}").str.replace(_CORNER, "${1}")
