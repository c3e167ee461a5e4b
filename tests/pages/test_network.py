"""The Network screen: opportunities and partners, and entering, changing and undoing them."""

from datetime import date

import pytest
import shapely
from streamlit.testing.v1 import AppTest

from data import clock
from data.store import import_log, records
from domain.intake.annual_days import proposed
from domain.intake.manual_entries import entered
from domain.schemas import Partner
from tests.pages.conftest import list_rows, words
from tests.pages.tabs import open_expander, open_tab

STREET = "street:trintelwaard/papaverstraat"


def labelled(elements, label):
    (found,) = [element for element in elements if element.label == label]
    return found


def button(test: AppTest, key: str) -> AppTest:
    test.button(key=key).click().run()
    assert not test.exception
    return test


@pytest.mark.parametrize("locale", ["nl-NL", "en-GB"])
def test_the_first_sentence_says_what_comes_and_who_went_quiet(demo, screen, locale):
    test = screen("network", locale)
    assert not test.exception
    title = test.title[0].value
    assert ("kansen beginnen" in title) if locale == "nl-NL" else ("opportunities start" in title)
    assert ";" in title


def test_an_opportunity_is_entered_and_undone(demo, screen):
    before = records.load(demo, "opportunities").height
    test = button(screen("network", "en-GB"), "add-opportunity")
    labelled(test.text_input, "What").set_value("New fences")
    test.multiselect(key="where-areas").set_value([STREET])
    button(test, "save-form")
    rows = records.load(demo, "opportunities").tail(-before)
    assert rows.select("title", "street", "dropped").rows() == [("New fences", "Papaverstraat", False)]
    assert rows["opportunity_key"][0].startswith("opportunity:")
    assert "New fences" in words(test) or any("New fences" in message.value for message in test.success)
    button(test, "undo-entry")
    assert records.load(demo, "opportunities").height == before


def test_addresses_are_added_one_by_one_and_entered_together(demo, screen):
    before = records.load(demo, "opportunities").height
    test = button(screen("network", "en-GB"), "add-opportunity")
    labelled(test.text_input, "What").set_value("New doors")
    for number in ("3", "7"):
        labelled(test.selectbox, "Address: street").set_value("papaverstraat/trintelwaard").run()
        labelled(test.selectbox, "Number").set_value(number).run()
        assert labelled(test.selectbox, "Number").value is None
    assert test.multiselect(key="where-addresses").value == [
        "Papaverstraat 3, Trintelwaard",
        "Papaverstraat 7, Trintelwaard",
    ]
    button(test, "save-form")
    rows = records.load(demo, "opportunities").tail(-before)
    assert rows.select("street", "number", "block_code").rows() == [
        ("Papaverstraat", 3, None),
        ("Papaverstraat", 7, None),
    ]
    assert rows["external_id"].n_unique() == 1
    button(test, "undo-entry")
    assert records.load(demo, "opportunities").height == before


def test_everywhere_hides_the_places_and_keeps_them(demo, screen):
    test = screen("network", "en-GB", link={"form": "partner"})
    test.multiselect(key="where-areas").set_value([STREET])
    labelled(test.selectbox, "Address: street").set_value("papaverstraat/trintelwaard").run()
    labelled(test.selectbox, "Number").set_value("3").run()
    test.checkbox(key="where-everywhere").check().run()
    assert "where-areas" not in [each.key for each in test.multiselect]
    test.checkbox(key="where-everywhere").uncheck().run()
    assert test.multiselect(key="where-areas").value == [STREET]
    assert test.multiselect(key="where-addresses").value == ["Papaverstraat 3, Trintelwaard"]


def clicked(test: AppTest, *corners: tuple[float, float]) -> AppTest:
    """Send what the map sends after clicks: all corners so far, with the number of the edit before them."""
    (drawing,) = test.get("component_instance")
    edit = test.session_state["where-draw-drawn"].edit
    line = {"type": "LineString", "coordinates": [(lon, lat) for lat, lon in corners]}
    test.session_state[drawing.key] = {"last_active_drawing": {"properties": {"edit": edit}, "geometry": line}}
    test.run()
    assert not test.exception
    return test


def test_an_outline_is_drawn_corner_by_corner_and_entered(demo, screen):
    (south, west), (north, east) = (52.5490, 5.2480), (52.5510, 5.2520)
    test = button(screen("network", "nl-NL"), "add-opportunity")
    labelled(test.text_input, "Wat").set_value("Getekend")
    test.segmented_control(key="where-on-map").select("outline").run()
    clicked(test, (south, west), (south, east))
    assert "Vanaf drie hoeken" in test.info[-1].value
    crossing = [(south, west), (north, east), (south, east), (north, west)]
    clicked(test, *crossing)
    assert "kruist zichzelf" in test.warning[-1].value
    button(test, "save-form")
    assert "kruist zichzelf" in test.error[-1].value
    button(button(test, "where-draw-back"), "where-draw-back")
    clicked(test, (south, west), (north, west), (north, east), (south, east))
    assert "blokken" in test.info[-1].value
    assert "6,0 ha" in test.info[-1].value  # 222.6 by 271.4 metres
    button(test, "save-form")
    (row,) = records.load(demo, "opportunities").filter(title="Getekend").to_dicts()
    assert shapely.from_wkb(row["outline"]).equals(shapely.box(west, south, east, north))
    link = {"form": "opportunity", "of": row["external_id"]}
    assert screen("network", link=link).segmented_control(key="where-on-map").value == "outline"
    button(test, "undo-entry")
    assert records.load(demo, "opportunities").filter(title="Getekend").is_empty()


def test_a_click_on_the_map_from_before_a_button_is_ignored(demo, screen):
    test = screen("network", "en-GB", link={"form": "opportunity"})
    test.segmented_control(key="where-on-map").select("outline").run()
    clicked(test, (52.549, 5.248), (52.549, 5.252), (52.551, 5.252))
    (drawing,) = test.get("component_instance")
    late = test.session_state[drawing.key]
    button(test, "where-draw-again")
    test.session_state[drawing.key] = late
    test.run()
    assert not test.info
    assert test.button(key="where-draw-back").disabled


def test_a_form_says_what_is_missing_and_keeps_what_was_typed(demo, screen):
    test = button(screen("network", "en-GB"), "add-partner")
    button(test, "save-form")
    assert "name" in test.error[0].value
    labelled(test.text_input, "Name").set_value("<b>Groep</b> [x](http://x)")
    button(test, "save-form")
    assert "Choose where it is" in test.error[0].value
    assert labelled(test.text_input, "Name").value == "<b>Groep</b> [x](http://x)"
    test.checkbox(key="where-everywhere").check().run()
    button(test, "save-form")
    assert records.load(demo, "partners")["name"].to_list()[-1] == "<b>Groep</b> [x](http://x)"


def test_a_work_is_changed_and_taken_off(demo, screen):
    work = records.load(demo, "opportunities")["external_id"].drop_nulls()[0]
    rows = records.load(demo, "opportunities").filter(external_id=work)
    test = screen("network", "en-GB", link={"form": "opportunity", "of": work})
    labelled(test.text_input, "What").set_value("Something else")
    kept = test.multiselect(key="where-keep")
    kept.set_value(kept.value[1:])
    button(test, "save-form")
    after = records.load(demo, "opportunities").filter(external_id=work)
    assert after["opportunity_key"].to_list() == rows["opportunity_key"].to_list()
    assert after["dropped"].sum() == 1
    assert set(after.filter(~after["dropped"])["title"]) == {"Something else"}


def test_a_contact_today_ends_the_quiet(own, screen):
    who = {"kind": "resident_group", "name": "De Kade", "last_contact": date(2020, 1, 1)}
    import_log.enter(own, "sam", {"partners": entered(Partner, who, [{}], lambda: "partner:1")}, "De Kade")
    test = screen("network", "en-GB", link={"store": "own"})
    button(test, "contact-De Kade")
    assert records.load(own, "partners")["last_contact"].to_list() == [clock.today()]
    button(test, "undo-entry")
    assert records.load(own, "partners")["last_contact"].to_list() == [date(2020, 1, 1)]


def test_an_empty_page_says_what_to_do_and_proposes_the_days_of_the_year(own, screen):
    test = screen("network", "en-GB", link={"store": "own"})
    assert not test.exception
    assert "Nothing is known yet" in test.title[0].value
    assert words(test).count("Check the date") == 3
    row = proposed(clock.today().year + 1).row(0, named=True)
    key = f"{row['title']}-{row['starts_on']}"
    button(open_expander(test, f"date-{key}"), f"add-{key}")
    entry = records.load(own, "opportunities")
    assert entry["kind"].to_list() == ["action_day"]
    assert entry["starts_on"][0] >= clock.today()
    assert words(test).count("Check the date") == 2


def test_works_of_one_name_are_told_apart_by_where_they_are(demo, screen):
    test = screen("network", "nl-NL")
    places = {row["place"] for row in list_rows(test) if row["name"] == "Schilderwerk buiten"}
    assert places == {"Irisstraat 1-17 en nog 4", "Wulpstraat 1-35 en nog 3"}
    works = open_tab(test, "network-tab", "works").dataframe[0].value
    assert (works["Wat"] == "Schilderwerk buiten").sum() == 2


def test_what_has_days_sorts_by_days(demo, screen):
    test = screen("network", "nl-NL")
    works, network = (open_tab(test, "network-tab", name).dataframe[0].value for name in ("works", "network"))
    for days in (works["Start"], works["Einde"], network["Laatste contact"], network["Actief sinds"]):
        assert all(isinstance(day, date) for day in days.dropna())
    quiet = network[network["Naam"] == "Tuinploeg Eikenstraat"]
    assert quiet["Maanden zonder contact"].item() >= 12
    assert network["Maanden zonder contact"].isna().any()


def test_what_has_no_known_place_is_said(own, screen):
    who = {"kind": "police", "name": "Wijkagent"}
    place = {"street": "Nergensstraat"}
    import_log.enter(own, "sam", {"partners": entered(Partner, who, [place], lambda: "partner:1")}, "Wijkagent")
    test = screen("network", "en-GB", link={"store": "own"})
    assert "Wijkagent" in test.warning[0].value
