"""The Signal page: a signal is sent in a few taps, once, and undone; missing answers are named; the link keeps the kind
of sender.
"""

import pytest

from data import clock
from data.services import signals
from data.store import records
from data.store.database import demo_url, open_store
from tests.pages.conftest import words


@pytest.fixture
def opened(with_demo, screen):
    """The form, opened by a caretaker from a bookmark."""
    return screen("signals", link={"as": "caretaker"})


def widget(test, kind: str, label: str):
    """The widget with this label."""
    return next(each for each in getattr(test, kind) if each.label == label)


def choose_place(test, street: str = "Lindehof", number: str | None = "3") -> None:
    choice = widget(test, "selectbox", "Straat")
    choice.set_value(f"{street.lower()}/trintelwaard").run()
    if number:
        widget(test, "selectbox", "Nummer").set_value(number).run()


def choose(test, label: str, value: str) -> None:
    widget(test, "button_group", label).set_value(value).run()


def answers(test, **given) -> None:
    """Set answers that a test without a browser cannot give: a tap on the map, a typed number."""
    test.session_state["signal-form"] = test.session_state["signal-form"] | given
    test.session_state["signal-form"]["key"] = "again"  # widgets take what they show from the form once
    test.run()


def stored() -> list[tuple]:
    store = open_store(demo_url())
    return signals.sent(store, "local", clock.today()).select("found", "code", "street", "number", "source").rows()


def test_a_signal_is_sent_once_and_can_be_undone(opened):
    before = records.load(open_store(demo_url()), "reports").height
    choose_place(opened)
    choose(opened, "Wat ziet u?", "VUI")
    choose(opened, "Hoe ernstig is het?", "urgent")
    widget(opened, "text_area", "Notitie").set_value("Bankstel, bel 06-12345678").run()
    opened.button(key="send").click().run()
    assert not opened.exception
    assert "Verstuurd" in opened.success[0].value
    assert "Lindehof 3" in words(opened)
    assert stored() == [(True, "VUI", "Lindehof", 3, "caretaker")]
    newest = records.load(open_store(demo_url()), "reports").row(-1, named=True)
    assert newest["note"] == "Bankstel, bel [telefoon]"
    opened.button(key="undo").click().run()
    assert stored() == []
    assert records.load(open_store(demo_url()), "reports").height == before
    assert widget(opened, "selectbox", "Nummer").value == "3"  # the form opens again at its place


def test_nothing_to_report_is_a_visit_and_the_next_form_is_at_the_same_place(opened):
    choose_place(opened, number=None)
    opened.button(key="nothing").click().run()
    assert stored() == [(False, None, "Lindehof", None, "caretaker")]
    assert records.load(open_store(demo_url()), "visits").height == 1
    opened.button(key="again-here").click().run()
    assert widget(opened, "selectbox", "Straat").value == "lindehof/trintelwaard"
    assert widget(opened, "button_group", "Wat ziet u?").value in (None, [])
    opened.button(key="nothing").click().run()
    opened.button(key="again").click().run()
    assert widget(opened, "selectbox", "Straat").value is None
    assert len(stored()) == 2


@pytest.mark.parametrize(
    ("place", "category", "says"),
    [(False, "VUI", "Kies eerst waar het is"), (True, None, "Kies eerst wat u ziet"), (True, "VUI", "hoe ernstig")],
)
def test_what_is_missing_is_said_and_nothing_is_stored(opened, place, category, says):
    if place:
        choose_place(opened)
    if category:
        choose(opened, "Wat ziet u?", category)
    opened.button(key="send").click().run()
    assert not opened.exception
    assert says in words(opened)
    assert stored() == []


def test_who_i_am_is_asked_once_and_kept_in_the_link(with_demo, screen):
    test = screen("signals", link={"as": "king"})
    choose_place(test)
    test.button(key="nothing").click().run()
    assert "Kies eerst wie u bent" in words(test)
    widget(test, "selectbox", "Ik ben").set_value("technician").run()
    assert test.query_params["as"] in ("technician", ["technician"])
    test.button(key="nothing").click().run()
    assert stored()[0][-1] == "technician"


def test_the_rest_of_the_kinds_and_a_number_that_is_not_in_the_list(opened):
    choose_place(opened)
    answers(opened, label="999B")
    choose(opened, "Wat ziet u?", "other")
    widget(opened, "selectbox", "Welke?").set_value("STA").run()
    choose(opened, "Hoe ernstig is het?", "light")
    opened.button(key="send").click().run()
    assert not opened.exception
    assert stored() == [(True, "STA", "Lindehof", 999, "caretaker")]


def test_a_point_on_the_map(opened):
    choose(opened, "Waar is het?", "point")
    assert "Tik aan waar het is" in words(opened)
    answers(opened, point=(52.548427, 5.247555))
    assert "Berkenstraat 12" in words(opened)
    opened.button(key="nothing").click().run()
    assert records.load(open_store(demo_url()), "visits").select("street", "number", "lat").rows() == [
        ("Berkenstraat", None, 52.548427)
    ]


def test_in_an_empty_store_of_ones_own_it_opens(local, screen):
    test = screen("signals", link={"store": "own"}, locale="en-GB")
    assert not test.exception
    assert "What do you see" in test.title[0].value


def test_where_no_street_is_known_a_point_is_asked(local, screen):
    test = screen("signals", link={"store": "own", "as": "caretaker"})
    assert "Tik aan waar het is." in words(test)
    assert "Straat" not in [each.label for each in test.selectbox]
    answers(test, point=(47.38, 8.54))
    test.button(key="nothing").click().run()
    assert not test.exception
    assert records.load(open_store(), "visits").select("street", "lat", "lon").rows() == [(None, 47.38, 8.54)]
