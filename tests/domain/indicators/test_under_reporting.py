"""Under-reporting is distinguished from calm only with inspections."""

import numpy as np
import polars as pl
import pytest

from domain.indicators.under_reporting import SILENCE, reporting_sources, silent_below, under_reporting
from domain.schemas import SOURCES
from domain.statistics.beta_binomial import usual_shares

RESIDENTS, STAFF = [14, 15, 13, 12, 16, 14, 13, 15, 12, 14] * 6, [6, 5, 7, 8, 4, 6, 7, 5, 8, 6] * 6


def outcome(residents: int, staff: int, both: int = 0, *, calm: bool = False) -> dict:
    """The outcome of one area in a town where residents report seven in ten incidents."""
    looked = [calm] + [False] * 60
    return under_reporting([residents, *RESIDENTS], [staff, *STAFF], [both] + [0] * 60, looked).row(0, named=True)


@pytest.mark.parametrize(
    ("residents", "staff", "said"),
    [
        (0, 30, "silent"),
        (1, 25, "silent"),
        (14, 6, "heard"),
        (40, 0, "heard"),  # nobody comes by, but residents report
        (0, 0, "not_known"),
        (4, 0, "not_known"),
        (0, 4, "not_known"),  # too few to call anybody silent
        (5, 15, "unclear"),
    ],
)
def test_each_outcome(residents, staff, said):
    found = outcome(residents, staff)
    assert found["silence"] == said
    assert (found["p_silent"] is None) == (said == "not_known")


def test_ordinary_areas_are_heard():
    found = under_reporting(RESIDENTS, STAFF, [0] * 60)
    assert set(found["silence"]) == {"heard"}
    assert found["noticed"].to_list() == [20] * 60


def test_an_incident_that_both_noticed_is_one_incident():
    found = outcome(10, 10, 5)
    assert found["noticed"] == 15


def differing(precision: float) -> tuple[np.ndarray, pl.DataFrame]:
    """A town whose areas differ in how readily residents report: whether they are truly silent, and the outcome."""
    rng = np.random.default_rng(8)
    seen = rng.integers(0, 40, 4_000)
    share = rng.beta(0.7 * precision, 0.3 * precision, 4_000)
    residents = rng.binomial(seen, share)
    truly = share < silent_below(usual_shares(residents, seen))
    return truly, under_reporting(residents, seen - residents, np.zeros(4_000))


def test_where_residents_hardly_differ_none_is_called_silent():
    _, found = differing(precision=60)
    assert (found["silence"] == "silent").sum() < 4


def test_who_is_called_silent_is_so_four_times_in_five():
    truly, found = differing(precision=4)
    said = (found["silence"] == "silent").to_numpy()
    assert said.sum() > 50
    assert truly[said].mean() > 0.8


def test_who_noticed_what():
    rows = [
        (0, 0, "resident"),
        (0, 0, "caretaker"),  # the same incident
        (0, 0, "resident"),
        (0, 3, "technician"),
        (0, 4, "police"),  # neither
        (2, 5, "resident"),
        (1, 5, "letting"),  # the incident began in area 2
        (None, 7, "resident"),
    ]
    reports = pl.DataFrame(
        rows, schema={"area": pl.UInt32, "incident_id": pl.UInt32, "source": pl.Enum(SOURCES)}, orient="row"
    )
    assert reporting_sources(reports, 4).rows() == [(1, 2, 1), (0, 0, 0), (1, 1, 1), (0, 0, 0)]
    assert reporting_sources(reports.clear(), 2).rows() == [(0, 0, 0)] * 2


def test_every_outcome_can_occur():
    found = {outcome(*counts)["silence"] for counts in ((0, 30), (14, 6), (5, 15), (0, 0))}
    assert found | {outcome(0, 0, calm=True)["silence"]} == set(SILENCE)


@pytest.mark.parametrize(("residents", "staff", "said"), [(4, 4, "calm"), (0, 30, "silent"), (14, 6, "heard")])
def test_looks_decide_only_where_reports_do_not(residents, staff, said):
    assert outcome(residents, staff, calm=True)["silence"] == said
