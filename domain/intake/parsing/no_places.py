"""Recognise texts in an address column that name no place: "Geen adres", "Zie opmerking", "On or near Supermarket".

A placeholder read as a street would become a hot spot of all reports without a place. Texts are compared in lower case,
without surrounding brackets.
"""

import polars as pl

# A text about a place, near a thing: "on or near Main Street". Without a name after it, it is not a place.
NEAR = r"(?i)^(?:on or near|near|opposite|outside|nabij|tegenover|t\.?h\.?v\.?|ter hoogte van) (?P<x>.+)$"
_ONLY_NEAR = (
    r"on or near|near|opposite|outside|nabij|tegenover|t\.?h\.?v\.?|ter hoogte van|(?:op de )?hoek(?: van)?|bij"
)
_WHERE = r"(?:adres(?:sen)?|locaties?|straat(?:naam)?|straten|plaats(?:en)?|plek(?:ken)?|woonplaats|huisnummer)"
_WHERE_EN = r"(?:address(?:es)?|locations?|streets?(?: names?)?|places?|abode|sites?)"
_WHERE_DE = r"(?:adressen?|strassen?|straßen?|orte?|standorte?|angaben?)"
_WORDS = (
    # Dutch
    rf"(?:geen|zonder)(?: vaste?| exacte?)?(?: {_WHERE})?(?: (?:bekend|opgegeven|ingevuld|beschikbaar|gevonden))?",
    rf"(?:{_WHERE} )?(?:is )?(?:onbekende?|niet (?:bekend|ingevuld|opgegeven|gevonden|te bepalen|van toepassing))",
    rf"onbekende? {_WHERE}",
    rf"(?:divers|diverse|verschillende|meerdere|overige?|alle|wisselende|willekeurige?)(?: {_WHERE})?",
    r"zie (?:de )?(?:opmerking(?:en)?|omschrijving|toelichting|notities?|memo|bijlagen?|tekst|melding|kaart|foto|boven"
    r"|onder|beschrijving|vrije tekst|details)",
    r"(?:de )?(?:hele|gehele|heel) (?:de )?(?:wijk|buurt|dorp|gemeente|stad|complex|gebied|straat|omgeving|plaats)",
    r"(?:wijk|buurt|gemeente|stads|stad)(?:breed|niveau)",
    r"overal|algemeen|anders|nader te bepalen|n\.?v\.?t\.?|n\.?n\.?b\.?|n\.?t\.?b\.?|onb\.?|nvt|niet van toepassing",
    r"openbare ruimte|openbaar gebied|buitengebied|buiten (?:de )?(?:gemeente|stad|gebied)",
    r"postbus\b.*",
    # English
    rf"(?:no|without)(?: fixed| known)? {_WHERE_EN}(?: (?:given|known|provided|available|found|stated))?",
    rf"(?:{_WHERE_EN} )?(?:unknown|not (?:known|given|stated|provided|available|recorded|applicable|found|specified)"
    r"|withheld|redacted|unspecified|anonymi[sz]ed|n/?a)",
    rf"unknown {_WHERE_EN}|unknown",
    rf"(?:various|multiple|several|different|many|all)(?: {_WHERE_EN})?",
    r"see (?:the )?(?:notes?|remarks?|comments?|description|details|text|map|above|below)",
    r"(?:the )?(?:whole|entire) (?:area|estate|ward|town|city|district|neighbou?rhood|street)",
    r"(?:city|area)-? ?wide",
    r"none|null|n/a|tbc|tbd|not applicable|p\.? ?o\.? ?box\b.*",
    # German
    rf"(?:keine|ohne)(?: {_WHERE_DE})?|unbekannt|{_WHERE_DE} unbekannt|unbekannte {_WHERE_DE}",
    rf"(?:diverse|verschiedene|mehrere)(?: {_WHERE_DE})?|siehe (?:bemerkung(?:en)?|text|anmerkung|beschreibung)",
    r"postfach\b.*",
    # French
    r"(?:adresse |lieu )?(?:inconnue?|non (?:precise|précisée?|renseignée?|communiquée?))|sans adresse|aucune adresse",
    r"divers(?: lieux)?|plusieurs (?:adresses|lieux)|voir (?:remarques?|commentaires?|description)",
    # signs, and the usual test word
    r"[?x.*_#0–—-]{1,}|test(?:straat)?",
)
# Places of data.police.uk that are not a street (data.police.uk/about, on anonymised locations).
NO_STREET = (
    "airport/airfield",
    "bus/coach station",
    "conference/exhibition centre",
    "ferry terminal",
    "further/higher educational building",
    "hospital",
    "motorway service area",
    "nightclub",
    "park/open space",
    "parking area",
    "pedestrian subway",
    "petrol station",
    "police station",
    "prison",
    "race track",
    "shopping area",
    "sports/recreation area",
    "supermarket",
    "theatre/concert hall",
)
_NO_PLACE = rf"^(?:{'|'.join((*_WORDS, _ONLY_NEAR))})\W*$"


def names_no_place(*texts: pl.Series) -> pl.Series:
    """Whether an address text names no place; also if it continues ("Geen adres, Assen"). Boolean, never null.

    ``texts``: columns of one length; a row names no place if one of its texts does.
    """
    bare = pl.concat([text.alias("text") for text in texts]).str.to_lowercase()
    bare = bare.str.strip_chars(" \t()[]<>{}'\"«»,;:")
    first = bare.str.extract(r"^([^,;(]*)").str.strip_chars(" ")
    both = pl.concat([bare, first]).str.contains(_NO_PLACE)  # at once: to compile the pattern takes 3 ms each time
    found = (
        both.head(len(bare))
        | bare.is_in(NO_STREET)
        | (both.tail(len(bare)) & ~bare.str.contains(r"\d"))
        | bare.str.contains(r"^(?:postbus|p\.? ?o\.? ?box|postfach|no location)\b")
    ).fill_null(False)
    height = len(texts[0])
    rows = (found.slice(number * height, height) for number in range(len(texts)))
    return pl.select(pl.any_horizontal(*rows)).to_series()
