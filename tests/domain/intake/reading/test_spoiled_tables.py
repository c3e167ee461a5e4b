"""One table spoiled in the ways of the Pollock benchmark (Vitagliano et al. 2023), read without hints."""

import csv
import io

import pytest

from domain.intake.reading.reader import read

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
