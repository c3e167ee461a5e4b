"""Walkabouts of a project are stored, compared, corrected, removed and restored."""

from datetime import date

import pytest

from data import clock
from data.store import projects, walkabouts
from data.store.database import demo_url, open_store
from domain.projects.walkabouts import ASPECTS, Walkabout
from tests.pages.conftest import words


@pytest.fixture
def project(with_demo):
    """A project of the demo, with one walkabout of March."""
    store = open_store(demo_url())
    found = projects.load(store)[0]
    area_id, name = found.areas[0]
    grades = dict(zip(ASPECTS, ("D", "C", "B", "B", "C", "A", "B"), strict=True))
    march = Walkabout(area_id, name, date(2026, 3, 4), grades, project_id=found.project_id)
    walkabouts.add(store, "fatma", march, clock.today())
    return found


def kept(project) -> list[Walkabout]:
    return walkabouts.of_project(open_store(demo_url()), project.project_id)


def opened(screen, project, **link):
    return screen("projects", link={"project": str(project.project_id)} | link)


def grade(test, aspect: str, value: str) -> None:
    next(group for group in test.button_group if group.key == aspect).set_value(value).run()


def test_a_new_walkabout_is_set_beside_the_first(project, screen):
    test = opened(screen, project, walkabout="1")
    for aspect, value in zip(ASPECTS, ("B", "B", "B", "B", "A", "C", "B"), strict=True):
        grade(test, aspect, value)
    assert "7 van de 7" in test.title[0].value
    assert "Eén op de tien lampen" in words(test)  # what the chosen grade looks like
    test.button(key="save-walkabout").click().run()
    assert not test.exception
    assert [one.walked_on for one in kept(project)] == [clock.today(), date(2026, 3, 4)]
    assert "walkabout" not in test.query_params
    shown = words(test)
    assert "3 van de 7 onderdelen zijn beter; verlichting is slechter." in shown.replace("\\", "")
    assert test.get("vega_lite_chart")


def test_without_a_grade_nothing_is_kept(project, screen):
    test = opened(screen, project, walkabout="1")
    test.button(key="save-walkabout").click().run()
    assert "ten minste één onderdeel" in words(test)
    assert len(kept(project)) == 1


def test_what_is_half_filled_in_is_there_again_from_the_link(project, screen):
    test = opened(screen, project, walkabout="1", litter="C", paving="A+")
    assert "2 van de 7" in test.title[0].value
    test.button(key="save-walkabout").click().run()
    assert kept(project)[0].grades == {"litter": "C", "paving": "A+"}


def test_it_is_corrected_removed_and_put_back(project, screen):
    (stored,) = kept(project)
    test = opened(screen, project, walkabout=f"n{stored.walkabout_id}")
    grade(test, f"litter-{stored.walkabout_id}", "A")
    test.button(key="save-walkabout").click().run()
    assert not test.exception
    assert kept(project)[0].grades == {**stored.grades, "litter": "A"}
    test.button(key=f"remove-{stored.walkabout_id}").click().run()
    assert kept(project) == []
    assert "Nog geen schouw" in words(test)
    test.button(key="put-back").click().run()
    assert kept(project)[0].grades["litter"] == "A"
