"""What is coming, as a calendar: a bar for each work along the months, with today."""

from datetime import date, timedelta

import altair as alt
import polars as pl

from domain.errors import _ as mark
from pages.parts import charts, theme
from pages.parts.maps.coming_layers import named_work, period
from pages.parts.texts import _, day, number, several

BEFORE, AHEAD = 60, 550  # days of the past and of what comes that it shows
MOST = 25  # works
SHORTEST = 8  # days that a bar is wide at least, or an action day would not show


def calendar(works: pl.DataFrame, today: date) -> None:
    """Draw the works (``network_things.works``) that run or come; nothing where there are none."""
    until = today + timedelta(AHEAD)
    shown = works.filter((pl.col("ends_on") >= today - timedelta(BEFORE)) & (pl.col("starts_on") <= until)).head(MOST)
    if shown.is_empty():
        return
    names = _apart([named_work(row) for row in shown.iter_rows(named=True)])
    periods = [period(row["starts_on"], row["ends_on"]) for row in shown.iter_rows(named=True)]
    shown = shown.select(
        pl.col("starts_on").clip(lower_bound=today - timedelta(BEFORE)),
        pl.max_horizontal("ends_on", pl.col("starts_on") + timedelta(SHORTEST)).clip(upper_bound=until),
        "where",
        name=pl.Series(names),
        period=pl.Series(periods),
    )
    ink = theme.INK[theme.shade()]
    labels = alt.Axis(labelLimit=380, labelFontSize=13, labelColor=ink, ticks=False, domain=False, orient="left")
    months = alt.Axis(format="%b %Y", grid=True, orient="top", labelColor=ink, tickCount="month", labelOverlap=True)
    bars = (
        alt.Chart(shown)
        .mark_bar(color=theme.OPPORTUNITY, height=14, cornerRadius=2)
        .encode(
            x=alt.X("starts_on:T", title=None, axis=months),
            x2="ends_on:T",
            y=alt.Y("name:N", sort=names, title=None, axis=labels),
            tooltip=[
                alt.Tooltip("name:N", title=_("What")),
                alt.Tooltip("period:N", title=_("When")),
                alt.Tooltip("where:N", title=_("Where")),
            ],
        )
    )
    now = alt.Chart(pl.DataFrame({"today": [today]})).mark_rule(strokeDash=[4, 4], color=ink).encode(x="today:T")
    words = "; ".join(f"{name}: {when}" for name, when in zip(names, periods, strict=True))
    title = _("What is coming, by month")
    count = several(len(names), mark("{count} opportunity"), mark("{count} opportunities")).format(
        count=number(len(names))
    )
    subtitle = _("{count}; dashed: today, {day}").format(count=count, day=day(today))
    charts.show((bars + now).properties(height=alt.Step(26)), title, subtitle, f"{title}. {words}")


def _apart(names: list[str]) -> list[str]:
    """The names, each once, or two works would share a bar."""
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return told
