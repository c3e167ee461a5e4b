"""Rewrite text of an unusual dialect to a usual one, so that one reader serves all.

a backslash before a quotation mark in a cell     "say \\"yes\\" now"     ->  "say ""yes"" now"
a delimiter of several characters                 a||b, a::b, a~|~b      ->  a character that occurs in no cell
whole lines in quotation marks                    "1,""Kade 5, Leiden"", x"  ->  1,"Kade 5, Leiden", x
"""

import re

from domain.intake.reading.sniffer import SAMPLE_ROWS, SINGLE, SNIFFED_BYTES, best_delimiter

STAND_IN = "\x1e"  # stands for a delimiter of several characters
SEVERAL = (b"~|~", b"|~|", b"||", b"::", b"@@", b"##", b"^^", b"$$", b";;")  # none is part of another after it
ALIKE = 0.9  # part of the lines that must have as many of these as the first
_QUOTED = re.compile(rb'"(?:[^"]|"")*"')
_ESCAPED = re.compile(rb'[^\s,;|"\\]\\"[^\r\n\t,;|"]|\\""')
_DOUBLED = re.compile(rb'[^\s,;|"]""[^\s,;|"]')
_WRAPPED_LINE = re.compile(rb'^"((?:[^"\r\n]|"")*)"(?=\r?$)', re.MULTILINE)


def with_doubled_marks(text: bytes) -> bytes:
    """The text with doubled quotation marks, where its cells escape them with a backslash and never by doubling."""
    until = SNIFFED_BYTES
    if b'\\"' not in text[:until] or not _ESCAPED.search(text, 0, until) or _DOUBLED.search(text, 0, until):
        return text
    return text.replace(b'\\"', b'""')


def with_short_delimiter(text: bytes) -> tuple[bytes, str | None]:
    """The text with ``STAND_IN`` for its delimiter of several characters, and that delimiter or None."""
    several = long_delimiter(text[:SNIFFED_BYTES])
    if several is None or STAND_IN.encode() in text:
        return text, None
    return text.replace(several, STAND_IN.encode()), several.decode()


def long_delimiter(sample: bytes) -> bytes | None:
    """The delimiter of several characters that nearly every line has as often as the first, or None."""
    lines = [_QUOTED.sub(b"x", line) for line in sample.splitlines()[:SAMPLE_ROWS] if line.strip()]
    for several in SEVERAL:
        count = lines[0].count(several) if lines else 0
        # "a||b" may be three cells of which one is empty: then a single mark stands somewhere as well.
        alone = several[:1] * 2 == several and any(line.replace(several, b"").count(several[:1]) for line in lines)
        if count and not alone and sum(line.count(several) == count for line in lines) >= ALIKE * len(lines):
            return several
    return None


def is_wrapped(sample: bytes) -> bool:
    """Whether most lines are in quotation marks as a whole, with the marks in them doubled, and hold a table.

    Excel saves a text file in this way that it opened as one column.
    """
    lines = [line for line in sample.splitlines()[:SAMPLE_ROWS] if line.strip()][:-1]
    if sum(bool(_WRAPPED_LINE.fullmatch(line)) for line in lines) <= len(lines) / 2:
        return False
    return best_delimiter(unwrapped(b"\n".join(lines)), b"\n") != SINGLE


def unwrapped(text: bytes) -> bytes:
    """The text without the quotation marks around whole lines."""
    return _WRAPPED_LINE.sub(lambda line: line[1].replace(b'""', b'"'), text)
