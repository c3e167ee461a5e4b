"""Recognise a file by its bytes rather than its name, and explain why it is not a table."""

import json
import re

from domain.errors import N_, NotUnderstood
from domain.intake.reading.archives import Archive
from domain.intake.reading.raw_table import NoRows

_PICTURE = N_(
    "{file} is a picture. We need the table itself, as a CSV or Excel file with one row per report or dwelling."
)
_PDF = N_("{file} is a PDF document. We need the same list as a CSV or Excel file with one row per report or dwelling.")
_MEDIA = N_("{file} is a sound or film file. We need a CSV or Excel file with one row per report or dwelling.")
_PACKED = N_(
    "{file} is an archive that cannot be opened here. We need the CSV or Excel file in it, or a .zip of CSV files."
)
_DATABASE = N_(
    "{file} is a database. We need an export from it as a CSV or Excel file with one row per report or dwelling."
)
_PROGRAM = N_("{file} is a program. We need a CSV or Excel file with one row per report or dwelling.")
_DOCUMENT = N_(
    "{file} is a text document. We need the table in it as a CSV or Excel file with one row per report or dwelling."
)
_JSON = N_("{file} is JSON. We need a CSV or Excel file with one row per report or dwelling.")
_WEB_PAGE = N_("{file} is a web page, whatever its name says. Open it in Excel and save it as an Excel or CSV file.")
_XML = N_("{file} is XML. Open it in Excel and save it as an Excel or CSV file with one row per report or dwelling.")
_BINARY = N_("{file} has no readable text. We need a CSV or Excel file with one row per report or dwelling.")
_EMPTY = N_("{file} is empty. We need an export with column names and one row per report or dwelling.")

# The registered signatures at the start of these formats.
_SIGNATURES = (
    (
        re.compile(
            rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|BM.{4}\0\0\0\0|II\*\0|MM\0\*|RIFF.{4}WEBP|\0\0..ftyp(heic|heix|mif1|avif)",
            re.DOTALL,
        ),
        _PICTURE,
    ),
    (re.compile(rb"\s*%PDF-"), _PDF),
    (re.compile(rb"ID3[\x02-\x04]\0|OggS\0|RIFF.{4}(WAVE|AVI )|\0\0..ftyp|\x1aE\xdf\xa3", re.DOTALL), _MEDIA),
    (re.compile(rb"\x1f\x8b|7z\xbc\xaf\x27\x1c|Rar!\x1a|BZh[1-9]1AY|\xfd7zXZ\0|\x28\xb5\x2f\xfd"), _PACKED),
    (re.compile(rb"SQLite format 3\0|PAR1.*PAR1\Z|\x00\x01\x00\x00Standard (Jet|ACE) DB", re.DOTALL), _DATABASE),
    (re.compile(rb"\x7fELF|MZ.{1,60}\0", re.DOTALL), _PROGRAM),
    (re.compile(rb"\{\\rtf"), _DOCUMENT),
)
_HTML = re.compile(rb"\s*<(!doctype\s+html|!--|html|head|body|table|meta|style|div)\b", re.IGNORECASE)
_MARKUP = re.compile(rb"\s*<\?xml|\s*<[a-z]+(:[a-z]+)?\s+xmlns", re.IGNORECASE)
_JSON_START = re.compile(
    rb'\s*(\{\s*"[^"\r\n]*"\s*:|\[\s*\{\s*"[^"\r\n]*"\s*:|\[\s*\[\s*["\d-]|\[\s*\]\s*\Z|\{\s*\}\s*\Z)'
)
_JSON_LINE = 1 << 20  # bytes; a longer line is not tried
_NOTHING = b" \t\r\n\v\f\0"
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\v\f"))


def is_workbook(archive: Archive) -> bool:
    """Whether a .zip is a workbook.

    Raises:
        NotUnderstood: it is a text document or a presentation, which are zips too.
    """
    names = archive.names
    office = "[Content_Types].xml" in names
    kind = archive.read("mimetype") if "mimetype" in names else b""
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return True
    if office and any(name.startswith("xl/") for name in names):
        return True
    if office or kind.startswith(b"application/"):
        raise NotUnderstood(_DOCUMENT, file=archive.file)
    return False


def decline_other_file(file: str, content: bytes) -> None:
    """Refuse a file whose bytes are not text.

    Raises:
        NotUnderstood: the bytes belong to another kind of file.
    """
    for signature, sentence in _SIGNATURES:
        if signature.match(content):
            raise NotUnderstood(sentence, file=file)


def decline_other_text(file: str, text: bytes) -> None:
    """Refuse text (UTF-8) that is not a table.

    Raises:
        NotUnderstood: the text is empty or does not hold rows of cells.
    """
    if not (text[: 1 << 16].strip(_NOTHING) or text.strip(_NOTHING)):
        raise NoRows(_EMPTY, file=file)
    # A text may have a few damaged rows; control characters throughout mean a binary file.
    lines = [line for line in re.split(rb"[\r\n]+", text[: 1 << 16]) if line]
    damaged = [len(line) - len(line.translate(None, _CONTROL)) for line in lines]
    if sum(damaged) > 15 and sum(map(bool, damaged)) > len(lines) / 3:
        raise NotUnderstood(_BINARY, file=file)
    if _HTML.match(text):
        raise NotUnderstood(_WEB_PAGE, file=file)
    if _MARKUP.match(text):
        raise NotUnderstood(_XML, file=file)
    if _is_json(text):
        raise NotUnderstood(_JSON, file=file)


def _is_json(text: bytes) -> bool:
    """Whether it starts as JSON does, or its first line is a JSON object; a header such as "[id;date" does neither."""
    if _JSON_START.match(text):
        return True
    start = text.lstrip()[:1]
    if start not in (b"{", b"["):
        return False
    line = text if len(text) < _JSON_LINE else text.lstrip()[:_JSON_LINE].split(b"\n", 1)[0]
    try:
        return isinstance(json.loads(line), dict | list)
    except (ValueError, RecursionError):
        return False
