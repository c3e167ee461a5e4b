"""Changes since the last session: new areas by their members, and projects that changed phase after that day."""

from datetime import date

import polars as pl

from domain.disclosure_control import Public
from domain.projects.project import Project
from domain.sessions.changes import Emerging, SessionChanges, emerged, entered, moved, newly_hot

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
    assert SessionChanges(SINCE, (), (), (), (), ()).nothing
    assert not SessionChanges(SINCE, ("Wal",), (), (), (), ()).nothing


def told(**shown: bool) -> Public:
    """The publishable figures of areas: by letter, whether an area is shown."""
    areas = pl.DataFrame(
        {"area_id": list(shown), "name": [f"Straat {each}" for each in shown], "shown": [*shown.values()]}
    )
    return Public(areas, pl.DataFrame(), pl.DataFrame(), 0, 0)


def hot(**areas: bool) -> pl.DataFrame:
    return pl.DataFrame({"area_id": list(areas), "hot": list(areas.values())})


def test_what_emerges_is_told_where_all_of_it_may_be_shown():
    found = pl.DataFrame(
        {
            "names": [["Straat a", "Straat b"], ["Straat c", "Straat d"]],
            "members": [["a", "b"], ["c", "d"]],
            "since": [SINCE, SINCE],
        }
    )
    assert emerged(found, told(a=True, b=True, c=True, d=False)) == (Emerging(("Straat a", "Straat b"), SINCE),)
    assert emerged(found.clear(), told(a=True)) == ()


def test_a_hot_spot_is_news_once_and_only_where_it_may_be_shown():
    then, now = hot(a=True, b=False, c=False, d=False), hot(a=True, b=True, c=True, d=True, e=False)
    public = told(a=True, b=True, c=False, d=True, e=True)
    assert newly_hot(then, now, public, ()) == ("Straat b", "Straat d")
    assert newly_hot(then, now, public, (Emerging(("Straat d",), SINCE),)) == ("Straat b",)
    assert newly_hot(now, then, public, ()) == ()
    assert not SessionChanges(SINCE, (), (), (), (), (), hot=("Straat b",)).nothing
