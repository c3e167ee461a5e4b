"""The opportunity and network components of a unit."""

from datetime import date, timedelta

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from domain.places.context import MONTH_DAYS
from domain.question import Question
from domain.scoring.context_components import active, opportunity_component
from domain.scoring.evidence import evidence
from domain.scoring.ranking import ranking
from domain.scoring.reasons import COMING, opportunity_key
from domain.scoring.weights import COMPONENTS, Weights
from tests.domain.frames import dwellings, opportunities, partners, reports, row_of_homes, snapshot_of

AS_OF = date(2026, 6, 30)
BLOCKS = ("A", "B", "C")
HOMES = dwellings(
    *(home for i, code in enumerate(BLOCKS)
      for home in row_of_homes("Kade", range(100 * i + 1, 100 * i + 21), east=140 * i, block_code=code))
)  # fmt: skip
NEWS = reports(
    *(
        {
            "street": "Kade",
            "number": 1 + n % 20 + 100 * (n % 3),
            "town": "Meerwijk",
            "reported_on": AS_OF - timedelta(n),
        }
        for n in range(0, 360, 4)
    )
)
UNITS = pl.Series([["block:own/A"], ["block:own/A", "block:own/B"], ["street:meerwijk/kade"], ["block:own/C"]])


def months_on(start: float, end: float) -> dict:
    return {"starts_on": AS_OF + timedelta(start * MONTH_DAYS), "ends_on": AS_OF + timedelta(end * MONTH_DAYS)}


def chances(*rows: dict) -> pl.DataFrame:
    given = [months_on(4, 8) | row for row in rows]
    snapshot = snapshot_of(NEWS, HOMES, opportunities=opportunities(*given))
    return opportunity_component(UNITS, snapshot.opportunities, snapshot.areas, AS_OF)


def helpers(*rows: dict) -> pl.DataFrame:
    given = [{"last_contact": AS_OF, "name": f"n{i}"} | row for i, row in enumerate(rows)]
    snapshot = snapshot_of(NEWS, HOMES, partners=partners(*given))
    return active(UNITS, snapshot.partners, snapshot.areas)


def test_an_opportunity_counts_for_the_share_of_homes_it_touches():
    found = chances({"block_code": "A"})
    assert found["opportunity"].to_list() == pytest.approx([100, 50, 100 / 3, 0])
    assert found["opportunity_homes"].to_list() == [20, 20, 20, None]
    assert found["opportunity_title"].to_list() == ["Renovation"] * 3 + [None]


def test_one_work_in_several_blocks_is_one_opportunity():
    found = chances(*({"block_code": code} for code in BLOCKS))
    assert found["opportunity"].to_list() == pytest.approx([100] * 4)
    assert found["opportunity_homes"].to_list() == [20, 40, 60, 20]


def test_the_best_opportunity_counts_and_others_add_little():
    works = [{"block_code": "A", "kind": kind, "title": kind} for kind in ("planned_maintenance", "other")]
    one, two = chances(works[0]), chances(*works)
    assert one["opportunity"][0] == pytest.approx(60)
    assert two["opportunity"][0] == pytest.approx(100 * (0.6 + 0.25 * 0.4 * 0.5))
    assert two["opportunity_kind"][0] == "planned_maintenance"


def test_work_that_is_over_is_no_opportunity():
    assert chances({"block_code": "A"} | months_on(-5, -1))["opportunity"].to_list() == [0] * 4
    late = chances({"block_code": "A"} | months_on(-1, 5))
    assert late["opportunity"][0] == pytest.approx(50)
    assert late["opportunity_runs"].to_list() == [True, True, True, None]


def test_groups_and_partners_add_up_and_never_to_everything():
    group, police = {"block_code": "A"}, {"block_code": "A", "kind": "police"}
    assert helpers(group)["network"][0] == pytest.approx(50)
    assert helpers(group, group)["network"][0] == pytest.approx(75)
    assert helpers(police, police)["network"][0] == pytest.approx(50)
    assert helpers(*[group] * 12)["network"][0] < 100
    assert helpers()["network"].to_list() == [0] * 4


def test_a_quiet_partner_counts_for_half_and_is_listed_separately():
    found = helpers({"block_code": "A"}, {"block_code": "A", "last_contact": date(2024, 1, 1)})
    assert found["network"][0] == pytest.approx(100 * (1 - 2**-1.5))
    assert found.select("active", "quiet").row(0) == (["n0"], ["n1"])


def test_a_partner_active_in_a_part_counts_partly_for_the_whole():
    found = helpers({"block_code": "A"})
    assert found["network"].to_list() == pytest.approx([50, 100 * (1 - 2**-0.75), 100 * (1 - 2 ** -(2 / 3)), 0])


def test_without_any_the_ranking_is_as_if_they_were_no_components():
    bare = evidence(snapshot_of(NEWS, HOMES), Question())
    assert dict(zip(COMPONENTS, bare.has_evidence.tolist(), strict=True))["opportunity"] is False
    without = Weights(opportunity=0, network=0)
    one, other = (
        ranking(bare, weights, 1).select("candidate_id", "rank", "score", "p_top") for weights in (Weights(), without)
    )
    assert_frame_equal(one, other)


def test_an_opportunity_lifts_a_candidate_and_one_without_partners_gets_a_note():
    coming_to_c = opportunities({"block_code": "C"} | months_on(4, 8))
    group = partners({"block_code": "A", "last_contact": AS_OF})
    plain, lifted = (
        ranking(evidence(snapshot_of(NEWS, HOMES, **more), Question(), kinds=("block",)), Weights())
        for more in ({}, {"opportunities": coming_to_c, "partners": group})
    )
    rows = {row["candidate_id"]: row for row in lifted.iter_rows(named=True)}
    assert plain["candidate_id"][0] != "block:own/C"
    assert lifted["candidate_id"][0] == "block:own/C"
    assert {name: "no_partner" in row["against"] for name, row in rows.items()} == {
        "block:own/A": False,
        "block:own/B": True,
        "block:own/C": True,
    }


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ({}, "all"),
        ({"opportunity_homes": 3}, "part"),
        ({"denominator": "one"}, "here"),
        ({"opportunity_runs": True}, "runs_all"),
        ({"opportunity_kind": None}, None),
    ],
)
def test_the_text_about_an_opportunity(unit, said):
    row = {
        "opportunity_kind": "other",
        "opportunity_homes": 20,
        "homes": 20,
        "denominator": "dwellings",
        "opportunity_runs": False,
    }
    assert opportunity_key(row | unit) == said
    assert said is None or said in COMING
