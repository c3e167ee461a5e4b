"""The Track record page: what came of past lists; and its line on other screens."""

from datetime import date

import polars as pl
import pytest

from data.services import import_file, track_record
from pages.shared import cached_quarters, track_record_line
from tests.pages.conftest import words
from tests.pages.plain_tables import plain_tables
from tests.pages.tabs import open_tab

JUNE = "2025-06-30"


@pytest.fixture
def two_quarters(monkeypatch):
    """Fewer quarters, so that a test takes less time; what is kept of a quarter is the same."""
    monkeypatch.setattr(track_record, "QUARTER_ENDS_MAX", 2)


def test_without_data_it_says_what_to_do(local, screen):
    test = screen("track_record", link={"store": "own"})
    assert not test.exception
    assert "er zijn geen meldingen" in test.title[0].value


def test_it_says_what_came_of_the_first_areas(with_demo, two_quarters, screen):
    test = screen("track_record")
    assert not test.exception
    assert test.title[0].value == "Van de eerste 5 op 30 sep 2025 bleven er 3 bij de eerste 10."
    said = words(test)
    assert "Samen hadden ze in het jaar erna 273 voorvallen" in said
    assert "Waar de lijst goed in was" in said
    assert "Wat in opkomst was" in said
    areas, *_forecasts, quarters = plain_tables(test)
    assert areas[0]["Gebied"] == "1. Lindehof"
    assert areas[0]["Wat er gebeurde"] == "bleef, meer dan verwacht"
    assert areas[0]["Verwacht en werkelijk"] == f"verwacht {areas[0]['Verwacht']}, werkelijk {areas[0]['Werkelijk']}"
    assert [row["De lijst van"] for row in quarters] == ["30 sep 2025", "30 jun 2025"]
    assert [row["Bleven bij de hoogste"] for row in quarters] == ["3 van 5", "5 van 5"]


@pytest.mark.parametrize("page", ["track_record", "candidates"])
def test_it_is_about_the_readers_district(with_demo, two_quarters, screen, monkeypatch, page):
    """The lists of a district themselves are in tests/data/services/test_track_record.py."""
    asked, original = set(), cached_quarters.past_quarter
    monkeypatch.setattr(cached_quarters, "past_quarter", lambda as_of, within=(): asked.add(within) or original(as_of))
    assert not screen(page, link={"within": "neighbourhood:trintelwaard/bomenbuurt"}).exception
    assert asked == {("neighbourhood:trintelwaard/bomenbuurt",)}


def test_a_link_leads_to_a_quarter_and_another_can_be_chosen(with_demo, two_quarters, screen):
    test = screen("track_record", link={"quarter": JUNE})
    assert not test.exception
    assert "De eerste 5 op 30 jun 2025 bleven allemaal" in test.title[0].value
    test.segmented_control(key=f"quarter-{date(2025, 6, 30)}").set_value(date(2025, 9, 30)).run()
    assert not test.exception
    assert "op 30 sep 2025 bleven er 3" in test.title[0].value
    assert "2025-09-30" in test.query_params["quarter"]


def test_a_link_to_no_quarter_shows_the_newest(with_demo, two_quarters, screen):
    test = screen("track_record", "en-GB", {"quarter": "yesterday"})
    assert not test.exception
    assert "30 Sept 2025" in test.title[0].value


def test_where_a_project_ran_is_marked_and_the_teams_own_choices_are_shown(with_demo, screen):
    test = screen("track_record", "en-GB", {"quarter": "2024-12-31"})
    assert not test.exception
    assert "Of the 4 areas without a project out of the first 5" in test.title[0].value
    assert [row["What happened"] for row in plain_tables(test)[0]].count("A project ran: no test") == 1
    assert "number 2 in the list, so the list agreed" in words(open_tab(test, "quarter-tab", "team"))


def test_of_many_reports_the_other_quarters_are_worked_out_when_asked(with_demo, two_quarters, screen, monkeypatch):
    monkeypatch.setattr(track_record_line, "ALL_QUARTERS_REPORTS_MAX", 100)
    test = screen("track_record", "en-GB")
    assert not test.exception
    assert "What the list was good at" not in words(test)
    test.button(key="track-record-ask").click().run()
    assert not test.exception
    assert "What the list was good at" in words(test)


def test_with_eight_months_it_says_from_when(own, screen):
    days = pl.date_range(date(2026, 3, 1), date(2026, 10, 31), "2d", eager=True)
    rows = "\n".join(f"{day};Zwerfafval;Dorpsstraat {1 + k % 20};Meerwijk" for k, day in enumerate(days))
    content = f"datum;categorie;adres;plaats\n{rows}".encode()
    import_file.import_file(own, "meldingen.csv", content, actor="test")
    test = screen("track_record", "en-GB", {"store": "own"})
    assert not test.exception
    assert test.title[0].value == "From 1 Apr 2028 on this page says how good the list was."
    assert "to 1 Apr 2028. Now they end on 31 Oct 2026" in words(test)
    assert "Of the first" not in words(screen("candidates", "en-GB", {"store": "own"}))


def test_candidates_has_a_line_of_it(with_demo, screen):
    test = screen("candidates")
    assert not test.exception
    assert "Van de eerste 5 op 30 sep 2025 bleven er 3 bij de eerste 10" in words(test)


def test_an_emerging_message_says_how_such_messages_went_before(with_demo, two_quarters, screen):
    test = screen(None)
    assert not test.exception
    assert "Aan het einde van 2 eerdere kwartalen was nergens iets in opkomst" in words(test)


@pytest.mark.parametrize("page", [None, "candidates"])
def test_of_many_reports_other_screens_only_link_to_it(with_demo, screen, monkeypatch, page):
    monkeypatch.setattr(track_record_line, "ALL_QUARTERS_REPORTS_MAX", 100)
    for name in ("past_quarter", "emerged"):
        monkeypatch.setattr(cached_quarters, name, lambda *_given: pytest.fail("computed"))
    test = screen(page)
    assert not test.exception
    assert "Hoe goed was de lijst?" in [link.label for link in test.get("page_link")]


def test_the_report_of_all_projects_has_it_on_screen(with_demo, screen):
    test = screen("projects", link={"report": "all"})
    assert not test.exception
    assert "Hoe goed de lijst van kansrijke gebieden was" in [each.value for each in test.subheader]
    assert "273 voorvallen" not in words(test)  # a sum of a few areas, which a report never gives
