"""The two charts of an effect: the difference in incidents; and the months, against the comparison areas."""

import altair as alt
import polars as pl
import streamlit as st

from domain.documents.project_report import ROWS
from domain.effects.effect import Effect
from domain.errors import N_
from pages.shared import charts, theme
from pages.shared.texts import _, markdown, month, number


def figure(found: Effect) -> None:
    """Incidents more or fewer than expected, as dots with 90 % intervals; and the simple difference as a dot."""
    rows = [(name, *value) for name in ("direct", "displaced", "total") if (value := getattr(found, name))]
    if found.before is not None and found.incidents is not None:
        rows.append(("naive", found.incidents - found.before * found.months_after, None, None))
    shown = pl.DataFrame(rows, schema=["row", "middle", "low", "high"], orient="row", infer_schema_length=None)
    names = [_(ROWS[name]) for name in shown["row"]]
    words = [_more_or_fewer(*row) for row in shown.select("middle", "low", "high").iter_rows()]
    shown = shown.with_columns(name=pl.Series(names), words=pl.Series(words))
    ink = theme.INK[theme.shade()]
    labels = alt.Axis(labelLimit=260, labelFontSize=13, labelFlush=False, labelColor=ink, ticks=False, domain=False)
    colour = alt.Color(
        "row:N",
        legend=None,
        scale=alt.Scale(domain=list(ROWS), range=[theme.accent(), theme.accent(), theme.accent(), theme.UNKNOWN]),
    )
    base = alt.Chart(shown).encode(
        y=alt.Y("name:N", sort=names, title=None, axis=labels),
        color=colour,
        tooltip=[alt.Tooltip("name:N", title=_("Where")), alt.Tooltip("words:N", title=_("Incidents"))],
    )
    x = alt.X("middle:Q", title=None, axis=alt.Axis(format="d", tickCount=6))
    spans = base.mark_rule(strokeWidth=8, opacity=0.35, strokeCap="round").encode(x="low:Q", x2="high:Q")
    dots = base.mark_circle(size=110, opacity=1).encode(x=x)
    none = alt.Chart(pl.DataFrame({"none": [0]})).mark_rule(strokeDash=[4, 4], color=ink).encode(x="none:Q")
    title = _("What the project changed")
    text = f"{title}. " + "; ".join(f"{name}: {word}" for name, word in zip(names, words, strict=True))
    charts.show((spans + none + dots).properties(height=alt.Step(38)), title, None, text)
    st.caption(  # on a phone a chart's own subtitle is truncated
        _(
            "Fewer incidents (left) or more (right) than without the project, since the work began. A "
            "bar holds the true number nine times out of ten. Dashed line: no change."
        )
    )


def _more_or_fewer(middle: float, low: float | None, high: float | None) -> str:
    """A difference in words: "-61 (-97 to -24)"."""
    if low is None or high is None:
        return number(middle)
    return _("{middle} ({low} to {high})").format(middle=number(middle), low=number(low), high=number(high))


def months(found: Effect) -> None:
    """Incidents by month: observed, and expected if they had developed as in the comparison areas."""
    ink, table = theme.INK[theme.shade()], found.months
    names = {"treated": _("This project"), "comparison": _("Comparison areas, scaled to its size")}
    long = table.unpivot(
        ["treated", "comparison"], index=["month", "side"], variable_name="row", value_name="incidents"
    )
    long = long.with_columns(name=pl.col("row").replace_strict(names))
    x = alt.X("month:T", title=None, axis=alt.Axis(format="%b %Y", labelOverlap=True, grid=False, tickCount=8))
    y = alt.Y("incidents:Q", title=None, scale=alt.Scale(zero=True), axis=alt.Axis(tickMinStep=1, tickCount=5))
    colour = alt.Color("row:N", legend=None, scale=alt.Scale(domain=list(names), range=[theme.accent(), theme.UNKNOWN]))
    tooltip = [
        alt.Tooltip("month:T", title=_("Month"), format="%B %Y"),
        alt.Tooltip("name:N", title=_("Where")),
        alt.Tooltip("incidents:Q", title=_("Incidents"), format=",.1f"),
    ]
    base = alt.Chart(long).encode(x=x, y=y, color=colour, tooltip=tooltip)
    begun = table.filter(pl.col("side") == "after")["month"].min()
    line = alt.Chart(pl.DataFrame({"month": [begun], "name": [_("work begins")], "at": [long["incidents"].max()]}))
    starts = line.mark_rule(strokeDash=[4, 4], color=ink).encode(x="month:T")
    starts += line.mark_text(align="left", dx=6, dy=4, color=ink, fontSize=13).encode(
        x="month:T", y="at:Q", text="name:N"
    )
    ends = long.filter(pl.col("month") == pl.col("month").max()).sort("incidents")
    room = 0.08 * (long["incidents"].max() or 1)
    lower = ends["incidents"][0]
    ends = ends.with_columns(at=pl.Series([lower, max(ends["incidents"][1], lower + room)]))
    labels = alt.Chart(ends).mark_text(align="left", dx=8, fontWeight="bold", fontSize=13)
    labels = labels.encode(x=x, y="at:Q", text="name:N", color=colour)
    lines = base.mark_line(strokeWidth=2.2)
    title = _("Incidents by month")
    subtitle = markdown(
        N_("From {first} to {last}"), first=month(table["month"].min()), last=month(table["month"].max())
    )
    means = table.filter(pl.col("side") != "neither").group_by("side", maintain_order=True)
    words = "; ".join(
        _("{side}: {own} a month here, {other} going by the comparison areas").format(
            side=_("before") if side == "before" else _("since"),
            own=number(part["treated"].mean(), 1),
            other=number(part["comparison"].mean(), 1),
        )
        for (side,), part in means
    )
    charts.show((lines + starts + labels).properties(height=280), title, subtitle, f"{title}. {words}", right=210)
