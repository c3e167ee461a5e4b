"""What changed since the last session: new areas by what they are made of, projects that moved after that day."""

from datetime import date

import polars as pl

from domain.projects import Project
from domain.session_news import News, entered, moved

SINCE = date(2026, 9, 1)


def top(**areas: list[str]) -> pl.DataFrame:
    return pl.DataFrame(
        {"name": list(areas), "members": list(areas.values())}, schema_overrides={"members": pl.List(pl.String)}
    )


def test_new_is_what_has_no_area_that_was_there():
    then = top(Lindehof=["a"], Kade=["b", "c"])
    now = top(Lindehof=["a"], Kade_1=["b"], Wal=["d"])
    assert entered(then, now) == ("Wal",)
    assert entered(now, then) == ()


def test_from_no_list_at_all_nothing_is_new_and_of_nothing_all_is_gone():
    now = top(Lindehof=["a"])
    assert entered(now.clear(), now) == ()
    assert entered(now, now.clear()) == ()


def project(number: int, phase: str) -> Project:
    return Project("t", ((f"a{number}", f"Straat {number}"),), date(2026, 1, 1), phase=phase, project_id=number)


def test_projects_that_came_into_their_phase_after_the_day_are_told_in_the_order_of_the_phases():
    every = [project(1, "secure"), project(2, "analyse"), project(3, "explore"), project(4, "prepare")]
    steps = {
        1: [(date(2026, 1, 1), "explore"), (date(2026, 10, 1), "secure")],
        2: [(date(2026, 1, 1), "explore"), (date(2026, 9, 2), "analyse")],
        3: [(SINCE, "explore")],
    }
    found = moved(every, steps, SINCE, {1: "likely_fewer"})
    assert [(each.areas, each.phase, each.word) for each in found] == [
        (("Straat 2",), "analyse", ""),
        (("Straat 1",), "secure", "likely_fewer"),
    ]


def test_no_news_is_known_as_such():
    assert News(SINCE, (), (), (), (), ()).nothing
    assert not News(SINCE, ("Wal",), (), (), (), ()).nothing
