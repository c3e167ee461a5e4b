"""Other names for the candidates of a plan."""

from domain.planning.assignments import Pin
from domain.planning.plan import plan
from domain.planning.problem import renamed
from tests.domain.planning.made import job, problem


def test_new_names_stand_in_the_plan_and_in_its_reasons_and_all_else_is_the_same():
    pins = {"block:0": Pin("lead 0", 0), "block:1": Pin("lead 0", 0)}
    made = plan(problem((job(0, 5.0), job(1, 4.0), job(2, 1.0, 4000.0)), (40.0,), apart=((0, 1),), pins=pins))
    assert made.misfits
    assert made.left_out
    found = renamed(made, {"Block 0": "Zero", "Block 1": "One"})
    names = {each.job.candidate_id: each.job.name for each in (*found.chosen, *found.left_out)}
    assert names == {"block:0": "Zero", "block:1": "One", "block:2": "Block 2"}
    told = [value for each in found.misfits for value in each.values.values()]
    told += [value for each in found.left_out for said in each.why for value in said.values.values()]
    assert not {"Block 0", "Block 1"} & set(map(str, told))
    assert renamed(found, {"Zero": "Block 0", "One": "Block 1"}).chosen == made.chosen
    assert found.gain == made.gain
