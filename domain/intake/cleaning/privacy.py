"""Personal data in an export: detected by header and contents, masked in free text, hashed where mapped.

Personal data is never stored in plain form. A report may keep its reporter as a keyed hash, which distinguishes one
caller with sixty reports from sixty callers with one. Without the store's key the hash cannot be traced to a person.
"""

import hmac
from collections.abc import Callable

import polars as pl
from stdnum import iban
from stdnum.nl import bsn

from domain.errors import N_, WrongValue
from domain.intake.mapping.header_match import plain_headers, taken_apart
from domain.intake.mapping.lexicon import Lexicon
from domain.intake.parsing.per_distinct import per_value

WHATS = ("name", "phone", "email", "bsn", "iban", "birth", "address", "plate")
"""What a column can tell of a person."""

LONGEST_TEXT = 20_000  # characters that someone types, ten pages; what masks a megabyte takes minutes
PRIVACY_CELLS = 2_000  # cells sampled per column
MATCHING_SHARE_MIN = 0.8  # part of the cells that must match before the column counts as such
# One number in eleven passes the BSN's check by chance, so a column of other numbers stays far below this.
BSN_SHARE_MIN = 0.95
BSN_DISTINCT_MIN = 30

_EMAIL = r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"
_PHONE = "|".join(
    (
        r"(?:\+|\b00)[1-9]\d{0,2}[ .-]?(?:\(0\)[ .-]?)?\d(?:[ .-]?\d){6,10}\b",  # +31 6 12345678, 0031-592-123456
        r"(?:\b06|\(06\))[ ./-]{0,3}\d(?: ?\d){7}\b",  # ten digits, but no date: 06-12-2026 12:30
        r"(?:\b06|\(06\))(?:([ ./-])\d\d(?:[ ./-]\d\d){3})\b",  # 06-12-34-56-78, 06.12.34.56.78
        r"\b0[1-57-9]\d[ ./-]{0,3}\d(?: ?\d){6}\b",  # 020-1234567
        r"\b0[1-57-9]\d\d[ ./-]{0,3}\d(?: ?\d){5}\b",  # 0592 123456
        r"(?:\(0[1-9]\d{1,4}\) ?|\b0[1-9]\d{1,4}(?: ?[/-] ?| ))\d(?: ?\d){5,7}\b",  # (0592) 12 34 56, 030/12345678
        r"(?:\(\d{3}\) ?|\b\d{3}[.-])\d{3}[.-]\d{4}\b",  # (410) 555-1234
    )
)
_IBAN = r"(?i)\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"
_BSN = r"\b(?:\d{4}[. ]?\d{2}[. ]?\d{3}|\d{3}[ .-]?\d{3}[ .-]?\d{3}|\d{8})\b"
_YYYYMMDD = r"^(?:19|20)\d{2}[01]\d[0-3]\d$"

_CHECKED = ((_IBAN, "[IBAN]", iban.is_valid), (_BSN, "[BSN]", bsn.is_valid))


def personal_columns(cells: pl.DataFrame, lexicon: Lexicon) -> dict[str, str]:
    """column -> kind of personal data (``WHATS``), for the columns that seem to hold it.

    By header words, else by a ``PRIVACY_CELLS`` of its cells: e-mail addresses, Dutch or international phone numbers,
    IBANs and BSNs that pass their check. A column of nine-digit numbers is BSNs only where nearly all of
    ``BSN_DISTINCT_MIN`` pass.
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

    Phone numbers are matched by form; IBANs and BSNs must pass their check. Masking is incomplete: names stay, so free
    text is stored only on request. Signs that look alike become one (NFKC; all dashes a hyphen; no invisible signs), so
    that a number is found however it is typed.
    """
    masked = texts.str.normalize("NFKC").str.replace_all(r"\p{Cf}|\x00", "").str.replace_all(r"\p{Pd}|\x{2212}", "-")
    if not masked.str.contains(r"[@\d]").any():  # the patterns take 10 ms to compile
        return masked.alias(texts.name)
    masked = masked.str.replace_all(_EMAIL, "[e-mail]")
    masked = _mask_checked(masked, *_CHECKED[0]).str.replace_all(_PHONE, "[telefoon]")
    return _mask_checked(masked, *_CHECKED[1]).alias(texts.name)


def mask_text(text: str) -> str:
    """One free text, trimmed and masked (see ``mask``).

    Raises:
        WrongValue: it is longer than LONGEST_TEXT.
    """
    if len(text) > LONGEST_TEXT:
        raise WrongValue(
            N_("A text has at most {most} characters. This one has {count}."), most=LONGEST_TEXT, count=len(text)
        )
    return mask(pl.Series([text.strip()])).item()


def reporter_hash(values: pl.Series, key: bytes) -> pl.Series:
    """The reporter as a keyed hash (HMAC-SHA-256, first 128 bits, in hex), regardless of case and spaces.

    Null and blank give null. ``key`` belongs to one store: hashes of two stores cannot be compared.
    """

    def hashes(distinct: pl.Series) -> pl.DataFrame:
        spelled = distinct.str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()
        digests = [hmac.digest(key, value.encode(), "sha256")[:16].hex() if value else None for value in spelled]
        return pl.DataFrame({"hash": pl.Series(digests, dtype=pl.String)})

    return per_value(values, hashes)["hash"].alias(values.name)


def _headers_of_persons(columns: list[str], lexicon: Lexicon) -> dict[str, str]:
    """column -> kind of personal data by its header: a header word, or two words that are each about a person.

    Both may be joined ("NAAMMELDER").
    """
    personal = lexicon.header_words.filter(pl.col("field").str.starts_with("personal:"))
    words = dict(zip(personal["word"], personal["field"].str.strip_prefix("personal:"), strict=True))
    joined = {word.replace(" ", ""): what for word, what in words.items()}
    split = dict(zip(columns, taken_apart(plain_headers(columns), words), strict=True))
    numbers = {word for word, what in words.items() if what in ("phone", "email", "bsn", "iban") and len(word) > 2}
    found = {}
    for column, header in split.items():
        parts = header.strip("0123456789 ").split()
        kinds = [words[part] for part in parts if part in words]
        strong = [words[part] for part in parts if part in numbers]
        plain = "".join(parts)
        if header in words or plain in joined:
            found[column] = words.get(header) or joined[plain]
        elif strong:
            found[column] = strong[0]
        elif len(kinds) > 1:
            found[column] = kinds[0]
    return found


def _by_contents(cells: pl.Series) -> str | None:
    """The kind of personal data in a column by its cells, None without any."""
    sample = cells.drop_nulls().head(PRIVACY_CELLS).str.strip_chars()
    if sample.is_empty():
        return None

    def most(pattern: str) -> bool:
        return bool(sample.str.contains(rf"^(?:{pattern})$").mean() >= MATCHING_SHARE_MIN)

    if most(r".*@.*") and most(_EMAIL):
        return "email"
    if not most(r"(?s).*\d.*"):  # all others have digits, and patterns that take milliseconds to compile
        return None
    if most(_IBAN) and _share(sample, iban.is_valid) >= MATCHING_SHARE_MIN:
        return "iban"
    if most(r"\d{8,9}|\d{4}\.\d{2}\.\d{3}"):
        distinct = sample.unique()
        return "bsn" if distinct.len() >= BSN_DISTINCT_MIN and _share(distinct, bsn.is_valid) >= BSN_SHARE_MIN else None
    return "phone" if most(_PHONE) else None


def _share(values: pl.Series, is_valid: Callable[[str], bool]) -> float:
    return sum(map(is_valid, values)) / values.len()


def _mask_checked(texts: pl.Series, pattern: str, name: str, is_valid: Callable[[str], bool]) -> pl.Series:
    """Texts with matches of ``pattern`` that pass their check replaced by ``name``.

    Matches are put between two control characters, so that only a whole number is replaced, never part of another.
    """
    candidates = texts.str.extract_all(pattern).explode().drop_nulls().unique()
    valid = [value for value in candidates.filter(~candidates.str.contains(_YYYYMMDD)) if is_valid(value)]
    if not valid:
        return texts
    between = texts.str.replace_all(f"({pattern})", "\x02${1}\x03")
    masked = between.str.replace_many([f"\x02{value}\x03" for value in valid], [name])
    return masked.str.replace_all("[\x02\x03]", "")
