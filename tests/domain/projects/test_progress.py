from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import polars as pl

from domain.projects.actions import Action
from domain.projects.progress import SILENT_DAYS, Period, hours_by_phase, is_of, periods, silent
from domain.projects.project import Project

START, TODAY = date(2026, 1, 5), date(2026, 6, 1)
PROJECT = Project(title="Lindehof", areas=(("street:a/lindehof", "Lindehof"),), started_on=START, project_id=1)
STEPS = [(date(2026, 1, 8), "explore"), (date(2026, 2, 1), "analyse"), (date(2026, 3, 1), "prepare")]


def spans(found: list[Period]) -> list[tuple[str, date, date]]:
    return [(period.phase, period.starts_on, period.ends_on) for period in found]


def test_phases_follow_each_other_until_today():
    assert spans(periods(replace(PROJECT, phase="prepare"), STEPS, TODAY)) == [
        ("explore", START, date(2026, 2, 1)),
        ("analyse", date(2026, 2, 1), date(2026, 3, 1)),
        ("prepare", date(2026, 3, 1), TODAY),
    ]


def test_the_days_of_the_work_that_people_set_right_stand_above_the_trail():
    steps = [*STEPS, (date(2026, 4, 20), "carry_out"), (date(2026, 5, 20), "secure"), (date(2026, 5, 25), "closed")]
    project = replace(
        PROJECT,
        phase="closed",
        carried_out_from=date(2026, 4, 1),
        carried_out_until=date(2026, 5, 10),
        ended_on=date(2026, 5, 25),
    )
    assert spans(periods(project, steps, TODAY))[2:] == [
        ("prepare", date(2026, 3, 1), date(2026, 4, 1)),
        ("carry_out", date(2026, 4, 1), date(2026, 5, 10)),
        ("secure", date(2026, 5, 10), date(2026, 5, 25)),
    ]


def test_work_that_flared_up_is_over_at_its_last_end():
    moves = ("carry_out", "secure", "carry_out", "secure")
    steps = [(START + timedelta(30 * place), phase) for place, phase in enumerate(("explore", *moves))]
    project = replace(PROJECT, phase="secure", carried_out_from=steps[1][0], carried_out_until=date(2026, 5, 1))
    assert [period.starts_on for period in periods(project, steps, TODAY)] == [
        *(day for day, _phase in steps[:4]),
        date(2026, 5, 1),
    ]


def test_a_project_written_down_when_it_was_over_has_the_days_that_it_holds():
    project = replace(
        PROJECT,
        phase="closed",
        carried_out_from=date(2026, 2, 1),
        carried_out_until=date(2026, 4, 1),
        ended_on=date(2026, 5, 1),
    )
    expected = [
        ("explore", START, date(2026, 2, 1)),
        ("carry_out", date(2026, 2, 1), date(2026, 4, 1)),
        ("secure", date(2026, 4, 1), date(2026, 5, 1)),
    ]
    assert spans(periods(project, [(TODAY, "closed")], TODAY)) == expected


def test_hours_count_in_the_phase_of_their_day():
    log = pl.DataFrame(
        {
            "spent_on": [date(2025, 12, 1), START, date(2026, 2, 1), date(2026, 2, 28), date(2026, 5, 1)],
            "hours": [1.0, 2.0, 4.0, 8.0, 16.0],
        }
    )
    passed = periods(replace(PROJECT, phase="prepare"), STEPS, TODAY)
    assert hours_by_phase({"analyse": 10.0}, passed, log).rows() == [
        ("explore", None, 3.0),
        ("analyse", 10.0, 12.0),
        ("prepare", None, 16.0),
        ("carry_out", None, 0.0),
        ("secure", None, 0.0),
    ]


def test_silent_is_running_and_not_heard_of_for_a_month():
    now = datetime(2026, 6, 1, 12, tzinfo=UTC)
    long_ago = now - timedelta(SILENT_DAYS + 1)
    every = [
        PROJECT,
        replace(PROJECT, project_id=2, phase="closed"),
        replace(PROJECT, project_id=3),
        replace(PROJECT, project_id=4, started_on=date(2026, 5, 20)),
        replace(PROJECT, project_id=5),
    ]
    heard = {1: long_ago, 2: long_ago, 3: now - timedelta(SILENT_DAYS), 4: long_ago, 5: long_ago - timedelta(9)}
    assert [project.project_id for project in silent(every, heard, now)] == [5, 1]


def test_mine_is_what_i_lead_help_with_or_have_to_do():
    me = ("Fatma ", "fatma@example.org")
    assert is_of(replace(PROJECT, lead="fatma"), me, [])
    assert is_of(replace(PROJECT, team=(("technician", "Fatma"),)), me, [])
    assert is_of(PROJECT, me, [Action("Call", 1, who="Fatma@example.org")])
    assert not is_of(PROJECT, me, [Action("Call", 1, who="Fatma", done_on=TODAY), Action("Call", 2, who="Fatma")])
    assert not is_of(PROJECT, ("", " "), [])


def test_a_day_that_was_set_right_bounds_the_phases_before_it():
    steps = [*STEPS, (date(2026, 4, 20), "carry_out")]
    project = replace(PROJECT, phase="carry_out", carried_out_from=date(2026, 2, 15))
    assert spans(periods(project, steps, TODAY)) == [
        ("explore", START, date(2026, 2, 1)),
        ("analyse", date(2026, 2, 1), date(2026, 2, 15)),
        ("prepare", date(2026, 2, 15), date(2026, 2, 15)),
        ("carry_out", date(2026, 2, 15), TODAY),
    ]


def test_a_project_that_is_still_to_start_stands_on_its_first_day():
    planned = replace(PROJECT, started_on=date(2026, 9, 1))
    assert spans(periods(planned, [(TODAY, "explore")], TODAY)) == [("explore", date(2026, 9, 1), date(2026, 9, 1))]
