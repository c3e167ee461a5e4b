"""What a file needs to be of a kind: the first need that is not met is the one that is named."""

import pytest

from domain.intake.mapping.column_profile import Content
from domain.intake.mapping.column_view import Match
from domain.intake.mapping.completeness import NEEDS, missing
from domain.intake.mapping.fields import TABLE_KINDS
from tests.domain.intake.mapping.columns import Columns

REPORTS = ("id", "date", "street", "category")


def lacks(kind: str, *names: str, asked: bool = False, given: dict[str, str] | None = None, **cells: Content):
    found = {name: Match(name, 0.8, name) for name in names}
    return missing(kind, found, Columns({name: Content(9) for name in names} | cells), asked, given or {})


def test_every_kind_of_table_has_needs():
    assert set(NEEDS) == set(TABLE_KINDS)
    assert all(NEEDS.values())


@pytest.mark.parametrize(("without", "need"), [("date", "date"), ("street", "place"), ("category", "what")])
def test_reports_need_a_date_a_place_and_a_category(without, need):
    assert lacks("reports", *REPORTS) is None
    assert lacks("reports", *(name for name in REPORTS if name != without)) == need


def test_a_column_of_counts_is_no_row_per_report_but_where_the_rows_have_numbers():
    counts = Content(9, whole=1.0, high=14.0)
    assert lacks("reports", "date", "street", "category", aantal=counts) == "counts"
    assert lacks("reports", "date", "street", "category", aantal=Content(9, whole=1.0, high=1.0)) is None
    assert lacks("reports", *REPORTS, aantal=counts) is None


def test_a_postcode_is_a_place_where_it_has_letters():
    names = ("id", "date", "postcode", "category")
    assert lacks("reports", *names, postcode=Content(9, letters=1.0)) is None
    assert lacks("reports", *names, postcode=Content(9, letters=0.0)) == "place"
    assert lacks("reports", *names, given={"postcode": "postcode"}) is None, "a person chose it"


def test_what_a_person_says_goes_for_words():
    assert lacks("opportunities", "starts", "title") == "work"
    assert lacks("opportunities", "starts", "title", title=Content(9, works=0.5)) is None
    assert lacks("opportunities", "starts", "title", asked=True) is None
    assert lacks("partners", "name") == "sort"
    assert lacks("partners", "name", asked=True) is None


def test_addresses_alone_are_no_list_of_dwellings():
    houses = Content(9, addresses=0.9)
    assert lacks("dwellings", "address", address=houses) == "street"
    assert lacks("dwellings", "address", "block", address=houses) is None
    assert lacks("dwellings", "street", "number") is None
    assert lacks("dwellings", "street") == "street"
