from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.intake.cleaning.record_keys import content_keys, identifying, own_keys, report_keys

DAY = date(2026, 8, 8)


def keys(ids: list, contents: list, origin: str = "", days: list | None = None) -> list:
    dates = pl.Series(days or [DAY] * len(ids), dtype=pl.Date)
    return report_keys(pl.Series(ids, dtype=pl.String), dates, pl.DataFrame({"what": contents}), origin).to_list()


def test_a_number_of_its_own_with_the_day_is_the_key():
    assert keys(["c88", "c88"], ["x", "y"], days=[DAY, date(2026, 8, 9)]) == ["c88/2026-08-08", "c88/2026-08-09"]
    assert keys(["c88"], ["x"], origin="Zig/noord") == ["Zig-noord/c88/2026-08-08"]


def test_keys_without_a_number_never_change():
    """Stored keys contain these hashes: another hash would make all reports of such an export new."""
    assert keys([None, None], ["Geluid", None]) == ["~11289617252197055678/1", "~6041160354788514345/1"]


def test_equal_rows_are_numbered_by_occurrence():
    first, second, other, third = keys([None] * 4, ["a", "a", "b", "a"])
    assert {first[:-2], second[:-2], third[:-2]} == {first[:-2]}
    assert [first[-2:], second[-2:], other[-2:], third[-2:]] == ["/1", "/2", "/1", "/3"]


def test_the_day_and_the_origin_are_part_of_the_content():
    one = keys([None], ["a"])
    assert one != keys([None], ["a"], days=[date(2026, 8, 9)])
    assert one != keys([None], ["a"], origin="other")


def test_without_a_date_there_is_no_key():
    assert keys(["1", None], ["a", "b"], days=[None, None]) == [None, None]


def test_no_two_cells_run_together():
    a = content_keys(pl.DataFrame({"one": ["ab"], "two": ["c"]}))
    b = content_keys(pl.DataFrame({"one": ["a"], "two": ["bc"]}))
    assert a[0] != b[0]


def test_dwellings_have_no_day():
    contents = pl.DataFrame({"street": ["Lindehof", "Lindehof"]})
    assert own_keys(pl.Series(["V1", None]), contents, "BAG").to_list()[0] == "BAG/V1"


def test_what_changes_later_does_not_identify():
    assert identifying(["date", "status", "closed", "note", "id", "category"]) == ["category", "date"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "c", None, ""]), max_size=40), st.randoms())
def test_keys_are_distinct_and_do_not_depend_on_the_order(contents, random):
    found = keys([None] * len(contents), contents)
    assert len(set(found)) == len(found)
    random.shuffle(contents)
    assert set(keys([None] * len(contents), contents)) == set(found)
