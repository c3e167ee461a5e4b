"""A project whose streets or blocks go out of the data says so on its overview; nothing there becomes zero."""

from dataclasses import replace

from data.store import projects
from data.store.database import demo_url, open_store
from tests.pages.conftest import words


def opened(screen, project_id):
    test = screen("projects", link={"project": str(project_id)})
    assert not test.exception
    return test


def test_an_area_that_is_gone_is_told_and_what_was_counted_is_not_zero(with_demo, screen):
    store = open_store(demo_url())
    one = next(project for project in projects.load(store) if project.title.startswith("Iepenstraat"))
    assert "Niet meer in de gegevens" not in words(opened(screen, one.project_id))
    gone = (("block:own/9999", "Verdwenen blok"), *one.areas)
    projects.update(store, "jan", replace(one, areas=gone))
    test = opened(screen, one.project_id)
    assert "Niet meer in de gegevens: Verdwenen blok" in words(test)
    assert test.metric[0].value == "–"


def test_an_area_that_was_frozen_under_another_name_is_counted_on(with_demo, screen):
    store = open_store(demo_url())
    one = next(project for project in projects.load(store) if project.title.startswith("Klipperstraat"))
    before = opened(screen, one.project_id).metric[0].value
    old, new = one.areas[0][0], "street:trintelwaard/klipper-straat"
    areas = [area | {"area_id": new} if area["area_id"] == old else area for area in one.baseline["areas"]]
    renamed = replace(one, areas=((new, "Klipper-straat"),), baseline=one.baseline | {"areas": areas})
    projects.update(store, "jan", renamed)
    test = opened(screen, one.project_id)
    assert "De telling gaat door" in words(test)
    assert test.metric[0].value == before
    test.session_state["project-tabs"] = "Werkte het?"
    assert test.run().subheader[0].value.startswith("Waarschijnlijk minder")
