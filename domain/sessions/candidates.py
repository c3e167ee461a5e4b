"""The candidates of a session, with the figures that everyone in the room may see."""

from dataclasses import dataclass

import polars as pl

from domain.disclosure_control import Public
from domain.sessions.session import MOST_OPTIONS, SessionPlan

KINDS_OF = {"block": ("block", "cluster"), "street": ("street",)}
"""The kinds of candidates by the level of a session. A session never mixes levels (domain/disclosure_control.py)."""


@dataclass(frozen=True)
class SeenFigures:
    """The figures of a candidate that may be shown.

    ``incidents``: in the window. ``homes``; ``rate``: incidents a year per 100 homes; both None if the number of homes
    is unknown. ``low``, ``high``: the interval of the rate. ``p_high``: the probability that the true rate is over 1.5
    times the average. These three are None for a cluster, because they are not published for clusters. ``change``:
    incidents of the last half year minus those of the half year before; None if withheld.
    """

    incidents: int
    homes: int | None
    denominator: str
    rate: float | None
    low: float | None
    high: float | None
    p_high: float | None
    change: int | None


def session_candidates(ranked: pl.DataFrame, units: pl.DataFrame, plan: SessionPlan, public: Public) -> pl.DataFrame:
    """The candidates of a session in order of rank: the first ones of the list, or those that were chosen.

    ``ranked``: the list for the session's weights. ``units``: the units of its evidence. Both have the columns of
    domain/judgement/postponed.py. A postponed candidate keeps its place and does not count in the number. A chosen
    area that is not in the list comes last, without a rank. A chosen id that no longer exists is skipped.

    Columns: candidate_id, name, kind, members (area ids), postponed_until (null if it is not), rank (in the whole
    list), shown (whether its figures may be shown).
    """
    columns = ("candidate_id", "name", "kind", "members", "postponed_until")
    if plan.chosen:
        wanted = pl.col("candidate_id").is_in(plan.chosen)
        inside = ranked.filter(wanted).select(*columns, pl.col("rank").cast(pl.Int64))
        others = units.filter(wanted & ~pl.col("candidate_id").is_in(inside["candidate_id"].to_list()))
        found = pl.concat([inside, others.select(*columns, rank=pl.lit(None, pl.Int64))], how="vertical_relaxed")
    else:
        free = pl.col("postponed_until").is_null()
        first = ranked.filter((free.cum_sum() < plan.candidates) | (free & (free.cum_sum() == plan.candidates)))
        found = first.head(MOST_OPTIONS).select(*columns, pl.col("rank").cast(pl.Int64))
    shown = [public.may_show(members) for members in found["members"].to_list()]
    return found.with_columns(shown=pl.Series(shown, dtype=pl.Boolean))


def figures_of(public: Public, members: list[str]) -> SeenFigures | None:
    """The figures of a candidate of these areas that may be shown; None if none may."""
    if not public.may_show(members):
        return None
    areas = public.areas.filter(pl.col("area_id").is_in(members))
    denominator = areas["denominator"].unique(maintain_order=True).to_list()
    known = len(denominator) == 1 and areas["homes"].null_count() == 0 and areas["homes"].sum() > 0
    rated = known and areas["rate"].null_count() == 0
    one = areas.row(0, named=True) if areas.height == 1 else {}
    return SeenFigures(
        incidents=int(areas["incidents"].sum()),
        homes=int(areas["homes"].sum()) if known else None,
        denominator=denominator[0] if len(denominator) == 1 else "mixed",
        rate=float((areas["rate"] * areas["homes"]).sum() / areas["homes"].sum()) if rated else None,
        low=one.get("low"),
        high=one.get("high"),
        p_high=one.get("p_high"),
        change=int(areas["change"].sum()) if areas["change"].null_count() == 0 else None,
    )
