"""A release: the figures of one level and window up to a period end, frozen and checked against all earlier ones.

Everything that leaves the association reads a release. It ends at the last day of a quarter, so that no two releases
differ by a few days. What is given is what the rules of one area allow (domain/disclosure_control.py), less what would
tell something together with all that was given before (check.py). What a reader can derive is thus limited, whichever
releases they compare: of levels, windows and period ends.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import polars as pl

from domain.disclosure_control import Public, half_years, published, showable, whole_or_not
from domain.indicators.area_figures import area_figures
from domain.indicators.report_selection import Window
from domain.question import Question, months_before
from domain.releases.cells import CELLS, MADE_OF, TownCounts, month_number, town_counts
from domain.releases.check import allowed
from domain.releases.frozen import in_use
from domain.releases.given import GIVEN, nothing_given
from domain.schemas import DENOMINATORS, THEMES
from domain.snapshot.snapshot import Snapshot

PERIOD = 3  # months between period ends
OUTDATED = 0.1  # largest difference between frozen and present counts of an area, as a share of the present one


@dataclass(frozen=True)
class Past:
    """All that was given before.

    ``given``: see given.GIVEN. ``cells``, ``made_of``: the frozen counts and the areas that they are of
    (cells.TownCounts). ``since``: the number of the first month that is not frozen.
    """

    given: pl.DataFrame = field(default_factory=nothing_given)
    cells: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CELLS))
    made_of: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=MADE_OF))
    since: int = 0


@dataclass(frozen=True)
class Release:
    """The figures of a level and window. ``until``: their last day; None: no period has ended since the first report.

    ``release_id``: its number in the store, 0 before it is stored.
    """

    level: str
    months: int
    until: date | None
    public: Public
    release_id: int = 0

    @property
    def question(self) -> Question:
        """The question that the figures answer."""
        return Question(level=self.level, months=self.months, as_of=self.until)


def period_end(snapshot: Snapshot) -> date | None:
    """The last day of the last period of PERIOD months that is wholly in the data; None if there is none."""
    if snapshot.as_of is None or snapshot.begins_on is None:
        return None
    after = snapshot.as_of + timedelta(1)
    end = after.replace(month=(after.month - 1) // PERIOD * PERIOD + 1, day=1) - timedelta(1)
    return end if end >= snapshot.begins_on else None


def last_frozen_day(past: Past) -> date:
    """The last day of the frozen counts."""
    return date(past.since // 12, past.since % 12 + 1, 1) - timedelta(1) if past.since else date.min


def release(snapshot: Snapshot, level: str, months: int, past: Past) -> tuple[Release, pl.DataFrame, TownCounts]:
    """A new release, the figures that it gives (see given.GIVEN), and the town with the counts that it is made of.

    ``snapshot``: without the reports that never count in a release. ``past``: all that was given before.
    """
    until = period_end(snapshot)
    question = Question(level=level, months=months, as_of=until)
    areas = area_figures(snapshot, question)
    if until is None:
        nothing = areas.with_columns(shown=pl.lit(False))
        none = _parts(areas.select("area_id").clear())
        days = half_years(snapshot.as_of or date(2000, 1, 1))
        town = TownCounts(*(pl.DataFrame(schema=each) for each in ({}, CELLS, {}, MADE_OF)))
        return Release(level, months, None, published(nothing, *none, 1.0, days, "stock")), nothing_given(), town
    span = counted_days(snapshot, until, months)
    live = town_counts(snapshot, max(until, last_frozen_day(past)))
    town = in_use(live, past.cells, past.since, past.made_of, past.given)
    days = half_years(until)
    areas = _showable(areas, town, live, past, level, span)
    wanted = _figures(areas.filter("shown")["area_id"], "window", span)
    later = None
    if level == "block":  # a session about streets may follow
        streets = area_figures(snapshot, replace(question, level="street"))
        streets = _showable(streets, town, live, past, "street", span)
        later = _figures(streets.filter("shown")["area_id"], "window", span)
    given = allowed(town, past.given, wanted, level, later)
    areas = areas.with_columns(shown=pl.col("area_id").is_in(given["area_id"].implode()))
    parts = []
    for by, kind in ((_by_half(town, level, days, until), "half"), (_by_theme(town, level, span), "themes")):
        whole = whole_or_not(by.join(areas.select("area_id", "shown"), on="area_id", how="inner"))
        shown = whole["area_id"].unique()
        more = pl.concat(_figures(shown, kind, each) for each in ([span] if kind == "themes" else _spans(days, until)))
        more = allowed(town, pl.concat([past.given, given]), more, level)
        given = pl.concat([given, more])
        parts.append(whole.filter(pl.col("area_id").is_in(more["area_id"].unique().implode())))
    by_half, by_theme = parts
    shown = published(areas.drop("now"), by_theme, by_half, span.years, days, question.compare)
    return Release(level, months, until, shown), given, town


def _showable(
    areas: pl.DataFrame, town: TownCounts, live: TownCounts, past: Past, level: str, span: Window
) -> pl.DataFrame:
    """The areas with incidents (in use), now (of the present data), and shown: whether a figure by itself may be."""
    counts, now = (_totals(each, level, span) for each in (town, live))
    areas = areas.drop("incidents").join(counts, on="area_id", how="left", maintain_order="left")
    areas = areas.join(now.rename({"incidents": "now"}), on="area_id", how="left", maintain_order="left")
    areas = areas.with_columns(pl.col("incidents", "now").fill_null(0))
    is_new = _redrawn(live, past, level, span)
    as_it_is = (pl.col("incidents") - pl.col("now")).abs() <= pl.max_horizontal(2, OUTDATED * pl.col("now"))
    return areas.with_columns(shown=showable() & as_it_is & ~pl.col("area_id").is_in(is_new.implode()))


def counted_days(snapshot: Snapshot, until: date, months: int) -> Window:
    """The window in whole months, limited to the months of the data."""
    begins = (snapshot.begins_on or until).replace(day=1) - timedelta(1)
    return Window(max(months_before(until, months), begins), until)


def _spans(days: pl.Series, until: date) -> list[Window]:
    """The half years that begin on these days."""
    starts = [day - timedelta(1) for day in days]
    return [Window(after, end) for after, end in zip(starts, [*starts[1:], until], strict=True)]


def _figures(areas: pl.Series, kind: str, span: Window) -> pl.DataFrame:
    """Figures of these areas in a window, see given.GIVEN."""
    first, past = (month_number(day) + 1 for day in (span.after, span.until))
    ids = areas.cast(pl.String).alias("area_id")
    return pl.select(ids, first=first, past=past, kind=pl.lit(kind)).cast(GIVEN).select(list(GIVEN))


def _inside(town: TownCounts, level: str, span: Window) -> pl.DataFrame:
    """The cells of a window: area_id, month, theme, incidents."""
    first, past = (month_number(day) + 1 for day in (span.after, span.until))
    inside = town.cells.filter(pl.col("month").is_between(first, past, closed="left"))
    return inside.select(pl.col(f"{level}_id").alias("area_id"), "month", "theme", "incidents").drop_nulls("area_id")


def _totals(town: TownCounts, level: str, span: Window) -> pl.DataFrame:
    return _inside(town, level, span).group_by("area_id").agg(pl.sum("incidents"))


def _by_theme(town: TownCounts, level: str, span: Window) -> pl.DataFrame:
    theme = pl.col("theme").cast(pl.Enum(THEMES))
    return _inside(town, level, span).group_by("area_id", theme).agg(pl.sum("incidents")).sort("area_id", "theme")


def _by_half(town: TownCounts, level: str, days: pl.Series, until: date) -> pl.DataFrame:
    found = _inside(town, level, Window(days[0] - timedelta(1), until))
    starts = pl.Series([month_number(day) for day in days])
    half = days.gather(starts.search_sorted(found["month"], side="right") - 1).alias("half")
    return found.with_columns(half).group_by("area_id", "half").agg(pl.sum("incidents")).sort("area_id", "half")


def _parts(areas: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """No divisions by theme, and none by half year."""
    count = pl.lit(0, pl.Int64).alias("incidents")
    return (
        areas.with_columns(count, theme=pl.lit(None, pl.Enum(THEMES))).select("area_id", "theme", "incidents"),
        areas.with_columns(count, half=pl.lit(None, pl.Date)).select("area_id", "half", "incidents"),
    )


def _redrawn(town: TownCounts, past: Past, level: str, span: Window) -> pl.Series:
    """The areas that may have taken over dwellings of an area that was given: those that are new or changed.

    Only where an area of this level was given in an overlapping period and consists of other dwellings now. Areas that
    were given themselves are left out, because their counts of that period stay as they were.
    """
    of_level = pl.col("area_id").str.starts_with(f"{level}:")
    overlaps = pl.col("past") > month_number(span.after) + 1
    told = past.given.filter(of_level & overlaps)["area_id"].unique()
    then, now = (frame.filter(of_level) for frame in (past.made_of, town.made_of))
    both = then.join(now, on="area_id", how="full", suffix="_now", coalesce=True)
    changed = both.filter(pl.col("made_of").ne_missing(pl.col("made_of_now")))["area_id"]
    if changed.is_in(told.implode()).any():
        return changed.filter(~changed.is_in(told.implode()))
    return changed.clear()


_TYPES: dict[str, dict[str, Any]] = {
    "areas": {
        **dict.fromkeys(("area_id", "name", "town"), pl.String),
        "denominator": pl.Enum(DENOMINATORS),
        "shown": pl.Boolean,
        **dict.fromkeys(("lat", "lon"), pl.Float64),
        **dict.fromkeys(("themes_shown", "halves_shown"), pl.Boolean),
        **{"homes": pl.UInt32, "incidents": pl.Int64},
        **dict.fromkeys(("rate", "low", "high", "p_high"), pl.Float64),
        "change": pl.Int64,
    },
    "themes": {"area_id": pl.String, "theme": pl.Enum(THEMES), "incidents": pl.Int64},
    "halves": {"area_id": pl.String, "half": pl.Date, "incidents": pl.Int64},
}


def to_json(public: Public) -> dict[str, Any]:
    """Published figures as JSON values."""
    frames = {name: getattr(public, name).select(list(types)) for name, types in _TYPES.items()}
    plain = {name: frame.with_columns(pl.col(pl.Date).dt.to_string()) for name, frame in frames.items()}
    kept = {name: frame.to_dict(as_series=False) for name, frame in plain.items()}
    rest = {"total": public.total, "withheld": public.withheld}
    return kept | rest | {"half_days": [day.isoformat() for day in public.half_days]}


def from_json(plain: Mapping[str, Any]) -> Public:
    """The published figures from JSON values."""
    frames = {}
    for name, types in _TYPES.items():
        read = {column: pl.String if kind == pl.Date else kind for column, kind in types.items()}
        days = [pl.col(column).str.to_date() for column, kind in types.items() if kind == pl.Date]
        frames[name] = pl.DataFrame(plain[name], schema=read).with_columns(days)
    half_days = tuple(date.fromisoformat(day) for day in plain["half_days"])
    return Public(**frames, total=plain["total"], withheld=plain["withheld"], half_days=half_days)
