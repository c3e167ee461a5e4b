"""Postponed places: passed over for proposals and in the plan until a day on which someone looks again.

A place keeps its score and its rank; only what is proposed changes. It counts again by itself on the day of review.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from domain.effects.fixed_areas import FixedArea, fixed_areas
from domain.errors import N_, WrongValue
from domain.intake.cleaning.privacy import mask_text
from domain.question import months_before
from domain.schemas import LEVELS
from domain.snapshot.snapshot import Snapshot

POSTPONED_REASON_LENGTH_MAX = 200  # characters: it stands in a row of the list
POSTPONED_YEARS_MAX = 5
MOVED_SHARE_MIN = 0.5  # share of its addresses that an area holds to be the one under another name
POSTPONED_MEMBERS_MIN = 0.5  # share of the areas of a unit, or of the homes of an area, from which it is postponed
COLUMNS = {
    "postponed_until": pl.Date,
    "postponed_reason": pl.String,
    "postponed_by": pl.String,
    "postponed_at": pl.Datetime("us", "UTC"),
    "postponed_as": pl.String,
}


@dataclass(frozen=True)
class Postponed:
    """A person's decision to postpone a place.

    ``area_id``: of the street, block, cluster of blocks or neighbourhood. ``areas``: what it consisted of then; a
    neighbourhood is one area without addresses. ``reason``: masked. ``review_on``: the day from which it counts again.
    ``at`` has a time zone.
    """

    area_id: str
    name: str
    areas: tuple[FixedArea, ...]
    reason: str
    review_on: date
    actor: str
    at: datetime


def checked_reason(reason: str, review_on: date, today: date) -> str:
    """The reason as it may be stored: masked and trimmed.

    Raises:
        WrongValue: there is no reason, it is too long, or the day is not within POSTPONED_YEARS_MAX from tomorrow.
    """
    text = " ".join(mask_text(reason).split())
    if not text:
        raise WrongValue(N_("Write down why this place can wait."))
    if (count := len(text)) > (most := POSTPONED_REASON_LENGTH_MAX):
        raise WrongValue(N_("A reason has at most {most} characters. This one has {count}."), most=most, count=count)
    if not today < review_on <= months_before(today, -12 * POSTPONED_YEARS_MAX):
        raise WrongValue(N_("Choose a day after today, within {years} years."), years=POSTPONED_YEARS_MAX)
    return text


def active(every: Iterable[Postponed], today: date) -> list[Postponed]:
    """Those that are postponed on a day."""
    return [each for each in every if today < each.review_on]


def due(every: Iterable[Postponed], today: date) -> list[Postponed]:
    """Those to review: they count again, and nobody has said yet that this is right. The oldest first."""
    return sorted((each for each in every if each.review_on <= today), key=lambda each: (each.review_on, each.name))


def as_they_are(snapshot: Snapshot, area_ids: Sequence[str]) -> tuple[FixedArea, ...]:
    """These streets, blocks and neighbourhoods as they are now; those that are not in the data are left out."""
    columns = ("area_id", "name", "homes", "denominator")
    rows = snapshot.neighbourhoods.filter(pl.col("area_id").is_in(list(area_ids))).select(columns).iter_rows()
    whole = [FixedArea(area, name, homes, str(unit), (), None) for area, name, homes, unit in rows]
    return (*fixed_areas(snapshot, area_ids), *whole)


def postponed_areas(snapshot: Snapshot, every: Sequence[Postponed]) -> pl.DataFrame:
    """The areas in the data that are postponed: area_id, decision (its number in ``every``).

    An area that is no longer in the data is the one of its level that has most of its addresses, if any has. Of a
    neighbourhood, all its streets and blocks are postponed; of a street, the blocks of which most homes (else reports)
    lie in it, and of a block its street likewise.
    """
    fixed = [(at, area) for at, each in enumerate(every) for area in each.areas]
    asked = pl.DataFrame(
        [(at, area.area_id) for at, area in fixed], schema={"decision": pl.Int64, "area_id": pl.String}, orient="row"
    )
    everywhere = pl.concat([snapshot.areas, snapshot.neighbourhoods]).select("area_id", "neighbourhood_id")
    here = asked.filter(pl.col("area_id").is_in(everywhere["area_id"].implode()))
    known = set(here["area_id"])
    moved = _moved(snapshot, [(at, area) for at, area in fixed if area.area_id not in known and area.addresses])
    inside = everywhere.join(asked, left_on="neighbourhood_id", right_on="area_id")
    found = pl.concat(frame.select("area_id", "decision") for frame in (here, moved, inside)).unique()
    lying = _mostly_in(snapshot).join(found, on="area_id").select("decision", area_id="part") if found.height else found
    return pl.concat([found, lying.select(found.columns)]).unique()


def _mostly_in(snapshot: Snapshot) -> pl.DataFrame:
    """The areas that lie for POSTPONED_MEMBERS_MIN in one of the other level: part, area_id (that it lies in).

    By homes; an area without homes by its reports.
    """
    ids = tuple(f"{level}_id" for level in LEVELS)
    homes, reports = (
        frame.select(pl.col(ids).cast(pl.String)).drop_nulls().group_by(ids).len()
        for frame in (snapshot.dwellings, snapshot.reports)
    )
    found = []
    for one, other in (ids, ids[::-1]):
        for shared in (homes, reports.join(homes, on=one, how="anti")):
            share = pl.col("len") / pl.col("len").sum().over(one)
            found.append(shared.filter(share >= POSTPONED_MEMBERS_MIN).select(part=one, area_id=other))
    return pl.concat(found)


def _moved(snapshot: Snapshot, gone: Sequence[tuple[int, FixedArea]]) -> pl.DataFrame:
    """The areas that have most of the addresses of areas that are gone: area_id, decision."""
    schema = {"area_id": pl.String, "decision": pl.Int64}
    if not gone:
        return pl.DataFrame(schema=schema)
    rows = [(at, number, area.level, list(area.addresses)) for number, (at, area) in enumerate(gone)]
    columns = {"decision": pl.Int64, "gone": pl.Int64, "level": pl.String, "address": pl.List(pl.UInt64)}
    addresses = pl.DataFrame(rows, schema=columns, orient="row").explode("address")
    found = []
    for level in LEVELS:
        at = snapshot.address_hashes.select("address", area_id=f"{level}_id").unique()
        of = addresses.filter(pl.col("level") == level).join(at, on="address")
        all_of_it = of.group_by("gone").agg(every=pl.col("address").n_unique())
        held = of.drop_nulls("area_id").group_by("gone", "decision", "area_id").agg(pl.col("address").n_unique())
        held = held.join(all_of_it, on="gone").filter(pl.col("address") > MOVED_SHARE_MIN * pl.col("every"))
        found.append(held.select("area_id", "decision"))
    return pl.concat(found)


def with_postponed(units: pl.DataFrame, areas: pl.DataFrame, every: Sequence[Postponed]) -> pl.DataFrame:
    """The units with COLUMNS: until when, why, by whom and when, and the ``area_id`` of the decision; null where none.

    ``units``: candidate_id, members, and in a ranking folded. ``areas``: of ``postponed_areas``. A unit is postponed if
    POSTPONED_MEMBERS_MIN of its areas are, or one that it stands for in the list (a street for its block). Of several
    decisions the one that lasts longest counts.
    """
    units = units.drop(*(name for name in COLUMNS if name in units.columns))
    if areas.is_empty():
        return units.with_columns(pl.lit(None, kind).alias(name) for name, kind in COLUMNS.items())
    numbered = [(at, each.review_on, each.reason, each.actor, each.at, each.area_id) for at, each in enumerate(every)]
    decisions = pl.DataFrame(numbered, schema={"decision": pl.Int64, **COLUMNS}, orient="row")
    longest = areas.join(decisions.select("decision", "postponed_until"), on="decision").sort(
        "postponed_until", "decision", descending=[True, False]
    )
    longest = longest.unique("area_id", keep="first", maintain_order=True)
    rows = units.with_row_index("row")
    members = rows.select("row", area_id="members").explode("area_id")
    held = (
        members.join(longest, on="area_id", how="left")
        .group_by("row")
        .agg(
            pl.col("decision").sort_by("postponed_until", descending=True, nulls_last=True).first(),
            share=pl.col("decision").count() / pl.len(),
        )
    )
    found = [held.filter(pl.col("share") >= POSTPONED_MEMBERS_MIN, pl.col("decision").is_not_null())]
    if "folded" in units.columns:
        folded = rows.select("row", area_id="folded").explode("area_id").drop_nulls()
        found.append(folded.join(members, on=["row", "area_id"], how="anti").join(longest, on="area_id"))
    chosen = pl.concat(frame.select("row", "decision") for frame in found).join(decisions, on="decision")
    chosen = chosen.sort("postponed_until", descending=True).unique("row", keep="first").drop("decision")
    return rows.join(chosen, on="row", how="left", maintain_order="left").drop("row")


def proposed(ranked: pl.DataFrame) -> pl.DataFrame:
    """The rows that are not postponed, of a frame with COLUMNS."""
    return ranked.filter(pl.col("postponed_until").is_null())
