"""The candidates of a session, with the figures that everyone in the room may see."""

from dataclasses import dataclass

import polars as pl

from domain.disclosure_control import Public
from domain.sessions.session import SessionPlan

KINDS_OF = {"block": ("block", "cluster"), "street": ("street",)}
"""What can be a candidate where a session looks at blocks, or at streets; never both (domain/disclosure_control.py)."""


@dataclass(frozen=True)
class SeenFigures:
    """What may be shown of a candidate. ``incidents`` in the window, and a year for each 100 homes (``rate``).

    ``homes``, ``rate``: None where homes are not known. ``low``, ``high``: the rate's interval; ``p_high``: the
    probability that the true rate is over 1.5 times the average; these three None for a cluster, of which they
    are not published. ``change``: incidents of the last half year less those of the one before; None where withheld.
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
    """The candidates of a session, first one first: the first of the list, or those that were chosen.

    ``ranked``: the list for the session's weights; ``units``: of its evidence. A chosen area that is not in the list
    (any more) comes last, without a rank; one without an area is skipped.

    Columns: candidate_id, name, kind, members (area ids), rank (in the whole list), shown (whether its figures may be).
    """
    columns = ("candidate_id", "name", "kind", "members")
    if plan.chosen:
        wanted = pl.col("candidate_id").is_in(plan.chosen)
        inside = ranked.filter(wanted).select(*columns, pl.col("rank").cast(pl.Int64))
        others = units.filter(wanted & ~pl.col("candidate_id").is_in(inside["candidate_id"].to_list()))
        found = pl.concat([inside, others.select(*columns, rank=pl.lit(None, pl.Int64))], how="vertical_relaxed")
    else:
        found = ranked.head(plan.candidates).select(*columns, pl.col("rank").cast(pl.Int64))
    shown = [public.may_show(members) for members in found["members"].to_list()]
    return found.with_columns(shown=pl.Series(shown, dtype=pl.Boolean))


def figures_of(public: Public, members: list[str]) -> SeenFigures | None:
    """What may be shown of a candidate of these areas; None where nothing may."""
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
