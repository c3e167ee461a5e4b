"""A chart that does not fit Vega-Lite's schema is refused, though the app itself checks none."""

import altair as alt
import polars as pl
import pytest
from altair.utils.schemapi import SchemaValidationError

from pages.shared import charts


@pytest.mark.parametrize("data", [[1, 2], [3]])
def test_a_chart_is_checked_once_and_one_with_a_fault_each_time(data):
    bars = alt.Chart(pl.DataFrame({"incidents": data})).mark_bar()
    right, wrong = (bars.encode(x=alt.X("incidents:Q", bandPosition=position)) for position in (0.5, "high"))
    for _time in range(2):
        assert charts._Unchecked(right).to_dict()["mark"]["type"] == "bar"
        with pytest.raises(SchemaValidationError):
            charts._Unchecked(wrong).to_dict()
