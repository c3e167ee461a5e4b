"""The shading of the shared map: the rate of the whole window, or a half year relative to its average.

More is reported from May to October than in the other half of the year, everywhere. Shaded by rate, the whole town
would alternate between dark and light. A half year is therefore shaded relative to the average of that half year.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from domain.disclosure_control import Public
from domain.statistics.class_breaks import round_breaks

CLASS_BREAKS = (0.5, 1.0, 1.5, 2.0)  # class breaks as multiples of the average


@dataclass(frozen=True)
class Shading:
    """``values``: area_id, value (null if withheld). ``breaks``: the class breaks.

    ``is_times``: whether the value is a multiple of the average of the half year; else it is incidents a year per 100
    homes.
    """

    values: pl.DataFrame
    breaks: Sequence[float]
    is_times: bool


def shading(public: Public, half: int | None) -> Shading:
    """The shading of published figures. ``half``: the half year, counted back from 0 (the last); None: whole window.

    The average is that of the areas with the same denominator whose half years are shown.
    """
    if half is None or half >= len(public.half_days):
        return Shading(public.areas.select("area_id", value="rate"), round_breaks(public.areas["rate"]), False)
    there = public.halves.filter(pl.col("half") == public.half_days[-1 - half]).select("area_id", now="incidents")
    homes = pl.when(pl.col("denominator") == "one").then(1).otherwise(pl.col("homes"))
    counted = (
        public.areas.join(there, on="area_id", how="left", maintain_order="left")
        .with_columns(homes=pl.when(pl.col("halves_shown") & (homes > 0)).then(homes), now=pl.col("now").fill_null(0))
        .with_columns(now=pl.when(pl.col("homes").is_not_null()).then("now"))
    )
    average = pl.sum("now").over("denominator") / pl.sum("homes").over("denominator")
    times = pl.when(average > 0).then(pl.col("now") / pl.col("homes") / average)
    return Shading(counted.select("area_id", value=times), CLASS_BREAKS, True)
