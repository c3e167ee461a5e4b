"""The map of candidates: each with all its blocks, shaded by place in the list; the chosen one is highlighted."""

import polars as pl

from domain.statistics.class_breaks import classes
from pages.shared import cached, filters, postponed
from pages.shared import focus as area_focus
from pages.shared.maps.area_map import area_map
from pages.shared.maps.area_payload import Legend
from pages.shared.maps.background import ground
from pages.shared.maps.base_map import AREAS_DRAWN_MAX
from pages.shared.maps.shape_files import numbers, shape_file
from pages.shared.texts import _, each_in_words, number

CANDIDATE_MAP_HEIGHT = 320
LAST_PLACES = (100, 50, 25, 10)  # of the classes above the lowest; the darkest are the first ten
BREAKS = [-float(place) for place in LAST_PLACES]


def candidate_map(ranked: pl.DataFrame, opened: str | None) -> None:
    """Draw the candidates; a click sets the focus to the clicked block (or street).

    ``opened``: the candidate whose details are shown.
    """
    files = [shape_file("block"), shape_file("street")]
    drawn = _drawn(ranked, numbers(files))
    areas = drawn.select(
        "area_id",
        "at",
        "tip",
        "lat",
        "lon",
        classes(-drawn["rank"].cast(pl.Float64), BREAKS).alias("class"),
    )
    legend = Legend(_("Place in the list"), BREAKS, _labels(), _("Not a candidate"))
    area_map(
        areas,
        legend,
        files=files,
        form=["{}", _("number {rank}, score {score}").format(rank="{}", score="{}"), "{}"],
        key="candidates-map",
        view=f"{cached.current().url} candidates",
        on_click=area_focus.choose,
        selected=_chosen(drawn, opened),
        ground=ground("block") if areas.height <= AREAS_DRAWN_MAX / 2 else None,
        height=CANDIDATE_MAP_HEIGHT,
        legend_on_map=False,
    )


def _labels() -> list[str]:
    """The places of each class, the last ones first."""
    firsts = [*(place + 1 for place in LAST_PLACES[1:]), 1]
    spans = [
        _("{low} to {high}").format(low=number(low), high=number(high))
        for low, high in zip(firsts, LAST_PLACES, strict=True)
    ]
    return [_("after {place}").format(place=number(LAST_PLACES[0])), *spans]


def _drawn(ranked: pl.DataFrame, outlined: pl.DataFrame) -> pl.DataFrame:
    """The areas to draw: area_id, at, lat, lon, candidate_id, score (null: part of none), tip; first ones first.

    Every block, and the streets that are candidates without a block of theirs. ``outlined``: area_id, at.
    """
    of = ranked.select(
        "candidate_id",
        "rank",
        "score",
        "kind",
        pl.concat_list("candidate_id", "members", "folded").list.unique().alias("area_id"),
        candidate="name",
        postponed=each_in_words(ranked["postponed_until"], postponed.in_short),
    ).explode("area_id")
    is_block = pl.col("area_id").str.starts_with("block:")
    blocks = cached.inside(outlined.filter(is_block), filters.question()).join(
        of.drop("kind"), on="area_id", how="left", maintain_order="left"
    )
    without = of.filter((pl.col("kind") == "street") & (pl.col("area_id") == pl.col("candidate_id")))
    without = without.join(blocks, on="candidate_id", how="anti").drop("kind")
    streets = outlined.join(without, on="area_id")
    both = pl.concat([blocks, streets.select(blocks.columns)]).sort("rank", nulls_last=True, maintain_order=True)
    named = both.join(
        cached.snapshot().areas.select("area_id", "name", "lat", "lon"),
        on="area_id",
        how="left",
        maintain_order="left",
    )
    tip = [
        pl.when(pl.col("candidate") != pl.col("name")).then("candidate"),
        pl.col("rank").cast(pl.String),
        pl.col("score").round(0).cast(pl.Int32).cast(pl.String),
        pl.col("postponed"),
    ]
    return named.with_columns(tip=pl.concat_str([each.fill_null("") for each in tip], separator="\n"))


def _chosen(drawn: pl.DataFrame, opened: str | None) -> list[str]:
    """All drawn areas of the candidate that is open; if the area in focus is no candidate, only that area itself."""
    area = area_focus.area() or opened
    if area is None:
        return []
    of = drawn.filter(pl.col("area_id") == area)["candidate_id"].drop_nulls().to_list() or [area]
    return drawn.filter(pl.col("candidate_id").is_in(of))["area_id"].to_list() or [area]
