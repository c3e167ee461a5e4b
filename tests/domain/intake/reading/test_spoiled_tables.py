"""One table spoiled in the ways of the Pollock benchmark (Vitagliano et al. 2023), read without hints."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.intake.reading.encodings import _by_letter
from domain.intake.reading.reader import read
from tests.bench.pollock import loaded, measures
from tests.bench.pollution import polluted

HEADER = ["DATE", "TIME", "Qty", "PRODUCTID", "Price", "Comments"]
ROWS = [
    [f"{n + 1:02}/01/2018", f"{n:02}:15", str(n), f"MG-{8000 + n}", f"${n}4.69", comment]
    for n, comment in enumerate(
        ["Men's boots, high", 'Table, round 48"', "Plain", "", "Kids' hat; warm", "A, b, and c", 'said "yes"', "x|y"]
        * 3
    )
]


def table(
    delimiter: str = ",", end: str = "\r\n", quote: str = '"', header: list[str] | None = HEADER, rows: list = ROWS
) -> str:
    def cell(text: str) -> str:
        return quote + text.replace(quote, quote * 2) + quote

    lines = [*([header] if header else []), *rows]
    return end.join(delimiter.join(map(cell, line)) for line in lines) + end


def found(text: str) -> tuple[list[str], list[list[str]]]:
    (read_table,) = read("source.csv", text.encode())
    return read_table.cells.columns, [[cell or "" for cell in row] for row in read_table.cells.iter_rows()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", ", ", "; "])
def test_delimiters(delimiter):
    assert found(table(delimiter)) == (HEADER, ROWS)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end):
    assert found(table(end=end)) == (HEADER, ROWS)
    assert found(table(end=end).rstrip(end)) == (HEADER, ROWS)
    assert found(table(end=end) + end) == (HEADER, ROWS)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_single_quotation_marks(delimiter):
    assert found(table(delimiter, quote="'")) == (HEADER, ROWS)


@pytest.mark.parametrize("after", [" ", "\t", "  "])
def test_white_space_after_the_last_quotation_mark(after):
    assert found(table().replace("\r\n", after + "\r\n")) == (HEADER, ROWS)


@pytest.mark.parametrize("times", [2, 3])
def test_a_header_over_several_rows(times):
    joined = [" ".join([name] * times) for name in HEADER]
    assert found(table(header=None, rows=[HEADER] * times + ROWS)) == (joined, ROWS)


def test_no_header():
    _columns, rows = found(table(header=None))
    assert rows == ROWS


def test_lines_above_and_below():
    above = "PREAMBLE\r\nPREAMBLE\r\n\r\n"
    assert found(above + table()) == (HEADER, ROWS)
    columns, rows = found(table() + "\r\n")
    assert (columns, rows) == (HEADER, ROWS)


@pytest.mark.parametrize("row", [0, 5, len(ROWS) - 1])
def test_a_delimiter_too_many_or_too_few_costs_one_row(row):
    lines = table().split("\r\n")
    for spoiled in (lines[row + 1] + ',"1","2"', lines[row + 1].rsplit(",", 1)[0]):
        _columns, rows = found("\r\n".join([*lines[: row + 1], spoiled, *lines[row + 2 :]]))
        assert [line for line in ROWS if line in rows] == [line for n, line in enumerate(ROWS) if line in rows]
        assert sum(line in rows for line in ROWS) >= len(ROWS) - 3


@pytest.mark.parametrize("row", [0, 5, len(ROWS) - 1])
def test_a_quotation_mark_too_many_costs_at_most_its_row(row):
    lines = table().split("\r\n")
    lines[row + 1] = lines[row + 1].replace('"MG', '""MG')
    _columns, rows = found("\r\n".join(lines))
    whole = list(csv.reader(io.StringIO(table())))[1:]
    assert sum(line in rows for n, line in enumerate(whole) if n != row) == len(whole) - 1


WHOLE_FILES = [file for file in polluted() if not file.kind.startswith("row")]


@pytest.mark.parametrize("file", WHOLE_FILES, ids=lambda file: file.name)
def test_our_rebuild_of_the_kinds_of_pollution_reads_without_loss(file):
    (read_table,) = read("source.csv", file.content)
    assert measures((file.header, file.rows), loaded(read_table)) == [1.0] * 10


def test_lines_in_quotation_marks_as_a_whole():
    lines = table(quote='"').replace('"', '""').split("\r\n")[:-1]
    assert found("".join(f'"{line}"\r\n' for line in lines)) == (HEADER, ROWS)


def test_a_cell_that_ends_in_a_backslash_escapes_nothing():
    rows = [["C:\\", "x"], ["D:\\", 'said "yes"']] * 6
    columns, read_rows = found(table(header=["path", "what"], rows=rows))
    assert (columns, read_rows) == (["path", "what"], rows)


def test_a_backslash_before_the_quotation_mark_that_closes_a_cell_escapes_nothing():
    lines = ['"path"\t"what"', *(f'"C:\\"\t"{each}"' for each in ("x", "y", "z"))]
    columns, read_rows = found("\n".join(lines))
    assert (columns, read_rows) == (["path", "what"], [["C:\\", each] for each in "xyz"])


@pytest.mark.parametrize("codec", ["cp1252", "iso8859-1", "iso8859-15"])
@given(st.data())
def test_letters_replaced_one_by_one_are_as_decoded(codec, data):
    letters = data.draw(st.lists(st.integers(128, 255), min_size=1, max_size=4))
    content = bytes(data.draw(st.lists(st.sampled_from([10, 65, *letters]), max_size=12)))
    text = _by_letter(content, codec)
    assert text is None or text == content.decode(codec, "as-western").encode()
