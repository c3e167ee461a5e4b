"""Hot spots are areas that are high together with their neighbours."""

from itertools import pairwise

import polars as pl

from domain.indicators.hot_spots import hot_spots
from domain.schemas import Neighbour


def test_an_area_without_neighbours_is_no_hot_spot_however_high():
    names = [f"street:{n}" for n in range(200)]
    areas = pl.DataFrame({"area_id": names, "rate": [50.0, 50.0, 50.0] + [1.0 + n % 7 / 10 for n in range(197)]})
    areas = areas.with_columns(homes=pl.lit(10), denominator=pl.lit("dwellings"), comparable=True)
    pairs = list(pairwise(names[1:]))
    beside = pl.DataFrame(pairs + [(b, a) for a, b in pairs], schema=Neighbour.create_empty().schema, orient="row")
    found = hot_spots(areas, beside)
    assert found.row(0)[1:] == (None, None, False)
    assert found["gi_star_z"][1] > 5
    assert found["gi_star_p"].null_count() == 1
