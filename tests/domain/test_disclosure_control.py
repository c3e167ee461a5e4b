"""Disclosure control: no withheld number can be derived from published ones."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from domain.disclosure_control import HALF_YEARS_SHOWN, SMALL_COUNT, Public, public
from domain.indicators.report_selection import select_reports
from domain.question import Question, months_before
from domain.sessions.candidates import figures_of
from tests.domain.frames import at, dwellings, reports, row_of_homes, snapshot_of
from tests.domain.worlds import Worlds

UNTIL = date(2026, 10, 31)
WORDS = {"environment": "Zwerfvuil", "social": "Geluidsoverlast"}
QUESTION = Question(level="street")


def town(streets: list[tuple[int, list[tuple[str, int, int]]]]):
    """Streets from (number of homes, incidents); an incident is (theme, half year from the oldest, home)."""
    homes, told = [], []
    for row, (size, incidents) in enumerate(streets):
        homes += row_of_homes(f"Straat {chr(65 + row)}", range(1, size + 1), north=500.0 * row)
        for nth, (theme, half, home) in enumerate(incidents):
            day = months_before(UNTIL, 6 * (HALF_YEARS_SHOWN - half)) + timedelta(1 + nth * 16 % 170)
            place = {"street": f"Straat {chr(65 + row)}", "number": 1 + home % size, "town": "Meerwijk"}
            told.append({"reported_on": day, "category_word": WORDS[theme], **place})
    # Reports without a place in every month, so that the first and last day do not depend on the streets.
    told += [{"reported_on": months_before(UNTIL, back), "category_word": "Zwerfvuil"} for back in range(31)]
    return snapshot_of(reports(*told), dwellings(*homes))


def truth(snapshot) -> dict[tuple[str, str, int], int]:
    """Incidents by area, theme and half year."""
    rows = select_reports(snapshot, QUESTION).filter(pl.col("is_first") & pl.col("street_id").is_not_null())
    starts = [months_before(UNTIL, 6 * back) for back in range(HALF_YEARS_SHOWN, 0, -1)]
    found: dict[tuple[str, str, int], int] = {}
    for area, theme, day in rows.select("street_id", "theme", "reported_on").iter_rows():
        half = sum(day > start for start in starts) - 1
        if half >= 0:
            found[area, theme, half] = found.get((area, theme, half), 0) + 1
    return found


def known(shown: Public, area: str) -> list[tuple[list[tuple[str, int]], int]]:
    """The published figures of an area, as sums over its cells (theme, half year)."""
    themes, year, halves = list(WORDS), range(HALF_YEARS_SHOWN - 2, HALF_YEARS_SHOWN), range(HALF_YEARS_SHOWN)
    sums: list[tuple[list[tuple[str, int]], int | None]] = []
    row = shown.areas.row(by_predicate=pl.col("area_id") == area, named=True)
    sums.append(([(theme, half) for theme in themes for half in year], row["incidents"]))
    of_theme = dict(shown.themes.filter(pl.col("area_id") == area).select("theme", "incidents").iter_rows())
    of_half = dict(shown.halves.filter(pl.col("area_id") == area).select("half", "incidents").iter_rows())
    starts = [months_before(UNTIL, 6 * back) + timedelta(1) for back in range(HALF_YEARS_SHOWN, 0, -1)]
    if row["themes_shown"]:  # a missing part of a published division is 0
        sums += [([(theme, half) for half in year], of_theme.get(theme, 0)) for theme in themes]
    if row["halves_shown"]:
        sums += [([(theme, half) for theme in themes], of_half.get(starts[half], 0)) for half in halves]
    if row["change"] is not None:
        assert row["change"] == of_half.get(starts[3], 0) - of_half.get(starts[2], 0)
    return [(cells, value) for cells, value in sums if value is not None]


def given_away(shown: Public, cells: dict[tuple[str, str, int], int]) -> list[tuple]:
    """The small numbers that can be derived from the published figures."""
    found = []
    every = [(theme, half) for theme in WORDS for half in range(HALF_YEARS_SHOWN)]
    for area in {area for area, _theme, _half in cells}:
        sums = known(shown, area)
        matrix = np.array([[cell in of for cell in every] for of, _value in sums], dtype=float).reshape(-1, len(every))
        worlds = Worlds(matrix, np.array([value for _of, value in sums], dtype=float), most=60)
        year = range(HALF_YEARS_SHOWN - 2, HALF_YEARS_SHOWN)
        wanted = [[cell] for cell in every]
        wanted += [[(theme, half) for half in year] for theme in WORDS]
        wanted += [[(theme, half) for theme in WORDS] for half in range(HALF_YEARS_SHOWN)]
        wanted.append([(theme, half) for theme in WORDS for half in year])
        for group in wanted:
            value = sum(cells.get((area, *cell), 0) for cell in group)
            goal = np.array([cell in group for cell in every], dtype=float)
            if 0 < value < SMALL_COUNT and worlds.interval(goal, width=1):
                found.append((area, group, value))
    return found


incidents = st.tuples(st.sampled_from(list(WORDS)), st.integers(0, HALF_YEARS_SHOWN - 1), st.integers(0, 11))
streets = st.tuples(st.integers(2, 12), st.lists(incidents, max_size=24))


@settings(max_examples=25, database=None, phases=[Phase.explicit, Phase.generate])  # no shrinking: each town is slow
@given(st.lists(streets, min_size=1, max_size=3))
def test_no_small_number_follows_from_what_is_shown(drawn):
    snapshot = town(drawn)
    assert given_away(public(snapshot, QUESTION), truth(snapshot)) == []


def same(one: Public, other: Public) -> bool:
    """Whether the published figures are exactly the same."""
    frames = ("areas", "themes", "halves")
    rest = ("total", "withheld", "half_days")
    return all(getattr(one, name).equals(getattr(other, name)) for name in frames) and all(
        getattr(one, name) == getattr(other, name) for name in rest
    )


FEW = st.lists(st.tuples(st.sampled_from(list(WORDS)), st.integers(2, 3), st.integers(0, 11)), min_size=1, max_size=2)
OF_ONE = st.integers(8, 20).map(lambda count: [("social", 2 + at % 2, 4) for at in range(count)])
ANY = st.lists(incidents, max_size=12)
secrets = st.one_of(
    st.tuples(st.just(12), st.tuples(FEW, FEW, OF_ONE)),  # few incidents, or those of one household
    st.tuples(st.just(12), st.tuples(FEW, OF_ONE, OF_ONE)),
    st.tuples(st.just(3), st.tuples(ANY, ANY, ANY)),  # few homes
)


@settings(max_examples=16, database=None)  # each compares three towns two by two, and a town is slow to make
@given(st.lists(streets, min_size=1, max_size=6), secrets)
def test_figures_of_a_withheld_area_do_not_change_what_is_shown(drawn, secret):
    """Whatever a withheld area has, the published figures are exactly the same."""
    size, possible = secret
    shown = [public(town([*drawn, (size, had)]), QUESTION) for had in possible]
    for each in shown:
        assume(not each.areas.filter(name=f"Straat {chr(65 + len(drawn))}")["shown"].item())
    assert all(same(one, other) for one, other in combinations(shown, 2))


TURNED = {  # another division of the same incidents: as many in the window, as many of each of the other division
    "themes": lambda theme, half: ({"environment": "social", "social": "environment"}[theme], half),
    "halves": lambda theme, half: (theme, (1, 0, 3, 2)[half]),
}


@settings(max_examples=16, database=None)
@given(st.lists(streets, min_size=1, max_size=3))
def test_nor_how_the_incidents_of_an_area_are_divided_where_that_is_withheld(drawn):
    (size, had), others = drawn[0], drawn[1:]
    first = "street:meerwijk/straata"
    snapshot = town(drawn)
    cells, shown = truth(snapshot), public(snapshot, QUESTION)
    row = shown.areas.row(by_predicate=pl.col("area_id") == first, named=True)
    compared = 0
    for division, turn in TURNED.items():
        if row[f"{division}_shown"]:
            continue
        turned = town([(size, [(*turn(theme, half), home) for theme, half, home in had]), *others])
        expected = {(area, *(turn(*cell) if area == first else cell)): n for (area, *cell), n in cells.items()}
        if truth(turned) == expected:  # turned about, two reports of one thing can become two incidents
            compared += 1
            assert same(shown, public(turned, QUESTION))
    assume(compared)


def test_hiding_only_the_small_part_would_give_it_away():
    snapshot = town([(12, [("environment", 3, home) for home in range(9)] + [("social", 3, 10)])])
    shown = public(snapshot, QUESTION)
    assert shown.areas["incidents"].to_list() == [10]
    assert given_away(shown, truth(snapshot)) == []
    area = shown.areas["area_id"].item()
    naive = pl.DataFrame({"area_id": [area] * 2, "theme": ["environment", "social"], "incidents": [9, None]})
    careless = replace(shown, themes=naive, areas=shown.areas.with_columns(themes_shown=True))
    assert (area, [("social", 2), ("social", 3)], 1) in given_away(careless, truth(snapshot))


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
    hidden = ("homes", "incidents", "rate", "low", "high", "p_high", "change")
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
    assert public(snapshot_of(reports(*told)), QUESTION).areas["shown"].to_list() == [True]


def test_where_only_reports_say_where_a_street_is_it_is_on_the_map_with_its_figures_or_not_at_all():
    told = [
        {"reported_on": UNTIL - timedelta(20 * n), "category_word": "Zwerfvuil", "street": street, "town": "Meerwijk"}
        | at(500.0 if street == "Kade" else 0.0)
        for street, times in (("Kade", 2), ("Wal", 4))
        for n in range(times)
    ]
    areas = public(snapshot_of(reports(*told)), QUESTION).areas.sort("name")
    assert areas["shown"].to_list() == [False, True]
    assert areas.select(pl.col("lat", "lon").is_not_null()).rows() == [(False, False), (True, True)]


def test_nothing_is_shown_of_nothing():
    shown = public(snapshot_of(reports()), QUESTION)
    assert (shown.areas.height, shown.total, shown.withheld) == (0, 0, 0)


def test_half_years_are_shown_whether_or_not_anything_happened_in_them():
    shown = public(town([(12, [("environment", 3, home) for home in range(12)])]), QUESTION)
    assert len(shown.half_days) == HALF_YEARS_SHOWN
    assert shown.half_days == tuple(sorted(shown.half_days))
    assert set(shown.halves["half"]) <= set(shown.half_days)


@settings(max_examples=12, database=None, phases=[Phase.explicit, Phase.generate])  # each has all pairs of streets
@given(st.lists(streets, min_size=2, max_size=4))
def test_figures_of_candidates_are_sums_of_shown_figures(drawn):
    """The figures of a candidate, of one street or several, contain no withheld number."""
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


def test_the_figures_of_a_part_of_the_areas_are_those_of_all():
    whole = public(town([(20, [("environment", 3, home) for home in range(size)]) for size in (9, 6, 2)]), QUESTION)
    ids = whole.areas.filter(pl.col("name") != "Straat A")["area_id"].to_list()
    part = whole.of(ids)
    assert part.areas.equals(whole.areas.filter(pl.col("area_id").is_in(ids)))
    assert (part.total, part.withheld) == (6, 1)
    assert set(part.themes["area_id"]) <= set(ids)
