"""Reports under the heading of their group."""

import polars as pl
import pytest

from domain.intake.cleaning.groups import filled_down

HEADED = ["Kade", None, None, "Dijk", None, "Laan", None, None]
DATED = pl.Series([text is None for text in HEADED])


@pytest.mark.parametrize("name", ["street", "address", "category"])
def test_headings_without_a_day_hold_for_the_reports_under_them(name):
    found, filled = filled_down(pl.DataFrame({name: HEADED}), DATED)
    assert found[name].to_list() == ["Kade"] * 3 + ["Dijk"] * 2 + ["Laan"] * 3
    assert filled == {name: 5}


@pytest.mark.parametrize(
    "column",
    [
        [None, None, "Totaal Kade", None, None, "Totaal Dijk", None, "Totaal Laan"],
        [None, "Kade", None, "Dijk", None, "Laan", None, None],
        ["Kade", "Kade", None, "Dijk", None, "Laan", None, None],
    ],
    ids=["totals below their group", "reports above the first", "a report with a street of its own"],
)
def test_other_rows_are_no_headings(column):
    dated = pl.Series([text is None for text in column])
    if column[0] == column[1] == "Kade":
        dated = dated.scatter(1, True)
    cells = pl.DataFrame({"street": column})
    assert filled_down(cells, dated)[1] == {}
