from domain.documents.rejected_rows import rejected_csv
from domain.errors import N_
from domain.intake.cleaning.rejection_reasons import REASONS
from domain.intake.reading.reader import read


def test_rejected_rows_go_back_in_their_own_layout_with_the_reason_before_them():
    (table,) = read("x.csv", b'nr;wat;reason\n1;=1+1;x\n2;a\0b;y\n3;c;"d\n4;=2;f;"g;h"\n')
    content = rejected_csv(table.cells.columns, table.rejected, REASONS.__getitem__, "reason")
    assert content.decode("utf-8-sig").split("\r\n") == [
        "reason;nr;wat;reason (2);column 5",
        "“wat” has a NUL byte, so part of this row is damaged: a␀b;2;a␀b;y;",
        f'{REASONS["open_quote"]};3;c;"""d";',
        f'{REASONS["too_many_cells"]};4;\'=2;f;"g;h"',
        "",
    ]
    (again,) = read("rejected.csv", content)
    assert again.rows == 3


def test_the_reason_is_said_in_the_readers_words():
    (table,) = read("x.csv", b"nr;wat\n1;2\n2;a\0b\n")
    content = rejected_csv(table.cells.columns, table.rejected, {"nul": N_("{value} in {column}")}.__getitem__, "reden")
    assert content.decode("utf-8-sig") == "reden;nr;wat\r\na␀b in wat;2;a␀b\r\n"


def test_no_rejected_rows_is_a_header():
    (table,) = read("x.csv", b"nr;wat\n1;2\n")
    assert rejected_csv(table.cells.columns, table.rejected, str) == "\ufeffreason;nr;wat\r\n".encode()
