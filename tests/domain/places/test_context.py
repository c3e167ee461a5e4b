"""Opportunities and partners by area, before scoring."""

from datetime import date, timedelta

import polars as pl
import pytest
import shapely

from domain.places import context
from domain.schemas import OPPORTUNITY_KINDS, PARTNER_KINDS, Opportunity, Partner
from tests.domain.frames import at, dwellings, opportunities, partners, reports, row_of_homes, snapshot_of

AS_OF = date(2026, 6, 30)


def months_on(months: float) -> date:
    return AS_OF + timedelta(months * context.MONTH_DAYS)


@pytest.mark.parametrize(
    ("start", "end", "fit"),
    [
        (-8, -1, 0),  # over
        (-2, 6, 0.5),  # runs
        (-2, 1, 0.25),  # nearly over
        (0, 3, 0.5),
        (1, 3, 0.75),
        (2, 3, 1),
        (5, 12, 1),
        (9, 12, 1),
        (13.5, 20, 0.5),
        (18, 20, 0),
        (60, 61, 0),
    ],
)
def test_how_well_a_period_fits(start, end, fit):
    period = pl.DataFrame({"starts_on": [months_on(start)], "ends_on": [months_on(end)]})
    assert period.select(context.fits(AS_OF)).item() == pytest.approx(fit, abs=0.02)


def test_a_partner_without_contact_for_a_year_is_quiet():
    last = pl.DataFrame({"last_contact": [date(2025, 6, 30), date(2025, 7, 1), None]})
    assert last.select(context.is_quiet(AS_OF)).to_series().to_list() == [True, False, True]
    assert last.select(context.is_quiet(None)).to_series().to_list() == [False, False, True]


def test_an_outline_touches_blocks_and_as_many_of_their_homes_as_lie_in_it():
    homes = dwellings(
        *row_of_homes("Kade", range(1, 11), block_code="A"),
        *row_of_homes("Hof", range(1, 11), north=300, block_code="B"),
    )
    snapshot = snapshot_of(reports(), homes)
    ends = [at(-3, -20), at(9, 320)]  # numbers 1 and 2 of both
    outline = shapely.to_wkb(shapely.box(*(end[axis] for end in ends for axis in ("lon", "lat"))))
    assert context.touched(outline, snapshot.areas, snapshot.addresses) == (2, 4)
    elsewhere = shapely.to_wkb(shapely.box(4.0, 51.0, 4.1, 51.1))
    assert context.touched(elsewhere, snapshot.areas, snapshot.addresses) == (0, 0)


def test_what_is_off_is_gone_and_what_has_no_known_place_is_kept():
    homes = dwellings(*row_of_homes("Kade", range(1, 11), block_code="A"))
    coming = opportunities({"street": "Kade"}, {"street": "Nergens"}, {"street": "Kade", "dropped": True})
    active = partners({"name": "Buurtgroep", "block_code": "A"}, {"name": "Weg", "dropped": True})
    snapshot = snapshot_of(reports({"street": "Kade", "number": 1}), homes, opportunities=coming, partners=active)
    found = snapshot.opportunities.select("opportunity_key", "area_id", "share").rows()
    assert found == [("o0", "block:own/A", 1), ("o0", "street:meerwijk/kade", 1), ("o1", None, None)]
    assert snapshot.partners["name"].unique().to_list() == ["Buurtgroep"]
    assert snapshot.partners["quiet"].all()


def test_every_kind_has_a_name_and_a_worth():
    assert set(context.WORTH) == set(context.OPPORTUNITY_WORDS) == set(OPPORTUNITY_KINDS)
    assert set(context.PARTNER_WORDS) == set(PARTNER_KINDS)
    assert all(0 < worth <= 1 for worth in context.WORTH.values())


def test_nothing_known_is_two_empty_frames():
    snapshot = snapshot_of(reports())
    assert snapshot.opportunities.height == snapshot.partners.height == 0
    assert set(Opportunity.columns()) & {"kind", "title"} <= set(snapshot.opportunities.columns)
    assert set(Partner.columns()) & {"name", "offers"} <= set(snapshot.partners.columns)
