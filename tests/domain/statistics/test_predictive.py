"""The intervals of forecasts have their nominal coverage, in towns with constant and with changing rates."""

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from domain.statistics.drift import DEFAULT, change, movement
from domain.statistics.predictive import Movement, TownMonths, forecast_model, nearness
from tests.domain.statistics.towns import made_town

TOWNS = 8


def forecast(made, how=None):
    how = how or movement(made.town)
    town = made.town
    found = forecast_model(town, how).forecast(town.monthly, town.homes, town.known, nearness(town, how.pooling))
    return found.times(made.came.sum() / found.mean.sum())


@pytest.fixture(scope="module", params=[0.0, 0.15], ids=["steady", "moving"])
def looked_back(request):
    with threadpool_limits(1):  # small fits wait for each other's threads
        towns = [made_town(seed, drift=request.param) for seed in range(TOWNS)]
        return [(made, forecast(made)) for made in towns]


def test_nine_in_ten_of_busy_areas_come_within_the_interval(looked_back):
    covered = []
    for made, found in looked_back:
        low, high = found.interval()
        busy = made.town.monthly[:, -12:].sum(axis=1) >= 10
        covered.append(((low <= made.came) & (made.came <= high))[busy])
    assert 0.88 <= np.concatenate(covered).mean() <= 0.92


def test_the_probability_of_being_high_is_calibrated(looked_back):
    said = np.concatenate([found.above(1.5 * made.came.mean()) for made, found in looked_back])
    came = np.concatenate([made.came > 1.5 * made.came.mean() for made, _found in looked_back])
    for low in np.arange(0, 1, 0.2):
        of = (said >= low) & (said < low + 0.2)
        assert came[of].mean() == pytest.approx(said[of].mean(), abs=0.07)


def test_drift_and_leap_are_larger_where_areas_move():
    steady, moving = (movement(made_town(3, drift=drift).town) for drift in (0.0, 0.4))
    assert steady.leap < 0.03 < moving.leap
    assert steady.drift < moving.drift


def test_little_to_go_on_gives_the_stated_default():
    assert movement(made_town(1, drift=0.2, months=8).town) == DEFAULT
    few = movement(made_town(1, drift=0.0, areas=6, a_year=3).town)
    assert few.leap == pytest.approx(DEFAULT.leap, rel=0.8)


def test_from_halves_of_a_short_past_only_the_leap_is_estimated():
    found = movement(made_town(1, drift=0.4, months=18).town)
    assert (found.drift, found.wear, found.pooling) == (DEFAULT.drift, 1.0, 0.0)
    assert found.leap > movement(made_town(1, drift=0.0, months=18).town).leap


def test_old_incidents_count_less_where_areas_move():
    made = made_town(2, drift=0.1)
    then, now = made.town.monthly.copy(), made.town.monthly.copy()
    then[0], now[0] = 0, 0
    then[0, 2], now[0, -2] = 40, 40
    for drift, ratio in ((0.3, 0.6), (1e-9, 1.05)):
        how = Movement(drift, 0.1)
        means = [
            forecast_model(made.town, how)
            .forecast(table, made.town.homes, made.town.known, np.ones(len(table)))
            .mean[0]
            for table in (then, now)
        ]
        assert means[0] < ratio * means[1]


def test_a_month_that_is_not_known_is_no_calm():
    made = made_town(4, drift=0.0)
    hole = made.town.monthly.copy()
    hole[:, 20:24] = 0
    known = np.ones(36, dtype=bool)
    known[20:24] = False
    town = type(made.town)(hole, made.town.homes, True, known)
    how = Movement(0.03, 0.05)
    whole, without = (
        forecast_model(each, how).forecast(each.monthly, each.homes, each.known, np.ones(len(hole))).mean
        for each in (made.town, town)
    )
    assert without.sum() == pytest.approx(whole.sum(), rel=0.05)


def test_after_a_long_gap_the_forecast_rests_on_the_months_that_are_known():
    """Two years of data, two and a half without, and two months: neither no incidents at all nor a steady town."""
    made = made_town(6, drift=0.1, months=56)
    known = np.ones(56, dtype=bool)
    known[24:54] = False
    monthly = np.where(known, made.town.monthly, 0)
    town = TownMonths(monthly, made.town.homes, True, known)
    assert movement(town) == DEFAULT
    found = forecast_model(town, DEFAULT).forecast(monthly, town.homes, known, np.ones(len(monthly)))
    in_known = monthly[:, np.flatnonzero(known)[-12:]].sum()
    assert found.mean.sum() == pytest.approx(in_known, rel=0.2)


def test_a_town_without_incidents_has_no_forecast():
    made = made_town(4, drift=0.0)
    nothing = type(made.town)(made.town.monthly * 0, made.town.homes, True, made.town.known)
    assert forecast_model(nothing, DEFAULT) is None
    assert movement(nothing) == DEFAULT


def test_an_area_that_was_seen_in_a_month_that_is_not_known_is_forecast_as_seen():
    made = made_town(5, drift=0.0, areas=300, a_year=4)
    monthly, known = made.town.monthly.copy(), np.ones(36, dtype=bool)
    known[0] = False
    monthly[:2] = 0
    monthly[0, 0], monthly[1, 2] = 1, 1
    town = TownMonths(monthly, made.town.homes, truncated=True, known=known)
    found = forecast_model(town, DEFAULT).forecast(monthly, town.homes, known, np.ones(len(monthly)))
    assert found.mean[0] == pytest.approx(found.mean[1], rel=0.5)
    never = forecast_model(town, DEFAULT).forecast(0 * monthly[:1], town.homes[:1], known, np.ones(1))
    assert found.mean[0] > 1.5 * never.mean[0]


def test_half_years_differ_more_where_areas_move():
    steady, moving = (change(made_town(3, drift=drift).town, 6) for drift in (0.0, 0.4))
    assert steady < 0.05 < moving
    assert change(made_town(1, drift=0.2, months=8).town, 6) == DEFAULT.leap


def test_what_changed_during_a_long_gap_is_no_change_of_a_year():
    rng = np.random.default_rng(4)
    early = rng.poisson(rng.permutation(np.repeat([1, 20], 100))[:, None], (200, 24))
    late = rng.poisson(5, (200, 24))
    monthly = np.hstack([early, np.zeros((200, 30), dtype=int), late])
    known = np.repeat([True, False, True], [24, 30, 24])
    homes = np.full(200, 10.0)
    assert movement(TownMonths(monthly, homes, False, known)) == movement(
        TownMonths(late, homes, False, np.ones(24, dtype=bool))
    )
    assert movement(TownMonths(monthly[:, :65], homes, False, known[:65])) == DEFAULT
