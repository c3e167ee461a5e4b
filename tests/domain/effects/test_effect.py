"""The effect of a project in a simulated town: windows, gaps, comparison areas, freezing, and the verdict."""

import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from domain.effects import control_areas
from domain.effects.baseline import Baseline, Baselines
from domain.effects.displacement import COMMON_DRIFT_SHARE, beyond_expected
from domain.effects.effect import Effect, baseline_of, each_effect, effect_of, hours_saved, with_baseline
from domain.effects.minimum_detectable_effect import detectable_drop, detectable_of
from domain.effects.monthly_panel import Counts
from domain.effects.regression_to_mean import LastingRates, drift, expected
from domain.effects.verdict import WHY, WORDS, why_naive_differs, word
from domain.projects.project import Project
from domain.snapshot.snapshot import Snapshot
from domain.statistics.contiguity import graph_of
from tests.domain import frames

STREETS, HOMES = 22, 10
FIRST, LAST = date(2024, 1, 1), date(2026, 10, 31)
START = date(2025, 7, 1)
KINDS = ("Zwerfvuil", "Geluidsoverlast")


def town(fall: float = 1.0, *, without: tuple[date, date] | None = None, seed: int = 1) -> Snapshot:
    """Streets side by side; incidents of the seventh are multiplied by ``fall`` from START on; none in ``without``."""
    rng = np.random.default_rng(seed)
    homes = [
        home for s in range(STREETS) for home in frames.row_of_homes(street(s), range(1, HOMES + 1), north=30.0 * s)
    ]
    rows = []
    for s in range(STREETS):
        day = FIRST
        while day <= LAST:
            often = 0.1 * (fall if s == 6 and day >= START else 1.0)
            if rng.random() < often and not (without and without[0] <= day <= without[1]):
                rows.append(
                    {
                        "street": street(s),
                        "number": int(rng.integers(1, HOMES + 1)),
                        "town": "Meerwijk",
                        "reported_on": day,
                        "category_word": KINDS[int(rng.integers(2))],
                    }
                )
            day += timedelta(1)
    return frames.snapshot_of(frames.reports(*rows), frames.dwellings(*homes))


def street(number: int) -> str:
    return f"{'ABCDEFGHIJKLMNOPQRSTUV'[number]}straat"


def project(number: int = 6, **fields) -> Project:
    area = f"street:meerwijk/{street(number).lower()}"
    usual = {"phase": "secure", "carried_out_from": START, "project_id": number + 1}
    return Project(title="P", areas=((area, street(number)),), started_on=START, **(usual | fields))


@pytest.fixture(scope="module")
def halved() -> Snapshot:
    return town(0.4)


def test_a_street_that_halved_likely_has_fewer(halved):
    found = effect_of(halved, project())
    assert found.word == "likely_fewer"
    assert found.low < 0.45 < found.high < 1
    assert found.months_before == 17  # the first of the eighteen is not whole: the data begins in it
    assert found.months_after == 16
    assert found.incidents < found.expected
    assert found.direct[1] < found.direct[0] < found.direct[2] < 0
    assert found.total[0] == pytest.approx(found.direct[0] + found.displaced[0])
    assert hours_saved(found, 3.0)[0] == pytest.approx(-3 * found.total[0])


def test_what_moved_is_as_unsure_as_chance_and_drift_make_it():
    """Chance is larger where incidents are clumped; the drift of areas is not, and neighbours share a part of it."""
    counts, apart, share = np.array([10.0, 30.0]), 0.1, COMMON_DRIFT_SHARE
    middle, low, high = beyond_expected(counts, counts, [0.0, 0.0], 0.0, [2.0, 1.5], apart)
    variance = 2 * 10 + 1.5 * 30 + apart * ((1 - share) * (10**2 + 30**2) + share * 40**2)
    assert middle == 0
    assert (low, high) == pytest.approx((-1.645 * variance**0.5, 1.645 * variance**0.5), rel=1e-3)


def test_without_a_change_the_effect_is_unclear():
    found = effect_of(town(), project())
    assert found.word == "cannot_tell"
    assert found.low < 1 < found.high


def test_comparison_areas_are_no_neighbour_no_ring_and_in_no_project(halved):
    others = [project(), project(2, phase="explore", carried_out_from=None), project(3, phase="stopped")]
    never = project(4, phase="stopped", carried_out_from=None)
    made = Baseline.from_json(baseline_of(halved, project(), [*others, never]))
    names = {area.name for area in made.comparison}
    ring = {area.name for area in made.ring}
    assert control_areas.CONTROLS_MIN <= len(names) < STREETS - 5
    assert street(6) not in names | ring
    assert ring
    assert not names & ring
    assert not {street(2), street(3)} & (names | ring)
    assert baseline_of(halved, project(), [*others, never]) == baseline_of(halved, project(), [*others, never])


def test_what_is_frozen_stays_through_json_and_does_not_move_with_the_data(halved):
    frozen = json.loads(json.dumps(baseline_of(halved, project())))
    assert Baseline.from_json(frozen).to_json() == frozen
    kept, anew = (effect_of(halved, project(baseline=each)) for each in (frozen, None))
    assert kept == anew
    other = town(0.4, seed=2)
    moved = effect_of(other, project(baseline=frozen))
    assert moved.expected == pytest.approx(frozen["expected_monthly"] * moved.months_after * moved.town)
    assert effect_of(halved, project(baseline=frozen | {"version": 99})) == anew


def test_a_baseline_frozen_by_the_first_version_is_still_read(halved):
    frozen = json.loads(json.dumps(baseline_of(halved, project())))
    old = {"expected_monthly": "a_month", "effective_n": "sure"}

    def first(names: dict) -> dict:
        return {old.get(name, name): value for name, value in names.items()}

    areas = {name: [first(area) for area in frozen[name]] for name in ("comparison", "ring")}
    assert Baseline.from_json(first(frozen) | areas | {"version": 1}) == Baseline.from_json(frozen)


def test_the_baseline_freezes_when_the_work_begins_and_only_then(halved):
    today = date(2026, 2, 2)
    preparing = project(phase="prepare", carried_out_from=None)
    assert with_baseline(preparing, halved, today) == preparing
    begun = with_baseline(replace(preparing, phase="carry_out"), halved, today)
    assert begun.carried_out_from == today
    assert begun.baseline["starts_on"] == "2026-02-02"
    assert with_baseline(begun, town(0.4, seed=2), date(2026, 5, 1)) == begun
    earlier = with_baseline(replace(begun, carried_out_from=START), halved, today)
    assert earlier.baseline["starts_on"] == START.isoformat()
    assert with_baseline(replace(begun, phase="prepare", carried_out_from=None), halved, today).baseline is None


def test_an_area_that_came_into_another_project_is_compared_with_no_more(halved):
    frozen = baseline_of(halved, project())
    taken = next(n for n in range(STREETS) if street(n) in {area["name"] for area in frozen["comparison"]})
    found = effect_of(halved, project(baseline=frozen), [project(), project(taken)])
    assert street(taken) not in found.compared
    assert len(found.compared) == len(frozen["comparison"]) - 1


def test_months_in_a_gap_count_on_neither_side():
    snapshot = town(0.4, without=(date(2026, 1, 1), date(2026, 3, 31)))
    gap = pl.DataFrame(
        {
            "source": ["resident"],
            "from": [date(2026, 1, 1)],
            "to": [date(2026, 3, 31)],
            "reports": [0],
            "expected": [9.0],
        }
    )
    snapshot = replace(snapshot, gaps=gap)
    found = effect_of(snapshot, project())
    assert found.months_after == 13
    sides = dict(found.months.select("month", "side").iter_rows())
    assert {sides[date(2026, month, 1)] for month in (1, 2, 3)} == {"neither"}


def test_the_month_in_which_the_work_began_counts_on_neither_side(halved):
    counts = Counts(halved)
    at = counts.months.index(date(2025, 7, 1))
    for day, want in ((1, (False, True)), (7, (False, True)), (8, (False, False)), (25, (False, False))):
        before, after = counts.sides(date(2025, 7, day))
        assert (before[at], after[at]) == want
    before, after = counts.sides(date(2025, 7, 27))
    assert (before[at], after[at]) == (True, False)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"carried_out_from": None}, "not_begun"),
        ({"carried_out_from": date(2024, 3, 1)}, "no_before"),
        ({"carried_out_from": date(2026, 9, 1)}, "too_early"),
        ({"areas": (("street:meerwijk/gone", "Gone"),)}, "no_area"),
    ],
)
def test_an_effect_that_cannot_be_estimated_has_its_reason(halved, fields, said):
    assert effect_of(halved, replace(project(), **fields)).word == said


def test_without_areas_to_compare_with_the_reason_is_given(halved):
    everywhere = [project(number) for number in range(STREETS)]
    assert effect_of(halved, project(), everywhere).word == "no_comparison"


def test_a_theme_that_is_not_measured_does_not_count(halved):
    every, one = effect_of(halved, project()), effect_of(halved, project(measures=("social",)))
    assert 0 < one.incidents < every.incidents


def test_effects_of_all_projects_at_once_equal_those_one_by_one(halved):
    projects = [project(), project(1), project(9, carried_out_from=None)]
    assert each_effect(halved, projects) == [effect_of(halved, each, projects) for each in projects]


def test_a_street_and_a_block_in_it_count_once(halved):
    counts = Counts(halved)
    area = project().areas[0][0]
    blocks = halved.dwellings.filter(pl.col("street_id").cast(pl.String) == area)["block_id"].cast(pl.String).unique()
    both = [area, *blocks.drop_nulls()]
    assert len(both) > 1
    assert (counts.together(both) == counts.together([area])).all()
    assert counts.homes(both) == counts.homes([area]) == HOMES
    assert counts.covered(both[1:], "street").sum() == 1


def test_an_empty_snapshot_has_no_effect():
    nothing = frames.snapshot_of(frames.reports())
    assert each_effect(nothing, []) == []
    assert effect_of(nothing, project()).word == "no_area"
    assert baseline_of(nothing, project()) is None


def test_expected_lies_between_the_count_and_what_is_usual():
    usual = LastingRates(shape=4.0, mean=0.1)
    rate, effective_n = expected([0, 12, 40], 100.0, usual)
    assert (rate[0] > 0) & (rate[0] < 0.1)
    assert 0.1 < rate[1] < 0.12
    assert 0.1 < rate[2] < 0.4
    assert effective_n.tolist() == [4, 16, 44]
    moving, less_sure = expected([40], 100.0, replace(usual, drift=0.5))
    assert moving[0] < rate[2]
    assert less_sure[0] < effective_n[2]


def test_drift_is_near_zero_for_chance_alone_and_right_where_areas_move():
    rng = np.random.default_rng(3)
    first, second = rng.poisson(20, (2, 4_000))
    assert drift(first, second) < 0.01
    moved = rng.poisson(20 * np.exp(rng.normal(0, 0.4, 4_000)))
    assert drift(first, moved) == pytest.approx(0.16, abs=0.03)
    assert drift([0, 0], [1, 2]) == 0


def test_the_nearest_areas_are_taken_and_always_the_same_ones():
    areas = np.arange(30.0)[:, None] * np.ones((1, 3))
    allowed = np.arange(30) != 10
    assert control_areas.alike(areas[10], areas, allowed)[:4].tolist() == [9, 11, 8, 12]
    assert len(control_areas.alike(areas[10], areas, np.arange(30) < 8)) == 0
    ring = control_areas.ring(np.array([True, False, False, False]), graph_of(np.array([0, 1]), np.array([1, 2]), 4))
    assert ring.tolist() == [False, True, False, False]


def test_fourteen_incidents_a_year_show_only_a_halving():
    drops = detectable_drop(14 / 12, 20.0)
    assert 0.45 < drops[1] < 0.55
    assert drops[0] > drops[1] > drops[2]
    assert np.isnan(detectable_drop(0.05, 20.0)[0])
    assert (detectable_drop([5.0, 1.0], 100.0)[:, 1].argsort() == [0, 1]).all()


def test_what_could_show_follows_from_the_baseline(halved):
    drops = detectable_of(Baseline.from_json(baseline_of(halved, project())))
    assert 0 < drops[2] < drops[1] < drops[0] < 1
    alone = replace(Baseline.from_json(baseline_of(halved, project())), comparison=())
    assert detectable_of(alone) == [None, None, None]


def test_words_follow_the_interval():
    assert word(0.4, 0.99) == "likely_fewer"
    assert word(0.4, 1.0) == "cannot_tell"
    assert word(1.01, 2.0) == "likely_more"
    assert word(0.1, 9.0) == "cannot_tell_at_all"
    assert {word(0.4, 0.9), word(0.9, 1.1)} <= set(WORDS)
    for regression, became, want in ((0.6, 1.0, "high_before"), (1.0, 0.7, "town_fell"), (1.0, 1.4, "town_rose")):
        assert why_naive_differs(regression, became) == want
    assert why_naive_differs(1.3, 1.0) == "low_before"
    assert why_naive_differs(1.0, 1.0) == "same"
    assert set(WHY) == {"high_before", "low_before", "town_fell", "town_rose", "same"}


def test_hours_are_not_known_without_an_effect():
    assert hours_saved(Effect(1, "too_early")) is None


def test_baselines_of_one_start_share_their_window(halved):
    baselines = Baselines(Counts(halved))
    for number in (1, 5, 9):
        assert baselines.of(project(number), START)
    assert len(baselines._windows) == 1
