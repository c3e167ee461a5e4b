"""The Overview screen: what needs a decision, each with its action."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from streamlit.proto.Metric_pb2 import Metric

from data import clock
from data.store import projects
from domain.projects.actions import Action
from domain.scoring import decisions
from pages.overview import waiting
from pages.shared import texts
from pages.shared.released import DataState
from tests.pages.conftest import list_rows, words


@pytest.fixture
def english(monkeypatch):
    monkeypatch.setattr(texts, "language", lambda: "en")
    monkeypatch.setattr(waiting.cached, "is_demo", lambda: False)


def stored(words_unknown: int, addresses: int, days: int) -> DataState:
    return DataState(words_unknown, addresses, 0, clock.today() - timedelta(days))


def test_decisions_come_first_each_with_an_action(with_demo, screen):
    test = screen()
    assert not test.exception
    rows = list_rows(test)
    assert {"Ver boven gemiddeld, en nog geen aanpak", "Acties die te laat zijn", "In de gegevens"} <= {
        row["group"] for row in rows
    }
    assert all(row["action"] and row["does"] and row["name"] for row in rows)
    assert words(test).count("binnen 14 dagen") == 1  # what an incident is, once


def test_a_difference_that_may_be_chance_has_no_direction(with_demo, screen):
    test = screen()
    shown = {each.label: each.proto for each in test.metric}
    environment, nuisance = shown["Leefomgeving"], shown["Overlast"]
    assert [environment.delta_description, nuisance.delta_description] == ["kan toeval zijn", "dan het jaar ervoor"]
    assert environment.direction == Metric.MetricDirection.NONE
    assert nuisance.direction == Metric.MetricDirection.UP
    assert [bool(environment.help), bool(nuisance.help)] == [True, False]
    # The demo has one street where more is reported of late than the season says.
    assert re.search(r"alle plekken samen: Gruttostraat 19\W+53\\?\.$", words(test), re.MULTILINE)


@pytest.mark.parametrize(
    ("new", "gone", "says", "direction"),
    [
        (9, 5, "kan toeval zijn", Metric.MetricDirection.NONE),
        (30, 5, "dan een half jaar geleden", Metric.MetricDirection.UP),
        (4, 4, "aan een half jaar geleden", Metric.MetricDirection.NONE),
    ],
)
def test_the_number_that_stands_out_changed_as_far_as_chance_does_not(
    with_demo, screen, monkeypatch, new, gone, says, direction
):
    monkeypatch.setattr(decisions, "newly_standing_out", lambda *_rankings: (new, gone))
    (figure,) = [each.proto for each in screen().metric if each.label == "Gebieden die eruitspringen"]
    assert (figure.delta_description, figure.direction) == (says, direction)


def test_what_waits_in_the_data_opens_where_it_is_mended(english):
    rows = waiting.data(stored(1, 45, 90))
    assert [(each.name, each.opens[1]["show"]) for each in rows] == [
        ("1 category that is not assigned yet", "categories"),
        ("45 addresses without a dwelling", "addresses"),
        (f"The newest report is of {texts.day(clock.today() - timedelta(90))}", None),
    ]
    assert waiting.data(stored(0, 0, 10)) == []


def test_the_link_to_addresses_opens_their_tab_in_sight(with_demo, screen):
    test = screen("imports", link={"show": "addresses"})
    assert not test.exception
    assert any("st-key-stored" in each.proto.body for each in test.get("html"))


def test_a_late_action_is_ticked_off(english, demo, monkeypatch):
    monkeypatch.setattr(waiting.cached, "current", lambda: demo)
    monkeypatch.setattr(waiting.access, "require", lambda: SimpleNamespace(actor="jan"))
    one = projects.load(demo)[0]
    made = projects.add_action(demo, "jan", Action("Sweep", one.project_id, due_on=date(2026, 1, 1)))
    assert waiting._finished(made) == "“Sweep” is done."
    (kept,) = [each for each in projects.actions(demo) if each.action_id == made.action_id]
    assert kept.done_on == clock.today()
