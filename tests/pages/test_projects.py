"""The Projects page: start a project, change its phase, log hours and notes; concurrent changes are not lost."""

import math
import re
from dataclasses import replace
from datetime import date, timedelta

from data import clock
from data.services import import_file
from data.store import projects
from data.store.database import demo_url, open_store
from domain.projects.actions import Action
from domain.projects.project import ENDED
from tests.pages.conftest import words

KLIPPERSTRAAT = "street:trintelwaard/klipperstraat"


def started(screen):
    """The page of a project that was started for the first candidate, as a user does."""
    area = next(
        button.key.removeprefix("shortlist-list-")
        for button in screen("candidates").button
        if str(button.key).startswith("shortlist-list-")
    )
    test = screen("projects", link={"start": area})
    assert test.multiselect(key="start-areas").value == [area]
    next(field for field in test.text_input if field.label == "Trekker").set_value("Jan")
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
    assert newest.lead == "Jan"
    assert newest.areas


def test_before_the_first_project_there_are_ways_to_one_and_no_empty_board(own, screen):
    content = b"datum;categorie;adres;plaats\n2026-03-01;Zwerfafval;Dorpsstraat 1;Meerwijk\n"
    import_file.import_file(own, "meldingen.csv", content, actor="test")
    test = screen("projects", link={"store": "own"})
    assert not test.exception
    assert not [each for each in test.segmented_control if each.key == "projects-shape"]
    assert {"Kansrijke gebieden", "Kaart"} <= {link.label for link in test.get("page_link")}
    assert "Start een aanpak" in [button.label for button in test.button]


def test_without_an_area_it_does_not_start(with_demo, screen):
    test = screen("projects", link={"start": ""})
    next(button for button in test.button if button.label == "Start de aanpak").click().run()
    assert not test.exception
    assert test.error


def test_a_second_project_at_the_same_place_asks_first(with_demo, screen):
    store = open_store(demo_url())
    before = projects.load(store)
    runs = next(each for each in before if each.phase not in ENDED)
    test = screen("projects", link={"start": runs.areas[0][0]})
    assert f"Hier loopt al een aanpak: {runs.title}" in words(test).replace("\\", "")
    submit = next(button for button in test.button if button.label == "Start de aanpak")
    submit.click().run()
    assert not test.exception
    assert len(projects.load(store)) == len(before)
    test.checkbox(key="start-second").check()
    next(button for button in test.button if button.label == "Start de aanpak").click().run()
    assert not test.exception
    assert len(projects.load(store)) == len(before) + 1
    store.close()


def test_a_phase_says_what_it_needs_before_it_opens(with_demo, screen):
    test = started(screen)
    for phase in ("analyse", "prepare"):
        test.button(key=f"to-{phase}").click().run()
    assert "Voorbereiden" in test.title[0].value
    assert test.button(key="to-carry_out").disabled
    assert "Vul voor “Uitvoeren” eerst in: Doel" in words(test)
    test.button(key="fill").click().run()
    assert next(area for area in test.text_area if area.label == "Doel")


def test_the_target_proposed_is_a_third_fewer_than_is_to_be_expected(with_demo, screen):
    store = open_store(demo_url())
    test = screen("projects", link={"start": KLIPPERSTRAAT, "lead": "Jan", "hours": "12.5", "from": "2026-12-01"})
    target = next(field.value for field in test.number_input if field.label.startswith("Streefcijfer"))
    said = next(line for line in words(test).splitlines() if "voorvallen geteld" in line)
    counted = int(re.search(r"zijn (\d+) voorvallen geteld", said)[1])
    expected = int(re.search(r"verwachten we er ongeveer (\d+)", said)[1])
    assert counted != expected
    assert ("vanzelf rustiger" in said) == (expected < counted)
    assert target == math.floor(expected * 2 / 3)
    next(button for button in test.button if button.label == "Start de aanpak").click().run()
    made = projects.load(store)[0]
    assert (made.lead, made.hours_planned, made.started_on) == ("Jan", 12.5, date(2026, 12, 1))
    assert made.target == target


def test_a_link_with_nonsense_starts_the_form_anyway(with_demo, screen):
    test = screen("projects", link={"start": KLIPPERSTRAAT, "hours": "inf", "from": "soon"})
    assert not test.exception
    assert next(field for field in test.number_input if field.label == "Uren gepland").value is None


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


def on_tab(test, name):
    """Open a tab of a project, as a click does."""
    test.session_state["project-tabs"] = name
    return test.run()


def test_hours_and_notes_are_kept(with_demo, screen):
    test = on_tab(started(screen), "Uren")
    test.number_input(key="hours-spent").set_value(3.5)
    next(button for button in test.button if button.label == "Uren schrijven").click().run()
    on_tab(test, "Besluiten en notities")
    next(area for area in test.text_area if area.label == "Nieuwe notitie").set_value("Gesproken met de huismeester")
    next(button for button in test.button if button.label == "Notitie toevoegen").click().run()
    next(area for area in test.text_area if area.label == "Wat is besloten").set_value("Eerst de containers")
    next(button for button in test.button if button.label == "Besluit toevoegen").click().run()
    assert not test.exception
    assert "Gesproken met de huismeester" in words(test)
    assert "Eerst de containers" in words(test)
    assert projects.load(open_store(demo_url()))[0].hours_spent == 3.5


def test_an_action_is_added_ticked_changed_and_taken_off_with_a_way_back(with_demo, screen):
    test, store = on_tab(started(screen), "Acties"), open_store(demo_url())
    project_id = int(test.query_params["project"][0])
    test.text_input(key="what-new").set_value("Gemeente bellen")
    test.date_input(key="due_on-new").set_value(clock.today() - timedelta(2))
    next(button for button in test.button if button.label == "Actie toevoegen").click().run()
    assert "1 actie staat open, waarvan 1 te laat" in words(test)
    (made,) = projects.actions(store, project_id)
    assert (made.what, made.who) == ("Gemeente bellen", "")
    test.checkbox(key=f"done-{made.action_id}-1").check().run()
    assert projects.actions(store, project_id)[0].done_on == clock.today()
    assert "Alle acties zijn gedaan" in words(test)
    test.button(key=f"off-{made.action_id}-2").click().run()
    assert projects.actions(store, project_id) == []
    test.button(key="put-back").click().run()
    assert [action.what for action in projects.actions(store, project_id)] == ["Gemeente bellen"]
    assert not test.exception


def test_a_lost_update_of_an_action_is_refused_with_both_versions_shown(with_demo, screen):
    test, store = started(screen), open_store(demo_url())
    project_id = int(test.query_params["project"][0])
    made = projects.add_action(store, "fatma", Action("Bellen", project_id))
    on_tab(test, "Acties")
    projects.update_action(store, "fatma", replace(made, who="Fatma"))
    test.text_input(key=f"what-{made.action_id}-1").set_value("De gemeente bellen")
    next(button for button in test.button if button.label == "Opslaan").click().run()
    assert test.error
    assert projects.actions(store, project_id)[0].what == "Bellen"
    test.button(key="action-mine").click().run()
    (stands,) = projects.actions(store, project_id)
    assert (stands.what, stands.who) == ("De gemeente bellen", "Fatma")
    assert not test.exception


def test_what_was_done_is_written_down_told_everywhere_and_taken_off_with_a_way_back(with_demo, screen):
    test, store = on_tab(started(screen), "Wat er gedaan is"), open_store(demo_url())
    project_id = int(test.query_params["project"][0])
    test.session_state[f"done-kinds-{project_id}"] = ["clean_up", "lighting"]
    test.date_input(key=f"done-from-{project_id}").set_value(date(2026, 9, 7))
    next(button for button in test.button if button.label == "Toevoegen").click().run()
    assert [each.kind for each in projects.interventions(store, project_id)] == ["clean_up", "lighting"]
    assert "**Opruimdag** · vanaf 7 sep 2026" in words(test).replace("\\", "")
    assert "Met betere straatverlichting was er in 13 onderzoeken" in words(test)
    test.date_input(key="done-from-lighting-2026-09-07").set_value(date(2026, 9, 8))
    next(button for button in test.button if button.label == "Opslaan").click().run()
    projects.move_intervention(store, "fatma", projects.interventions(store, project_id)[1], date(2026, 9, 9), date.max)
    assert "vanaf 9 sep 2026" in words(on_tab(test, "Wat er gedaan is"))
    test.button(key="off-clean_up").click().run()
    assert [each.kind for each in projects.interventions(store, project_id)] == ["lighting"]
    test.button(key="put-back-done").click().run()
    assert len(projects.interventions(store, project_id)) == 2
    assert "Verlichting (vanaf 9 sep 2026)" in words(on_tab(test, "Overzicht")).replace("\\", "")
    shown = on_tab(test, "Geschiedenis").dataframe[0].value.to_string()
    assert "Gedaan vanaf · Opruimdag" in shown
    assert "clean_up" not in shown
    assert "schreef op dat dit is gedaan" not in words(screen("projects"))  # one's own is no news
    assert not test.exception


def test_the_history_tells_each_field_without_raw_names(with_demo, screen):
    test, store = started(screen), open_store(demo_url())
    made = projects.load(store)[0]
    team, themes = (("huismeester", "A. Voorbeeld"),), ("environment",)
    changed = replace(made, team=team, measures=themes, hours_by_phase={"explore": 4.0}, baseline={"version": 1})
    projects.update(store, "fatma", changed)
    on_tab(test, "Geschiedenis")
    shown = test.dataframe[0].value.to_string()
    for text in ("huismeester: A. Voorbeeld", "Leefomgeving", "Verkennen 4", "vastgelegd", "fatma"):
        assert text in shown
    assert not re.search(r"[\[{}]|baseline|environment|explore", shown)


def test_every_shape_shows_the_projects_and_mine_leaves_out_others(with_demo, screen):
    started(screen)
    for shape in ("board", "list", "timeline", "map"):
        test = screen("projects")
        test.session_state["projects-shape"] = shape
        test.run()
        assert not test.exception, shape
        assert "lopen" in test.title[0].value or "loopt" in test.title[0].value
    test.session_state["projects-shape"] = "list"
    everyones = len(test.run().dataframe[0].value)
    store = open_store(demo_url())
    projects.update(store, "local", replace(projects.load(store)[0], lead="local"))
    test.toggle(key="projects-mine").set_value(True).run()
    assert len(test.dataframe[0].value) == 1 < everyones


def test_what_others_changed_since_the_last_visit_is_told_once(with_demo, screen):
    store = open_store(demo_url())
    assert "sinds uw laatste bezoek" not in words(screen("projects"))
    one = projects.load(store)[0]
    projects.update(store, "fatma", replace(one, goal="Minder zwerfvuil"))
    projects.add_note(store, "local", one.project_id, "Van mijzelf")
    told = words(screen("projects"))
    assert "Veranderd sinds uw laatste bezoek" in told
    assert "fatma: wijzigde doel" in told.replace("\\", "")
    assert "notitie" not in told
    assert "sinds uw laatste bezoek" not in words(screen("projects"))


def test_a_link_to_no_project_says_so(with_demo, screen):
    for asked in ("999999", "x"):
        test = screen("projects", link={"project": asked})
        assert not test.exception
        assert test.error
