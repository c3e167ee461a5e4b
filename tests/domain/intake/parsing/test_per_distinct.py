import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.intake.parsing import per_distinct
from domain.intake.parsing.per_distinct import per_value

cells = st.lists(st.none() | st.text(max_size=3), max_size=50).map(lambda values: pl.Series(values, dtype=pl.String))


def doubled(values: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"value": values, "twice": values + values})


@settings(deadline=None)
@given(cells)
def test_the_answers_stand_in_the_order_of_the_rows(values):
    assert per_value(values, doubled).equals(doubled(values))


def test_each_value_is_worked_on_once():
    seen = []

    def note(values: pl.Series) -> pl.DataFrame:
        seen.extend(values)
        return values.to_frame("value")

    per_value(pl.Series(["a", "b", "a", None, "a", None]), note)
    assert sorted(seen, key=str) == [None, "a", "b"]


def test_many_values_are_worked_on_in_slices(monkeypatch):
    monkeypatch.setattr(per_distinct, "SLICE", 10)
    monkeypatch.setattr(pl, "thread_pool_size", lambda: 2)
    values = pl.Series([f"value {n % 95}" for n in range(200)])
    assert per_value(values, doubled).equals(doubled(values))


def test_two_values_with_one_hash_stay_apart(monkeypatch):
    values = pl.Series(["a", "b", "a"])
    monkeypatch.setattr(pl.Series, "hash", lambda self: pl.Series([7] * self.len(), dtype=pl.UInt64))
    assert per_value(values, doubled).equals(doubled(values))
