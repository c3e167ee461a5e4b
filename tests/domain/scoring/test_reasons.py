"""The reasons for a candidate, limited to what the data supports."""

import polars as pl
import pytest

from domain.scoring.reasons import with_against, with_reason

ORDINARY = {
    "kind": "block",
    "list": "candidate",
    "members": ["block:a"],
    "homes": 20,
    "denominator": "dwellings",
    "comparable": True,
    "incidents": 40,
    "environment": 30,
    "social": 5,
    "care": 0,
    "addresses": 15,
    "top_address_share": 0.1,
    "top_reporter_alone": 2,
    "individual": False,
    "ratio": 1.6,
    "p_high_next": 0.95,
    "p_rise": 0.5,
    "change": 0,
    "course": "none",
    "residents": 30,
    "staff": 20,
    "silent": False,
    "silence_is": "heard",
    "looks": 0,
    "too_little": None,
    "network": 50.0,
    "active": ["De groep"],
    "quiet": [],
}
CLUSTER = {"kind": "cluster", "members": ["block:a", "block:b"]}


def of(*units: dict) -> pl.DataFrame:
    """Copies of ORDINARY with these changes."""
    return pl.DataFrame([ORDINARY | unit for unit in units], schema_overrides={"quiet": pl.List(pl.String)})


def reason(**unit) -> str:
    """The reason for one unit."""
    return with_reason(of(unit))["reason"].item()


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("cluster", {}),
        ("cluster_rising", {"p_rise": 0.99, "change": 12}),
        ("cluster_falling", {"p_rise": 0.01, "change": -12}),
        ("cluster_maybe", {"p_high_next": 0.3}),
        ("cluster_maybe", {"p_high_next": 0.3, "p_rise": 0.99, "change": 12}),
    ],
)
def test_a_cluster_is_called_one_problem_as_surely_as_it_is_high(said, unit):
    assert reason(**CLUSTER, **unit) == said


def test_an_individual_case_is_described_as_one_however_few_homes_there_are():
    few = {"homes": 3, "individual": True, "top_address_share": 0.8}
    assert reason(list="individual", **few) == "one_address"
    assert reason(list="little", too_little="few_homes", **few) == "few_homes"


@pytest.mark.parametrize(
    ("mainly", "of_themes"),
    [
        ("environment", {"environment": 30, "social": 5}),
        ("social", {"environment": 5, "social": 30}),
        ("both", {"environment": 15, "social": 15}),
        ("other", {"environment": 5, "social": 5}),
    ],
)
def test_the_sentence_names_what_it_mainly_is(mainly, of_themes):
    values = with_reason(of(of_themes))["values"].item()
    assert values["mainly"] == mainly


def test_few_looks_of_staff_are_mentioned_only_where_the_data_has_reports_of_staff():
    quiet = {"silence_is": "not_known", "residents": 4, "staff": 0}
    elsewhere = with_against(of(quiet, {}))
    assert [("not_looked" in against) for against in elsewhere["against"]] == [True, False]
    assert "not_looked" not in with_against(of(quiet, {"staff": 0}))["against"][0]
