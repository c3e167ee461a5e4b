"""Incidents that two units of a list have in common count once in their sum."""

import polars as pl

from domain.backtest.parts import new_parts

IDS = {"street": pl.Series(["street:a", "street:b"]), "block": pl.Series(["block:1", "block:2"])}


def test_a_street_and_its_block_share_what_is_in_both():
    incidents = pl.DataFrame(
        {"street": [0, 0, 0, 1, None], "block": [0, None, 0, 0, 1]}, schema={"street": pl.UInt32, "block": pl.UInt32}
    )
    assert new_parts(incidents, IDS, [["street:a"], ["block:1", "block:2"], ["street:b"]]).tolist() == [1.0, 0.5, 0.0]
    assert new_parts(incidents, IDS, [["block:1"], ["street:a"]]).tolist() == [1.0, 1 / 3]


def test_a_unit_without_incidents_is_whole():
    incidents = pl.DataFrame({"street": [1], "block": [1]}, schema={"street": pl.UInt32, "block": pl.UInt32})
    assert new_parts(incidents, IDS, [["street:a"], ["block:2"], ["street:gone"]]).tolist() == [1.0, 1.0, 1.0]
