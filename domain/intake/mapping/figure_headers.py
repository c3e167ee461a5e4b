"""What the headers of a table with a column per figure say: the measure, the period, and the number of answers.

Schoon 2024             the measure Schoon in 2024
2025_Q2 Veilig          the measure Veilig in the second quarter of 2025
2024                    2024; another column says what is measured
AantalInwoners_5        the measure Aantal inwoners, as Statistics Netherlands (CBS) numbers its columns
konv                    a dimension of the Leefbaarometer, as its files name it
n Schoon 2024           the number of answers of Schoon in 2024
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.intake.mapping.header_match import plain_headers
from domain.intake.mapping.lexicon import Lexicon

_QUARTER = r"(?:[QKH][1-4]|[1-4]e? ?(?:kwartaal|quarter|halfjaar|helft)|(?:kwartaal|quarter|halfjaar) ?[1-4])"
_YEAR = r"(?:19|20)\d{2}"
_SEPARATED = r"[\s_.,:()\[\]-]*"
_PERIOD = re.compile(
    rf"(?i)(?<![\dA-Za-z])(?:(?P<before>{_QUARTER}){_SEPARATED})?(?P<year>{_YEAR})"
    rf"(?:\s*[-/]\s*(?P<until>{_YEAR}|\d{{2}}(?!\d)))?(?:{_SEPARATED}(?P<after>{_QUARTER}))?(?![\dA-Za-z])"
)
_EDGES = " _-–:;,./|"
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]")
_NUMBERED = re.compile(r"^(?=.*[A-Za-z])[A-Za-z0-9]+_\d{1,3}$")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DIMENSIONS = {  # of the Leefbaarometer 3.0 (leefbaarometer.nl): k is a class of 1 to 9, else a deviation
    "score": "totaal",
    "afw": "totaal",
    "fys": "fysieke omgeving",
    "onv": "overlast en onveiligheid",
    "soc": "sociale samenhang",
    "vrz": "voorzieningen",
    "won": "woningvoorraad",
}
_BAROMETER = "Leefbaarometer"
_BAROMETER_MIN = 3  # headers of its dimensions, from which a file is known as one of the Leefbaarometer


@dataclass(frozen=True)
class FigureHeader:
    """The header of a column of figures.

    ``measure``: what is measured, empty where the header names a period only. ``period``: in the words that
    domain/intake/parsing/periods.py reads, empty where it names none. ``answers``: the column with the number of
    answers, null without one.
    """

    column: str
    measure: str
    period: str
    answers: str | None = None


def figure_headers(figures: Sequence[str], columns: Sequence[str], lexicon: Lexicon) -> list[FigureHeader]:
    """What each of ``figures`` says. ``columns``: all columns of the file, among which those of answers are found."""
    meant = set(lexicon.headers("indicators").filter(field="value")["word"]) - lexicon.values("measure").keys()
    read = [_read(column, figures, columns) for column in figures]
    read = [  # "Score 2024" says no more than "2024"
        replace(each, measure="") if each.period and plain_headers([each.measure])[0] in meant else each
        for each in read
    ]
    counts = [column for column in columns if column not in figures and answers_of(column, lexicon) is not None]
    if not counts:
        return read
    bare = [column for column in counts if not answers_of(column, lexicon)]
    if len(bare) == len(read) > 1 and not any(_parts(column)[1] for column in bare):  # one beside each figure
        return [replace(each, answers=count) for each, count in zip(read, bare, strict=True)]
    return [replace(each, answers=_counted(each, counts, lexicon)) for each in read]


def answers_of(column: str, lexicon: Lexicon) -> str | None:
    """The plain name of the measure whose answers a column counts; empty for all measures, null for other columns."""
    words = set(lexicon.headers("indicators").filter(field="answers")["word"])
    (header,) = plain_headers([_parts(column)[0]])
    bare = re.sub(r"^(.+?) \d{1,2}$", r"\1", header)
    if header in words or bare in words:
        return ""
    for word in sorted(words, key=len, reverse=True):
        if header.startswith(f"{word} "):
            return header.removeprefix(f"{word} ")
        if header.endswith(f" {word}"):
            return header.removesuffix(f" {word}")
    return None


def period_named(text: str) -> str:
    """The period that a header or the name of a file says, empty where it says none or several.

    >>> period_named("kwb-2023.xlsx"), period_named("Schoon 2023/24"), period_named("2025 Q1"), period_named("Schoon")
    ('2023', '2023 - 2024', 'Q1 2025', '')
    """
    return _parts(text)[1]


def _parts(header: str) -> tuple[str, str]:
    """The header without its period, and the period."""
    found = list(_PERIOD.finditer(header.replace("_", " ")))
    if len(found) != 1:
        return header, ""
    match = found[0]
    year, until, part = match["year"], match["until"], match["before"] or match["after"]
    period = f"{part} {year}" if part else year
    if until:
        is_next = int(until) % 100 == (int(year) + 1) % 100 or len(until) == 4
        period = f"{year} - {year[: 4 - len(until)] + until}" if is_next else f"{year}-{until}"  # else it is a month
    return _EMPTY.sub("", f"{header[: match.start()]} {header[match.end() :]}").strip(_EDGES), period


def _read(column: str, figures: Sequence[str], columns: Sequence[str]) -> FigureHeader:
    measure, period = _parts(column)
    code = measure.casefold()
    if len(_dimensions(columns)) >= _BAROMETER_MIN and code in _dimensions(columns):
        kind = "klasse" if code.startswith("k") else "afwijking"
        return FigureHeader(column, f"{_BAROMETER}, {_DIMENSIONS[code.removeprefix('k')]} ({kind})", period)
    if 2 * sum(_NUMBERED.match(other) is not None for other in figures) > len(figures):
        measure = _CAMEL.sub(" ", re.sub(r"_\d{1,3}$", "", measure))
        measure = measure[:1] + measure[1:].lower()
    return FigureHeader(column, " ".join(measure.replace("_", " ").split()).strip(_EDGES), period)


def _dimensions(columns: Sequence[str]) -> set[str]:
    """The headers, in lower case, that are those of the Leefbaarometer's dimensions."""
    codes = {_parts(column)[0].casefold() for column in columns}
    return {code for code in codes if code in _DIMENSIONS or code.removeprefix("k") in _DIMENSIONS} - {"score"}


def _counted(figure: FigureHeader, counts: Sequence[str], lexicon: Lexicon) -> str | None:
    """The column of the answers of a figure: of its measure and period, else of its measure, its period, or of all."""
    (named,) = plain_headers([figure.measure])
    ranked: dict[tuple[bool, bool], str] = {}
    for column in counts:
        of, period = answers_of(column, lexicon), _parts(column)[1]
        if of in ("", named) and period in ("", figure.period):
            ranked.setdefault((bool(of), bool(period)), column)
    return ranked[max(ranked)] if ranked else None
