"""The Projects page: start one, follow it by phase, log hours and notes; two people cannot lose a change."""

from dataclasses import replace

from data import projects
from data.database import demo_url, open_store
from tests.pages.conftest import words


def started(screen):
    """Start a project for the first candidate, as a user does, and give its page."""
    area = next(
        button.key.removeprefix("shortlist-list-")
        for button in screen("candidates.py").button
        if str(button.key).startswith("shortlist-list-")
    )
    test = screen("projects.py", link={"start": area})
    assert test.multiselect(key="start-areas").value == [area]
    submit = next(button for button in test.button if button.label == "Start de aanpak")
    submit.click().run()
    assert not test.exception
    assert test.query_params["project"]
    return test


def test_a_project_starts_from_an_area(with_demo, screen):
    test = started(screen)
    assert "Verkennen" in test.title[0].value
    store = open_store(demo_url())
    newest = projects.load(store)[0]
    assert newest.lead == "local"
    assert newest.areas


def test_without_an_area_it_does_not_start(with_demo, screen):
    test = screen("projects.py", link={"start": ""})
    next(button for button in test.button if button.label == "Start de aanpak").click().run()
    assert not test.exception
    assert test.error


def test_a_phase_that_needs_a_goal_says_so(with_demo, screen):
    test = started(screen)
    for phase in ("analyse", "prepare"):
        test.button(key=f"to-{phase}").click().run()
    assert "Voorbereiden" in test.title[0].value
    assert test.button(key="to-carry_out").disabled
    assert "Vul eerst in" in words(test)


def test_a_lost_update_is_refused_with_both_versions_shown(with_demo, screen):
    test = started(screen)
    next(button for button in test.button if button.label == "Wijzigen").click().run()
    store = open_store(demo_url())
    theirs = projects.load(store)[0]
    projects.update(store, "someone else", replace(theirs, goal="minder zwerfvuil"))
    goal = next(area for area in test.text_area if area.label == "Doel")
    goal.set_value("minder geluidsoverlast")
    next(button for button in test.button if button.label == "Opslaan").click().run()
    assert not test.exception
    assert test.error
    shown = test.dataframe[0].value
    assert "minder geluidsoverlast" in shown.to_string()
    assert "minder zwerfvuil" in shown.to_string()
    assert projects.load(store)[0].goal == "minder zwerfvuil"
    next(button for button in test.button if button.label == "Mijn wijzigingen opslaan").click().run()
    assert projects.load(store)[0].goal == "minder geluidsoverlast"


def test_hours_and_notes_are_kept(with_demo, screen):
    test = started(screen)
    test.number_input[0].set_value(3.5)
    next(button for button in test.button if button.label == "Uren schrijven").click().run()
    next(area for area in test.text_area if area.label == "Nieuwe notitie").set_value("Gesproken met de huismeester")
    next(button for button in test.button if button.label == "Notitie toevoegen").click().run()
    assert not test.exception
    assert "Gesproken met de huismeester" in words(test)
    assert projects.load(open_store(demo_url()))[0].hours_spent == 3.5


def test_a_link_to_no_project_says_so(with_demo, screen):
    for asked in ("999999", "x"):
        test = screen("projects.py", link={"project": asked})
        assert not test.exception
        assert test.error
