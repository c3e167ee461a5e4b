"""What a header match counts less: where a header names a field, but other headers name it better."""

import re

from domain.intake.mapping.header_match import plain_headers
from domain.intake.reading.outline_columns import RUNNING

# Of several columns of neighbourhoods the smallest areas are taken, and those of people before those of a service.
COARSER = {
    "area": 0.05,
    "zone": 0.03,
    "zona": 0.03,
    "stadsdeel": 0.04,
    "stadsdeelnaam": 0.04,
    "wijk": 0.02,
    "wijknaam": 0.02,
    "wijkcode": 0.03,
    "buurtcode": 0.01,
    "distrito": 0.02,
    "district": 0.02,
    "districte": 0.02,
    "municipio": 0.02,
    "circoscrizione": 0.02,
    "arrondissement": 0.02,
    "bezirk": 0.02,
    "stadtbezirk": 0.02,
    "borough": 0.02,
    "gebied": 0.03,
    "gebiedsnaam": 0.03,
    "gebiet": 0.03,
    "rayon": 0.04,
    "regio": 0.05,
    "werkgebied": 0.05,
    "wijkteam": 0.05,
    "team gebied": 0.05,
    "council district": 0.03,
    "police district": 0.04,
    "precinct": 0.04,
    "beat": 0.04,
}
ROW_NUMBER = 0.1  # a number that a program gives each row of a table: another export has other ones
SECOND_LINE = 0.1  # the second line of an address may hold the town, a column of towns does
OF_THE_PLACE = 0.05  # a type of land or premises, beside a type of what was reported
OCCURRED = 0.05  # a day on which it happened, beside one on which it was reported
_OF_THE_PLACE = re.compile(r"\b(?:land|location|premises?|property|site|terrain|grond|terrein|locatie|lieu|ort)\b")
_FORM_SENT = re.compile(r"^(?:tijd van voltooien|completion time|fertigstellungszeit|heure de fin)$")
_SECOND_LINE = re.compile(r"^(?:address|adres|adress)\w* ?(?:line|regel|zeile)? ?[23]$")
_OCCURRED = re.compile(r"\b(?:incident|voorval|gebeurtenis|occur|happen|event|vorfall|ereignis|fait|evento|hecho)")
_REPORTED = re.compile(r"\b(?:meld|gemeld|report|regist|creat|aangemaakt|received|ontvang|open|kennis)")


def is_no_closing(column: str) -> bool:
    """Whether a header names the end of something else than the case: of an offence, in court, of filling in a form."""
    (header,) = plain_headers([column])
    return bool(_FORM_SENT.match(header)) or bool(re.search(rf"{_OCCURRED.pattern}|pleeg|delict|outcome", header))


def less_for(field: str, column: str, word: str) -> float:
    """What to take off the score of a header match. ``word``: the known word that the header matched."""
    (header,) = plain_headers([column])
    if field == "neighbourhood":
        return COARSER.get(word, 0.0)
    if field == "id":
        return ROW_NUMBER * (header in RUNNING)
    if field == "category":
        return OF_THE_PLACE * bool(_OF_THE_PLACE.search(header))
    if field == "town":
        return SECOND_LINE * bool(_SECOND_LINE.match(header))
    if field == "date":
        return OCCURRED * bool(_OCCURRED.search(header) and not _REPORTED.search(header))
    return 0.0
