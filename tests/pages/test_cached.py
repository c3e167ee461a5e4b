"""``cached_per_version``: what is computed once, and what invalidates a result."""

import gc
import shutil
import weakref
from datetime import date

import polars as pl
import pytest

from data.services import cluster_work
from data.store import choices
from data.store.database import open_store
from domain.question import Question
from domain.roles import Act
from domain.scoring.weights import Weights
from domain.sessions.viewport import Box, Plane
from pages.shared import cached
from pages.shared.cached import cached_per_version

USUAL = Question()


@pytest.fixture
def stores(tmp_path, nothing_kept, empty_store):
    """Two stores, both at their first version."""
    made = [open_store(f"sqlite:///{shutil.copy(empty_store, tmp_path / name)}") for name in ("one", "other")]
    yield made
    for store in made:
        store.close()


@pytest.fixture
def store(stores, monkeypatch):
    """The current store."""
    monkeypatch.setattr(cached, "own", lambda: stores[0])
    monkeypatch.setattr(cached, "is_demo", lambda: False)
    return stores[0]


def write(store, topic="data"):
    with store.begin("test", Act.IMPORT, topic) as transaction:
        transaction.audit("test", "test", 1)


def counted(**options):
    """A cached function of a store, a question and a word, and its calls that were not answered from the cache."""
    calls = []

    @cached_per_version(max_entries=4, **options)
    def answer(_store, question=USUAL, word=""):
        calls.append((question, word))
        return len(calls)

    return answer, calls


def test_the_same_question_is_worked_out_once_however_it_is_asked(store):
    answer, calls = counted()
    assert [answer(), answer(Question()), answer(question=Question(), word=""), answer(Question(), "")] == [1] * 4
    assert calls == [(Question(), "")]


@pytest.mark.parametrize(
    "other",
    [
        {"word": "x"},
        {"question": Question(level="street")},
        {"question": Question(as_of=date(2026, 1, 31))},
        {"question": Question(themes=("social", "nuisance"))},
        {"question": Question(categories=("social", "nuisance"))},
    ],
)
def test_another_argument_is_another_result(store, other):
    answer, _calls = counted()
    assert (answer(), answer(**other), answer()) == (1, 2, 1)


def test_functions_that_are_made_in_one_place_do_not_share_their_results(store):
    @cached_per_version(max_entries=4)
    def first(_store, word):
        return f"first {word}"

    @cached_per_version(max_entries=4)
    def second(_store, word):
        return f"second {word}"

    assert (first("x"), second("x"), first("x")) == ("first x", "second x", "first x")


def test_a_write_makes_a_new_result_and_a_write_on_another_topic_does_not(store):
    answer, _calls = counted()
    of_both, _calls = counted(topics=("data", "work"))
    assert (answer(), of_both()) == (1, 1)
    write(store, "work")
    assert (answer(), of_both()) == (1, 2)
    write(store, "data")
    assert (answer(), of_both()) == (2, 3)


def test_another_store_has_its_own_results(stores):
    asked = [stores[0]]
    answer, _calls = counted(of=lambda: asked[0])
    assert answer() == 1
    asked[0] = stores[1]
    assert answer() == 2
    asked[0] = stores[0]
    assert answer() == 1


def test_fields_that_do_not_matter_are_at_their_default(store):
    answer, calls = counted(regardless_of=("level", "months"))
    assert answer(Question(level="street", months=3, status="open")) == answer(Question(status="open")) == 1
    assert calls == [(Question(status="open"), "")]


def test_what_a_result_needs_rests_on_the_version_that_it_began_with(store):
    """While a result is computed, someone writes to the store and opens another one."""
    versions = []

    @cached_per_version(max_entries=4)
    def inner(store):
        versions.append(store.version())
        return len(versions)

    @cached_per_version(max_entries=4)
    def outer(store, word):
        write(store)
        assert cached.current() is store
        return inner()

    assert outer("a") == 1
    assert outer("b") == 2  # of the version after the first write, and filed under that
    assert len(versions) == 2
    assert inner() == 3
    assert inner() == 3


def test_an_error_is_not_kept_and_leaves_nothing_behind(store):
    @cached_per_version(max_entries=4)
    def fails(_store):
        raise ValueError

    answer, _calls = counted()
    with pytest.raises(ValueError):  # noqa: PT011
        fails()
    assert answer() == 1
    write(store)
    assert answer() == 2


def test_only_so_many_results_are_kept(store):
    answer, calls = counted()
    for word in "abcde":
        answer(word=word)
    answer(word="e")
    assert len(calls) == 5
    answer(word="a")
    assert len(calls) == 6


def test_frames_are_refused(store):
    answer, _calls = counted()
    with pytest.raises(TypeError, match="word"):
        answer(word=pl.DataFrame({"x": [1]}))


def test_cache_keys_of_the_screens_differ_by_value(store):
    answer, _calls = counted()
    box = Box(0.0, 0.0, 10.0, 20.0)
    keys = [Weights(), Weights(burden=0.9), Plane(0.6, box), Plane(0.6, Box(0.0, 0.0, 10.0, 21.0)), box]
    given = [answer(word=key) for key in keys]
    assert given[:2] == [1, 2]
    assert len(set(given)) == len(keys)
    assert answer(word=Plane(0.6, Box(0.0, 0.0, 10.0, 20.0))) == given[2]


def test_results_of_a_past_version_leave_the_memory_at_once(store):
    class Large:
        """Stands for a situation of a million reports."""

    @cached_per_version(max_entries=4)
    def large(_store, word=""):
        return Large()

    @cached_per_version(max_entries=4)
    def other(_store):
        return Large()

    @cached_per_version(max_entries=4, topics=("work",))
    def of_work(_store):
        return Large()

    held = [weakref.ref(each) for each in (large(), large("x"), other())]
    work = weakref.ref(of_work())
    write(store)
    assert large() is large()  # another result notices the new version
    gc.collect()
    assert [each() for each in held] == [None] * 3
    assert work() is of_work()


def test_a_category_choice_places_no_report_again_and_an_address_match_does(store, monkeypatch):
    usual, placed = cluster_work.load_placed_reports, []
    monkeypatch.setattr(cluster_work, "load_placed_reports", lambda *given: placed.append(given[1]) or usual(*given))
    first = cached.snapshot()
    choices.choose_category(store, "jan", {"Afval": "VUI"})
    assert cached.snapshot() is not first
    assert cached.snapshot().areas is first.areas
    choices.choose_category(store, "jan", {"Lantaarnpaal": None})
    assert cached.snapshot().areas is not first.areas  # other reports count
    choices.match_address(store, "jan", "lindehof 12", "w12")
    cached.snapshot()
    assert placed == [(), ("Lantaarnpaal",), ("Lantaarnpaal",)]
