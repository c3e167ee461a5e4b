"""The rate of an area is the same on every screen; and the average it is compared with."""

import polars as pl
import pytest

from domain.analysis import area_figures
from domain.indicators.area_rates import with_rates
from domain.question import Question
from domain.scoring.evidence import evidence
from tests.domain.frames import dwellings, reports, snapshot_of
from tests.domain.test_analysis import HOMES, quiet, told

# Neither p_high (of what was counted) nor p_high_next (of next year) is in it: they are of different times.
SHOWN = ("incidents", "counted", "rate", "low", "high", "average", "ratio", "change", "p_rise", "individual")


def areas(**columns: list) -> pl.DataFrame:
    many = len(columns["counted"])
    usual = {"level": ["block"] * many, "denominator": ["dwellings"] * many, "town": ["Meerwijk"] * many}
    return pl.DataFrame(usual | {"homes": [20] * many, "neighbourhood": [None] * many} | columns)


@pytest.mark.parametrize("question", [Question(), Question(months=3), Question(themes=("environment",), months=24)])
@pytest.mark.parametrize("compare", ["stock", "neighbourhood"])
def test_the_map_and_the_candidates_show_the_same_figures(question, compare):
    caller = [told(1, 11 * n, number=1 + n % 9, reporter="one voice") for n in range(30)]
    snapshot = snapshot_of(reports(*quiet(), *caller), dwellings(*HOMES))
    question = Question(**question.__dict__ | {"compare": compare})
    known = evidence(snapshot, question, draws=2).units.rename({"candidate_id": "area_id"})
    for level in ("block", "street"):
        figures = area_figures(snapshot, Question(**question.__dict__ | {"level": level}))
        both = figures.join(known, on="area_id", suffix="_scored", validate="1:1")
        assert both.height == figures.height
        for name in SHOWN:
            assert both[name].to_list() == pytest.approx(both[f"{name}_scored"].to_list()), name


def test_one_reporter_counts_for_a_fifth_at_most_and_all_incidents_are_shown():
    caller = [told(1, 11 * n, number=20 - n, reporter="one voice") for n in range(16)]
    row = area_figures(snapshot_of(reports(*quiet(), *caller), dwellings(*HOMES)), Question()).row(
        by_predicate=pl.col("area_id") == "block:own/B1", named=True
    )
    assert (row["incidents"], row["counted"]) == (20, 4 + 4)
    assert row["raw_rate"] == pytest.approx(100 * 8 / 20, rel=0.05)


def test_within_the_neighbourhood_a_bad_neighbourhood_is_ordinary():
    names = ["Oost"] * 6 + ["West"] * 18
    counted = [30, 32, 28, 30, 90, 30, *[5, 4, 6] * 5, 5, 5, 20]
    given = areas(counted=counted, neighbourhood=names)
    stock, own = (with_rates(given, 1.0, compare) for compare in ("stock", "neighbourhood"))
    assert stock["rate"].to_list() == own["rate"].to_list()
    assert own["average"].unique().sort().to_list() == pytest.approx([100 * 105 / 360, 100 * 240 / 120])
    assert stock["p_high"][0] > 0.8 > 0.01 > own["p_high"][0]
    assert stock["p_high"][23] < 0.5
    assert own["p_high"][23] > 0.9
    assert own["compared_with"].unique().to_list() == ["neighbourhood"]


def test_a_neighbourhood_that_is_small_calm_or_not_known_is_compared_with_the_stock():
    names = ["Oost"] * 6 + ["West"] * 4 + ["Zuid"] * 5 + [None] * 5
    given = areas(counted=[9] * 6 + [8] * 4 + [0] * 5 + [7] * 5, neighbourhood=names)
    own = with_rates(given, 1.0, "neighbourhood")
    assert own["compared_with"].to_list() == ["neighbourhood"] * 6 + ["stock"] * 14
    assert own["average"][6:].unique().item() == pytest.approx(with_rates(given, 1.0)["average"][0])
    assert own["ratio"].is_finite().all()


def test_no_area_has_no_rate():
    assert with_rates(areas(counted=[]).cast({"neighbourhood": pl.String}), 1.0).height == 0
