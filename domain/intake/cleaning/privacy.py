"""What in an export is about a person: found by header and contents, masked in free text, hashed where it is mapped.

Nothing that is about a person is stored as it stands. A report may keep who reported it as a keyed hash, so that one
caller with sixty reports can be told from sixty callers with one; without the key of the store it cannot be traced.
"""

import hmac
from collections.abc import Callable

import polars as pl
from stdnum import iban
from stdnum.nl import bsn

from domain.intake.mapping.lexicon import Lexicon, normalise_words
from domain.intake.parsing.per_distinct import per_value

WHATS = ("name", "phone", "email", "bsn", "iban", "birth", "address")
"""What a column can tell of a person."""

SAMPLE = 2_000  # cells that are looked at in a column
MOST = 0.8  # of the cells that must look like it before a column is taken to be it
# One number in eleven passes the BSN's check by chance, so a column of other numbers cannot come near to this.
NEARLY_ALL = 0.95
MANY = 30

_EMAIL = r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"
_PHONE = "|".join(
    (
        r"(?:\+|\b00)[1-9]\d{0,2}[ .-]?(?:\(0\)[ .-]?)?\d(?:[ .-]?\d){6,10}\b",  # +31 6 12345678, 0031-592-123456
        r"\b06[ ./-]{0,3}\d(?: ?\d){7}\b|\b06(?:-\d\d){4}\b",  # ten digits, but no date: 06-12-2026 12:30
        r"\b0[1-57-9]\d[ ./-]{0,3}\d(?: ?\d){6}\b",  # 020-1234567
        r"\b0[1-57-9]\d\d[ ./-]{0,3}\d(?: ?\d){5}\b",  # 0592 123456
        r"(?:\(0[1-9]\d{1,4}\) ?|\b0[1-9]\d{1,4}(?: ?[/-] ?| ))\d(?: ?\d){5,7}\b",  # (0592) 12 34 56, 030/12345678
        r"(?:\(\d{3}\) ?|\b\d{3}[.-])\d{3}[.-]\d{4}\b",  # (410) 555-1234
    )
)
_IBAN = r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"
_BSN = r"\b(?:\d{4}[. ]?\d{2}[. ]?\d{3}|\d{3}[ .-]?\d{3}[ .-]?\d{3}|\d{8})\b"
_YYYYMMDD = r"^(?:19|20)\d{2}[01]\d[0-3]\d$"

_CHECKED = ((_IBAN, "[IBAN]", iban.is_valid), (_BSN, "[BSN]", bsn.is_valid))


def personal_columns(cells: pl.DataFrame, lexicon: Lexicon) -> dict[str, str]:
    """column -> what it tells of a person (``WHATS``), for the columns that look as if they do.

    By header words, else by what ``SAMPLE`` of its cells hold: e-mail addresses, Dutch or international phone numbers,
    IBANs and BSNs that pass their check. A column of nine-digit numbers is BSNs only where nearly all of ``MANY`` pass.
    """
    by_header = _headers_of_persons(cells.columns, lexicon)
    found = {}
    for column in cells.columns:
        what = by_header.get(column) or _by_contents(cells[column])
        if what:
            found[column] = what
    return found


def mask(texts: pl.Series) -> pl.Series:
    """Free text with e-mail addresses, phone numbers, IBANs and BSNs replaced by "[e-mail]", "[telefoon]" and so on.

    Phone numbers go by their form; IBANs and BSNs only where they pass their check. It is a net, not a promise: names
    stay, which is why free text is not stored unless it is asked for.
    """
    masked = texts.str.replace_all(_EMAIL, "[e-mail]")
    masked = _mask_checked(masked, *_CHECKED[0]).str.replace_all(_PHONE, "[telefoon]")
    return _mask_checked(masked, *_CHECKED[1]).alias(texts.name)


def reporter_hash(values: pl.Series, key: bytes) -> pl.Series:
    """Who reported, as a keyed hash (HMAC-SHA-256, first 128 bits, in hex); equal but for case and spaces is equal.

    Null and blank give null. ``key`` belongs to one store: hashes of two stores cannot be compared.
    """

    def hashes(distinct: pl.Series) -> pl.DataFrame:
        spelled = distinct.str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()
        digests = [hmac.digest(key, value.encode(), "sha256")[:16].hex() if value else None for value in spelled]
        return pl.DataFrame({"hash": pl.Series(digests, dtype=pl.String)})

    return per_value(values, hashes)["hash"].alias(values.name)


def _headers_of_persons(columns: list[str], lexicon: Lexicon) -> dict[str, str]:
    """column -> what, for the headers that say so: a header word, or two words that are each about a person."""
    personal = lexicon.header_words.filter(pl.col("field").str.starts_with("personal:"))
    words = dict(zip(personal["word"], personal["field"].str.strip_prefix("personal:"), strict=True))
    numbers = {word for word, what in words.items() if what in ("phone", "email", "bsn", "iban") and len(word) > 2}
    headers = pl.DataFrame({"header": columns}).select(normalise_words(pl.col("header"))).to_series()
    found = {}
    for column, header in zip(columns, headers, strict=True):
        parts = header.strip("0123456789 ").split()
        told = [words[part] for part in parts if part in words]
        strong = [words[part] for part in parts if part in numbers]
        if header in words or " ".join(parts) in words:
            found[column] = words.get(header) or words[" ".join(parts)]
        elif strong:
            found[column] = strong[0]
        elif len(told) > 1:
            found[column] = told[0]
    return found


def _by_contents(cells: pl.Series) -> str | None:
    """What a column tells of a person by its cells, None where it does not look as if it does."""
    sample = cells.drop_nulls().head(SAMPLE).str.strip_chars()
    if sample.is_empty():
        return None

    def most(pattern: str) -> bool:
        return bool(sample.str.contains(rf"^(?:{pattern})$").mean() >= MOST)

    if most(_EMAIL):
        return "email"
    if most(_IBAN) and _share(sample, iban.is_valid) >= MOST:
        return "iban"
    if most(r"\d{8,9}|\d{4}\.\d{2}\.\d{3}"):
        distinct = sample.unique()
        return "bsn" if distinct.len() >= MANY and _share(distinct, bsn.is_valid) >= NEARLY_ALL else None
    return "phone" if most(_PHONE) else None


def _share(values: pl.Series, is_valid: Callable[[str], bool]) -> float:
    return sum(map(is_valid, values)) / values.len()


def _mask_checked(texts: pl.Series, pattern: str, name: str, is_valid: Callable[[str], bool]) -> pl.Series:
    """Texts with what fits ``pattern`` and passes its check replaced by ``name``.

    What fits is set between two control characters, so that only a whole number is replaced, never part of another.
    """
    candidates = texts.str.extract_all(pattern).explode().drop_nulls().unique()
    valid = [value for value in candidates.filter(~candidates.str.contains(_YYYYMMDD)) if is_valid(value)]
    if not valid:
        return texts
    between = texts.str.replace_all(f"({pattern})", "\x02${1}\x03")
    masked = between.str.replace_many([f"\x02{value}\x03" for value in valid], [name])
    return masked.str.replace_all("[\x02\x03]", "")
