"""What works: the effect by what was done, with how sure; effects go out, come in, weigh less and are taken out."""

from dataclasses import replace

import pytest

from data.services.effects import imported_weight
from data.store import effect_imports
from data.store.database import demo_url, open_store
from domain.effects.exchange import SharedEffect, to_json
from domain.effects.pooled_effect import PooledEffect
from pages.projects.what_works import answer
from tests.pages.conftest import words

ELSEWHERE = to_json([SharedEffect(("lighting",), -0.5, 0.1, "100-249", 2024)])


def opened(screen, locale="nl-NL"):
    test = screen("projects", locale, {"works": "x"})
    assert not test.exception
    return test


def test_it_tells_the_effect_by_what_was_done_and_what_research_says(with_demo, screen):
    test = opened(screen)
    # Two projects say which way it probably goes, and no percentage in the first line.
    assert "waarschijnlijk minder voorvallen (tot nu toe 2 gemeten)" in test.title[0].value.replace("\\", "")
    assert "−24 % (−39 % tot −4 %)" in words(test).replace("\\", "").replace("\xa0", " ")
    assert "Met de effecten die tot nu toe gemeten zijn" in words(test)
    table = test.dataframe[0].value
    assert table["Wat er gedaan is"].to_list()[0] == "Opruimdag"
    assert table["Eigen aanpakken"].to_list()[0] == "2"
    assert "Keizer, Lindenberg en Steg 2008" in words(test).replace("\\", "")


def test_effects_of_others_come_in_weigh_less_and_are_taken_out(with_demo, screen):
    test, store = opened(screen), open_store(demo_url())
    test.file_uploader(key="effects-file").upload("elders.json", ELSEWHERE)
    next(button for button in test.button if button.label == "Effecten toevoegen").click().run()
    assert not test.exception
    (kept,) = effect_imports.load(store)
    assert kept.name == "elders.json"
    assert "elders.json" in words(test).replace("\\", "")
    assert "1 van elders" in words(test)
    test.number_input(key="imported-weight-demo").set_value(0.25).run()
    assert imported_weight(store) == 0.25
    test.button(key=f"take-out-{kept.import_id}").click().run()
    assert effect_imports.load(store) == []
    assert "van elders" not in words(test)


def test_a_file_that_is_not_one_is_refused_in_words(with_demo, screen):
    test = opened(screen)
    test.file_uploader(key="effects-file").upload("x.json", b'{"street": "Klipperstraat"}')
    next(button for button in test.button if button.label == "Effecten toevoegen").click().run()
    assert "geen bestand met effecten" in test.error[0].value
    assert effect_imports.load(open_store(demo_url())) == []


@pytest.mark.parametrize("locale", ["nl-NL", "en-GB"])
def test_without_data_it_says_what_the_planning_starts_from(local, screen, locale):
    test = screen("projects", locale, {"works": "x", "store": "own"})
    assert not test.exception
    assert ("Er is nog niets gemeten" if locale == "nl-NL" else "Nothing has been measured yet") in words(test)


def test_with_enough_projects_the_first_line_says_how_much():
    known = PooledEffect(mean=0.8, low=0.7, high=0.9, measured=3, imported=2)
    assert "20" in answer(known)
    assert "20" not in answer(replace(known, imported=1))
