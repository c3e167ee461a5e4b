import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from domain.indicators.in_parts import in_parts


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from([None, "x", "y"])), max_size=8))
def test_each_part_is_worked_out_by_itself_and_the_order_stays(keys):
    frame = pl.DataFrame(
        {"at": range(len(keys)), "first": [one for one, _ in keys], "second": [two for _, two in keys]},
        schema={"at": pl.Int64, "first": pl.String, "second": pl.String},
    )
    found = in_parts(frame, ["first", "second"], lambda part: part.with_columns(rows=pl.lit(part.height)))
    assert found.columns == ["at", "first", "second", "rows"]
    assert found["at"].to_list() == list(range(len(keys)))
    assert found["rows"].to_list() == [keys.count(key) for key in keys]
