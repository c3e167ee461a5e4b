"""A signal is a report and a visit; a signal without a finding is only a visit."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from data.reference import lexicon
from domain.errors import WrongValue
from domain.intake.cleaning.categories import resolve
from domain.intake.signals import (
    EYES,
    OLDEST,
    SIGNAL_NOTE_LENGTH_MAX,
    USUAL,
    Signal,
    all_codes,
    buttons,
    check,
    frames,
    word_for,
)
from tests.domain.frames import choices

TODAY = date(2026, 11, 22)
SIGNAL = Signal(
    "k", "caretaker", {"street": "Lindehof", "number": 12, "lat": 52.5, "lon": 5.2}, TODAY, "VUI", "serious", " Bank "
)


def rows(signal: Signal) -> dict[str, dict]:
    """The only row of a kind, by kind."""
    return {kind: frame.row(0, named=True) for kind, frame in frames(signal, TODAY, lexicon(), choices()).items()}


def test_what_was_seen_is_a_report_and_a_visit_at_one_place():
    found = rows(SIGNAL)
    report, visit = found["reports"], found["visits"]
    assert (report["source"], report["reported_on"], report["note"]) == ("caretaker", TODAY, "Bank")
    assert visit["report_key"] == report["report_key"]
    assert (visit["visited_on"], visit["seriousness"]) == (TODAY, "serious")
    where = ("street", "number", "lat", "lon", "postcode")
    assert [report[name] for name in where] == [visit[name] for name in where] == ["Lindehof", 12, 52.5, 5.2, None]


def test_nothing_to_report_is_a_visit_alone():
    found = rows(replace(SIGNAL, code=None, seriousness=None))
    assert list(found) == ["visits"]
    assert (found["visits"]["report_key"], found["visits"]["seriousness"]) == (None, None)


def test_a_note_is_masked_and_an_empty_one_is_none():
    assert "06" not in rows(replace(SIGNAL, note="bel 06-12345678"))["reports"]["note"]
    assert rows(replace(SIGNAL, note="  "))["reports"]["note"] is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": "resident"},
        {"source": ""},
        {"place": {}},
        {"place": {"lat": 52.5}},
        {"seen_on": TODAY + timedelta(1)},
        {"seen_on": TODAY - OLDEST - timedelta(1)},
        {"seriousness": None},
        {"note": "x" * (SIGNAL_NOTE_LENGTH_MAX + 1)},
    ],
)
def test_what_is_not_whole_is_refused(wrong):
    with pytest.raises(WrongValue):
        check(replace(SIGNAL, **wrong), TODAY)


@pytest.mark.parametrize("source", EYES)
def test_everyone_but_residents_can_send(source):
    check(replace(SIGNAL, source=source), TODAY)


def test_each_category_has_a_word_that_means_it():
    words = {code: word_for(code, lexicon(), choices()) for code in all_codes(lexicon())}
    meant = resolve(lexicon().categories["name_nl"], lexicon(), choices())
    assert set(words.values()) <= set(meant["category_word"])
    assert len(set(words.values())) == lexicon().categories.height
    assert list(words)[-1] == "OVE"


def test_a_word_with_a_meaning_of_the_teams_own_is_passed_over():
    mine = choices(Vervuiling=None)
    word = word_for("VUI", lexicon(), mine)
    assert word != "Vervuiling"
    assert (
        resolve(frames(SIGNAL, TODAY, lexicon(), mine)["reports"]["category_word"], lexicon(), mine)["code"][0] == "VUI"
    )
    with pytest.raises(WrongValue):
        word_for("XXX", lexicon(), choices())


def test_the_buttons_are_four_of_each_theme_and_stay_where_they_are():
    assert buttons({}, lexicon()) == list(USUAL)
    smelly = buttons({"STA": 9, "VUI": 4, "KLI": 3, "ONG": 2, "PSY": 90, "OVE": 90}, lexicon())
    assert set(smelly) == set(USUAL) - {"HAN"} | {"STA"}
    assert [code for code in smelly if code in USUAL] == [code for code in USUAL if code != "HAN"]
