"""New data is worked out behind the screens: readers see the data before, whole, unless something was withdrawn."""

import gc
import shutil
import time
import weakref
from contextvars import copy_context
from threading import Thread

import pytest

from data.services import snapshot
from data.store import import_log
from data.store.choices import choose_category
from data.store.database import TOPICS, open_store
from data.store.schema import IMPORTED_KINDS
from domain.errors import NotAllowed
from domain.places import areas
from domain.question import Question
from domain.roles import Act
from pages.overview import preparation
from pages.shared import cached, stale_results, taken_in
from pages.shared.cached import cached_per_version
from tests.data import frames
from tests.data.frames import bring


@pytest.fixture
def store(tmp_path, nothing_kept, empty_store, monkeypatch):
    """A store that counts as large, with one report that is worked out."""
    made = open_store(f"sqlite:///{shutil.copy(empty_store, tmp_path / 'large.sqlite')}")
    monkeypatch.setattr(taken_in, "_known", {})
    monkeypatch.setattr(taken_in, "_reports", {})
    monkeypatch.setattr(taken_in, "AT_ONCE_REPORTS_MAX", 0)
    monkeypatch.setattr(cached, "own", lambda: made)
    monkeypatch.setattr(cached, "is_demo", lambda: False)
    bring(made, "a")
    assert preparation.look(made)
    yield made
    made.close()


def keys() -> list[str]:
    """The reports that a reader sees, in the figures and in the snapshot."""
    found = cached.snapshot().reports["report_key"].to_list()
    assert cached.figures(Question(level="street"))["reports"].sum() == len(found)
    return found


def meanwhile(function) -> None:
    """Run a function as another person's, or the program's."""
    thread = Thread(target=function)
    thread.start()
    thread.join()


def test_readers_see_the_data_before_whole_until_the_new_is_ready(store, monkeypatch):
    usual, seen = preparation.work_out, []

    def work_out():
        usual()
        meanwhile(lambda: seen.append((keys(), taken_in.worked_on_since(store) is not None)))

    bring(store, "b")
    assert keys() == ["a"]
    monkeypatch.setattr(preparation, "work_out", work_out)
    assert preparation.look(store)
    assert seen == [(["a"], True)]
    assert keys() == ["a", "b"]
    assert taken_in.worked_on_since(store) is None


def test_outlines_are_taken_over_from_what_is_shown_and_leave_with_it(store, monkeypatch):
    outlines, drawn = areas.outlines, []
    monkeypatch.setattr(areas, "outlines", lambda *given, **named: drawn.append(given) or outlines(*given, **named))
    bring(store, "a", "b")  # at one address
    assert preparation.look(store)
    assert keys() == ["a", "b"]
    assert not drawn
    before = weakref.ref(cached.placed_reports(()).places)
    gc.collect()
    assert snapshot._newest[store.url] is before()
    import_log.undo(store, "jan", 2)
    stale_results.seen(store.url, taken_in.of(store))  # as the next reader does
    gc.collect()
    assert before() is None
    assert store.url not in snapshot._newest
    assert keys() == ["a"]
    assert drawn


def test_a_choice_is_worked_out_behind_the_screens_when_a_person_asks(store):
    cached.snapshot()
    (word,) = cached.snapshot().categories["category_word"]
    choose_category(store, "jan", {word: None})
    assert not preparation.look(store)
    assert taken_in.waiting(store.url, store.versions()) == {"choices": 1}
    assert keys() == ["a"]
    taken_in.take_in(store.url)
    assert preparation.look(store)
    assert taken_in.waiting(store.url, store.versions()) == {}
    assert cached.snapshot().left_out == 1


def test_who_asks_for_what_waits_is_told_at_once_that_it_is_worked_out(store):
    (word,) = cached.snapshot().categories["category_word"]
    choose_category(store, "jan", {word: None})
    assert taken_in.worked_on_since(store) is None
    taken_in.take_in(store.url)
    assert taken_in.worked_on_since(store) is not None
    assert preparation.look(store)
    assert taken_in.worked_on_since(store) is None


def test_what_is_asked_for_while_other_data_is_worked_out_comes_after_it(store, monkeypatch):
    usual = preparation.work_out
    signal = {"reports": frames.reports({"report_key": "signal:s"}), "visits": frames.visits("signal:s")}

    def asked_meanwhile():
        usual()
        import_log.enter(store, "jan", signal, "Signal", Act.SIGNAL)
        taken_in.take_in(store.url)

    bring(store, "b")
    monkeypatch.setattr(preparation, "work_out", asked_meanwhile)
    assert preparation.look(store)
    monkeypatch.setattr(preparation, "work_out", usual)
    assert taken_in.waiting(store.url, store.versions()) == {"signals": 1}
    assert taken_in.worked_on_since(store) is not None
    assert preparation.look(store)
    assert taken_in.waiting(store.url, store.versions()) == {}


def test_one_run_of_a_page_shows_one_run(store):
    before = weakref.ref(cached.snapshot())
    with taken_in.one_run():
        assert keys() == ["a"]
        bring(store, "b")
        meanwhile(lambda: preparation.look(store))
        assert keys() == ["a"]
        assert cached.snapshot() is before()
        seen = []
        meanwhile(lambda: seen.extend(keys()))
        assert seen == ["a", "b"]
    assert keys() == ["a", "b"]
    gc.collect()
    assert before() is None


def test_past_results_leave_the_memory_although_somebody_is_always_looking(store):
    people = [(copy_context(), taken_in.one_run()) for _person in range(2)]
    (one, ones_run), (other, others_run) = people
    one.run(ones_run.__enter__)
    assert one.run(keys) == ["a"]
    past = weakref.ref(cached.snapshot())
    bring(store, "b")
    preparation.look(store)
    other.run(others_run.__enter__)
    assert other.run(keys) == ["a", "b"]
    assert one.run(keys) == ["a"]
    one.run(ones_run.__exit__, None, None, None)
    bring(store, "c")
    preparation.look(store)
    gc.collect()
    assert past() is None
    assert other.run(keys) == ["a", "b"]
    other.run(others_run.__exit__, None, None, None)
    assert keys() == ["a", "b", "c"]


def undone(store) -> None:
    import_log.undo(store, "jan", 1)


def erased(store) -> None:
    """Raises the versions as an erasure and a restore do (see the tests of these)."""
    with store.begin("jan", Act.PERSON, *TOPICS) as transaction:
        transaction.execute(IMPORTED_KINDS["reports"].now.delete().where(REPORT_KEY == "a"))
        transaction.audit("erase", "person", "address")


REPORT_KEY = IMPORTED_KINDS["reports"].now.c.report_key


@pytest.mark.parametrize("withdraw", [undone, erased])
def test_what_was_withdrawn_is_gone_at_once(store, withdraw):
    bring(store, "b")
    with taken_in.one_run():
        assert keys() == ["a"]
        withdraw(store)
        assert keys() == ["b"]


def test_what_is_withdrawn_while_new_data_is_worked_out_is_never_shown(store, monkeypatch):
    usual = preparation.work_out

    def work_out():
        usual()
        undone(store)

    bring(store, "b")
    monkeypatch.setattr(preparation, "work_out", work_out)
    assert preparation.look(store)
    assert keys() == ["b"]


def test_a_role_that_is_taken_away_counts_whatever_data_is_shown(store, monkeypatch):
    bring(store, "b")
    monkeypatch.setattr(cached, "own", lambda: store.limited_to(frozenset()))
    with pytest.raises(NotAllowed):
        cached.snapshot()


def test_where_the_work_fails_readers_do_it_themselves(store, monkeypatch):
    def fails():
        raise ValueError

    bring(store, "b")
    monkeypatch.setattr(preparation, "work_out", fails)
    with pytest.raises(ValueError):  # noqa: PT011
        preparation.look(store)
    assert keys() == ["a", "b"]


def test_what_reads_the_store_itself_is_of_the_newest_rows_or_as_it_was(store):
    @cached_per_version(max_entries=4, reads_rows=True)
    def both(store, word=""):
        return (store.version(), cached.snapshot().reports.height)

    assert both() == (1, 1)
    bring(store, "b")
    assert both() == (1, 1)
    assert both("x") == (2, 2)
    assert keys() == ["a"]


def test_what_nobody_asks_for_leaves_the_memory_and_the_newest_data_stays(store):
    other, base = (weakref.ref(cached.evidence(Question(months=each))) for each in (6, Question.months))
    later = time.monotonic() + stale_results.UNSEEN_SECONDS + 1
    for kept in stale_results._functions:
        for name, (key, asked) in kept.of.items():
            if key[0] == store.url and "months=6" not in str(name):
                kept.of[name] = (key, asked + stale_results.UNSEEN_SECONDS)  # as ``look`` asks for it again and again
    stale_results.forget_unseen(later)
    gc.collect()
    assert other() is None
    assert base() is not None
