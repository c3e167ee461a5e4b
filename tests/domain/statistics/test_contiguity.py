import polars as pl

from domain.statistics.contiguity import neighbour_graph


def test_neighbours_in_the_order_of_the_areas():
    areas = pl.Series("area_id", ["block:c", "block:a", "block:b"])
    pairs = pl.DataFrame(
        [("block:a", "block:b"), ("block:b", "block:a"), ("block:a", "block:c"), ("street:x", "street:y")],
        schema=["area_id", "neighbour_id"],
        orient="row",
    )
    assert neighbour_graph(areas, pairs).toarray().tolist() == [[0, 1, 0], [1, 0, 1], [0, 1, 0]]


def test_without_neighbours():
    nobody = pl.DataFrame(schema={"area_id": pl.String, "neighbour_id": pl.String})
    assert neighbour_graph(pl.Series(["a", "b"]), nobody).toarray().tolist() == [[0, 0], [0, 0]]
    assert neighbour_graph(pl.Series([], dtype=pl.String), nobody).shape == (0, 0)
