from hypothesis import given
from hypothesis import strategies as st

from domain.scoring.points import whole_points
from domain.scoring.weights import COMPONENTS


@given(st.lists(st.floats(0, 14), min_size=len(COMPONENTS), max_size=len(COMPONENTS)))
def test_the_points_add_up_to_the_score_and_none_is_off_by_one(exact):
    row = {f"by_{name}": value for name, value in zip(COMPONENTS, exact, strict=True)} | {"score": sum(exact)}
    points = whole_points(row)
    assert sum(points.values()) == round(row["score"])
    assert all(abs(points[name] - row[f"by_{name}"]) < 1 for name in COMPONENTS)
