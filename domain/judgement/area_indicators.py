"""Indicators of areas: whether tenants and other figures say the same of a place as the reports do.

They are shown beside the score and never used in it. An area is compared with the other areas of its level that have
the same measure in the same period. What is about a neighbourhood is said of the neighbourhood, not of its blocks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from domain.errors import N_
from domain.intake.cleaning.indicators import ANSWERS_MIN
from domain.intake.parsing.street_names import street_key
from domain.message import Message, Text
from domain.places.naming import slug
from domain.snapshot.snapshot import Snapshot

AREAS_COMPARED_MIN = 5  # areas with a figure, with fewer an area is not called high or low
THIRD = 1 / 3  # an area is called high or low if it is beyond this share of the areas
P_HIGH_MIN = 0.5  # probability of over 1.5 times the average from which the reports call an area high
HIGH_IS_BAD = ("dissatisfaction", "nuisance", "turnover", "arrears")
WORSE = {
    "satisfaction": N_("Tenants are less content than in most areas"),
    "dissatisfaction": N_("Tenants are less content than in most areas"),
    "liveability": N_("It scores lower than most areas"),
    "nuisance": N_("More nuisance is felt than in most areas"),
    "turnover": N_("More tenants move out than in most areas"),
    "arrears": N_("More tenants are behind with the rent than in most areas"),
}
BETTER = {
    "satisfaction": N_("Tenants are more content than in most areas"),
    "dissatisfaction": N_("Tenants are more content than in most areas"),
    "liveability": N_("It scores higher than most areas"),
    "nuisance": N_("Less nuisance is felt than in most areas"),
    "turnover": N_("Fewer tenants move out than in most areas"),
    "arrears": N_("Fewer tenants are behind with the rent than in most areas"),
}
ALIKE = N_("{says}: that fits the reports.")
LOOK_FIRST = N_("{says}, though much is reported: look first.")
GO_AND_ASK = N_("{says}, though little is reported: go and ask.")
PLAIN = N_("{says}.")
NO_ANSWERS = N_("{measure}, {period}: not shown, there were fewer than {least} answers.")


@dataclass(frozen=True)
class Said:
    """One indicator of a place in words. ``figure``: the value, period, area and average. ``judgement``: whether it
    agrees with the reports; None if the area is not high or low, or the measure is not known.
    """

    figure: Message
    judgement: Message | None


def placed(indicators: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """``indicators`` (AreaIndicator) with area_id: the area of that name; null if there is none, or several.

    A name without a level, or under a header for neighbourhoods, is that of a neighbourhood, else of a street, else of
    a block. A block is also found by its code, and a neighbourhood by that of its outline ("BU01060001").
    """
    columns = ("area_id", "level", "name", "town")
    areas = pl.concat([snapshot.neighbourhoods.select(columns), snapshot.areas.select(columns)])
    bare = pl.col("name").str.replace(r" \([^()]*\)$", "")
    named = pl.concat(
        [
            areas.with_columns(key=slug(pl.col("name"))),
            areas.filter(pl.col("level") == "street").with_columns(bare).with_columns(key=slug(pl.col("name"))),
            areas.filter(pl.col("level") == "block").with_columns(
                key=slug(pl.col("area_id").str.extract(r"^block:(?:own|drawn|pc6)/(.+)$"))
            ),
            areas.filter(pl.col("level") == "neighbourhood").with_columns(
                key=slug(pl.col("area_id").str.extract(r"^neighbourhood:([^/]+)$"))
            ),
        ]
    ).drop_nulls("key")
    streets = areas.filter(pl.col("level") == "street").with_columns(bare)
    named = pl.concat([named, streets.with_columns(key=street_key(streets["name"]))]).unique(["area_id", "key"])
    order = pl.col("level").cast(pl.String).replace_strict({"neighbourhood": 0, "street": 1, "block": 2})
    loose = pl.col("level").is_null() | (pl.col("level") == "neighbourhood")  # "area" is a neighbourhood in the headers
    asked = indicators.select("indicator_key", "level", "town", "place").with_columns(
        keys=pl.concat_list(slug(pl.col("place")), street_key(indicators["place"])).list.unique()
    )
    found = (
        asked.explode("keys")
        .join(named.rename({"level": "of_level", "town": "of_town"}), left_on="keys", right_on="key")
        .filter((pl.col("level").cast(pl.String) == pl.col("of_level").cast(pl.String)) | loose)
        .filter(
            (slug(pl.col("town")) == slug(pl.col("of_town"))) | pl.col("town").is_null() | pl.col("of_town").is_null()
        )
        .drop("level")
        .rename({"of_level": "level"})
        .with_columns(order=order)
        .filter(pl.col("order") == pl.col("order").min().over("indicator_key"))
        .unique(["indicator_key", "area_id"])
        .filter(pl.len().over("indicator_key") == 1)
    )
    return indicators.join(
        found.select("indicator_key", "area_id"), on="indicator_key", how="left", maintain_order="left"
    )


def unknown_places(rows: pl.DataFrame) -> list[str]:
    """The names of places that are no area in the data, or several; most rows first. ``rows``: of ``placed``."""
    without = rows.filter(pl.col("area_id").is_null())["place"].value_counts(name="rows")
    return without.sort("rows", "place", descending=[True, False])["place"].to_list()


def measures_found(rows: pl.DataFrame) -> pl.DataFrame:
    """What is measured in indicators, in the order of the file, and for how many areas. ``rows``: of ``placed``.

    Columns: measure, from, until (the first and last day), areas (how many places have a row), known (how many of
    these are an area in the data), withheld (rows without a value, for they had fewer than ANSWERS_MIN answers).
    """
    return rows.group_by("measure", maintain_order=True).agg(
        pl.col("starts_on").min().alias("from"),
        pl.col("ends_on").max().alias("until"),
        areas=pl.col("place").n_unique(),
        known=pl.col("area_id").drop_nulls().n_unique(),
        withheld=pl.col("value").null_count(),
    )


def compared(rows: pl.DataFrame, kinds: Mapping[str, str | None]) -> pl.DataFrame:
    """The indicators of areas, the newest period of each measure only, beside those of other areas.

    ``rows``: of ``placed``. ``kinds``: measure -> of MEASURES, null if not known. Columns: those of ``rows``;
    kind; areas (how many have a value), average, third ("worse", "better", or null).
    """
    known = rows.drop_nulls("area_id").with_columns(
        kind=pl.col("measure").replace_strict(kinds, default=None, return_dtype=pl.String),
        of_level=pl.col("area_id").str.split(":").list.first(),
    )
    one = ("measure", "publisher", "starts_on", "ends_on", "of_level")
    value = pl.col("value")
    low, high = (value.quantile(share, "linear").over(one) for share in (THIRD, 1 - THIRD))
    bad_is_high = pl.col("kind").is_in(HIGH_IS_BAD)
    is_high, is_low = value > high, value < low
    third = (
        pl.when((value.count().over(one) < AREAS_COMPARED_MIN) | pl.col("kind").is_null())
        .then(None)
        .when((is_high & bad_is_high) | (is_low & ~bad_is_high))
        .then(pl.lit("worse"))
        .when((is_low & bad_is_high) | (is_high & ~bad_is_high))
        .then(pl.lit("better"))
    )
    beside = known.with_columns(areas=value.count().over(one), average=value.mean().over(one), third=third)
    newest = pl.col("ends_on") == pl.col("ends_on").max().over("area_id", "measure", "publisher")
    return beside.filter(newest).sort("measure", "publisher", "area_id").drop("of_level")


def of_place(rows: pl.DataFrame, area_ids: Sequence[str], snapshot: Snapshot) -> pl.DataFrame:
    """The indicators of a place: of its own areas; of a measure that these lack, of the neighbourhood they lie in.

    ``rows``: of ``compared``. Adds name (of the area) and own (whether it is one of ``area_ids``).
    """
    every = pl.concat([snapshot.areas, snapshot.neighbourhoods]).select("area_id", "name", "neighbourhood_id")
    around = every.filter(pl.col("area_id").is_in(list(area_ids)))["neighbourhood_id"].drop_nulls().unique()
    here = rows.filter(pl.col("area_id").is_in([*area_ids, *around])).join(
        every.select("area_id", "name"), on="area_id", how="left", maintain_order="left"
    )
    here = here.with_columns(own=pl.col("area_id").is_in(list(area_ids)))
    return here.filter(pl.col("own") | ~pl.col("own").any().over("measure", "publisher"))


def is_high(ratio: float | None, p_high: float | None) -> bool | None:
    """Whether the reports call an area high; None if they do not say. ``ratio``: to the average."""
    if p_high is not None and p_high >= P_HIGH_MIN:
        return True
    return False if ratio is not None and ratio <= 1 else None


def in_words(rows: pl.DataFrame, high: bool | None) -> list[Said]:
    """Each indicator of a place (``of_place``) in words. ``high``: whether the reports call the place high."""
    return [Said(_figure(row), _judgement(row, high)) for row in rows.iter_rows(named=True)]


def _figure(row: Mapping[str, Any]) -> Message:
    named = {"measure": row["measure"], "period": period(row["starts_on"], row["ends_on"])}
    if row["value"] is None:
        return Message(NO_ANSWERS, **named, least=ANSWERS_MIN)
    values = named | {"value": amount(row["value"], row["unit"]), "name": row["name"], "source": row["publisher"]}
    values |= {"count": row["areas"], "average": amount(row["average"], row["unit"]), "answers": row["answers"]}
    return Message(_FIGURES[bool(row["own"]), row["areas"] >= AREAS_COMPARED_MIN, row["answers"] is not None], **values)


_FIGURES = {  # of the place itself; with an average; with answers
    (True, True, True): N_(
        "{measure}, {period}: {value}; the average of {count} areas is {average}. Source: {source}, {answers} answers."
    ),
    (True, True, False): N_(
        "{measure}, {period}: {value}; the average of {count} areas is {average}. Source: {source}."
    ),
    (True, False, True): N_("{measure}, {period}: {value}. Source: {source}, {answers} answers."),
    (True, False, False): N_("{measure}, {period}: {value}. Source: {source}."),
    (False, True, True): N_(
        "{measure}, {period}: {value} in the neighbourhood {name}; the average of {count} neighbourhoods is {average}. "
        "Source: {source}, {answers} answers."
    ),
    (False, True, False): N_(
        "{measure}, {period}: {value} in the neighbourhood {name}; the average of {count} neighbourhoods is {average}. "
        "Source: {source}."
    ),
    (False, False, True): N_(
        "{measure}, {period}: {value} in the neighbourhood {name}. Source: {source}, {answers} answers."
    ),
    (False, False, False): N_("{measure}, {period}: {value} in the neighbourhood {name}. Source: {source}."),
}


def _judgement(row: Mapping[str, Any], high: bool | None) -> Message | None:
    if row["third"] is None:
        return None
    is_worse = row["third"] == "worse"
    says = Message((WORSE if is_worse else BETTER)[row["kind"]])
    if high is None:
        return Message(PLAIN, says=says)
    if is_worse == high:
        return Message(ALIKE, says=says)
    return Message(LOOK_FIRST if high else GO_AND_ASK, says=says)


def amount(value: float, unit: str | None) -> Text:
    """A value with its unit, with at most one decimal."""
    short = round(value, 1)
    return Message(N_("{amount}%"), amount=short) if unit == "%" else short


def period(first: date, last: date) -> Text:
    """The period of a figure, as it was given: a year, a quarter, a month, a day, or from one day to another.

    >>> period(date(2025, 1, 1), date(2025, 12, 31))
    '2025'
    """
    if first == last:
        return first
    after = last + timedelta(1)
    if (first.month, first.day, after.month, after.day) == (1, 1, 1, 1):
        return str(first.year) if after.year == first.year + 1 else f"{first.year}-{last.year}"
    months = 12 * (after.year - first.year) + after.month - first.month
    if first.day == after.day == 1 and months == 3 and first.month % 3 == 1:
        return Message(N_("quarter {number} of {year}"), number=first.month // 3 + 1, year=str(first.year))
    return Message(N_("{first} to {last}"), first=first, last=last)
