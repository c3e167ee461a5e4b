"""The components of the score."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.scoring.components import Beta, Coming, Probable, after, best, drawn, over_once
from domain.scoring.weights import COMPONENTS
from domain.statistics.negative_binomial import NegativeBinomial


def coming(ratio: float, *, shape: float = 1e6, average: float = 1e6) -> Coming:
    """A next year with this ratio to the average, without uncertainty."""
    return Coming(
        NegativeBinomial(np.array([ratio * average]), np.array([shape])),
        np.array([ratio]),
        usual=np.array([0.5]),
        basis=np.array([average]),
    )


ORDINARY = Probable(
    coming=coming(1.0),
    p_high_next=np.array([0.1]),
    recent=Beta(np.array([5e5]), np.array([5e5])),
    usual_recent=np.array([0.5]),
    same=Beta(np.array([1e5]), np.array([9e5])),
    care=np.array([0.0]),
    residents=Beta(np.array([7e5]), np.array([3e5])),
    usual_residents=np.array([0.7]),
    opportunity=np.array([30.0]),
    network=np.array([50.0]),
)
"""An area at the average, with ten effective addresses, with hardly any uncertainty."""


def one(probable: Probable) -> dict[str, float]:
    return dict(zip(COMPONENTS, best(probable)[0], strict=True))


def test_so_many_times_as_much():
    assert over_once([0, 0.5, 1, 2, 4, np.inf]) == pytest.approx([0, 0, 0, 50, 75, 100])


def test_an_ordinary_area():
    about_reports = {"burden": 0, "certainty": 10, "fit": 90, "momentum": 0, "silence": 0}
    assert one(ORDINARY) == pytest.approx(about_reports | {"opportunity": 30, "network": 50})


def test_three_times_the_average_is_two_thirds_too_many():
    assert one(replace(ORDINARY, coming=coming(3.0)))["burden"] == pytest.approx(100 * 2 / 3)


def test_three_quarters_recent_where_half_is_usual_is_three_times_the_odds():
    rising = replace(ORDINARY, recent=Beta(np.array([75.0]), np.array([25.0])))
    falling = replace(ORDINARY, recent=Beta(np.array([25.0]), np.array([75.0])))
    assert one(rising)["momentum"] == pytest.approx(100 * 2 / 3)
    assert one(falling)["momentum"] == 0


def test_residents_who_report_half_of_what_is_usual():
    assert one(replace(ORDINARY, residents=Beta(np.array([35.0]), np.array([65.0]))))["silence"] == pytest.approx(50)


def test_one_address_or_one_person_who_is_not_well_fits_no_block_approach():
    assert one(replace(ORDINARY, same=Beta(np.array([1.0]), np.array([0.0]))))["fit"] == 0
    assert one(replace(ORDINARY, care=np.array([0.5])))["fit"] == pytest.approx(45)


def test_draws_lie_around_the_estimate_and_come_again_with_the_seed():
    draws = drawn(ORDINARY, 500, seed=3)
    assert draws.shape == (500, 1, len(COMPONENTS))
    certainty = COMPONENTS.index("certainty")  # of a draw: whether that year would be taken for a high one
    drawn_on_average, estimate = (np.delete(values, certainty) for values in (draws.mean(axis=0)[0], best(ORDINARY)[0]))
    assert drawn_on_average == pytest.approx(estimate, abs=0.2)
    assert (draws == drawn(ORDINARY, 500, seed=3)).all()
    assert (draws[:, 0, -2:] == [30, 50]).all()  # opportunity and network are not left to chance
    assert (draws != drawn(ORDINARY, 500, seed=4)).any()


def test_a_year_as_it_came_gives_the_components_that_the_list_would_make_of_it():
    area = replace(ORDINARY, coming=coming(1.0, shape=20.0, average=10.0))
    burden, certainty = COMPONENTS.index("burden"), COMPONENTS.index("certainty")
    calm, busy = (after(area, np.array([count]))[0] for count in (4, 40))
    assert calm[burden] == 0
    assert busy[burden] == pytest.approx(100 * (1 - 10 / 40.5))
    assert calm[certainty] < 1 < 99 < busy[certainty]
    assert np.delete(calm, [burden, certainty]) == pytest.approx(np.delete(busy, [burden, certainty]))


def test_draws_vary_more_where_areas_move():
    steady, moving = (
        drawn(replace(ORDINARY, coming=coming(3.0, shape=shape, average=30.0)), 500, seed=1)[:, 0, 0].std()
        for shape in (1e6, 5.0)
    )
    assert moving > 1.5 * steady


positive = st.floats(0.01, 1e4)
part = st.floats(0.01, 0.99)


@given(positive, positive, st.floats(0, 1), positive, positive, part, positive, positive, st.floats(0, 1), part)
def test_each_is_0_to_100(shape, rate, p, a, b, usual, same, apart, care, residents):
    these = Probable(
        Coming(NegativeBinomial(np.array([rate]), np.array([shape])), *(np.array([x]) for x in (rate, shape, rate))),
        np.array([p]),
        Beta(np.array([a]), np.array([b])),
        np.array([usual]),
        Beta(np.array([same]), np.array([apart])),
        np.array([care]),
        Beta(np.array([b]), np.array([a])),
        np.array([residents]),
        np.array([100 * care]),
        np.array([100 * usual]),
    )
    for values in (best(these), drawn(these, 20, seed=1)):
        assert ((values >= 0) & (values <= 100)).all()


@given(st.lists(st.tuples(st.floats(0.5, 40), st.floats(0.1, 30)), max_size=5), st.integers(0, 9), st.integers(0, 99))
def test_what_is_estimated_in_draws_is_what_is_estimated_from_each(areas, times, seed):
    mean, basis = (np.array([area[at] for area in areas]) for at in (0, 1))
    incidents = NegativeBinomial(mean=mean, shape=np.full(len(mean), 2.0))
    coming = Coming(incidents, ratio=mean / np.maximum(basis, 1), usual=np.full(len(mean), 0.7), basis=basis)
    draws = incidents.draws(np.random.default_rng(seed), times)
    for found, direct in zip(coming.estimated_in_draws(draws), coming.estimated(draws), strict=True):
        np.testing.assert_array_equal(found, direct)
