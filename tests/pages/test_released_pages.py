"""The pages of who may not see full figures, which are drawn from releases."""

import re
from datetime import date

import polars as pl
import pytest

from data.services.releases import session_release
from data.services.snapshot import load_snapshot
from domain.question import Question
from domain.scoring.weights import Weights
from pages.map import released_map
from pages.shared import released, tables
from pages.shared.maps import shading
from tests.pages.conftest import list_rows, words
from tests.pages.team_session import FATIMA, SIGNED

SMALL = re.compile(r"(?<![\d.,])[12] (voorvallen|voorval)\b")


def withheld(demo) -> set[str]:
    """The names of the blocks without figures in the release of the demo."""
    areas = session_release(demo, load_snapshot(demo), "block", 12).public.areas
    return set(areas.filter(~pl.col("shown"))["name"])


@pytest.mark.parametrize("role", ["manager", "caretaker"])
def test_the_map_of_who_may_not_see_full_figures_is_the_release(screen, demo, role):
    test = screen("map", **SIGNED, user=FATIMA | {"roles": [role]})
    assert not test.exception
    table = test.dataframe[0].value
    given = session_release(demo, load_snapshot(demo), "block", 12).public.areas.filter("shown")
    assert dict(zip(table["name"], table["incidents"], strict=True)) == dict(given.select("name", "incidents").rows())
    assert not set(table["name"]) & withheld(demo)
    assert len(withheld(demo)) > 0
    assert "hebben geen cijfers" in words(test)


@pytest.mark.usefixtures("demo")
def test_the_table_of_released_figures_lists_the_first_areas_and_says_how_many_there_are(screen, monkeypatch):
    test = screen("map", **SIGNED, user=FATIMA | {"roles": ["manager"]})
    every = test.dataframe[0].value
    monkeypatch.setattr(tables, "ROWS_LISTED", 3)
    test.run()
    assert test.dataframe[0].value["name"].to_list() == every["name"].to_list()[:3]
    assert f"De eerste 3 van {len(every)} gebieden" in words(test)


def test_the_tip_of_an_area_without_published_figures_says_so_and_holds_none(monkeypatch):
    monkeypatch.setattr(shading, "language", lambda: "nl")
    monkeypatch.setattr(released_map, "_", str)
    areas = pl.DataFrame(
        {
            "shown": [True, True, False],
            "rate": [12.34, None, None],
            "low": [9.0, None, None],
            "high": [15.0, None, None],
            "incidents": [31, 4, None],
        }
    )
    values = areas.select(pl.concat_str([each.fill_null("") for each in released_map._tip_values()], separator="\n"))
    assert [tip.split("\n") for tip in values.to_series()] == [
        ["12,3", "9,0", "15,0", "31", ""],
        ["", "", "", "4", ""],
        ["", "", "", "", "No figures"],
    ]


@pytest.mark.usefixtures("demo", "quick_plans")
@pytest.mark.parametrize("page", ["overview", "plan", "projects"])
def test_the_other_pages_of_a_manager_are_drawn_from_releases(screen, page):
    test = screen(page, **SIGNED, user=FATIMA | {"roles": ["manager"]})
    assert not test.exception
    assert [error.value for error in test.error] == []
    said = words(test) + str(list_rows(test))
    assert not SMALL.search(said)
    assert "voorvallen per jaar minder" not in said
    assert (page == "plan") == any(box.key == "weights-preset" for box in test.selectbox)


@pytest.mark.usefixtures("demo")
def test_a_project_of_a_manager_is_its_report_and_what_the_work_needs_is_refused(screen):
    test = screen("projects", link={"project": "1"}, **SIGNED, user=FATIMA | {"roles": ["manager"]})
    assert not test.exception
    assert {button.key for button in test.button} >= {"report-back"}
    test = screen("projects", link={"start": "block:1"}, **SIGNED, user=FATIMA | {"roles": ["manager"]})
    assert test.title[0].value == "Niet voor uw rol"


@pytest.mark.usefixtures("demo")
def test_an_administrator_reads_what_waits_in_the_data_and_no_small_figure(screen):
    test = screen("overview", **SIGNED, user=FATIMA | {"roles": ["administrator"]})
    assert not test.exception
    assert {row["group"] for row in list_rows(test)} == {"In de gegevens"}


def test_the_plan_of_a_manager_holds_no_number_of_incidents(demo, monkeypatch, quick_plans):
    made = released.plan(Question(), Weights(), date(2026, 10, 1))
    jobs = [*made.problem.jobs, *(each.job for each in (*made.plan.chosen, *made.plan.left_out))]
    assert len(made.plan.chosen) > 0
    assert {(job.incidents, job.gain) for job in jobs} == {(0.0, 0.0)}
    assert made.plan.gain == made.plan.value == 0
    assert all(not {"per_hour", "reason"} & set(why.values) for each in made.plan.left_out for why in each.why)
