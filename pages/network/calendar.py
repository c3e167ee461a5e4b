"""A calendar of opportunities: a bar for each work along the months, with today."""

from datetime import date, timedelta

import altair as alt
import polars as pl

from domain.errors import N_
from domain.places.context import OPPORTUNITY_WORDS
from pages.shared import charts, theme
from pages.shared.maps.context_layers import period
from pages.shared.texts import _, day, ngettext, number

BEFORE, AHEAD = 60, 550  # most days shown of the past and of the future
FUTURE_DAYS_MIN = 180  # fewest days shown of the future, so that one day does not fill the chart
WORKS_SHOWN_MAX = 25  # works
LETTER_WIDTH = 6.5  # pixels, width of a letter of a name
BAR_DAYS_MIN = 8  # days, minimum width of a bar, so that an action day is visible


def calendar(works: pl.DataFrame, today: date) -> None:
    """Draw the works (``lists_data.works``) that run or will run; nothing if there are none."""
    until = today + timedelta(AHEAD)
    shown = works.filter((pl.col("ends_on") >= today - timedelta(BEFORE)) & (pl.col("starts_on") <= until)).head(
        WORKS_SHOWN_MAX
    )
    if shown.is_empty():
        return
    names = [f"{row['title']} · {row['first_place']}" for row in shown.iter_rows(named=True)]
    periods = [period(row["starts_on"], row["ends_on"]) for row in shown.iter_rows(named=True)]
    kinds = [_(OPPORTUNITY_WORDS[kind]) for kind in shown["kind"]]
    shown = shown.select(
        pl.col("starts_on").clip(lower_bound=today - timedelta(BEFORE)),
        pl.max_horizontal("ends_on", pl.col("starts_on") + timedelta(BAR_DAYS_MIN)).clip(upper_bound=until),
        "work",
        "where",
        name=pl.Series(names),
        period=pl.Series(periods),
        kind=pl.Series(kinds),
    )
    last = max(shown["ends_on"].max(), today + timedelta(FUTURE_DAYS_MIN))
    ink = theme.INK[theme.shade()]
    months = alt.Axis(format="%b %Y", grid=True, orient="top", labelColor=ink, tickCount="month", labelOverlap=True)
    # the name is drawn over its bar, because on a phone there is no room beside it; it is moved to the left as far as
    # needed to end within the chart
    start = alt.ExprRef(
        f"max(4, min(scale('x', toDate(datum.starts_on)), width - {LETTER_WIDTH} * length(datum.name)))"
    )
    lanes = alt.Chart(shown).encode(y=alt.Y("work:N", sort=shown["work"].to_list(), title=None, axis=None))
    labels = lanes.mark_text(align="left", fontSize=13, color=ink, dy=-8).encode(x=alt.value(start), text="name:N")
    bars = lanes.mark_bar(color=theme.OPPORTUNITY, height=10, cornerRadius=2, yOffset=8).encode(
        x=alt.X("starts_on:T", title=None, axis=months, scale=alt.Scale(domainMax={"expr": f"toDate('{last}')"})),
        x2="ends_on:T",
        tooltip=[
            alt.Tooltip("name:N", title=_("What")),
            alt.Tooltip("kind:N", title=_("Kind")),
            alt.Tooltip("period:N", title=_("When")),
            alt.Tooltip("where:N", title=_("Where")),
        ],
    )
    now = alt.Chart(pl.DataFrame({"today": [today]})).mark_rule(strokeDash=[4, 4], color=ink).encode(x="today:T")
    words = "; ".join(f"{name}: {when}" for name, when in zip(names, periods, strict=True))
    title = _("Coming up, by month")
    count = ngettext(len(names), N_("{count} opportunity"), N_("{count} opportunities")).format(
        count=number(len(names))
    )
    subtitle = _("{count}; dashed: today, {day}").format(count=count, day=day(today))
    charts.show((bars + now + labels).properties(height=alt.Step(40)), title, subtitle, f"{title}. {words}")
