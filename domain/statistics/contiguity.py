"""The contiguity of areas as a sparse matrix."""

import numpy as np
import polars as pl
from scipy.sparse import coo_array, csr_array


def neighbour_graph(area_ids: pl.Series, neighbours: pl.DataFrame) -> csr_array:
    """The neighbours of each area: entry (i, j) is 1 where area j lies beside area i, else nothing is stored.

    ``area_ids``: the areas, without duplicates; their order is that of rows and columns. ``neighbours``:
    schemas.Neighbour; pairs with an area that is not in ``area_ids`` are left out, so that a graph of the streets, or
    of the areas in view, is made of the same frame. Symmetric also where a pair stands once; no area is its own
    neighbour.
    """
    number = area_ids.to_frame("area_id").with_columns(number=pl.int_range(pl.len(), dtype=pl.Int32))
    ends = neighbours.join(number, on="area_id").join(number, left_on="neighbour_id", right_on="area_id", suffix="_to")
    a, b = ends["number"].to_numpy(), ends["number_to"].to_numpy()
    return graph_of(a, b, len(area_ids))


def graph_of(a: np.ndarray, b: np.ndarray, areas: int) -> csr_array:
    """The graph (see ``neighbour_graph``) in which area ``a[k]`` lies beside area ``b[k]``."""
    apart = a != b
    ends = (np.concatenate([a[apart], b[apart]]), np.concatenate([b[apart], a[apart]]))
    graph = coo_array((np.ones(len(ends[0])), ends), shape=(areas, areas)).tocsr()
    graph.data[:] = 1.0
    return graph
