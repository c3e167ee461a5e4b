"""The shading of the shared screen's map: a season that all streets share is not visible."""

from dataclasses import replace

import polars as pl
import pytest

from domain.disclosure_control import public
from domain.sessions.shading import CLASS_BREAKS, shading
from tests.domain.test_disclosure_control import QUESTION, town

BUSY = [("environment", 3, home) for home in range(12)] + [("environment", 2, home) for home in range(6)]
CALM = [("environment", 3, home) for home in range(8)] + [("environment", 2, home) for home in range(4)]


@pytest.fixture(scope="module")
def shown():
    """Two streets with twice as many incidents in the last half year as in the one before; a third is withheld."""
    return public(town([(12, BUSY), (12, CALM), (3, BUSY)]), QUESTION)


def values(shown, half):
    found = shading(shown, half)
    named = shown.areas.select("area_id", "name").join(found.values, on="area_id")
    return dict(named.select("name", "value").iter_rows()), found


def test_what_rises_everywhere_is_no_news_of_any_street(shown):
    last, _found = values(shown, 0)
    before, found = values(shown, 1)
    assert last == pytest.approx(before, nan_ok=True)
    assert last["Straat A"] == pytest.approx(1.2)
    assert last["Straat B"] == pytest.approx(0.8)
    assert (found.breaks, found.is_times) == (CLASS_BREAKS, True)


def test_withheld_areas_have_no_figures(shown):
    for half in (None, 0, 1):
        told, _found = values(shown, half)
        assert told["Straat C"] is None


def test_a_half_year_without_an_incident_has_no_figure_for_any_street(shown):
    assert set(values(shown, 3)[0].values()) == {None}


def test_the_whole_window_is_shown_as_a_rate(shown):
    told, found = values(shown, None)
    assert not found.is_times
    assert told == dict(shown.areas.select("name", "rate").iter_rows())
    assert values(shown, len(shown.half_days))[1].is_times is False, "further back than is known is the whole window"


def test_streets_counted_in_another_way_are_not_compared(shown):
    kinds = {"Straat A": "dwellings", "Straat B": "one", "Straat C": "dwellings"}
    other = shown.areas.with_columns(denominator=pl.col("name").replace_strict(kinds))
    told, _found = values(replace(shown, areas=other), 0)
    assert told["Straat A"] == told["Straat B"] == pytest.approx(1)
