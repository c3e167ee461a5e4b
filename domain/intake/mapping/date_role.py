"""Classify a date column by its header: report date, end date or another date.

A file of reports has many dates. Using the closing date as the report date would shift every report by weeks and drop
all open cases. So a header about an end, a due date or an update is never the report date if another date column
exists.
"""

import re

from domain.intake.mapping.header_match import plain_headers, taken_apart

# Prefixes of words; whole words end with a $.
_END = (
    "clos afgeh$ afgehand afgewerkt afhandel afgesloten afsluit sluit gesloten opgelost oploss oplosdat afgerond"
    " afrond voltooi opgeruimd verholpen schoongemaakt"
    " einde eind gereed klaar afgedaan afdoening resol complet finish fixed ended$ end$ enddate erledig abschluss"
    " abgeschlossen schliess geschlossen beendet ende$ enddatum behoben fertig clotur solde ferme fin$ chiusur chius"
    " conclu cierre cerrad finaliz solucion risol outcome afloop tancam tancat"
)
_OTHER = (
    "due$ dued deadline streef verwacht gepland geplande expected planned target scheduled updat gewijzigd wijzig"
    " mutatie laatste last$ lastm lastu status actie$ actiedat action changed modif edited geaendert geandert letzte"
    " aktualis derniere mise$ maj$ ultima ultimo aggiorn modific actualiz acknowledg assigned toegewezen response"
    " responded reactie antwoord inspect respons reply refresh export import extract load sync print publi geboorte"
    " birth geburt naissance nascita nacimiento valid geldig expir verval vervalt followup approv review confirmed"
    " bevestigd"
)


def _pattern(beginnings: str) -> re.Pattern[str]:
    whole = [rf"\b{word[:-1]}\b" if word.endswith("$") else rf"\b{word}" for word in beginnings.split()]
    return re.compile("|".join(whole))


_REPORTED = re.compile(r"\b(?:regis|meld|report|gemeld|ingang$|aanma|creat|onderhoudsverzoek|request|verzoek|aanvra)")
# Dates of a building, its lease or its registration, as found in lists of dwellings.
_DWELLING = (
    "bouw build built constr oplever exploit huur rent$ rental lease contract ingangsdatum huuringang mutatie verhuur"
    " geldig valid document regis peil inspect renov sloop demol koop aankoop sale$ sold price waarde woz"
    " label energ epc onderhoud ketel keuring asbest leeg vacan bezet occup cyclic baujahr miet vertrag bail loyer"
)
_ENDS, _OTHERS, _DWELLINGS = _pattern(_END), _pattern(_OTHER), _pattern(_DWELLING)


def _role(header: str) -> str:
    if _DWELLINGS.search(header) and not _REPORTED.search(header):
        return "dwelling"
    return "end" if _ENDS.search(header) else "other" if _OTHERS.search(header) else ""


def date_roles(columns: list[str], words: list[str]) -> dict[str, str]:
    """column -> "end" for an end date, "dwelling" for a date of a building or its lease, "other" for another date than
    the report's, else "".

    ``words``: known header words in plain form, used to split compound words.
    """
    headers = taken_apart(plain_headers(columns), words)
    return {column: _role(header) for column, header in zip(columns, headers, strict=True)}


def is_planned(columns: list[str]) -> dict[str, bool]:
    """column -> whether its header names another day than the one on which something ended, such as a deadline."""
    return {
        column: bool(_OTHERS.search(header)) for column, header in zip(columns, plain_headers(columns), strict=True)
    }
