"""Evidence where little is known: the score uses available components only."""

from datetime import date, timedelta

import polars as pl
import pytest

from domain.question import Question
from domain.scoring.evidence import CONTENDERS, evidence
from domain.scoring.ranking import individual_cases, ranking, silent_areas, too_little_known, where_is
from domain.scoring.sensitivity import sensitivity
from domain.scoring.weights import COMPONENTS, Weights
from tests.domain.frames import at, dwellings, reports, row_of_homes, snapshot_of

NEWEST = date(2026, 6, 30)


def told(number: int, day: int, **more: object) -> dict:
    return {"street": "Kade", "number": number, "town": "Meerwijk", "reported_on": NEWEST - timedelta(day)} | more


def test_nothing_reported_at_all():
    known = evidence(snapshot_of(reports()), Question())
    ranked = ranking(known, Weights())
    assert ranked.height == 0
    assert {"rank", "score", "p_top", "rank_low", "rank_high", "folded", "against"} <= set(ranked.columns)
    assert sensitivity(known, ranked, Weights()).height == 0
    assert [of(known).height for of in (individual_cases, silent_areas, too_little_known)] == [0, 0, 0]


def test_homes_and_no_reports():
    homes = dwellings(*row_of_homes("Kade", range(1, 21), block_code="A"))
    assert ranking(evidence(snapshot_of(reports(), homes), Question()), Weights()).height == 0


def test_reports_of_residents_only_without_addresses_and_of_four_months():
    """As in police data: reports have a point, but no house number, and none is by staff."""
    days = [NEWEST - timedelta(i % 120) for i in range(200)]
    rows = [at(200 * (i % 7), 50) | {"reported_on": day, "precision": "month"} for i, day in enumerate(days)]
    known = evidence(snapshot_of(reports(*rows)), Question())
    assert dict(zip(COMPONENTS, known.has_evidence.tolist(), strict=True)) == {
        "burden": True,
        "certainty": True,
        "fit": False,
        "momentum": False,
        "silence": False,
        "opportunity": False,
        "network": False,
    }
    ranked = ranking(known, Weights())
    assert set(ranked["by_fit"]) | set(ranked["by_momentum"]) | set(ranked["by_silence"]) == {0}
    parts = ranked.select(0.01 * (pl.col("burden") * 2 / 3 + pl.col("certainty") / 3) * 100).to_series()
    assert ranked["score"].to_numpy() == pytest.approx(parts.to_numpy())


def test_a_filter_that_leaves_nothing():
    snapshot = snapshot_of(reports(*(told(n, 10 * n) for n in range(1, 9))))
    assert ranking(evidence(snapshot, Question(sources=("police",))), Weights()).height == 0


def test_more_candidates_than_are_drawn_for(monkeypatch):
    rows = [told(100 * block + n, 20 * n) for block in range(12) for n in range(1, 4 + block)]
    homes = [
        home
        for block in range(12)
        for home in row_of_homes(
            "Kade", range(100 * block + 1, 100 * block + 21), east=140 * block, block_code=f"B{block}"
        )
    ]
    snapshot = snapshot_of(reports(*rows), dwellings(*homes))
    monkeypatch.setattr("domain.scoring.evidence.CONTENDERS", 4)
    known = evidence(snapshot, Question(), kinds=("block",))
    ranked = ranking(known, Weights(), top=2)
    assert CONTENDERS > 4
    assert known.draws.shape[1] == 4
    assert ranked["p_top"].is_not_null().to_list() == [True] * 4 + [False] * (ranked.height - 4)
    assert ranked["p_top"].sum() == pytest.approx(2)


def test_a_block_with_too_little_does_not_hide_its_street():
    """All incidents of the street are in its block of four homes; the whole street has 24 homes."""
    homes = [
        *row_of_homes("Kade", range(1, 5), block_code="FOUR"),
        *row_of_homes("Kade", range(101, 121), east=200, block_code="LONG"),
    ]
    snapshot = snapshot_of(reports(*(told(1 + n % 4, 40 * n) for n in range(8))), dwellings(*homes))
    known = evidence(snapshot, Question())
    ranked = ranking(known, Weights())
    assert ranked["candidate_id"].to_list() == ["street:meerwijk/kade"]
    assert where_is(known, ranked, "block:own/FOUR") == ("little", "block:own/FOUR")
