"""The shading of the shared map: how many incidents the homes of an area have, or how it compares within a half year.

More is reported in May to October than in the other half of the year, everywhere. So a half year is not shown as a
rate, which would make the whole town darker and lighter by turns, but as a part of the average of that same half year.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from domain.disclosure_control import Public
from domain.statistics.class_breaks import round_breaks

TIMES = (0.5, 1.0, 1.5, 2.0)  # of the average, between the classes: up to half of it, up to it, up to HIGH of it, twice


@dataclass(frozen=True)
class Shading:
    """``values``: area_id, value (null where it is withheld); ``breaks``: between the classes.

    ``is_times``: the value is times the average of the half year; else incidents a year for each 100 homes.
    """

    values: pl.DataFrame
    breaks: Sequence[float]
    is_times: bool


def shading(public: Public, half: int | None) -> Shading:
    """What is shaded of published figures. ``half``: of how many half years back, 0 the last; None: the whole window.

    The average is that of the areas whose half years are shown, each kind of homes by itself.
    """
    if half is None or half >= len(public.half_days):
        return Shading(public.areas.select("area_id", value="rate"), round_breaks(public.areas["rate"]), False)
    there = public.halves.filter(pl.col("half") == public.half_days[-1 - half]).select("area_id", now="incidents")
    homes = pl.when(pl.col("denominator") == "one").then(1).otherwise(pl.col("homes"))
    told = (
        public.areas.join(there, on="area_id", how="left", maintain_order="left")
        .with_columns(homes=pl.when(pl.col("halves_shown") & (homes > 0)).then(homes), now=pl.col("now").fill_null(0))
        .with_columns(now=pl.when(pl.col("homes").is_not_null()).then("now"))
    )
    average = pl.sum("now").over("denominator") / pl.sum("homes").over("denominator")
    times = pl.when(average > 0).then(pl.col("now") / pl.col("homes") / average)
    return Shading(told.select("area_id", value=times), TIMES, True)
