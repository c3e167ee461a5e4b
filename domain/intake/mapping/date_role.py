"""What day a column of dates tells, as far as its header says: that of the report, that it ended, or some other.

A file of reports holds many days. Mistaking the day a case was closed for the day it was reported moves every report
by weeks and drops all open cases, so a header that speaks of an end, a due day or an update never tells the day of the
report while another column of dates is there.
"""

import re

from domain.intake.mapping.header_match import plain_headers, taken_apart

# Beginnings of words; whole words end with a $.
_END = (
    "clos afgehand afhandel afgesloten afsluit sluit gesloten opgelost oploss oplosdat afgerond afrond voltooi"
    " einde eind gereed klaar afgedaan afdoening resol complet finish fixed ended$ end$ enddate erledig abschluss"
    " abgeschlossen schliess geschlossen beendet ende$ enddatum behoben fertig clotur ferme fin$ chiusur chius"
    " conclu cierre cerrad finaliz solucion risol outcome afloop"
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
# Days of a building, its lease or its registration: a list of dwellings may well have these.
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
    """column -> "end" where its header speaks of an end, "dwelling" of a day of a building or its lease, "other" of
    another day than the report's, else "".

    ``words``: known header words in plain form, by which words that are written together are taken apart.
    """
    headers = taken_apart(plain_headers(columns), words)
    return {column: _role(header) for column, header in zip(columns, headers, strict=True)}
