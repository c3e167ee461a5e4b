"""Property tests: a table written in any dialect is read back unchanged, and no input raises an unexpected error."""

from dataclasses import dataclass

import polars as pl
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from domain.documents.spreadsheet import to_csv
from domain.errors import NotUnderstood
from domain.intake.reading import delimited
from domain.intake.reading.delimited import Opening
from domain.intake.reading.raw_table import column_names
from domain.intake.reading.reader import ReadChoices, read
from domain.intake.reading.tolerant_csv import WHITE, Dialect
from domain.schemas import Rejected

NOTHING_ABOVE = st.just([])
ENDS = ("\n", "\r\n", "\r")
DELIMITERS = (";", ",", "\t", "|")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp1252", "latin-1")


@dataclass(frozen=True)
class Written:
    content: bytes
    header: list[str]
    rows: list[list[str]]
    lines: list[int]
    header_line: int
    delimiter: str
    encoding: str


def quoted(cell: str, always: bool) -> str:
    needed = always or cell.startswith((" ", '"')) or any(mark in cell for mark in ';,\t|"\r\n\x1f')
    return '"' + cell.replace('"', '""') + '"' if needed else cell


def line_count(text: str, end: str) -> int:
    return text.count("\r" if end == "\r" else "\n")


@st.composite
def written(draw, cells, headers, above=NOTHING_ABOVE) -> Written:
    """A table of these cells, written in any dialect."""
    delimiter, end, encoding = (
        draw(st.sampled_from(DELIMITERS)),
        draw(st.sampled_from(ENDS)),
        draw(st.sampled_from(ENCODINGS)),
    )
    letters = {"cp1252": "cp1252", "latin-1": "latin-1"}.get(encoding, "utf-8")

    def fits(text: str) -> bool:
        return text.encode(letters, "ignore").decode(letters) == text

    width = draw(st.integers(2, 5))
    header = draw(st.lists(headers.filter(fits), min_size=width, max_size=width))
    rows = draw(st.lists(st.lists(cells.filter(fits), min_size=width, max_size=width), min_size=1, max_size=6))
    always = draw(st.booleans())
    lines, numbers, number = [], [], 1
    for row in [*([title] for title in draw(above)), header, *rows]:
        numbers.append(number)
        lines.append(delimiter.join(quoted(cell, always) for cell in row))
        number += line_count(lines[-1] + end, end)
    header_at = len(lines) - len(rows) - 1
    text = end.join(lines) + (end if draw(st.booleans()) else "")
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    return Written(
        content=mark + text.encode(encoding),
        header=header,
        rows=rows,
        lines=numbers[header_at + 1 :],
        header_line=numbers[header_at],
        delimiter=delimiter,
        encoding=encoding,
    )


# Control characters are damage, by definition; a byte order mark at the very start is one.
ANY_TEXT = st.text(st.characters(exclude_characters="\ufeff", exclude_categories=["Cs", "Cc"]), max_size=12)
AWKWARD = st.text(st.sampled_from('";,\t|\r\n aé€1'), max_size=8)
WORDS = st.from_regex(r"[A-Za-zé]{1,9}( [A-Za-z0-9]{1,5}){0,2}", fullmatch=True)
PLAIN = st.one_of(WORDS, st.from_regex(r"[0-9]{1,4}([.,][0-9]{1,3})?|[0-3][0-9]-[01][0-9]-20[0-9]{2}", fullmatch=True))
TITLES = st.lists(WORDS, max_size=3)


def expected(of: Written) -> tuple[list[tuple], list[int]]:
    kept = [(row, line) for row, line in zip(of.rows, of.lines, strict=True) if any(cell.strip(WHITE) for cell in row)]
    return [tuple(cell or None for cell in row) for row, _ in kept], [line for _, line in kept]


@settings(deadline=None)
@given(written(st.one_of(ANY_TEXT, AWKWARD), ANY_TEXT.filter(str.strip)))
def test_any_table_comes_back_equal(of):
    rows, lines = expected(of)
    choices = ReadChoices(of.encoding, of.delimiter, header_line=1)
    assume(rows)
    (found,) = read("x.csv", of.content, choices)
    assert found.cells.rows() == rows
    assert found.lines.to_list() == lines
    assert found.cells.columns == column_names(of.header)
    assert found.rejected.height == 0


@settings(deadline=None)
@given(written(PLAIN, WORDS, TITLES))
def test_any_ordinary_table_is_understood_by_itself(of):
    (found,) = read("x.csv", of.content)
    assert (found.read_as.delimiter, found.read_as.header_line) == (of.delimiter, of.header_line)
    assert found.cells.rows() == [tuple(row) for row in of.rows]
    assert found.lines.to_list() == of.lines


MARKS = [b'"', b'"', b'""', b";", b";", b",", b"\n", b"\n", b"\r\n", b"\r", b" ", b"\0", b"a", b"1", b"\xc3\xa9"]
STARTS = [b"\xef\xbb\xbf", b"PK\x03\x04", b"{", b"[", b"<table", b"sep=;\n", b"%PDF-", b"a;b;c\n", b"1;2;3\n", b"x^"]
PIECES = st.sampled_from(MARKS + STARTS)
ANY_PIECES = st.sampled_from([*MARKS, *STARTS, b"\xe9", b"\xff\xfe", b"\xff"])


@settings(deadline=None, max_examples=200)
@given(st.one_of(st.binary(max_size=300), st.lists(ANY_PIECES, max_size=40).map(b"".join)))
@example(b"PK\x05\x06" + b"\0" * 18)
@example(b"[" * 20_000)
@example(b'"' * 5_000)
@example(b"\xff\xfe\0")
@example(b"a;b\n" + b"\x1f" * 9)
@example(b"a;b\nx^1;2\n")
@example(b"a;b\n\xef\xbb\xbf1;2\n")
def test_no_bytes_make_reading_fail_oddly(content):
    try:
        (found,) = read("x", content)
    except NotUnderstood:
        return
    Rejected.validate(found.rejected)
    lines = [*found.lines, *found.rejected["line"]]
    assert len(set(lines)) == found.rows > 0
    assert found.lines.is_sorted()
    assert found.lines.len() == found.cells.height
    assert all(name.strip() for name in found.cells.columns)
    assert set(found.cells.dtypes) == {pl.String}


@pytest.mark.parametrize("line_end", [b"\n", b"\r"])
@settings(deadline=None, max_examples=100)
@given(
    st.lists(PIECES, max_size=40).map(b"".join),
    st.integers(1, 4),
    st.integers(0, 1),
)
@example(b'a;b;c\n"\na;b;c\na;b;c\n"', 3, 0)
def test_the_fast_way_the_careful_way_and_their_mixture_agree(line_end, text, width, spare):
    opening = Opening(Dialect(b";", line_end), ["k"] * width, 1, 0, 2, spare)

    def rows(small: int, fast: bool) -> tuple:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(delimited, "_SMALL", small)
            if not fast:
                patched.setattr(delimited._Body, "_read_clean", lambda *_: False)
            body = delimited._Body(text, opening, ["k"] * width, "x.csv")
            body.read()
        kept = [
            (line, row)
            for line, row in zip(body.line_numbers().tolist(), body.cells().rows(), strict=True)
            if any(cell and cell.strip(WHITE) for cell in row)
        ]
        return kept, body.rejected_frame().rows()

    assert rows(1 << 15, True) == rows(1 << 15, False) == rows(6, True)


@settings(deadline=None)
@given(st.lists(st.tuples(ANY_TEXT, AWKWARD, st.integers() | st.none()), min_size=1, max_size=5))
def test_what_is_exported_is_read_again(rows):
    rows = [(f"x{first}", f"x{second}", third) for first, second, third in rows]
    frame = pl.DataFrame(rows, schema={"a": pl.String, "b": pl.String, "c": pl.Int128}, orient="row")
    (found,) = read("x.csv", to_csv(frame), ReadChoices(delimiter=";", header_line=1))
    assert found.cells.rows() == frame.with_columns(pl.col("c").cast(pl.String)).rows()
