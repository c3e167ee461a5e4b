"""The placement of all reports and dwellings, and the areas that they are in."""

from dataclasses import dataclass

import polars as pl

from domain.schemas import NEIGHBOURHOOD


@dataclass(frozen=True)
class Places:
    """The placement of all reports and dwellings.

    ``placement``: schemas.Placement, one row per report in the order of the reports, with the ids of areas as Enum over
    those of the level, and ``address_no``: number of the distinct address, null without one. ``areas``: schemas.Area,
    streets first, without neighbourhoods. ``neighbourhoods``: schemas.Area, see neighbourhoods.py. ``neighbours``:
    schemas.Neighbour of all levels. ``dwellings``: dwelling_key, street_id, block_id, neighbourhood_id; a home in two
    lists occurs once, see ``deduplicated``. ``unmatched``: addresses that are no known dwelling, those with
    a guess and with most reports first: address_key, street, number, number_suffix, postcode, town, reports, guess
    (dwelling_key, null without one), score (0-100). Empty if no dwellings are known. ``outlined``: outlined.OUTLINED of
    the areas of all levels, from which the places of newer data take over outlines.
    """

    placement: pl.DataFrame
    areas: pl.DataFrame
    neighbourhoods: pl.DataFrame
    neighbours: pl.DataFrame
    dwellings: pl.DataFrame
    unmatched: pl.DataFrame
    outlined: pl.DataFrame

    def of_level(self, level: str) -> pl.DataFrame:
        """The areas of a level (schemas.AREA_LEVELS)."""
        return areas_at(level, self.areas, self.neighbourhoods)


def areas_at(level: str, areas: pl.DataFrame, neighbourhoods: pl.DataFrame) -> pl.DataFrame:
    """The areas of a level, in the order of its ids. ``areas``, ``neighbourhoods``: see ``Places``."""
    return neighbourhoods if level == NEIGHBOURHOOD else areas.filter(pl.col("level") == level)
