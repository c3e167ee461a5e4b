"""The report on screen: the same content as the file, in the chosen language."""

import pytest

from data.store import projects
from data.store.database import demo_url, open_store
from data.store.incident_hours import hours_per_incident
from tests.pages.conftest import words


@pytest.fixture
def klipperstraat(with_demo) -> int:
    every = projects.load(open_store(demo_url()))
    return next(each.project_id for each in every if each.title.startswith("Klipperstraat"))


def test_one_project_is_told_in_the_language_of_the_report(klipperstraat, screen):
    test = screen("projects", link={"report": str(klipperstraat)})
    assert not test.exception
    assert "Waarschijnlijk minder" in words(test)
    assert "Gemeente en Bewonersgroep" in words(test)
    assert "Voorbeeldstra" not in words(test)
    test.selectbox(key="report-language").set_value("en").run()
    assert not test.exception
    assert "Probably fewer" in words(test)
    assert "Zonder namen" in words(test)  # the screen around it stays the reader's own
    assert [button.label for button in test.get("download_button")] == ["PDF", "XLSX"]


def test_all_projects_have_a_report_behind_a_button(with_demo, screen):
    test = screen("projects", "en-GB")
    test.button(key="report").click().run()
    assert not test.exception
    assert "For 2 of the 4 projects the effect was measured" in words(test)
    assert "Klipperstraat schoon en stil" in test.dataframe[0].value["Project"].to_list()
    test.button(key="report-back").click().run()
    assert "report" not in test.query_params


def test_a_project_leads_to_its_report_and_back(klipperstraat, screen):
    test = screen("projects", "en-GB", {"project": str(klipperstraat)})
    test.button(key="report").click().run()
    assert str(klipperstraat) in test.query_params["report"]
    test.button(key="report-back").click().run()
    assert str(klipperstraat) in test.query_params["project"]


@pytest.mark.parametrize("asked", ["999", "nonsense"])
def test_a_report_of_nothing_says_so(with_demo, screen, asked):
    test = screen("projects", "en-GB", {"report": asked})
    assert not test.exception
    assert test.error


def test_hours_per_incident_are_kept_for_the_team(klipperstraat, screen):
    test = screen("projects", link={"project": str(klipperstraat)})
    test.session_state["project-tabs"] = "Werkte het?"
    test.run()
    assert "Nog geen schouw" in words(test)
    test.number_input(key="hours-per-incident-demo").set_value(3.5).run()
    assert hours_per_incident(open_store(demo_url())) == 3.5
    assert r"3\,5 uur" in words(screen("projects", link={"report": str(klipperstraat)}))


def test_the_letter_to_residents_is_on_the_screen_as_it_is_printed(klipperstraat, screen):
    test = screen("projects", link={"project": str(klipperstraat)})
    test.button(key="letter").click().run()
    assert not test.exception
    assert test.title[0].value == "Brief aan de bewoners"
    told = words(test).replace("\xa0", " ")
    assert "In 20 maanden zijn er 130 problemen gemeld" in told
    assert "Geef bij Instellingen op van wie de brief is" in told
    settings = screen("settings", "en-GB", {"store": "demo"})
    fields = {field.label: field for field in settings.text_input}
    fields["From"].set_value("Woonstichting *Voorbeeld*")
    fields["Link in the QR code"].set_value("https://voorbeeld.example/")
    next(each for each in settings.button if each.label == "Save" and "letter" in each.form_id).click().run()
    assert not settings.exception
    test.selectbox(key="letter-language").set_value("en").run()
    assert r"Woonstichting \*Voorbeeld\*" in words(test)
    assert "In 20 months 130 problems were reported" in words(test)
