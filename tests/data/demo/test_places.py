"""The demo's reports are placed in its own streets and blocks, although its exports are inconsistent."""

from data.services.snapshot import load_snapshot
from data.store.database import open_store
from tests.data.demo.raw import homes


def test_the_mess_of_the_exports_makes_no_street_and_no_block(made_demo):
    store = open_store(f"sqlite:///{made_demo}")
    found = load_snapshot(store)
    store.close()
    blocks = found.areas.filter(level="block")
    assert found.areas.filter(level="street").height == 45
    assert blocks.height == homes().height == 162
    assert blocks["homes"].sum() == homes()["homes"].sum()
    assert found.denominator == {"street": "dwellings", "block": "dwellings", "neighbourhood": "dwellings"}
    assert found.placement["placed_on"].is_in(["dwelling", "block"]).mean() > 0.99
