import json
from dataclasses import replace
from datetime import UTC, datetime

import polars as pl
import pytest

from domain.errors import WrongValue
from domain.sessions.session import (
    STEPS,
    USUAL_MINUTES,
    Round,
    SessionPlan,
    Shown,
    check_ballot,
    check_round,
    step_after,
    tally,
)
from domain.sessions.viewport import View

NOW = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
OPTIONS = (("block:own/1", "Lindehof"), ("block:own/2", "Kade 1-9"), ("block:own/3", "Wilgenpad"))
DOTS = Round(1, 1, 1, "dots", OPTIONS, 3, (), NOW)
SCORES = Round(2, 1, 2, "scores", OPTIONS, None, ("need", "chance"), NOW)


def votes(*rows: tuple[int, str, str, int]) -> pl.DataFrame:
    schema = {"participant_id": pl.Int64, "candidate_id": pl.String, "criterion": pl.String, "value": pl.Int64}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def test_the_usual_session_takes_three_quarters_of_an_hour():
    assert sum(USUAL_MINUTES.values()) == 45
    assert SessionPlan().steps == STEPS


def test_a_step_without_minutes_is_passed_over():
    plan = SessionPlan(minutes={"look": 10, "choose": 10, "close": 5})
    assert plan.steps == ("look", "choose", "close")
    assert [step_after(plan, "look"), step_after(plan, "look", -1), step_after(plan, "close")] == [
        "choose",
        "look",
        "close",
    ]
    assert step_after(plan, "weigh") == "choose", "a step that is not taken is left at the first"


@pytest.mark.parametrize("wrong", [{"level": "town"}, {"minutes": {}}, {"candidates": 0}, {"candidates": 13}])
def test_a_plan_that_cannot_be_is_refused(wrong):
    with pytest.raises(WrongValue):
        SessionPlan(**wrong)


def test_what_is_stored_comes_back_as_it_was():
    plan = SessionPlan("street", 24, {"choose": 20}, 5, ("street:a/b",))
    shown = Shown("choose", "block:own/1", ("block:own/1", "block:own/2"), 2, NOW, 7, View(4.0, 52.5, 5.2))
    assert SessionPlan.from_dict(plan.to_dict()) == plan
    assert Shown.from_dict(shown.to_dict()) == shown
    assert Shown.from_dict({}) == Shown()


@pytest.mark.parametrize(
    ("kind", "options", "dots", "criteria"),
    [
        ("hands", OPTIONS, 3, ()),
        ("dots", OPTIONS[:1], 3, ()),
        ("dots", OPTIONS[:1] * 2, 3, ()),
        ("dots", OPTIONS, 0, ()),
        ("dots", OPTIONS, None, ()),
        ("scores", OPTIONS, None, ()),
        ("scores", OPTIONS, None, ("beauty",)),
    ],
)
def test_a_vote_that_cannot_be_held_is_refused(kind, options, dots, criteria):
    with pytest.raises(WrongValue):
        check_round(kind, options, dots, criteria)


def test_a_ballot_is_held_to_its_round():
    check_ballot(DOTS, {("block:own/1", ""): 2, ("block:own/3", ""): 1})
    check_ballot(DOTS, {})
    check_ballot(SCORES, {("block:own/1", "need"): 5, ("block:own/1", "chance"): 1})
    for wrong in (
        {("block:own/1", ""): 4},
        {("block:own/1", ""): 4, ("block:own/2", ""): -1},
        {("block:own/9", ""): 1},
        {("block:own/1", "need"): 1},
    ):
        with pytest.raises(WrongValue):
            check_ballot(DOTS, wrong)
    for wrong in ({("block:own/1", "need"): 6}, {("block:own/1", "need"): 0}, {("block:own/1", ""): 3}):
        with pytest.raises(WrongValue):
            check_ballot(SCORES, wrong)


def test_a_late_ballot_is_refused_with_a_sentence():
    with pytest.raises(WrongValue, match="came too late"):
        check_ballot(replace(DOTS, closed_at=NOW), {("block:own/1", ""): 1})


def test_dots_are_added_up():
    found = tally(
        DOTS, votes((1, "block:own/2", "", 3), (2, "block:own/1", "", 1), (2, "block:own/2", "", 2))
    ).to_dicts()
    assert [(row["name"], row["total"], row["voters"]) for row in found] == [
        ("Kade 1-9", 5, 2),
        ("Lindehof", 1, 1),
        ("Wilgenpad", 0, 0),
    ]
    assert {row["mean"] for row in found} == {None}


def test_scores_show_their_spread_not_only_their_mean():
    rows = [(who, "block:own/1", "need", score) for who, score in enumerate([1, 1, 5, 5])]
    rows += [(who, "block:own/2", criterion, 3) for who in range(4) for criterion in ("need", "chance")]
    rows += [(1, "block:own/3", "need", 5), (2, "block:own/3", "need", 1)]
    found = {row["candidate_id"]: row for row in tally(SCORES, votes(*rows)).to_dicts()}
    assert (found["block:own/1"]["mean"], found["block:own/1"]["divided"]) == (3, True)
    assert (found["block:own/2"]["mean"], found["block:own/2"]["voters"], found["block:own/2"]["divided"]) == (
        3,
        4,
        False,
    )
    assert (found["block:own/3"]["mean"], found["block:own/3"]["low"]) == (3, None), "two would tell who gave what"


def test_a_round_without_votes():
    assert tally(DOTS, votes())["total"].to_list() == [0, 0, 0]
    assert tally(SCORES, votes())["mean"].to_list() == [None] * 3


def test_a_session_about_a_district_comes_back_as_it_was_stored():
    plan = SessionPlan(within=("neighbourhood:a/noord", "town:b"))
    again = SessionPlan.from_dict(json.loads(json.dumps(plan.to_dict())))
    assert again == plan
    assert again.question.within == plan.within
    assert SessionPlan.from_dict({}).within == ()
