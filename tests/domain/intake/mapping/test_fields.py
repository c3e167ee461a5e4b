import pytest

from domain.intake.mapping.fields import FIELDS, TABLE_KINDS, field


def test_each_kind_names_a_field_once():
    assert tuple(FIELDS) == TABLE_KINDS
    for kind in TABLE_KINDS:
        names = [item.name for item in FIELDS[kind]]
        assert len(names) == len(set(names))


def test_a_field_is_found_by_its_name():
    assert field("reports", "date").required
    assert field("reports", "reporter").personal
    with pytest.raises(KeyError, match="block_name"):
        field("reports", "block_name")
