"""A part of the area without reports while the others continue, and the results that remain valid for it."""

from datetime import date

import pytest

from domain.analysis import area_figures
from domain.indicators.report_selection import window
from domain.question import Question
from domain.scoring.evidence import evidence
from domain.snapshot.coverage_gaps import gaps_of_parts
from tests.domain.frames import at, reports, snapshot_of

PARTS = ("Noord", "Midden", "Zuid")


def told(silent: str | None = None, since: int = 17, back: int = 99, renamed: bool = False) -> list[dict]:
    """Two years of 36 reports a month per part, in three streets; ``silent`` has none from month ``since`` on."""
    rows = []
    for month in range(24):
        for n, part in enumerate(PARTS):
            if part == silent and since <= month < back:
                continue
            name = f"Wijk {part}" if renamed and month >= 12 and n == 0 else part
            rows += [
                {"reported_on": date(2024 + month // 12, 1 + month % 12, 1 + each % 28), "neighbourhood": name}
                | {"street": f"{part}straat {'abc'[each % 3]}", "number": 1 + each}
                | at(2_000 * n + 10 * each, 500 * (each % 3))
                for each in range(36)
            ]
    return rows


def found(**how: object) -> list[tuple]:
    return snapshot_of(reports(*told(**how))).gaps.select("source", "part", "from", "to", "reports").rows()


def test_a_part_that_falls_silent_while_the_others_go_on_is_a_gap():
    assert found() == []
    assert found(silent="Zuid") == [("resident", "zuid", date(2025, 6, 1), date(2025, 11, 30), 0)]
    assert found(silent="Zuid", since=8, back=10) == [("resident", "zuid", date(2024, 9, 1), date(2024, 10, 31), 0)]


def test_what_is_left_over_from_before_the_data_begins_makes_no_gap():
    """An export of cases that were open or new since 2024 has a few old cases of some parts only."""
    old = [date(2023 - n // 12, 12 - n % 12, 3) for n in range(25)]
    left_over = [{"reported_on": day, "neighbourhood": "Noord", "street": "Noordstraat a"} | at(0) for day in old]
    left_over += [{"reported_on": old[-1], "neighbourhood": "Zuid", "street": "Zuidstraat a"} | at(4_000)]
    snapshot = snapshot_of(reports(*told(), *left_over))
    assert snapshot.begins_on == date(2024, 1, 1)
    assert snapshot.gaps.filter(part="zuid").is_empty()


def test_a_part_that_got_another_name_did_not_fall_silent():
    assert found(renamed=True) == []


def test_a_fall_that_a_gap_explains_is_no_improvement():
    snapshot = snapshot_of(reports(*told(silent="Zuid")))
    figures = area_figures(snapshot, Question(level="street"))
    silent = figures.filter(neighbourhood="Zuid")
    assert silent["change"].null_count() == silent.height == 3
    assert silent["p_rise"].null_count() == 3
    others = figures.filter(neighbourhood="Noord")
    assert others["change"].null_count() == 0
    assert others["p_rise"].is_between(0.05, 0.95).all()  # the silence of one is no rise of the others
    units = evidence(snapshot, Question(), kinds=("street",)).units
    assert set(units.filter(neighbourhood="Zuid")["too_little"]) == {"gaps"}
    assert units.filter(neighbourhood="Zuid")["p_rise"].null_count() == 3
    assert units.filter(neighbourhood="Noord")["too_little"].null_count() == 3


def test_a_gap_of_a_whole_half_year_explains_every_fall():
    rows = [row for row in told() if not date(2025, 8, 1) <= row["reported_on"] <= date(2025, 9, 30)]
    figures = area_figures(snapshot_of(reports(*rows)), Question(level="street"))
    assert figures["change"].null_count() == figures.height


def test_a_code_behind_a_districts_name_makes_no_other_part():
    rows = [row | {"neighbourhood": f"{row['neighbourhood']} 00{n % 9}B"} for n, row in enumerate(told(silent="Zuid"))]
    assert snapshot_of(reports(*rows)).gaps["part"].to_list() == ["zuid"]


def test_no_reports_no_gaps():
    empty = snapshot_of(reports())
    assert empty.gaps.is_empty()
    assert gaps_of_parts(empty.gaps.select("source", "part", reported_on="from")).is_empty()


@pytest.mark.parametrize("months", [12, 36])
def test_the_window_begins_where_the_data_does(months):
    snapshot = snapshot_of(reports(*told()))
    span = window(snapshot, Question(months=months))
    inside = snapshot.reports.filter(snapshot.reports["reported_on"] > span.after)
    assert span.after >= date(2023, 12, 31)
    figures = area_figures(snapshot, Question(level="street", months=months))
    assert figures["reports"].sum() == inside.height
    assert span.years == pytest.approx(min(months / 12, 2), abs=0.03)
