import json

import pytest

from domain.errors import NotUnderstood
from domain.intake.reading.reader import RawTable, ReadChoices, read
from domain.schemas import Rejected


def table(content: bytes | str, **choices) -> RawTable:
    (only,) = read("export.csv", content.encode() if isinstance(content, str) else content, ReadChoices(**choices))
    Rejected.validate(only.rejected)
    return only


def declined(content: bytes, **choices) -> str:
    with pytest.raises(NotUnderstood) as caught:
        read("bestand", content, ReadChoices(**choices))
    sentence = str(caught.value)
    assert "bestand" in sentence
    return sentence


def reasons(of: RawTable) -> list[tuple]:
    return of.rejected.select("line", "reason").rows()


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last_newline", [True, False])
def test_every_delimiter_and_line_end_is_found_out(delimiter, end, last_newline):
    lines = [["nr", "straat", "datum"], ["1", "Zeedijk", "01-02-2026"], ["2", "Één-meiplein", ""], ["3", "", "x"]]
    text = end.join(delimiter.join(line) for line in lines) + (end if last_newline else "")
    found = table(text)
    assert found.cells.columns == lines[0]
    assert found.cells.fill_null("").rows() == [tuple(line) for line in lines[1:]]
    assert found.lines.to_list() == [2, 3, 4]
    assert found.read_as.to_dict() == {
        "format": "csv",
        "encoding": "utf-8",
        "delimiter": delimiter,
        "header_line": 1,
        "sheet": None,
    }


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("nr;café\n1;€ 5".encode(), "utf-8"),
        ("nr;café\n1;€ 5".encode("utf-8-sig"), "utf-8"),
        ("nr;café\n1;€ 5".encode("cp1252"), "windows-1252"),
        ("nr;café\n1;€ 5".encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + "nr;café\n1;€ 5".encode("utf-16-be"), "utf-16-be"),
        ("nr;café\n1;€ 5".encode("utf-16-le"), "utf-16-le"),
        ("nr;café\n1;€ 5".encode("utf-32"), "utf-32-le"),
    ],
)
def test_every_encoding_is_found_out(content, encoding):
    found = table(content)
    assert found.read_as.encoding == encoding
    assert found.cells.to_dicts() == [{"nr": "1", "café": "€ 5"}]


def test_a_file_of_two_encodings_comes_in_whole():
    found = table("nr;plaats\n1;Café Één\n".encode() + "2;Curaçao\n".encode("cp1252"))
    assert found.cells["plaats"].to_list() == ["Café Één", "Curaçao"]


def test_an_encoding_can_be_chosen():
    assert table("nr;plaats\n1;é".encode("cp850"), encoding="cp850").cells["plaats"].to_list() == ["é"]
    assert "klingon" in declined(b"a;b\n1;2", encoding="klingon")
    assert "zlib" in declined(b"a;b\n1;2", encoding="zlib")


def test_commas_in_numbers_and_texts_are_no_delimiters():
    found = table("id;wat;lat;lon\n1;Wegen, verkeer;52,9671;6,4982\n2;Afval, grof, zwaar;53,01;6,5621\n")
    assert found.read_as.delimiter == ";"
    assert found.cells.width == 4
    assert table("lat;lon\n52,1;4,9\n52,2;5,0\n").cells.columns == ["lat", "lon"]


def test_the_first_line_may_name_the_delimiter():
    found = table("sep=|\na;b|c;d\n1;2|3;4\n")
    assert found.cells.rows() == [("1;2", "3;4")]
    assert found.read_as.header_line == 2


@pytest.mark.parametrize(
    "above",
    [
        "Meldingen per straat\n\n",
        "Rapport: overlast;;;\nPeriode;januari 2026;;\n;;;\n",
        "Rapport\nGemaakt door: a.b@c.nl, om 12:00\n\n",
        "\n\n\n",
    ],
)
def test_lines_above_the_header_are_passed_over(above):
    found = table(above + "nr;datum;straat;melding\n1;01-02-2026;Zeedijk;herrie\n2;02-02-2026;Kade;vuil\n")
    assert found.cells.columns == ["nr", "datum", "straat", "melding"]
    assert found.read_as.header_line == above.count("\n") + 1
    assert found.lines.to_list() == [above.count("\n") + 2, above.count("\n") + 3]


def test_the_header_line_can_be_chosen():
    text = "a;b\nc;d\n1;2\n"
    assert table(text, header_line=2).cells.to_dicts() == [{"c": "1", "d": "2"}]
    bare = table(text, header_line=0)
    assert bare.cells.columns == ["column 1", "column 2"]
    assert bare.rows == 3
    assert "99" in declined(text.encode(), header_line=99)


def test_a_file_without_a_header_loses_no_row():
    found = table("01-02-2026;Zeedijk;herrie\n02-02-2026;Kade;vuil\n03-02-2026;Kade;vuil\n")
    assert found.read_as.header_line == 0
    assert found.rows == 3
    assert found.lines.to_list() == [1, 2, 3]


def test_headers_are_made_unique_and_named():
    assert table("x; x ;;x;X\n1;2;3;4;5\n").cells.columns == ["x", "x (2)", "column 3", "x (3)", "X"]
    assert table("a;b;\n1;2;3\n4;5;6\n").cells.columns == ["a", "b", "column 3"]
    assert table('"over\ntwee  regels";b\n1;2').cells.columns == ["over twee regels", "b"]


def test_delimiters_at_the_end_make_no_column_and_no_reject():
    both = table("a;b;\n1;2;\n3;4;\n")
    below = table("a;b\n1;2;\n3;4;;\n5;6\n")
    assert both.cells.rows() == [("1", "2"), ("3", "4")]
    assert below.cells.rows() == [("1", "2"), ("3", "4"), ("5", "6")]
    assert both.rejected.height == below.rejected.height == 0


def test_blank_rows_are_no_rows():
    found = table("a;b\n\n1;2\n;\n  ; \n3;4\n\n\n")
    assert found.rows == 2
    assert found.lines.to_list() == [3, 6]


def test_a_row_with_too_few_cells_goes_in():
    assert table("a;b;c\n1;2\n3\n4;5;6").cells.rows() == [("1", "2", None), ("3", None, None), ("4", "5", "6")]


def test_a_row_with_too_many_cells_is_set_apart_as_it_stood():
    found = table("a;b\n1;2\n3;4;;5\n6;7\n")
    assert found.cells.rows() == [("1", "2"), ("6", "7")]
    assert found.lines.to_list() == [2, 4]
    assert found.rejected.rows() == [(3, None, None, "too_many_cells", ["3", "4", None, "5"])]


def test_a_row_with_a_nul_is_set_apart_with_its_cell():
    found = table("a;b\n1;2\n3;x\0y\n6;7\n")
    assert found.cells.rows() == [("1", "2"), ("6", "7")]
    assert found.rejected.rows() == [(3, "b", "x␀y", "nul", ["3", "x\0y"])]


@pytest.mark.parametrize(
    "bad",
    [
        '3;"abc;4',
        '3;"abc',
        '"3";"abc;"4"',
        '3;abc;"',
        '3;"',
        '3;"abc" "def;4',
    ],
)
@pytest.mark.parametrize(
    "rest", ['5;6;7\n8;"9";10\n', '"5";"6";"7"\n"8";"9";"10"\n', '5;"6 ""x""";7\n8;";9";10\n', "5;6;7"]
)
def test_an_open_quotation_mark_costs_its_row_only(bad, rest):
    found = table(f"a;b;c\n1;2;3\n{bad}\n{rest}")
    assert reasons(found) == [(3, "open_quote")]
    assert found.lines.to_list() == [2, *range(4, 4 + len(rest.split()))] or found.rows == 2 + rest.count("\n")
    assert found.cells["a"].to_list()[:2] == ["1", "5"]


def test_an_open_quotation_mark_that_a_later_one_closes_does_not_swallow_the_rows_between():
    rows = "".join(f"{i};straat {i};x\n" for i in range(3, 500))
    found = table(f'a;b;c\n1;"abc;x\n{rows}900;abc";x\n')
    assert reasons(found) == [(2, "open_quote")]
    assert found.cells.height == 498


def test_a_text_of_many_lines_is_one_cell():
    note = "\n".join(f"regel {i}; of niet" for i in range(40))
    found = table(f'a;b;c\n1;"{note}";x\n2;y;z\n')
    assert found.cells["b"].to_list() == [note, "y"]
    assert found.lines.to_list() == [2, 42]


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ('1;5" pijp;x', '5" pijp'),
        ('1;"zei "hoi" tegen mij";x', 'zei "hoi" tegen mij'),
        ('1;"a;b" ;x', "a;b"),
        ('1; "a;b";x', "a;b"),
        ('1;"a ""b""";x', 'a "b"'),
    ],
)
def test_quotation_marks_in_odd_places_are_understood_where_the_row_still_fits(row, cell):
    found = table(f"a;b;c\n{row}\n2;y;z\n")
    assert found.rejected.height == 0
    assert found.cells["b"].to_list() == [cell, "y"]


def test_lines_are_right_around_cells_of_several_lines():
    found = table('titel\n"a\nb";c;d\r\n1;"x\r\ny\r\n";2\r\n\r\n3;4;5\r\n6;7;"8')
    assert found.cells.columns == ["a b", "c", "d"]
    assert found.cells.rows() == [("1", "x\r\ny\r\n", "2"), ("3", "4", "5")]
    assert found.lines.to_list() == [4, 8]
    assert reasons(found) == [(9, "open_quote")]


def test_a_few_bad_rows_among_many_are_told_by_their_line():
    lines = ["nr;straat;wat"] + [f"{i};straat {i};{'x' * 50}" for i in range(2, 20_001)]
    lines[7_000] = '7001;"straat;x'
    lines[15_000] = "15001;a;b;c"
    lines[15_001] = "15002;\0;b"
    lines[15_002] = '15003;"twee\nregels";b'
    found = table("\n".join(lines))
    assert reasons(found) == [(7_001, "open_quote"), (15_001, "too_many_cells"), (15_002, "nul")]
    assert found.rows == 19_999
    numbers = found.cells["nr"].cast(int)
    assert (found.lines.cast(int) - numbers).value_counts(sort=True).rows() == [(0, 15_000 - 1), (1, 20_000 - 15_003)]


def test_one_column_is_a_table_too():
    found = table("straat\nZeedijk\nKade; Oost\n")
    assert found.read_as.delimiter is None
    assert found.cells["straat"].to_list() == ["Zeedijk", "Kade; Oost"]


@pytest.mark.parametrize("delimiter", ["", ";;", '"', "\n", "é", "\0"])
def test_a_delimiter_that_cannot_be_one_is_refused(delimiter):
    if delimiter:
        assert "bestand" in declined(b"a;b\n1;2\n", delimiter=delimiter)
    else:
        assert table("a;b\n1;2\n", delimiter=delimiter).read_as.delimiter == ";"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \r\n\r\n ", "empty"),
        (b";;;\n;;;\n", "empty"),
        (b"a;b;c\n", "no rows"),
        (b"a;b;c", "no rows"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
        (b"\0\0\0\x18ftypheic\0\0", "picture"),
        (b"%PDF-1.7\n1 0 obj", "PDF"),
        (b'{"reports": []}', "JSON"),
        (b'[{"id": 1}, {"id": 2}]', "JSON"),
        (b'{"id": 1}\n{"id": 2}\n', "JSON"),
        (b"[1, 2, 3]", "JSON"),
        (json.dumps({"type": "FeatureCollection", "features": []}, indent=2).encode(), "JSON"),
        (b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b'\n<table border="1"><tr><td>nr</td></tr></table>', "web page"),
        (b'<?xml version="1.0"?><Workbook/>', "XML"),
        (b"{\\rtf1\\ansi nr;straat\n1;2}", "document"),
        (b"\x1f\x8b\x08\0\0\0", "archive"),
        (b"SQLite format 3\0" + b"\0" * 100, "database"),
        (bytes(range(256)) * 40, "no readable text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "cannot be opened"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)
def test_what_is_no_table_is_declined_and_what_to_do_is_said(content, found):
    sentence = declined(content)
    assert found in sentence
    assert "\n" not in sentence
    assert sentence.count(". ") <= 1, "what it is, and what to do"


@pytest.mark.parametrize("header", ["[id;datum", "{nr};b", "<nr>;b", "BM;b", "PK;b", "GIF;b", "%;b", "MZ;b"])
def test_a_header_that_only_looks_like_another_file_is_a_header(header):
    assert table(f"{header}\n1;2\n").cells.rows() == [("1", "2")]


def test_more_columns_than_a_spreadsheet_has_are_declined():
    assert "20000" in declined(";".join(f"k{i}" for i in range(20_000)).encode() + b"\n1;2\n")
