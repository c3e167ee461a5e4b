"""The comparing functions find what differs between two outputs, count it and give the largest difference."""

import io

import pytest
import xlsxwriter

from tests.bench.compare_outputs import xlsx_cells
from tests.bench.comparing import compare_cells, compare_lines, compare_plans, compare_rows, equal, pairs

TOLERANCE = 1e-6
ROWS = [
    {"area_id": "a", "name": "Kade", "score": 50.0, "members": ["a1", "a2"], "by": {"burden": 20.0}},
    {"area_id": "b", "name": "Dijk", "score": 40.0, "members": ["b1"], "by": {"burden": 10.0}},
]


def changed(at: int, **values: object) -> list[dict]:
    """ROWS with other values in one row."""
    return [row | values if place == at else row for place, row in enumerate(ROWS)]


def compared(old: list[dict], new: list[dict], **renamed: str):
    return compare_rows("rank", old, new, TOLERANCE, renamed)


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        (1.0, 1.0 + 1e-9, True),
        (1.0, 1.01, False),
        (1e9, 1e9 + 1, True),  # the tolerance is relative for large numbers
        (1, 1.0, True),
        (True, 1, False),
        (None, 0, False),
        ("1", 1, False),
        ([1.0, "x"], [1.0 + 1e-9, "x"], True),
        ([1.0], [1.0, 2.0], False),
    ],
)
def test_two_values_are_equal_within_the_tolerance(old, new, same):
    assert equal(old, new, TOLERANCE) is same


def test_equal_lists_are_the_same():
    found = compared(ROWS, ROWS)
    assert found.same
    assert found.compared == 2
    assert list(found.lines(5)) == ["rank: same (2 compared)"]


def test_the_largest_difference_of_a_field_is_given_with_its_area():
    new = [ROWS[0] | {"score": 50.5}, ROWS[1] | {"score": 43.0}]
    (score,) = compared(ROWS, new).differences
    assert (score.name, score.count, score.total, score.size) == ("score", 2, 2, 3.0)
    assert score.example == ("Dijk (b)", 40.0, 43.0)


def test_nested_values_and_lists_are_fields():
    found = compared(ROWS, changed(0, members=["a1"], by={"burden": 21.0}))
    assert {each.name: each.size for each in found.differences} == {"members": None, "by.burden": 1.0}


def test_another_order_differs_in_the_field_rank():
    found = compared(ROWS, ROWS[::-1])
    assert [(each.name, each.count, each.size) for each in found.differences] == [("rank", 2, 1)]


def test_areas_are_paired_by_id_and_then_by_name():
    new = [{"area_id": "b", "name": "Dijk"}, {"area_id": "c", "name": "Kade"}, {"area_id": "d", "name": "Laan"}]
    assert pairs(ROWS, new) == [(0, 1), (1, 0)]
    twice = [{"area_id": "c", "name": "Kade"}, {"area_id": "d", "name": "Kade"}]
    assert pairs(ROWS, twice) == []


def test_rows_and_fields_of_one_side_only_are_named():
    new = [{name: value for name, value in ROWS[0].items() if name != "score"} | {"grade": 5}]
    found = compared(ROWS, new)
    assert found.only_old == ["row Dijk (b)", "field score"]
    assert found.only_new == ["field grade"]
    assert not found.same


def test_a_renamed_key_is_the_same_field():
    new = [{("grade" if name == "score" else name): value for name, value in row.items()} for row in ROWS]
    assert compared(ROWS, new, score="grade").same


def test_an_empty_list_differs_in_rows_not_in_fields():
    assert compared(ROWS, []).only_old == ["row Kade (a)", "row Dijk (b)"]


def test_lines_that_differ_in_a_number_are_paired_and_others_are_listed():
    old = "Report\n\nCounted 1,234.5 of 20.\nOn paper."
    new = "Report\nCounted 1,230.5 of 20.\nOn screen."
    found = compare_lines("report", old, new, TOLERANCE)
    (counted,) = found.differences
    assert (counted.name, counted.count, counted.total, counted.size) == ("Counted # of #.", 1, 2, 4.0)
    assert (found.only_old, found.only_new) == (["On paper."], ["On screen."])


def test_a_difference_within_the_tolerance_is_none_in_lines():
    assert compare_lines("report", "p 0.9950001", "p  0.995", TOLERANCE).same


def test_cells_are_compared_by_their_address():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for at, value in enumerate(("Area", "Kade", 7.5)):
            book.add_worksheet(f"S{at}").write(at, 0, value)
    old = xlsx_cells(content.getvalue())
    assert old == {"S0!A1": "Area", "S1!A2": "Kade", "S2!A3": 7.5}
    found = compare_cells("report", old, {"S0!A1": "Area", "S2!A3": 8.0, "S2!B3": 1}, TOLERANCE)
    assert (found.only_old, found.only_new) == (["S1!A2: Kade"], ["S2!B3: 1"])
    assert [(each.name, each.size) for each in found.differences] == [("S2!A3", 0.5)]


def test_plans_are_compared_by_candidate_whether_chosen_or_left_out():
    kade = {"area_id": "a", "name": "Kade", "rank": 1, "lead": "Jo", "gain": 2.0}
    dijk = {"area_id": "b", "name": "Dijk", "rank": 2, "why": "There is no room."}
    old = {"chosen": [kade], "left_out": [dijk], "misfits": [], "gain": 2.0}
    new = {"chosen": [kade | {"gain": 3.0}, dijk], "left_out": [], "misfits": [], "gain": 3.5}
    candidates, others = compare_plans(old, new, TOLERANCE)
    assert {each.name: each.count for each in candidates.differences} == {"gain": 1, "chosen": 1}
    assert candidates.compared == 2
    assert [(each.name, each.size) for each in others.differences] == [("gain", 1.5)]
    assert all(each.same for each in compare_plans(old, old, TOLERANCE))
