"""The map of the shared screen, controlled by the screen's keyboard and by the facilitator."""

import re
from dataclasses import replace

import pytest

from data.services.snapshot import load_snapshot
from data.store import sessions
from domain.disclosure_control import public
from domain.scoring.weights import Weights
from domain.sessions.shading import shading
from domain.sessions.viewport import View
from tests.pages.team_session import LINDEHOF, WITHHELD, opened
from tests.pages.test_session_screen import again, key, one, show, source, wall  # noqa: F401  (fixtures)


@pytest.fixture
def other(here, one):  # noqa: F811
    """A block that is no candidate and whose figures may be shown: its id and name."""
    areas = public(load_snapshot(here), one.plan.question).areas.filter("shown").sort("incidents")
    return areas.select("area_id", "name").row(-5)


def view(here, one):  # noqa: F811
    return sessions.get(here, one.session_id).shown.view


def drawn(test) -> list[str]:
    """The outlines on the map."""
    return re.findall(r"d=\"(M[^\"]+)\"", source(test))


def test_up_and_down_bring_the_map_closer_and_further_away(wall, here, one):  # noqa: F811
    show(here, one, step="look")
    test = wall()
    whole = drawn(test)
    key(test, "Up")
    assert view(here, one).times == pytest.approx(2)
    assert drawn(again(test)) != whole
    key(test, "Up")
    assert view(here, one).times == pytest.approx(4)
    assert len(drawn(again(test))) < len(whole), "what is out of sight is not sent"
    key(test, "Down")
    assert view(here, one).times == pytest.approx(2)
    key(test, "0")
    assert view(here, one).times == 1


def test_with_shift_arrows_move_the_map(wall, here, one):  # noqa: F811
    show(here, one, step="look", view=View(4, 52.545, 5.245))
    before = view(here, one)
    test = wall()
    key(test, "Shift+Right")
    assert view(here, one).lon > before.lon
    key(test, "Shift+Up")
    assert view(here, one).lat > before.lat


def test_a_candidate_in_sight_takes_the_map_along_and_escape_gives_it_back(wall, here, one):  # noqa: F811
    show(here, one, step="look", view=View(4, 52.545, 5.245))
    test = wall()
    key(test, "1")
    assert (sessions.get(here, one.session_id).shown.area, view(here, one)) == (LINDEHOF, None)
    assert "Gekozen gebied" in source(again(test))
    key(test, "Up")
    assert view(here, one).times > 1
    key(test, "Esc")
    assert (sessions.get(here, one.session_id).shown.area, view(here, one)) == (None, None)


def test_any_block_can_be_brought_in_sight_by_its_name(here, one, other, screen, wall):  # noqa: F811
    area, name = other
    show(here, one, step="look", view=View(4, 52.545, 5.245))
    leads = opened(screen, id=one.session_id)
    leads.selectbox(key="in-sight-other").set_value(area)
    again(leads)
    assert sessions.get(here, one.session_id).shown == replace(one.shown, step="look", area=area)
    assert any("voorvallen in 12 maanden" in each.value for each in leads.markdown)
    told = source(wall())
    assert f"<h2>{name}</h2>" in told
    assert 'class="big"' in told


def test_a_block_whose_figures_are_withheld_has_none_by_its_name_either(here, one, screen):  # noqa: F811
    alone = sessions.create(here, "ans", "Zuid", replace(one.plan, chosen=(LINDEHOF,)), Weights())
    show(here, alone, step="look", area=WITHHELD)
    told = source(screen("session", link={"code": alone.code, "view": "screen"}))
    assert "Van dit gebied tonen we hier geen cijfers." in told
    assert 'class="big"' not in told


def test_who_leads_moves_the_map(here, one, screen):  # noqa: F811
    show(here, one, step="look")
    leads = opened(screen, id=one.session_id)
    leads.button(key="map-zoom_in").click()
    again(leads)
    assert view(here, one).times == pytest.approx(2)
    leads.button(key="map-arrow_upward").click()
    again(leads)
    leads.button(key="map-follow").click()
    again(leads)
    assert view(here, one) is None
    assert not [button for button in leads.button if button.key == "map-follow"]


def test_a_half_year_is_told_against_its_own_average(wall, here, one):  # noqa: F811
    show(here, one, step="look", half=0)
    told = source(wall())
    assert "Vergeleken met het gemiddelde van dat half jaar" in told
    assert "2 keer of meer" in told
    assert "per jaar</strong>" not in told
    assert shading(public(load_snapshot(here), one.plan.question), 0).is_times
