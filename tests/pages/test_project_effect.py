"""A project's tab "did it work": the words follow the interval, and the baseline is frozen when the work begins."""

from dataclasses import replace

import pytest

from data import clock
from data.store import projects
from data.store.database import demo_url, open_store
from data.store.incident_hours import keep_hour_price
from data.texts import language
from domain.effects.baseline import Baseline
from tests.pages.conftest import words


@pytest.fixture
def finished(with_demo) -> dict[str, int]:
    return {project.title.split()[0]: project.project_id for project in projects.load(open_store(demo_url()))}


@pytest.fixture
def effect(screen):
    """A function that opens a project on that tab, like a click."""

    def opened(project_id: int, locale: str = "nl-NL"):
        test = screen("projects", locale, {"project": str(project_id)})
        test.session_state["project-tabs"] = "Werkte het?" if locale == "nl-NL" else "Did it work?"
        test.run()
        assert not test.exception
        return test

    return opened


def test_the_project_that_worked_is_told_with_its_interval_and_hours(finished, effect):
    test = effect(finished["Klipperstraat"])
    assert test.subheader[0].value.startswith("Waarschijnlijk minder")
    assert "uur" in words(test)
    hours = next(each for each in test.number_input if each.key == "hours-per-incident-demo")
    before = next(line for line in words(test).splitlines() if "Dat scheelde" in line)
    hours.set_value(4.0).run()
    assert before not in words(test)
    assert "€" not in words(test)
    keep_hour_price(open_store(demo_url()), "someone", 60.0)
    assert "Bij € 60 per uur is dat ongeveer" in words(test.run()).replace("\xa0", " ")


def test_the_project_that_only_had_luck_cannot_be_told_and_says_what_could_show(finished, effect):
    test = effect(finished["Tulpstraat"], "en-GB")
    assert test.subheader[0].value.startswith("Not clear yet")
    assert "it would have calmed down by itself" in words(test)
    assert "After 12 months: a drop of" in words(test)


def test_the_baseline_freezes_in_the_save_that_begins_the_work(finished, screen):
    store = open_store(demo_url())
    ended = projects.get(store, finished["Klipperstraat"])
    preparing = replace(
        ended,
        title="Nieuw",
        phase="prepare",
        ended_on=None,
        carried_out_from=None,
        carried_out_until=None,
        baseline=None,
    )
    made = projects.create(store, "someone", preparing)
    test = screen("projects", link={"project": str(made.project_id)})
    test.button(key="to-carry_out").click().run()
    assert not test.exception
    begun = projects.get(store, made.project_id)
    assert begun.phase == "carry_out"
    assert begun.carried_out_from == clock.today()
    baseline = Baseline.from_json(begun.baseline)
    assert baseline.starts_on == clock.today()
    assert baseline.comparison
    test.session_state["project-tabs"] = "Werkte het?"
    test.run()
    assert not test.exception
    assert test.subheader[0].value.startswith("Te vroeg")
    assert f"Vastgelegd op {language.day(clock.today(), 'nl')}" in words(test)
    assert f"{baseline.incidents} voorvallen in de {len(baseline.months)} maanden ervoor" in words(test)
