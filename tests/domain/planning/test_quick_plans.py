"""A plan at once keeps what stands, meets the wishes, and asks nobody for more hours than there are."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from domain.effects.pooled_effect import pooled_effects
from domain.planning.assignments import Pin
from domain.planning.benefit import expected_effect
from domain.planning.effort import learned
from domain.planning.jobs import Chance, jobs
from domain.planning.plan import plan, plan_at_once, the_better
from domain.planning.problem import Plan, PlanningProblem
from tests.domain.planning.made import job, problem


def crowded(**asked) -> PlanningProblem:
    rng = np.random.default_rng(4)
    many = tuple(job(n, float(rng.uniform(1, 9)), float(rng.uniform(20, 90))) for n in range(20))
    return problem(many, (4.0, 3.0), months=6, apart=((0, 1), (2, 3), (4, 9)), **asked)


def standing(made: Plan) -> set[tuple[str, str, int]]:
    return {(each.job.candidate_id, each.lead, each.month) for each in made.chosen}


def can_be_worked(problem: PlanningProblem, made: Plan) -> bool:
    chosen = {each.job.rank - 1 for each in made.chosen}
    over = made.load.filter((pl.col("planned") + pl.col("running") > pl.col("hours") + 1e-4) & (pl.col("planned") > 0))
    return over.is_empty() and not any(one in chosen and other in chosen for one, other in problem.apart)


def test_what_is_kept_out_goes_and_the_others_stay_where_they_are():
    before = plan_at_once(crowded())
    gone = before.chosen[2].job.candidate_id
    asked = replace(crowded(), bars=frozenset({gone}))
    found = plan_at_once(asked, before)
    assert can_be_worked(asked, found)
    assert gone not in {each.job.candidate_id for each in found.chosen}
    assert standing(found) >= {each for each in standing(before) if each[0] != gone}
    assert np.isinf(found.gap)


@pytest.mark.parametrize("at", [0, 1, 2, 3, 5])
def test_what_is_wanted_comes_in_and_little_else_moves(at):
    before = plan_at_once(crowded())
    wanted = before.left_out[at].job.candidate_id
    asked = replace(crowded(), pins={wanted: Pin()})
    found = plan_at_once(asked, before)
    assert can_be_worked(asked, found)
    assert not found.misfits
    assert wanted in {each.job.candidate_id for each in found.chosen}
    assert len(standing(before) - standing(found)) <= 3


def test_several_wishes_with_a_lead_and_a_month_are_all_met():
    before = plan_at_once(crowded())
    first, second = (each.job.candidate_id for each in before.left_out[:2])
    asked = replace(crowded(), pins={first: Pin(lead="lead 1"), second: Pin(month=0)})
    found = plan_at_once(asked, before)
    of = {each.job.candidate_id: each for each in found.chosen}
    assert can_be_worked(asked, found)
    assert (of[first].lead, of[second].month) == ("lead 1", 0)


def test_wishes_that_do_not_go_together_are_said_as_the_search_says_them():
    asked = problem((job(0, 5, 50), job(1, 5, 50)), (4.0,), months=1, pins={"block:0": Pin(), "block:1": Pin()})
    assert [said.key for said in plan_at_once(asked, plan_at_once(problem(()))).misfits] == ["together"]


def test_the_better_of_two_plans_has_the_bound_of_the_search():
    asked = crowded()
    first, searched = plan_at_once(asked), plan(asked, rounds=300)
    assert first.value <= searched.value
    assert the_better(first, searched) is searched
    kept = the_better(searched, replace(first, gap=0.5))
    assert kept.chosen == searched.chosen
    assert (1 + kept.gap) * kept.value == pytest.approx(max(1.5 * first.value, searched.value))


def test_without_hours_or_candidates_there_is_a_plan_at_once():
    assert plan_at_once(problem(())).chosen == ()
    assert plan_at_once(problem((job(0, 5),), ())).left_out[0].why[0].key == "nobody"


def test_one_work_that_is_listed_for_each_block_is_one_opportunity():
    row = {"candidate_id": "cluster:1", "name": "A + B", "rank": 1, "members": ["block:a", "block:b"]}
    ranked = pl.DataFrame([row | {"homes": 20, "denominator": "dwellings", "rate": 50.0}])
    work = {"kind": "renovation_occupied", "title": "Roofs", "starts_on": date(2027, 3, 1), "ends_on": date(2027, 9, 1)}
    listed = [
        work | {"opportunity_key": key, "area_id": area, "share": share}
        for key, area, share in (("1", "block:a", 0.4), ("2", "block:b", 1.0))
    ]
    (made,) = jobs(ranked, pl.DataFrame(listed), expected_effect(pooled_effects().whole), learned(()))
    (chance,) = made.chances
    assert isinstance(chance, Chance)
    assert (chance.keys, chance.title) == (("1", "2"), "Roofs")
    asked = problem((replace(job(0, 5), chances=made.chances),), pins={"block:0": Pin(chance="2")})
    assert plan(asked).chosen[0].chances == made.chances
