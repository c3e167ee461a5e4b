"""What is worked out of the past once, whatever the period of the question."""

import pytest

from data.reference import lexicon
from domain.question import Question
from domain.scoring import past
from domain.scoring.evidence import evidence
from domain.snapshot.snapshot import Snapshot, build_snapshot
from domain.statistics.drift import DEFAULT
from tests.domain.backtest.town import made_reports
from tests.domain.frames import stored


def town() -> Snapshot:
    return build_snapshot(stored(made_reports(3)), lexicon())


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    found = town()
    evidence(found, Question(), draws=0)
    return found


def test_how_areas_move_is_the_same_for_every_period_of_a_year_or_more(snapshot, monkeypatch):
    estimated = []
    monkeypatch.setattr(past, "movement", lambda *_given, **_named: estimated.append(1) or DEFAULT)
    for same in (
        Question(months=36),
        Question(level="street", compare="neighbourhood"),
        Question(as_of=snapshot.as_of),
    ):
        evidence(snapshot, same, draws=0)
        assert not estimated
    for other in (Question(months=6), Question(themes=("social",)), Question(sources=("resident",), months=24)):
        evidence(snapshot, other, draws=0)
        assert estimated
        estimated.clear()
    evidence(snapshot, Question(), draws=0, ahead=6)
    assert estimated


def test_a_period_after_another_has_the_evidence_that_it_has_by_itself(snapshot):
    asked = Question(months=24)
    after, alone = evidence(snapshot, asked, draws=20), evidence(town(), asked, draws=20)
    assert after.units.equals(alone.units)
    assert (after.draws == alone.draws).all()
