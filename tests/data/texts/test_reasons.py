"""Reasons as sentences: each language in its own notation, from one renderer."""

from datetime import date

import pytest

from data.texts.reasons import against_text, context_text, reason_text
from domain.scoring.reasons import AGAINST, REASONS

ROW = {
    "reason": "spread_rising",
    "against": ["care", "unsure", "place_unsure"],
    "values": {
        "ratio": 2.34,
        "incidents": 1_234,
        "homes": 40,
        "addresses": 1_100,
        "staff": 3,
        "residents": 4,
        "quiet": "",
        "more": 12,
        "less": -12,
        "share": 0.125,
        "mainly": "environment",
        "blocks": 1,
        "person": 2,
        "care": 0.254,
        "sure": 0.999,
        "rank_low": 2,
        "rank_high": 14,
    },
    "opportunity_kind": "renovation_occupied",
    "opportunity_title": "Lindehof",
    "opportunity_from": date(2027, 3, 1),
    "opportunity_until": date(2027, 9, 1),
    "opportunity_homes": 1_000,
    "opportunity_runs": False,
    "homes": 1_000,
    "denominator": "dwellings",
    "active": ["A", "B", "C", "D", "E"],
}


@pytest.mark.parametrize(
    ("to", "ratio", "addresses", "sure", "start", "more"),
    [
        ("en", "2.3 times", "1,100 addresses", "over 99", "1 Mar 2027", "2 more"),
        ("nl", "2,3 keer", "1.100 adressen", "meer dan 99", "1 mrt 2027", "nog 2"),
    ],
)
def test_each_language_has_its_own_notation(to, ratio, addresses, sure, start, more):
    reason, against, context = reason_text(ROW, to), against_text(ROW, to), context_text(ROW, to)
    assert ratio in reason
    assert addresses in reason
    assert any(sure in sentence for sentence in against)
    assert start in context[0]
    assert more in context[1]


@pytest.mark.parametrize("to", ["en", "nl"])
def test_every_template_is_filled(to):
    for key in REASONS:
        assert "{" not in reason_text(ROW | {"reason": key}, to)
    assert not any("{" in sentence for sentence in against_text(ROW | {"against": list(AGAINST)}, to))
