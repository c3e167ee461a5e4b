from hypothesis import given
from hypothesis import strategies as st

from domain.scoring.ranking import whole_points
from domain.scoring.weights import COMPONENTS


@given(st.lists(st.floats(0, 14), min_size=len(COMPONENTS), max_size=len(COMPONENTS)))
def test_the_points_add_up_to_the_score_and_none_is_off_by_one(exact):
    row = {f"by_{name}": value for name, value in zip(COMPONENTS, exact, strict=True)} | {"score": sum(exact)}
    points = whole_points(row)
    assert sum(points.values()) == round(row["score"])
    assert all(abs(points[name] - row[f"by_{name}"]) < 1 for name in COMPONENTS)


def test_what_is_missing_goes_to_those_that_lost_most():
    exact = {"burden": 26.4, "certainty": 19.6, "fit": 19.1, "momentum": 0.4, "silence": 0.25}
    row = {f"by_{name}": exact.get(name, 0.0) for name in COMPONENTS} | {"score": 65.75}
    whole = {"burden": 26, "certainty": 20, "fit": 19, "momentum": 1, "silence": 0}
    assert whole_points(row) == dict.fromkeys(COMPONENTS, 0) | whole
