"""The snapshot assigns category, place and incident to the stored reports."""

from datetime import date, timedelta

from domain.indicators.overview import later_signals
from domain.schemas import Placement
from tests.domain.frames import at, choices, dwellings, reports, row_of_homes, snapshot_of

HOMES = dwellings(*row_of_homes("Lindehof", range(1, 11), block_code="C1"))


def report(number: int, day: int, word: str | None = "Zwerfvuil", **more: object) -> dict:
    return {
        "street": "Lindehof",
        "number": number,
        "town": "Meerwijk",
        "reported_on": date(2026, 3, day),
        "category_word": word,
    } | more


def test_each_report_has_its_category_place_and_incident_oldest_first():
    found = snapshot_of(reports(report(3, 9), report(3, 2, "Geluidsoverlast"), report(3, 4)), HOMES)
    assert found.reports.select("report_key", "code", "group", "theme", "dwelling_key", "is_first").rows() == [
        ("1", "GEL", "noise", "social", "d2", True),
        ("2", "VUI", "litter", "environment", "d2", True),
        ("0", "VUI", "litter", "environment", "d2", False),
    ]
    assert found.reports["incident_id"].to_list() == [0, 1, 1]
    assert (found.first_on, found.as_of) == (date(2026, 3, 2), date(2026, 3, 9))
    Placement.validate(found.placement, cast=True)


def test_unknown_categories_are_counted_and_categories_left_out_by_the_team_are_not():
    told = reports(report(1, 1, "Qwertyzxcv"), report(1, 1, None), report(1, 1, "Lantaarnpaal"))
    found = snapshot_of(told, HOMES, choices=choices(Lantaarnpaal=None))
    assert found.left_out == 1
    assert found.reports.select("category_word", "code", "theme").rows() == [
        ("Qwertyzxcv", "OVE", "other"),
        (None, "OVE", "other"),
    ]
    words = {row[0]: row[1:] for row in found.categories.select("category_word", "code", "how", "reports").rows()}
    assert words == {
        "Qwertyzxcv": ("OVE", "none", 1),
        None: ("OVE", "none", 1),
        "Lantaarnpaal": (None, "chosen", 1),
    }


def test_unknown_words_are_not_the_same_thing():
    found = snapshot_of(reports(report(1, 1, "Qwertyzxcv"), report(1, 2, "Iets qqq"), report(1, 3, "Iets qqq")), HOMES)
    assert found.reports["is_first"].to_list() == [True, True, False]


def test_a_team_can_name_the_unknown():
    found = snapshot_of(reports(report(1, 1, "Qqq")), HOMES, choices=choices(Qqq="STA"))
    assert found.reports.select("code", "theme").rows() == [("STA", "environment")]


def test_what_rates_are_divided_by_at_each_level():
    # no neighbourhood is known here
    known = {"street": "dwellings", "block": "dwellings", "neighbourhood": "one"}
    assert snapshot_of(reports(report(1, 1)), HOMES).denominator == known
    assert set(snapshot_of(reports(report(1, 1))).denominator.values()) == {"one"}
    assert set(snapshot_of(reports({"street": "Kade"} | at(0))).denominator.values()) == {"one"}
    assert snapshot_of(reports(report(1, 1), at(900)), HOMES).denominator["block"] == "mixed"
    assert snapshot_of(reports(), HOMES).denominator == known


def test_the_denominator_of_nearly_all_incidents_is_that_of_all():
    at_home = [report(1 + n % 10, 1, reported_on=date(2025, 1, 1) + timedelta(20 * n)) for n in range(38)]
    in_the_park = [at(900), at(2_900)]
    assert snapshot_of(reports(*at_home, *in_the_park), HOMES).denominator["block"] == "dwellings"
    assert snapshot_of(reports(*at_home, *in_the_park, at(4_900)), HOMES).denominator["block"] == "mixed"


def test_a_month_is_covered_to_its_end():
    found = snapshot_of(reports({"reported_on": date(2026, 2, 1), "precision": "month"}))
    assert (found.first_on, found.as_of) == (date(2026, 2, 1), date(2026, 2, 28))


def test_one_slip_in_a_year_does_not_move_the_end():
    days = [date(2026, 3, d) for d in range(1, 9)]
    found = snapshot_of(reports(*[{"reported_on": day} for day in [*days, date(2062, 3, 4), date(1926, 3, 4)]]))
    assert (found.first_on, found.as_of) == (days[0], days[-1])
    assert found.reports.height == 10


def test_an_empty_store_gives_a_snapshot():
    found = snapshot_of(reports())
    assert found.reports.is_empty()
    assert (found.first_on, found.as_of, found.left_out) == (None, None, 0)
    assert found.denominator == {"street": "one", "block": "one", "neighbourhood": "one"}


def test_an_older_export_beside_a_newer_one_is_no_slip():
    old = [date(2019, 1, 1) + timedelta(days=day) for day in range(90)]
    new = [date(2026, 1, 1) + timedelta(days=day) for day in range(10)]
    found = snapshot_of(reports(*[{"reported_on": day} for day in [*old, *new]]))
    assert (found.first_on, found.as_of) == (old[0], new[-1])


def test_a_signal_of_today_does_not_move_the_window_past_the_last_export():
    days = [{"reported_on": date(2026, 3, day)} for day in range(1, 9)]
    signal = {"report_key": "signal:1", "reported_on": date(2026, 5, 2)}
    found = snapshot_of(reports(*days, signal))
    assert (found.first_on, found.as_of) == (date(2026, 3, 1), date(2026, 3, 8))
    assert later_signals(found) == 1
    assert snapshot_of(reports(signal)).as_of == date(2026, 5, 2)
