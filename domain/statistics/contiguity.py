"""The contiguity of areas as a sparse matrix."""

import numpy as np
import polars as pl
from scipy.sparse import coo_array, csr_array


def neighbour_graph(area_ids: pl.Series, neighbours: pl.DataFrame) -> csr_array:
    """The adjacency matrix of areas: entry (i, j) is 1 if area j is a neighbour of area i, else it is not stored.

    ``area_ids``: the areas, without duplicates, in the order of rows and columns. ``neighbours``: schemas.Neighbour.
    Pairs with an area that is not in ``area_ids`` are left out, so one frame serves for streets, blocks and a selection
    of them. The matrix is symmetric even if a pair is listed in one direction only. No area is its own neighbour.
    """
    number = area_ids.to_frame("area_id").with_columns(number=pl.int_range(pl.len(), dtype=pl.Int32))
    ends = neighbours.join(number, on="area_id").join(number, left_on="neighbour_id", right_on="area_id", suffix="_to")
    a, b = ends["number"].to_numpy(), ends["number_to"].to_numpy()
    return graph_of(a, b, len(area_ids))


def graph_of(a: np.ndarray, b: np.ndarray, areas: int) -> csr_array:
    """The adjacency matrix (see ``neighbour_graph``) in which ``a[k]`` and ``b[k]`` are neighbours."""
    apart = a != b
    ends = (np.concatenate([a[apart], b[apart]]), np.concatenate([b[apart], a[apart]]))
    graph = coo_array((np.ones(len(ends[0])), ends), shape=(areas, areas)).tocsr()
    graph.data[:] = 1.0
    return graph
