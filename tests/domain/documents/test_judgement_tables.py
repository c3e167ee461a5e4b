"""What the report of all projects says of postponed places and of indicators: nothing that stays inside."""

from datetime import UTC, date, datetime

import polars as pl

from data.texts.language import render
from domain.documents.document import WITHHELD, Table
from domain.documents.indicator_table import INDICATORS_MAX, indicator_parts
from domain.documents.postponed_table import postponed_parts
from domain.effects.fixed_areas import FixedArea
from domain.judgement.postponed import Postponed

NEIGHBOURHOODS = pl.DataFrame({"area_id": ["neighbourhood:a"], "name": ["Noord"]})


def indicators(*values: float | None) -> pl.DataFrame:
    made = [
        {"area_id": area, "measure": f"M{at}", "value": value, "unit": "%", "answers": 3 if value is None else 40}
        | {"publisher": "enquete", "starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}
        for at, value in enumerate(values)
        for area in ("neighbourhood:a", "street:b")
    ]
    return pl.DataFrame(made, schema_overrides={"value": pl.Float64})


def test_postponed_places_are_named_without_who_and_why():
    at = datetime(2026, 11, 1, tzinfo=UTC)
    until = {"b": date(2027, 6, 1), "a": date(2027, 5, 1)}
    areas = {name: (FixedArea(f"block:{name}", name, 9, "dwellings", (), None),) for name in until}
    every = [Postponed(name, name, areas[name], "steigers", day, "jan", at) for name, day in until.items()]
    (table,) = (part for part in postponed_parts(every, set()) if isinstance(part, Table))
    assert table.lines == (("a", date(2027, 5, 1)), ("b", date(2027, 6, 1)))
    assert "steigers" not in str(postponed_parts(every, set()))
    assert postponed_parts([], set()) == []
    few = postponed_parts(every, {"block:a"})[1].lines
    assert [render(where, "en") for where, _day in few] == ["a few homes", "b"]


def test_indicators_of_neighbourhoods_only_and_small_ones_withheld():
    (table,) = (part for part in indicator_parts(indicators(8.4, None), NEIGHBOURHOODS) if isinstance(part, Table))
    assert [line[1] for line in table.lines] == ["Noord", "Noord"]
    assert render(table.lines[0][3], "en") == "8.4%"
    assert table.lines[1][3:5] == (WITHHELD, None)
    assert indicator_parts(indicators(8.4), NEIGHBOURHOODS.clear()) == []


def test_a_long_table_says_how_many_there_are():
    parts = indicator_parts(indicators(*range(INDICATORS_MAX + 1)), NEIGHBOURHOODS)
    assert len(parts[1].lines) == INDICATORS_MAX
    assert str(INDICATORS_MAX + 1) in " ".join(render(text, "en") for text in parts[2].sentences)
