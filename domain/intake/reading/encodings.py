"""Convert a text file in any encoding to UTF-8."""

import codecs

from domain.errors import N_, NotUnderstood

# Longest first: the mark of UTF-32-LE starts with that of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARK = "\ufeff".encode()
_ONE_BYTE = ("cp1252", "iso8859-1", "iso8859-15")
_ASCII = bytes(range(128))
_FEW = 6  # letters; each costs a pass over the text
_BEGINNING = 1 << 20
_PIECE = 1 << 16  # decoding by pieces that fit the processor's cache is faster and keeps memory low


def as_utf8(file: str, content: bytes, encoding: str | None = None) -> tuple[bytes, str]:
    """The same text in UTF-8, without a byte order mark, and the encoding it was in.

    Without ``encoding``: by its byte order mark, else UTF-16 where every other byte is NUL, else UTF-8 where it is
    valid, else Windows-1252. Bytes that are invalid in the encoding are read as Windows-1252, or else Latin-1, so that
    a file pasted together from two systems is read completely.

    Raises:
        NotUnderstood: ``encoding`` does not exist.
    """
    is_utf8 = encoding in (None, "utf-8") and _is_utf8(content)
    encoding = encoding or _encoding(content, is_utf8)
    try:
        codec = codecs.lookup(encoding).name
        text = content if codec == "utf-8" and is_utf8 else _transcoded(content, codec)
    except (LookupError, ValueError) as error:
        raise NotUnderstood(
            N_("{file} cannot be read as “{encoding}”. Choose another encoding, such as windows-1252."),
            file=file,
            encoding=encoding,
        ) from error
    while text.startswith(_MARK):
        text = text.removeprefix(_MARK)
    return text, encoding


def _encoding(content: bytes, is_utf8: bool) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    # Western text in UTF-16 has a NUL as every other byte; a stray NUL in other text is rare.
    even, odd = content[0:4096:2], content[1:4096:2]
    if len(odd) > 1 and odd.count(0) > 0.7 * len(odd) and even.count(0) < 0.1 * len(even):
        return "utf-16-le"
    if len(even) > 1 and even.count(0) > 0.7 * len(even) and odd.count(0) < 0.1 * len(odd):
        return "utf-16-be"
    return "utf-8" if is_utf8 or _mostly_utf8(content) else "windows-1252"


def _is_utf8(content: bytes) -> bool:
    if content.isascii():
        return True
    try:  # first the beginning: an error holds a copy of all that was tried
        codecs.getincrementaldecoder("utf-8")().decode(content[:_BEGINNING])
        return content.decode() is not None
    except UnicodeDecodeError:
        return False


def _mostly_utf8(content: bytes) -> bool:
    """Whether text that is not valid UTF-8 is damaged UTF-8: most of its multi-byte letters are valid.

    Tested around the first damage; letters of a single-byte encoding are hardly ever valid by chance.
    """
    first = next(i for i in range(0, len(content), _PIECE) if not content[i : i + _PIECE].isascii())
    text = content[first : first + _PIECE].decode(errors="replace")
    damaged = text.count("\ufffd")
    beyond_ascii = len(text) - len(text.encode("ascii", errors="ignore"))
    return beyond_ascii - damaged > damaged


def _transcoded(content: bytes, codec: str) -> bytes:
    if codec in _ONE_BYTE and (text := _by_letter(content, codec)) is not None:
        return text
    step = _PIECE if codec in _ONE_BYTE else max(len(content), 1)
    view = memoryview(content)
    return b"".join(
        str(view[start : start + step], codec, "as-western").encode(errors="replace")
        for start in range(0, len(content), step)
    )


def _by_letter(content: bytes, codec: str) -> bytes | None:
    """Text of a single-byte encoding with few kinds of letters beyond ASCII, each replaced in turn, which is faster.

    None where there are many, or where the bytes of one letter in UTF-8 are themselves letters of the text.
    """
    letters = set(content.translate(None, _ASCII))
    if len(letters) > _FEW:
        return None
    written = {letter: bytes([letter]).decode(codec, "as-western").encode() for letter in letters}
    if letters & set(b"".join(written.values())):
        return None
    for letter, text in written.items():
        content = content.replace(bytes([letter]), text)
    return content


def _as_western(error: UnicodeError) -> tuple[str, int]:
    """The bytes that could not be decoded, as Windows-1252 or else Latin-1."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    damaged = error.object[error.start : error.end]
    if error.encoding.replace("-", "").startswith(("utf16", "utf32")):
        return "\ufffd", error.end
    try:
        return damaged.decode("cp1252"), error.end
    except UnicodeDecodeError:
        return damaged.decode("latin-1"), error.end


codecs.register_error("as-western", _as_western)
