import json
import random

import pytest

from domain.errors import WrongValue
from domain.intake.mapping.mapping import Mapping, fingerprint

FULL = Mapping(
    "reports",
    {"date": "Datum", "address": "Adres"},
    day_first=False,
    crs=28992,
    source="caretaker",
    origin="Zig",
    keep_notes=True,
    leave_out=frozenset({"Lantaarnpaal", "Fietsendiefstal"}),
)


@pytest.mark.parametrize("mapping", [FULL, Mapping("dwellings")])
def test_a_mapping_goes_through_json(mapping):
    assert Mapping.from_dict(json.loads(json.dumps(mapping.to_dict()))) == mapping


def test_a_mapping_of_another_version_is_read():
    assert Mapping.from_dict({"kind": "reports", "columns": {}, "later": 1}) == Mapping("reports")


@pytest.mark.parametrize(
    ("mapping", "named"),
    [
        (Mapping("birds"), "birds"),
        (Mapping("reports", {"block_name": "Datum"}), "block_name"),
        (Mapping("reports", {"date": "Dag"}), "Dag"),
        (Mapping("reports", {"date": "Datum"}, source="mayor"), "mayor"),
    ],
)
def test_what_does_not_exist_is_refused_by_name(mapping, named):
    with pytest.raises(WrongValue, match=named):
        mapping.check(["Datum"])


def test_a_right_mapping_passes():
    assert FULL.check(["Adres", "Datum", "Iets"]) is None


def test_a_layout_is_recognised_in_any_order_case_and_spacing():
    columns = ["Datum melding", "Adres", "Soort", "Status"]
    shuffled = random.Random(1).sample([f" {column.upper()} " for column in columns], 4)
    assert fingerprint(columns) == fingerprint(shuffled)
    assert fingerprint(columns) != fingerprint([*columns, "Bron"])
    assert fingerprint(["a b"]) != fingerprint(["a", "b"])
