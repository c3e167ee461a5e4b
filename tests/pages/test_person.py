"""The screen on what is kept of one address: found, and erased with a reason."""

import polars as pl

from data.store import free_texts, records
from data.store.schema import IMPORTED_KINDS
from data.store.tombstones import WITH_ADDRESS
from pages.person.labels import FIELDS, named
from pages.shared.labels import FIELD_NAMES
from tests.data.frames import bring
from tests.pages.conftest import words


def test_an_address_is_looked_up_and_erased_with_a_reason(own, screen):
    bring(own, "a", {"report_key": "b", "number": 14})
    test = screen("person", link={"store": "own"})
    test.text_input(key="person-text").set_value("'s-Gravenlaan 12 A BIS")
    test.button[0].click().run()
    assert "meldingen\\: 1" in words(test)
    listed = test.dataframe[0].value
    assert {*listed["Waar"]} == {"melding"}
    assert {"Straat", "Huisnummer", "Status"} <= {*listed["Veld"]}
    assert "Open" in listed["Inhoud"].to_list()
    erase = next(each for each in test.button if each.label == "Wissen")
    erase.click().run()
    assert test.error[0].value == "Vink eerst het vakje aan."
    test.text_input(key="person-reason").set_value("Verzoek 12")
    test.checkbox(key="person-sure").check()
    next(each for each in test.button if each.label == "Wissen").click().run()
    assert "meldingen\\: 1" in test.success[0].value
    assert records.load(own, "reports")["report_key"].to_list() == ["b"]


def test_whatever_can_be_found_has_a_name():
    everywhere = [(column.table.name, column.name) for column in free_texts.columns()]
    of_rows = [(kind, name) for kind in (*WITH_ADDRESS, "dwellings") for name in IMPORTED_KINDS[kind].columns]
    assert {name for _kind, name in of_rows} <= {*FIELDS, *FIELD_NAMES}
    rows = [(what, "1", field, "x") for what, field in everywhere + of_rows]
    told = named(pl.DataFrame(rows, schema=["what", "number", "field", "value"], orient="row"))
    assert not [word for word in told.to_series(0).to_list() + told.to_series(2).to_list() if "_" in word]
