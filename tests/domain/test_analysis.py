"""From a snapshot and a question to figures, candidates and the card of one area."""

from datetime import date, timedelta

import polars as pl
import pytest

from data.reference import lexicon
from domain.analysis import Card, area_figures, area_of, card, evidence, months_by_theme, public
from domain.errors import NotFound
from domain.indicators.area_figures import highest_rates
from domain.question import Question
from domain.snapshot.snapshot import Snapshot, build_snapshot
from tests.domain.frames import at, dwellings, reports, row_of_homes, snapshot_of, stored

NEWEST = date(2026, 6, 30)
HOMES = [
    home
    for block in range(12)
    for home in row_of_homes("Kade", range(100 * block + 1, 100 * block + 21), east=140 * block, block_code=f"B{block}")
]
FOUR = row_of_homes("Steeg", range(1, 5), north=300, block_code="FOUR")


def told(block: int, day: int, *, number: int = 1, word: str = "Zwerfvuil", **more: object) -> dict:
    """A report on a block of the Kade, ``day`` days before the newest one."""
    return {
        "street": "Kade",
        "number": 100 * block + number,
        "town": "Meerwijk",
        "reported_on": NEWEST - timedelta(day),
        "category_word": word,
    } | more


def quiet() -> list[dict]:
    """Four incidents a year per block, from different addresses, two in either half year."""
    return [told(b, day, number=n) for b in range(12) for n, day in enumerate((0, 100, 230, 350), start=1)]


@pytest.fixture(scope="module")
def town() -> Snapshot:
    """B1 has many incidents from many addresses; B2 from one address; FOUR has four homes and three reports."""
    bad = [told(1, day, number=n + 1) for n in range(20) for day in (25 + 4 * n, 255 + n)]
    lone = [told(2, 20 * i, number=7, word="Geluidsoverlast", source="caretaker") for i in range(18)]
    few = [
        {"street": "Steeg", "number": n, "town": "Meerwijk", "reported_on": NEWEST - timedelta(n)} for n in (1, 2, 3)
    ]
    return snapshot_of(reports(*quiet(), *bad, *lone, *few), dwellings(*HOMES, *FOUR))


def of(figures: pl.DataFrame, area_id: str) -> dict:
    return figures.row(by_predicate=pl.col("area_id") == area_id, named=True)


def test_every_area_has_figures_also_where_nothing_was_reported(town):
    figures = area_figures(town, Question())
    assert figures["area_id"].sort().to_list() == sorted([*(f"block:own/B{b}" for b in range(12)), "block:own/FOUR"])
    assert set(area_figures(town, Question(level="street"))["area_id"]) == {
        "street:meerwijk/kade",
        "street:meerwijk/steeg",
    }


def test_counts_and_raw_rate(town):
    b1 = of(area_figures(town, Question()), "block:own/B1")
    assert (b1["homes"], b1["denominator"], b1["reports"], b1["incidents"]) == (20, "dwellings", 44, 44)
    assert b1["environment"] == 44
    assert b1["raw_rate"] == pytest.approx(100 * 44 / 20, rel=0.05)
    assert b1["low"] < b1["rate"] < b1["high"]
    assert b1["ratio"] == pytest.approx(b1["rate"] / b1["average"])
    assert (b1["addresses"], b1["resident_share"]) == (20, 1)
    assert b1["top_address_share"] == pytest.approx(3 / 44)


def test_the_bad_block_ranks_first_and_four_homes_and_one_caller_do_not_rank(town):
    figures = area_figures(town, Question())
    assert figures.row(0, named=True)["area_id"] == "block:own/B1"
    assert highest_rates(figures).height == 11
    assert highest_rates(figures).row(0, named=True)["area_id"] == "block:own/B1"
    assert of(figures, "block:own/B1")["p_high"] > 0.99
    four, lone = of(figures, "block:own/FOUR"), of(figures, "block:own/B2")
    assert not four["enough"]
    assert four["raw_rate"] > lone["raw_rate"] / 2
    assert lone["individual"]
    assert not {"block:own/FOUR", "block:own/B2"} & set(highest_rates(figures)["area_id"])
    assert lone["top_address_share"] == pytest.approx(18 / 22)


def reasons(snapshot: Snapshot, level: str = "block") -> dict[str, str]:
    units = evidence(snapshot, Question(), kinds=(level,)).units
    return dict(units.select("candidate_id", "reason").rows())


def test_reasons_say_why(town):
    found = reasons(town)
    assert found["block:own/B1"] == "spread"
    assert found["block:own/B2"] == "one_address"
    assert found["block:own/FOUR"] == "few_homes"
    assert found["block:own/B5"] in ("low", "ordinary")


def test_map_and_list_count_alike(town):
    """Counts, rates and changes are the same on the map, in the list, and, unless withheld, on a shared screen."""
    for level in ("block", "street"):
        figures = area_figures(town, Question(level=level)).sort("area_id")
        units = evidence(town, Question(), kinds=(level,)).units.sort("candidate_id")
        counts = ("reports", "incidents", "environment", "social", "counted", "addresses", "individual", "comparable")
        rates = ("top_address_share", "rate", "low", "high", "average", "ratio", "change", "p_rise")
        same = (*counts, *rates)
        assert figures.select(same).equals(units.select(same))
        shared = public(town, Question(level=level)).areas.filter("shown").join(figures, on="area_id")
        assert shared.height
        assert shared["incidents"].to_list() == shared["incidents_right"].to_list()


def test_a_window_holds_its_days_and_no_others(town):
    def incidents(question: Question) -> int:
        return area_figures(town, question)["incidents"].sum()

    assert (
        incidents(Question(months=1, as_of=date(2026, 6, 30)))
        == town.reports.filter((pl.col("reported_on") > date(2026, 5, 31)) & pl.col("is_first")).height
    )
    assert incidents(Question(as_of=date(2030, 1, 1))) == incidents(Question())
    assert incidents(Question(as_of=date(2020, 1, 1))) == 0


def test_filters_narrow(town):
    by_staff = area_figures(town, Question(sources=("caretaker",)))
    assert by_staff.filter(pl.col("reports") > 0)["area_id"].to_list() == ["block:own/B2"]
    social = area_figures(town, Question(themes=("social",)))
    assert social["incidents"].sum() == social["social"].sum() == 18
    assert area_figures(town, Question(categories=("GEL",)))["incidents"].sum() == 18
    assert area_figures(town, Question(status="closed"))["reports"].sum() == 0


def test_an_incident_counts_for_each_source_that_reported_it():
    both = [told(0, 5), told(0, 4, source="caretaker"), told(0, 3, source="caretaker")]
    snapshot = snapshot_of(reports(*both), dwellings(*HOMES))
    for sources, reported in (((), 3), (("caretaker",), 2), (("resident",), 1)):
        figures = area_figures(snapshot, Question(sources=sources))
        assert (figures["incidents"].sum(), figures["reports"].sum()) == (1, reported)


def test_change_and_rise():
    rising = [told(3, day, number=day) for day in range(5, 20)]
    snapshot = snapshot_of(reports(*quiet(), *rising), dwellings(*HOMES))
    row = of(area_figures(snapshot, Question()), "block:own/B3")
    assert row["change"] == 15
    assert row["p_rise"] > 0.95
    assert reasons(snapshot)["block:own/B3"] == "new"
    calm = of(area_figures(snapshot, Question(months=3)), "block:own/B5")
    assert calm["change"] == 0


def test_one_home_is_no_area_to_rank_however_often_it_is_reported():
    alone = row_of_homes("Pad", range(1, 2), north=600, block_code="ALONE")
    often = [
        {"street": "Pad", "number": 1, "town": "Meerwijk", "reported_on": NEWEST - timedelta(30 * n)} for n in range(4)
    ]
    snapshot = snapshot_of(reports(*quiet(), *often), dwellings(*HOMES, *alone))
    figures = area_figures(snapshot, Question())
    row = of(figures, "block:own/ALONE")
    assert (row["homes"], row["denominator"], row["incidents"]) == (1, "dwellings", 4)
    assert "block:own/ALONE" not in highest_rates(figures)["area_id"]
    assert reasons(snapshot)["block:own/ALONE"] == "few_homes"
    assert row["rate"] > of(figures, "block:own/B1")["rate"]  # it would be the first, if it counted


def test_areas_are_compared_with_those_whose_homes_are_counted_alike():
    times = {square: 12 if square == 0 else 3 for square in range(6)}
    squares = [
        at(0, 2_000 + 150 * square) | {"reported_on": NEWEST - timedelta(20 * n)}
        for square, count in times.items()
        for n in range(count)
    ]
    snapshot = snapshot_of(reports(*quiet(), *squares), dwellings(*HOMES))
    figures = area_figures(snapshot, Question())
    averages = dict(figures.select("denominator", "average").unique().rows())
    assert set(averages) == {"dwellings", "one"}
    one = figures.filter(denominator="one")
    assert averages["one"] == pytest.approx(one["raw_rate"].mean())
    assert one["raw_rate"].max() == pytest.approx(12, rel=0.05)  # a year, not per 100
    assert not set(one["area_id"]) & set(highest_rates(figures)["area_id"])
    found = reasons(snapshot)
    assert {found[area_id] for area_id in one["area_id"]} == {"not_comparable"}


def test_addresses_known_from_reports_alone_still_stand_apart():
    """All have an incident, so the counts vary less than by chance; the streets must not become equal."""
    often = [{"street": "Dijk", "number": n % 6 + 1, "reported_on": NEWEST - timedelta(15 * n)} for n in range(24)]
    once = [
        {"street": f"Pad {s}", "number": n, "reported_on": NEWEST - timedelta(40 * n)}
        for s in range(40)
        for n in range(1, 9)
    ]
    snapshot = snapshot_of(reports(*often, *once))
    first = area_figures(snapshot, Question(level="street")).row(0, named=True)
    assert first["name"] == "Dijk"
    assert first["ratio"] > 2


def test_a_change_is_not_known_where_the_data_does_not_go_back_that_far():
    old_cases = [told(0, 900), told(1, 700)]
    recent = [told(b, day, number=n) for b in range(12) for n, day in enumerate(range(0, 200, 10), start=1)]
    figures = area_figures(snapshot_of(reports(*old_cases, *recent), dwellings(*HOMES)), Question())
    assert figures["change"].null_count() == figures.height
    assert figures["raw_rate"].max() > 100 * 20 / 20 / (200 / 365)  # over the time since the export begins


def test_one_day_of_data_is_not_blown_up_to_a_year():
    figures = area_figures(
        snapshot_of(reports(*[told(0, 0, number=n) for n in range(1, 4)]), dwellings(*HOMES)), Question()
    )
    assert figures["raw_rate"].max() == pytest.approx(100 * 3 / 20 * 12)


def test_months_are_calendar_months_and_add_up(town):
    months = months_by_theme(town, Question())
    assert months["month"].unique().len() == 12
    assert months["month"].max() == date(2026, 6, 1)
    year = area_figures(town, Question())["incidents"].sum()
    assert months["incidents"].sum() == year
    assert months_by_theme(town, Question(months=36, themes=("social",))).select("theme").unique().item() == "social"


def card_of(snapshot: Snapshot, question: Question, area_id: str) -> Card:
    return card(snapshot, question, area_id, area_figures(snapshot, question))


def test_the_card_of_an_area(town):
    shown = card_of(town, Question(), "block:own/B2")
    assert shown.area["name"] == "Kade 201–220 (B2)"
    assert shown.figures["individual"]
    assert shown.months["incidents"].sum() == 22
    assert shown.categories.select("code", "incidents").rows() == [("GEL", 18), ("VUI", 4)]
    assert shown.sources.rows() == [("caretaker", 18), ("resident", 4)]
    assert shown.neighbours["area_id"].sort().to_list() == ["block:own/B1", "block:own/B3"]
    assert shown.neighbours["rate"].is_sorted(descending=True)


def test_the_card_follows_the_filters(town):
    shown = card_of(town, Question(themes=("environment",), months=6), "block:own/B2")
    assert shown.categories.select("code", "incidents").rows() == [("VUI", 2)]


def test_an_area_that_is_gone_is_not_found(town):
    with pytest.raises(NotFound, match="block:own/gone"):
        area_of(town, "block:own/gone")


def test_nothing_stored_is_answered_with_nothing():
    empty = snapshot_of(reports())
    assert area_figures(empty, Question()).is_empty()
    assert evidence(empty, Question()).units.is_empty()
    assert months_by_theme(empty, Question())["incidents"].sum() == 0


def test_dwellings_without_reports_have_figures_of_nothing():
    figures = area_figures(snapshot_of(reports(), dwellings(*HOMES)), Question())
    assert figures.height == 12
    assert figures["incidents"].sum() == 0
    assert highest_rates(figures).is_empty()
    assert figures["rate"].is_finite().all()


def test_the_same_question_gives_the_same_answer_whatever_the_order_of_the_reports():
    rows = reports(*quiet(), *[told(1, 20 + n, number=n + 1) for n in range(20)])
    there, back = (area_figures(snapshot_of(r, dwellings(*HOMES)), Question()) for r in (rows, rows.reverse()))
    assert there.equals(back)


def test_a_snapshot_is_not_modified(town):
    before = town.reports.clone()
    card_of(town, Question(sources=("caretaker",)), "block:own/B2")
    assert town.reports.equals(before)


def test_the_card_tells_what_reports_each_incident_joins():
    chain = [told(0, day, number=3, word="Geluidsoverlast", source=source, reporter="somebody", note="names someone")
             for day, source in ((40, "resident"), (30, "caretaker"), (20, "resident"), (3, "resident"))]  # fmt: skip
    snapshot = snapshot_of(reports(*chain, told(0, 30, number=4, word="Geluidsoverlast")), dwellings(*HOMES))
    found = card_of(snapshot, Question(months=3), "block:own/B0").incidents
    assert found.columns == ["first_on", "last_on", "code", "reports", "sources"]
    assert found.rows() == [
        (NEWEST - timedelta(3), NEWEST - timedelta(3), "GEL", 1, ["resident"]),
        (NEWEST - timedelta(30), NEWEST - timedelta(30), "GEL", 1, ["resident"]),
        (NEWEST - timedelta(40), NEWEST - timedelta(20), "GEL", 3, ["resident", "caretaker"]),
    ]


def test_days_between_incidents_are_a_choice():
    calls = stored(reports(*[told(0, day, word="Geluidsoverlast") for day in (0, 10, 20)]), dwellings(*HOMES))
    for days, incidents in ((14, 1), (10, 1), (9, 3), (0, 3)):
        snapshot = build_snapshot(calls, lexicon(), days)
        assert (snapshot.days, snapshot.reports["is_first"].sum()) == (days, incidents)
