"""What may be shown to everyone in the room: nobody can work a withheld number out from what is shown."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from domain.disclosure import HALVES, SMALL, Public, public
from domain.figures import asked
from domain.question import Question, months_before
from domain.session_candidates import figures_of
from tests.domain.frames import dwellings, reports, row_of_homes, situated

UNTIL = date(2026, 10, 31)
WORDS = {"environment": "Zwerfvuil", "social": "Geluidsoverlast"}
QUESTION = Question(level="street")


def town(streets: list[tuple[int, list[tuple[str, int, int]]]]):
    """Streets with so many homes and incidents: (theme, half year from the oldest, home)."""
    homes, told = [], []
    for at, (size, incidents) in enumerate(streets):
        homes += row_of_homes(f"Straat {chr(65 + at)}", range(1, size + 1), north=500.0 * at)
        for nth, (theme, half, home) in enumerate(incidents):
            day = months_before(UNTIL, 6 * (HALVES - half)) + timedelta(1 + nth * 16 % 170)
            place = {"street": f"Straat {chr(65 + at)}", "number": 1 + home % size, "town": "Meerwijk"}
            told.append({"reported_on": day, "category_word": WORDS[theme], **place})
    told.append({"reported_on": UNTIL, "category_word": "Zwerfvuil"})  # nowhere: so the last day is known
    told.append({"reported_on": months_before(UNTIL, 30), "category_word": "Zwerfvuil"})
    return situated(reports(*told), dwellings(*homes))


def truth(situation) -> dict[tuple[str, str, int], int]:
    """Incidents by area, theme and half year."""
    rows = asked(situation, QUESTION).filter(pl.col("is_first") & pl.col("street_id").is_not_null())
    starts = [months_before(UNTIL, 6 * back) for back in range(HALVES, 0, -1)]
    found: dict[tuple[str, str, int], int] = {}
    for area, theme, day in rows.select("street_id", "theme", "reported_on").iter_rows():
        half = sum(day > start for start in starts) - 1
        if half >= 0:
            found[area, theme, half] = found.get((area, theme, half), 0) + 1
    return found


def known(shown: Public, area: str) -> list[tuple[list[tuple[str, int]], int]]:
    """What is published of an area: sums over its cells (theme, half)."""
    themes, year, halves = list(WORDS), range(HALVES - 2, HALVES), range(HALVES)
    sums: list[tuple[list[tuple[str, int]], int | None]] = []
    row = shown.areas.row(by_predicate=pl.col("area_id") == area, named=True)
    sums.append(([(theme, half) for theme in themes for half in year], row["incidents"]))
    of_theme = dict(shown.themes.filter(pl.col("area_id") == area).select("theme", "incidents").iter_rows())
    of_half = dict(shown.halves.filter(pl.col("area_id") == area).select("half", "incidents").iter_rows())
    starts = [months_before(UNTIL, 6 * back) + timedelta(1) for back in range(HALVES, 0, -1)]
    if row["themes_shown"]:  # a part that is not in a division is none
        sums += [([(theme, half) for half in year], of_theme.get(theme, 0)) for theme in themes]
    if row["halves_shown"]:
        sums += [([(theme, half) for theme in themes], of_half.get(starts[half], 0)) for half in halves]
    if row["change"] is not None:
        assert row["change"] == of_half.get(starts[3], 0) - of_half.get(starts[2], 0)
    return [(cells, value) for cells, value in sums if value is not None]


def bounds(sums: list, wanted: list[tuple[str, int]]) -> tuple[float, float]:
    """Between what the sum of the wanted cells must lie, given what is published of their area."""
    cells = [(theme, half) for theme in WORDS for half in range(HALVES)]
    matrix = np.array([[cell in of for cell in cells] for of, _value in sums], dtype=float).reshape(-1, len(cells))
    values = [value for _of, value in sums]
    goal = np.array([cell in wanted for cell in cells], dtype=float)
    within = [LinearConstraint(matrix, values, values)] if sums else []
    ends = [
        milp(sign * goal, constraints=within, integrality=np.ones(len(cells)), bounds=Bounds(0, 60)) for sign in (1, -1)
    ]
    return ends[0].fun, -ends[1].fun


def given_away(shown: Public, cells: dict[tuple[str, str, int], int]) -> list[tuple]:
    """The small numbers that follow from what is published."""
    found = []
    for area in {area for area, _theme, _half in cells}:
        sums = known(shown, area)
        year = range(HALVES - 2, HALVES)
        wanted = [[(theme, half)] for theme in WORDS for half in range(HALVES)]
        wanted += [[(theme, half) for half in year] for theme in WORDS]
        wanted += [[(theme, half) for theme in WORDS] for half in range(HALVES)]
        wanted.append([(theme, half) for theme in WORDS for half in year])
        for group in wanted:
            value = sum(cells.get((area, *cell), 0) for cell in group)
            if 0 < value < SMALL and len(set(bounds(sums, group))) == 1:
                found.append((area, group, value))
    return found


incidents = st.tuples(st.sampled_from(list(WORDS)), st.integers(0, HALVES - 1), st.integers(0, 11))
streets = st.tuples(st.integers(2, 12), st.lists(incidents, max_size=24))


@settings(max_examples=25, database=None, phases=[Phase.explicit, Phase.generate])  # no shrinking: each town is slow
@given(st.lists(streets, min_size=1, max_size=3))
def test_no_small_number_follows_from_what_is_shown(drawn):
    situation = town(drawn)
    assert given_away(public(situation, QUESTION), truth(situation)) == []


def test_hiding_only_the_small_part_would_give_it_away():
    situation = town([(12, [("environment", 3, home) for home in range(9)] + [("social", 3, 10)])])
    shown = public(situation, QUESTION)
    assert shown.areas["incidents"].to_list() == [10]
    assert given_away(shown, truth(situation)) == []
    area = shown.areas["area_id"].item()
    naive = pl.DataFrame({"area_id": [area] * 2, "theme": ["environment", "social"], "incidents": [9, None]})
    careless = replace(shown, themes=naive, areas=shown.areas.with_columns(themes_shown=True))
    assert (area, [("social", 2), ("social", 3)], 1) in given_away(careless, truth(situation))


@pytest.mark.parametrize(
    ("street", "why"),
    [
        ((4, [("social", 3, home) for home in range(4)]), "four homes"),
        ((12, [("social", 3, home % 2) for home in range(8)]), "two addresses"),
        ((12, [("social", 3, 0)] * 9 + [("social", 3, home) for home in (1, 2, 3)]), "one address is most of it"),
        ((12, [("social", 3, home) for home in (1, 2)]), "two incidents"),
    ],
)
def test_an_area_that_could_point_at_a_household_has_no_figure(street, why):
    usual = (12, [("environment", 3, home) for home in range(12)])
    shown = public(town([street, usual]), QUESTION)
    of_street, of_usual = shown.areas.sort("name").to_dicts()
    hidden = ("incidents", "rate", "low", "high", "p_high", "rank", "change")
    assert [of_street[name] for name in hidden] == [None] * len(hidden), why
    assert not of_street["shown"]
    assert of_usual["incidents"] == 12
    assert shown.total == 12, "a total with the withheld area would give it away"
    assert shown.withheld == 1
    assert of_street["area_id"] not in {*shown.themes["area_id"], *shown.halves["area_id"]}
    ids = shown.areas.sort("name")["area_id"].to_list()
    assert not shown.may_show(ids)
    assert shown.may_show(ids[1:])
    assert not shown.may_show([])


def test_where_homes_are_not_known_the_addresses_decide():
    told = [
        {"reported_on": UNTIL - timedelta(20 * n), "category_word": "Zwerfvuil", "street": "Kade", "town": "Meerwijk"}
        for n in range(4)
    ]
    assert public(situated(reports(*told)), QUESTION).areas["shown"].to_list() == [True]


def test_nothing_is_shown_of_nothing():
    shown = public(situated(reports()), QUESTION)
    assert (shown.areas.height, shown.total, shown.withheld) == (0, 0, 0)


def test_the_half_years_are_told_whether_anything_happened_in_them_or_not():
    shown = public(town([(12, [("environment", 3, home) for home in range(12)])]), QUESTION)
    assert len(shown.half_days) == HALVES
    assert shown.half_days == tuple(sorted(shown.half_days))
    assert set(shown.halves["half"]) <= set(shown.half_days)


@settings(max_examples=25, deadline=None, database=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(streets, min_size=2, max_size=3))
def test_what_is_told_of_candidates_is_a_sum_of_what_is_shown(drawn):
    """What phones, walls and minutes tell of any candidate, of one street or several, holds no withheld number."""
    shown = public(town(drawn), QUESTION)
    by_area = {row["area_id"]: row for row in shown.areas.iter_rows(named=True)}
    for size in (1, 2):
        for members in combinations(by_area, size):
            told = figures_of(shown, list(members))
            rows = [by_area[area] for area in members]
            if not all(row["shown"] for row in rows):
                assert told is None
                continue
            assert told.incidents == sum(row["incidents"] for row in rows)
            if told.change is not None:
                assert all(row["halves_shown"] for row in rows)
                assert told.change == sum(row["change"] for row in rows)
            if size > 1:
                assert (told.low, told.high, told.p_high) == (None, None, None)
