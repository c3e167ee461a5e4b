"""Opportunities and the network as layers of a map, and as rows of the table with the same content."""

from datetime import date

import polars as pl

from domain.errors import N_
from domain.places.context import OPPORTUNITY_WORDS, PARTNER_WORDS
from domain.snapshot.snapshot import Snapshot
from pages.shared import cached_shapes, theme
from pages.shared.maps.area_payload import Layer
from pages.shared.texts import _, day, format_list, ngettext, number

OUTLINED_SHARE_MIN = 0.25  # share of an area's homes from which its outline is drawn
EVERYWHERE_SHARE_MIN = 0.9  # share of all areas from which an item counts as everywhere and is not drawn
NAMES_IN_TIP_MAX = 3  # most names in a tip


def coming(snapshot: Snapshot, today: date) -> pl.DataFrame:
    """The opportunities in their areas that are not over."""
    return snapshot.opportunities.filter(pl.col("ends_on") >= today)


def opportunity_layer(snapshot: Snapshot, level: str, today: date) -> Layer:
    """The areas of a level that opportunities affect, except opportunities that are everywhere."""
    rows = _placed(coming(snapshot, today), snapshot, level, "opportunity_key")
    rows = rows.filter(pl.col("share") >= OUTLINED_SHARE_MIN).unique(
        ["area_id", "work"], keep="first", maintain_order=True
    )
    named = snapshot.areas.select("area_id", area="name")
    each = rows.join(named, on="area_id", maintain_order="left").group_by("area_id", maintain_order=True)
    tips = each.agg(pl.first("area"), pl.struct("kind", "title", "starts_on", "ends_on").alias("what"))
    # not by map_elements: Polars' threads do not know the reader's language
    lines = [
        [area, *(opportunity_in_text(what) for what in works)]
        for area, works in tips.select("area", "what").iter_rows()
    ]
    tips = tips.with_columns(tip=pl.Series(["\n".join(each) for each in lines], dtype=pl.String))
    return Layer(_("Opportunities"), theme.OPPORTUNITY, outlines=cached_shapes.shapes(level).join(tips, on="area_id"))


def network_layer(snapshot: Snapshot) -> Layer:
    """The partners and groups as points in the middle of their areas; those at one point are combined."""
    rows = _placed(snapshot.partners, snapshot, "block", "name")
    at = rows.join(snapshot.areas.select("area_id", "lat", "lon"), on="area_id").drop_nulls(["lat", "lon"])
    each = at.group_by("name", maintain_order=True).agg(pl.mean("lat", "lon"), pl.first("kind"), pl.col("quiet").all())
    each = each.with_columns(pl.col("lat", "lon").round(4))
    lines = [partner_in_text(row) for row in each.iter_rows(named=True)]
    spots = each.with_columns(line=pl.Series(lines, dtype=pl.String)).group_by("lat", "lon", maintain_order=True)
    points = spots.agg(tip=pl.col("line").str.join("\n"), solid=(pl.col("kind") == "resident_group").any())
    return Layer(_("Partner"), theme.INK[theme.shade()], points=points, solid=_(PARTNER_WORDS["resident_group"]))


def _placed(rows: pl.DataFrame, snapshot: Snapshot, level: str, key: str) -> pl.DataFrame:
    """The rows of areas of a level, except items that are everywhere."""
    areas = snapshot.areas.filter(pl.col("level") == level)["area_id"]
    rows = rows.drop_nulls("area_id").filter(pl.col("area_id").is_in(areas.implode()))
    return rows.filter(pl.col("area_id").n_unique().over(key) < max(EVERYWHERE_SHARE_MIN * len(areas), 2))


def opportunity_in_text(row: dict) -> str:
    """An opportunity in one line of plain text: its kind, title and period."""
    return f"{named_work(row)}: {period(row['starts_on'], row['ends_on'])}"


def named_work(row: dict) -> str:
    """The name of an opportunity: its kind, and its title if that adds information."""
    kind = _(OPPORTUNITY_WORDS[row["kind"]])
    return kind if kind.casefold() == row["title"].casefold() else f"{kind} ({row['title']})"


def period(first: date, last: date) -> str:
    """A period in words: "1 apr 2027 to 30 nov 2027"; one day by itself."""
    return day(first) if first == last else _("{first} to {last}").format(first=day(first), last=day(last))


def partner_in_text(row: dict) -> str:
    """A partner or group in one line of plain text: its name and kind, and whether it went quiet."""
    kind = _(PARTNER_WORDS[row["kind"]])
    return f"{row['name']} · {kind}" + (f" · {_('out of touch')}" if row["quiet"] else "")


def last_contact(row: dict, today: date) -> str:
    """The last contact with a partner or group, as plain text."""
    last = row["last_contact"]
    if last is None:
        return _("no contact known")
    if not row["quiet"]:
        return _("last contact {day}").format(day=day(last))
    months = months_quiet(row, today)
    quiet = ngettext(months, N_("{count} month without contact"), N_("{count} months without contact"))
    return quiet.format(count=number(months))


def months_quiet(row: dict, today: date) -> int | None:
    """Whole months since the last contact with a partner or group that went quiet; None for any other."""
    last = row["last_contact"]
    if last is None or not row["quiet"]:
        return None
    return (today.year - last.year) * 12 + today.month - last.month - (today.day < last.day)


def few(names: list[str], most: int = NAMES_IN_TIP_MAX) -> str:
    """The first names as a list, and the number of others."""
    more = [_("{count} more").format(count=number(len(names) - most))] if len(names) > most else []
    return format_list([*names[:most], *more])
