"""The data sets that libpysal carries in its wheel, as plain arrays; nothing is downloaded."""

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyogrio
import shapely
from scipy.sparse import csr_array

if TYPE_CHECKING:
    import libpysal


@cache
def column(data: str, name: str) -> np.ndarray:
    """Read one column of a data set's table."""
    import libpysal

    return np.array(libpysal.io.open(libpysal.examples.get_path(f"{data}.dbf")).by_col(name))


@cache
def weights(file: str) -> "libpysal.weights.W":
    """Read a file of neighbours."""
    import libpysal

    return libpysal.io.open(libpysal.examples.get_path(file)).read()


def graph(file: str) -> csr_array:
    """Read a file of neighbours as a matrix."""
    return csr_array(weights(file).sparse)


def middles(data: str) -> np.ndarray:
    """Give the centre of gravity of each shape of a data set."""
    import libpysal

    _, _, shapes, _ = pyogrio.raw.read(libpysal.examples.get_path(f"{data}.shp"), columns=[])
    return shapely.get_coordinates(shapely.centroid(shapely.from_wkb(shapes)))
