"""The curve of the gain against more hours, drawn on request."""

import altair as alt
import polars as pl
import streamlit as st

from domain.planning.plan import flat_from
from pages.shared import cached_plan, charts, theme
from pages.shared.cached_plan import Planned
from pages.shared.texts import _, number

HOURS_MORE = 4.0  # a week, of the question on the button; one of EXTRA_HOURS


def show(made: Planned) -> None:
    """Draw the button, and after a click the answer sentence with the curve."""
    if not st.session_state.get("plan-more"):
        st.button(_("What if we had 4 hours more?"), icon=":material/more_time:", key="more-hours", on_click=_asked)
        return
    curve = cached_plan.curve(made)
    st.markdown(f"**{answer(curve)}**")
    _draw(curve)


def answer(curve: pl.DataFrame) -> str:
    """The gain of four more hours a week, and from where more hours hardly help."""
    gain = dict(curve.iter_rows())
    more = round(gain[HOURS_MORE]) - round(gain[0.0])
    first = (
        _("With 4 hours a week more, another {more} fewer incidents a year.").format(more=number(more))
        if more > 0
        else _("With 4 hours a week more, nothing more fits: what is left out is too large, or a neighbour.")
    )
    flat = flat_from(curve)
    if flat is None:
        last = number(curve["extra"].max())
        return f"{first} {_('Up to {hours} more hours, each hour still adds something.').format(hours=last)}"
    if flat == 0:
        return f"{first} {_('More hours add little: nearly everything that was considered is in the plan.')}"
    return f"{first} {_('Beyond {hours} more hours, little is added.').format(hours=number(flat))}"


def _asked() -> None:
    st.session_state["plan-more"] = True


def _draw(curve: pl.DataFrame) -> None:
    """Incidents a year fewer, against hours a week more."""
    ink, accent = theme.INK[theme.shade()], theme.accent()
    base = alt.Chart(curve).encode(
        x=alt.X("extra:Q", title=_("More hours a week"), axis=alt.Axis(values=curve["extra"].to_list(), format="d")),
        y=alt.Y("gain:Q", title=None, axis=alt.Axis(tickCount=4), scale=alt.Scale(zero=True)),
        tooltip=[
            alt.Tooltip("extra:Q", title=_("More hours a week"), format="d"),
            alt.Tooltip("gain:Q", title=_("Fewer incidents a year"), format=",.0f"),
        ],
    )
    labels = base.mark_text(dy=-12, color=ink).encode(text=alt.Text("gain:Q", format=",.0f"))
    line, dots = base.mark_line(color=accent, strokeWidth=2.2), base.mark_circle(color=accent, size=60, opacity=1)
    words = "; ".join(f"+{number(extra)}: {number(gain)}" for extra, gain in curve.iter_rows())
    title = _("What more hours would bring")
    subtitle = _("Fewer incidents a year, for more hours a week")
    charts.show((line + dots + labels).properties(height=270), title, subtitle, f"{title}. {words}")
