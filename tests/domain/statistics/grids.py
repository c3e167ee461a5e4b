"""Simulated towns of equal squares."""

import numpy as np
from scipy.sparse import csr_array

from domain.statistics.contiguity import graph_of


def grid_graph(side: int) -> csr_array:
    """A town of ``side`` by ``side`` squares, numbered row by row; a square has up to eight neighbours."""
    at = np.arange(side * side).reshape(side, side)
    pairs = [(at[:, 1:], at[:, :-1]), (at[1:], at[:-1]), (at[1:, 1:], at[:-1, :-1]), (at[1:, :-1], at[:-1, 1:])]
    a, b = (np.concatenate([pair[end].ravel() for pair in pairs]) for end in (0, 1))
    return graph_of(a, b, side * side)


def grid_points(side: int) -> np.ndarray:
    """The centres of those squares, 50 m apart."""
    return np.stack(np.divmod(np.arange(side * side), side), axis=1) * 50.0
