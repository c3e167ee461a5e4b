"""The Map page: its sentence, filters in the link, the selected area, the table, and its text without data."""

import json
from datetime import date

import polars as pl
import pytest
import streamlit as st

from data.services import import_file
from domain.indicators.report_selection import Window
from domain.scoring.weights import COMPONENTS
from pages.shared import tables
from pages.shared.maps import area_payload, script
from tests.pages.conftest import list_rows, words
from tests.pages.tabs import with_table


def test_without_data_it_says_what_to_do(local, screen):
    test = screen("map", link={"store": "own"})
    assert not test.exception
    assert "Er staat nog niets op de kaart." in words(test)
    assert [button.label for button in test.button if button.key == "empty-demo"] == ["Bekijk het voorbeeld"]


@pytest.mark.parametrize(("locale", "said"), [("nl-NL", "Hoogste tot en met"), ("en-GB", "Highest up to")])
def test_the_first_line_names_the_highest(with_demo, screen, locale, said):
    test = screen("map", locale=locale)
    assert not test.exception
    assert said in test.title[0].value


def test_a_filter_goes_into_the_link_and_back(with_demo, screen):
    test = screen("map", link={"level": "street"})
    assert test.session_state["question"].level == "street"
    test.pills(key="filter-themes").set_value(["social"]).run()
    assert not test.exception
    assert test.session_state["question"].themes == ("social",)
    assert "social" in str(test.query_params)


def test_the_area_of_a_link_opens_its_card(with_demo, screen):
    test = screen("map")
    area = list_rows(test)[0]["id"]
    test = screen("map", link={"area": area})
    assert not test.exception
    assert any(button.label == "Op de shortlist" for button in test.button)


def test_an_area_that_is_gone_is_said(with_demo, screen):
    test = screen("map", link={"area": "block:own/nowhere"})
    assert not test.exception
    assert "Dit gebied staat niet meer in de gegevens" in words(test)


def test_filters_that_leave_nothing_can_be_taken_away(with_demo, screen):
    test = screen("map", link={"categories": "HEN", "sources": "partner"})
    assert not test.exception
    assert "Met deze filters blijft er niets over" in words(test)
    test.button(key="filters-clear").click().run()
    assert "Met deze filters blijft er niets over" not in words(test)


def test_hot_spots_say_how_chance_is_kept_out(with_demo, screen):
    test = screen("map", locale="en-GB")
    test.selectbox(key="measure").set_value("hot").run()
    assert not test.exception
    assert r"Benjamini\-Hochberg" in words(test)
    test.segmented_control(key="hot-control").select("by").run()
    assert r"Benjamini\-Yekutieli" in words(test)


def test_an_area_can_be_compared_with_its_neighbourhood(with_demo, screen):
    test = screen("map", locale="en-GB", link={"compare": "neighbourhood", "area": "block:own/3008"})
    assert not test.exception
    assert "Compared with Vogelbuurt" in words(test)
    assert "23 of the 39 incidents count" in words(test)
    test.segmented_control(key="filter-compare").set_value("stock").run()
    assert "Compared with Vogelbuurt" not in words(test)


def test_what_is_coming_and_who_is_active_can_be_laid_over_the_map(with_demo, screen):
    test = screen("map")
    assert not test.pills(key="map-layers").value
    test.pills(key="map-layers").set_value(["opportunities", "network"]).run()
    assert not test.exception
    assert len(test.dataframe) == 0  # the table is made when it is opened
    table = with_table(test).dataframe[0].value
    assert {"Meekoppelkansen", "Netwerk"} <= set(table.columns)
    assert "Isolatie, keukens en schuttingen" in " ".join(table["Meekoppelkansen"])


def test_what_is_laid_over_the_map_is_data_and_no_script():
    tip = "<img src=x onerror=alert(1)> {{ 7 * 7 }} ${1}\n</script>"
    outlines = pl.DataFrame({"area_id": ["b"], "rings": ["[[1,2,3,4,5,6]]"], "tip": [tip]})
    points = pl.DataFrame({"lat": [52.0], "lon": [5.0], "tip": [tip], "solid": [True]})
    layer = area_payload.Layer("<b>", "#000", outlines, points)
    said = script.json_for_script({"layers": [area_payload._layer(layer)]})
    assert "<" not in said
    assert "{{" not in said
    assert "{%" not in said
    assert json.loads(said)["layers"][0]["points"][0]["tip"] == tip


@pytest.mark.parametrize("locale", ["nl-NL", "en-GB"])
def test_without_a_list_of_dwellings_nothing_is_per_dwelling(own, screen, locale):
    rows = [
        f"{n};{1 + n % 28:02}-{1 + n % 12:02}-2025;Zwerfafval;{street};{1 + n};Meerwijk"
        for street, count in (("Lindelaan", 14), ("Kade", 6), ("Hof", 5))
        for n in range(count)
    ]
    content = "\n".join(["Nr;Datum melding;Categorie;Straat;Huisnummer;Plaats", *rows]).encode()
    import_file.import_file(own, "meldingen.csv", content, actor="jan")
    for page in ("candidates", "map"):
        test = screen(page, locale, link={"store": "own", "level": "street"})
        assert not test.exception
        said = words(test).casefold()
        assert "per 100" not in said
        columns = {name for table in with_table(test).dataframe for name in table.value.columns}
        assert "homes" not in columns
    labels = [option for control in test.segmented_control for option in control.options]
    assert not [label for label in labels if "100" in label]


def test_a_table_has_no_column_of_homes_where_they_are_not_known():
    rows = {"area_id": ["a", "b"], "denominator": ["dwellings", "one"], "homes": [20, 1]}
    areas = pl.DataFrame(rows | {name: [5.0, 7.0] for name in tables.DIVIDED})
    mixed = tables.without_denominator(areas, "dwellings")
    assert mixed["homes"].to_list() == [20, None]
    assert mixed["rate"].to_list() == [5.0, None]
    alone = tables.without_denominator(areas.filter(denominator="one"), "one")
    assert (alone["homes"].item(), alone["rate"].item()) == (None, 7.0)
    year, half = Window(date(2024, 12, 31), date(2025, 12, 31)), Window(date(2025, 6, 30), date(2025, 12, 31))
    for headers in (tables.area_columns("one", year), tables.candidate_columns("one", year, dict.fromkeys(COMPONENTS))):
        assert "homes" not in headers
    assert [tables.headings("one", span)["incidents"] for span in (year, half)] == [
        "Voorvallen",
        "Voorvallen in 6 maanden",
    ]


def test_no_change_is_written_without_a_sign(monkeypatch):
    shown = []
    monkeypatch.setattr(st, "dataframe", lambda data, **_kept: shown.append(data))
    areas = pl.DataFrame({"area_id": list("abcd"), "name": list("abcd"), "change": [4, -3, 0, None]})
    tables.area_table(areas, "dwellings", Window(date(2025, 1, 1), date(2026, 1, 1)), "key")
    assert [cells[-1]["display_value"] for cells in shown[0]._translate(False, False)["body"]] == ["+4", "−3", "0", ""]
