"""A district: what lies in it, and that it never changes the figures of what it shows."""

from datetime import date, timedelta

import polars as pl
import pytest

from domain.analysis import area_figures, ranking
from domain.errors import NotFound
from domain.question import Question
from domain.scoring.evidence import evidence_within
from domain.scoring.weights import Weights
from domain.snapshot import district
from domain.snapshot.snapshot import Snapshot
from tests.domain.frames import EAST, METRE_EAST, METRE_NORTH, NORTH, at, dwellings, reports, snapshot_of
from tests.domain.frames import row_of_homes as homes


def outline(west: float, east: float) -> str:
    """A rectangle from 1 km south to 1 km north, in metres from the corner of the tests' town."""
    x = [EAST + metres * METRE_EAST for metres in (west, east)]
    y = [NORTH + metres * METRE_NORTH for metres in (-1_000, 1_000)]
    return district.outline_text([(x[0], y[0]), (x[1], y[0]), (x[1], y[1]), (x[0], y[1])])


@pytest.fixture(scope="module")
def town() -> Snapshot:
    """Two neighbourhoods of two blocks each; the last block is half as busy as the first."""
    blocks = [("Lindehof", "1", "Noord", 0), ("Kade", "2", "Noord", 200), ("Pad", "3", "Zuid", 400)]
    blocks.append(("Laan", "4", "Zuid", 600))
    stock = dwellings(
        *(
            home
            for street, code, name, east in blocks
            for home in homes(street, range(1, 21), east=east, block_code=code, neighbourhood=name)
        )
    )
    rows = [
        {
            "street": street,
            "number": 1 + n % 20,
            "town": "Meerwijk",
            "category_word": "Zwerfafval",
            "report_key": f"{code}-{n}",
            "reported_on": date(2025, 1, 1) + timedelta(days=n * 360 // many),
        }
        for (street, code, _name, _east), many in zip(blocks, (40, 12, 30, 20), strict=True)
        for n in range(many)
    ]
    return snapshot_of(
        reports(*rows, {"neighbourhood": "Zuid", "town": "Meerwijk", "reported_on": date(2025, 12, 31)}), stock
    )


NORTH_ONLY = ("neighbourhood:meerwijk/noord",)


def test_a_neighbourhood_holds_its_streets_blocks_and_reports(town):
    ids = district.area_ids(town, NORTH_ONLY).to_list()
    assert sorted(ids) == [
        *("block:own/1", "block:own/2", "neighbourhood:meerwijk/noord"),
        *("street:meerwijk/kade", "street:meerwijk/lindehof"),
    ]
    assert district.with_reports_inside(town, NORTH_ONLY).reports.height == 52
    assert district.with_reports_inside(town, ("neighbourhood:meerwijk/zuid",)).reports.height == 51


def test_a_town_holds_everything_in_it(town):
    assert district.area_ids(town, ("town:meerwijk",)).len() == 10
    assert district.choices(town)["within"].to_list() == [*NORTH_ONLY, "neighbourhood:meerwijk/zuid"]  # one town


def test_an_outline_holds_the_areas_with_most_homes_in_it(town):
    half = outline(-50, 200 + 6 * 10.5)  # eleven of the twenty homes of the Kade
    assert "block:own/2" in district.area_ids(town, (half,)).to_list()
    less = outline(-50, 200 + 6 * 8.5)
    ids = district.area_ids(town, (less,)).to_list()
    assert "block:own/2" not in ids
    assert "block:own/1" in ids
    assert "neighbourhood:meerwijk/noord" not in ids  # half of its homes are no majority
    assert district.with_reports_inside(town, (half,)).reports.height == 52


def test_without_homes_an_outline_holds_the_areas_with_most_incidents_in_it():
    places = [at(east) | {"block_code": "1", "report_key": str(east)} for east in (0, 10, 90)]
    found = snapshot_of(reports(*places))
    assert district.area_ids(found, (outline(-5, 50),)).to_list() == ["block:own/1"]
    assert district.area_ids(found, (outline(50, 95),)).is_empty()


def test_the_figures_in_a_district_are_those_of_the_whole_stock(town):
    question = Question(within=NORTH_ONLY)
    shown = district.narrowed(area_figures(town, question), town, question.within)
    assert shown.equals(area_figures(town, Question()).filter(pl.col("neighbourhood") == "Noord"))
    whole, part = (evidence_within(town, each) for each in (Question(), question))
    everywhere, here = (ranking(each, Weights()) for each in (whole, part))
    assert {"3", "4"} & set("".join(everywhere["candidate_id"]))
    assert not {"3", "4"} & set("".join(here["candidate_id"]))
    columns = ("candidate_id", "score", "rate", "average")
    assert here.select(columns).rows() == everywhere.join(here, on="candidate_id", how="semi").select(columns).rows()
    assert here["rank"].to_list() == list(range(1, here.height + 1))
    assert here["rank_high"].max() <= here.height


def test_a_district_is_named_by_name_or_id(town):
    assert district.named(town, ["NOORD", "town:meerwijk"]) == (*NORTH_ONLY, "town:meerwijk")
    with pytest.raises(NotFound, match="Noord, Zuid"):
        district.named(town, ["Oost"])


def test_a_link_may_hold_anything():
    for text in ("outline:", "outline:1_2~3", "outline:a_b~c_d~e_f", "outline:1_1~1_1~1_1", "outline:nan_1~2_2~3_1"):
        assert district.outline_of(text) is None
    assert Question.from_params({"within": "neighbourhood:a/b,x,town:c"}).within == ("neighbourhood:a/b", "town:c")


def test_a_long_outline_fits_in_a_link():
    circle = district.outline_of(outline(0, 10)).buffer(0.01, quad_segs=90)
    text = district.outline_text(list(circle.exterior.coords))
    assert len(text) < 1_500
    assert district.outline_of(text).symmetric_difference(circle).area < 0.02 * circle.area
