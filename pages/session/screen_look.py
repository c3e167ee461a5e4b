"""The step "look": the map through time, with the selected candidate beside it in large type."""

from datetime import date, timedelta
from html import escape

import polars as pl

from data.store.database import Store
from domain.disclosure_control import Public
from domain.indicators.change import HALF_YEAR
from domain.indicators.report_selection import Window
from domain.question import months_before
from domain.sessions.candidates import SeenFigures, figures_of
from domain.sessions.session import Session
from pages.session import figures as session_data
from pages.session.figures import Seen
from pages.session.labels import NEWER, NOT_YET, WITHHELD
from pages.session.screen_map import Drawing, Spot, drawn
from pages.shared import postponed, theme
from pages.shared.labels import theme_name
from pages.shared.maps.shading import TITLES
from pages.shared.texts import N_, _, chance, counted_in, day, interval, ngettext, number, whole

# The same of each area, so that the reason does not identify a household.
WHY_NONE = N_("too little happened, or it would follow from figures shared before")
LARGE_CANDIDATES_MAX = 8  # with at most so many candidates they are drawn larger


def look(here: Store, one: Session, candidates: pl.DataFrame) -> str:  # noqa: ARG001
    """The step as HTML."""
    public = session_data.public(one.plan)
    seen = session_data.in_sight(one, candidates)
    return beside_map(
        one, candidates, _card(public, seen, session_data.span(one.plan)) if seen else _list(public, one, candidates)
    )


def beside_map(one: Session, candidates: pl.DataFrame, beside: str, even: bool = False) -> str:
    """The map with the candidates' numbers, and HTML beside it; ``even``: as wide as the map."""
    drawing = drawing_of(one, candidates)
    style = ' style="grid-template-columns:1fr 1fr"' if even else ""
    seen = drawn(drawing, period(one, drawing.public))
    return f'<div class="two"{style}>{seen}<div class="stack">{beside}</div></div>'


def drawing_of(one: Session, candidates: pl.DataFrame) -> Drawing:
    """The input of a session's map."""
    spots = [
        Spot(at, members, area == one.shown.area)
        for at, (area, members) in enumerate(candidates.select("candidate_id", "members").iter_rows(), start=1)
    ]
    seen = session_data.in_sight(one, candidates)
    if seen and seen["number"] is None:
        spots.append(Spot(None, seen["members"], in_sight=True))
    return Drawing(one.plan.level, session_data.public(one.plan), spots, one.shown.half, one.shown.view)


def period(one: Session, public: Public) -> str:
    """The period of the map, in words."""
    half = one.shown.half
    if half is None or half >= len(public.half_days):
        months, until = session_data.span(one.plan).months, session_data.release(one.plan).until
        if until is None:
            text = ngettext(months, N_("The last {count} month"), N_("The last {count} months"))
            return text.format(count=number(months))
        text = ngettext(months, N_("{count} month up to {day}"), N_("{count} months up to {day}"))
        return text.format(count=number(months), day=day(until))
    first = public.half_days[-1 - half]
    return _("{first} to {last}").format(first=day(first), last=day(months_before(first, -HALF_YEAR) - timedelta(1)))


def _list(public: Public, one: Session, candidates: pl.DataFrame) -> str:
    """The candidates with their numbers, and the total of the map."""
    counted = counted_in(public.total, session_data.span(one.plan))
    total = _("{counted}, in the areas shown.").format(counted=counted)
    if public.withheld:
        text = ngettext(
            public.withheld,
            N_("No figures are shown for {count} area."),
            N_("No figures are shown for {count} areas."),
        )
        total += " " + text.format(count=number(public.withheld))
    total += " " + _(NOT_YET if session_data.release(one.plan).until is None else NEWER)
    nobody = "" if candidates.height else escape(_("No street or block stands out."))
    return f'<h2>{escape(_("Candidates"))}</h2>{nobody}{numbered(candidates)}<p class="soft">{escape(total)}</p>'


def numbered(candidates: pl.DataFrame) -> str:
    """The candidates with the numbers that select them."""
    rows = "".join(
        f'<li><b class="no">{at}</b><span>{escape(name)}{later(until)}</span></li>'
        for at, (name, until) in enumerate(candidates.select("name", "postponed_until").iter_rows(), start=1)
    )
    size = 1.2 if candidates.height <= LARGE_CANDIDATES_MAX else 1  # names of two lines fit as well
    return f'<ol class="list" style="font-size:{size}em">{rows}</ol>'


def later(until: date | None) -> str:
    """Until when a candidate is postponed, as HTML after its name; never why, because everyone sees it."""
    return f' <span class="soft">({escape(postponed.in_short(until))})</span>' if until else ""


def _card(public: Public, row: Seen, span: Window) -> str:
    """The selected area: rate with certainty, themes, trend and homes."""
    number_of = f'<b class="no">{row["number"]}</b> ' if row["number"] else ""
    head = f"<h2>{number_of}{escape(row['name'])}{later(row['postponed_until'])}</h2>"
    figures = figures_of(public, row["members"])
    if figures is None:
        return f"{head}<p style='font-size:1.4em'>{escape(_(WITHHELD))}</p>"
    body = _rate(figures, span) + _themes(public, row["members"]) + _trend(figures) + _homes(figures)
    return f'{head}<div class="stack" style="font-size:1.2em">{body}</div>'


def _rate(figures: SeenFigures, span: Window) -> str:
    """The rate with its certainty, and the count that it is worked out from."""
    incidents = counted_in(figures.incidents, span)
    if figures.rate is None:
        return f'<div class="big">{number(figures.incidents)}</div><p>{escape(incidents)}</p>'
    parts = [_(TITLES[figures.denominator])]
    if figures.low is not None:
        parts.append(_("probably {interval}").format(interval=interval(figures.low, figures.high)))
    sure = ""
    if figures.p_high is not None:
        sure = _("Chance of over 1.5 times the average in this period: {chance}.").format(chance=chance(figures.p_high))
    if not span.is_year:
        incidents = _("{counted}: the figure per year is estimated from these.").format(counted=incidents)
    return (
        f'<div class="big">{whole(figures.rate)}</div><p><strong>{escape("; ".join(parts))}</strong></p>'
        f"<p>{escape(sure)}</p><p>{escape(incidents)}</p>"
    )


def _themes(public: Public, members: list[str]) -> str:
    """The themes, as one bar with text; or a note that they are withheld."""
    inside = public.areas.filter(pl.col("area_id").is_in(members))
    if not inside["themes_shown"].all():
        return f"<p>{escape(_('Themes: no figures'))}: {escape(_(WHY_NONE))}</p>"
    parts = (
        public.themes.filter(pl.col("area_id").is_in(members))
        .group_by(pl.col("theme").cast(pl.String))
        .agg(pl.col("incidents").sum())
        .sort("incidents", descending=True)
    )
    whole = parts["incidents"].sum()
    bar = "".join(
        f'<i style="display:inline-block;width:{100 * count / whole:.1f}%;background:{theme.THEMES[name]}"></i>'
        for name, count in parts.iter_rows()
    )
    words = "".join(
        f'<div style="display:flex;gap:.5em;align-items:center"><i style="width:.9em;height:.9em;'
        f'background:{theme.THEMES[name]}"></i>{escape(theme_name(name))}: {number(count)}</div>'
        for name, count in parts.iter_rows()
    )
    return f'<div class="bar" style="display:flex;height:1.2em" aria-hidden="true">{bar}</div><div>{words}</div>'


def _trend(figures: SeenFigures) -> str:
    """The change between half years, in words."""
    if figures.change is None:
        trend = f"{_('Trend: no figures')}: {_(WHY_NONE)}"
    elif figures.change == 0:
        trend = _("As many as in the half year before")
    else:
        text = N_("Rising: {count} more than in the half year before") if figures.change > 0 else N_(
            "Falling: {count} fewer than in the half year before"
        )  # fmt: skip
        trend = _(text).format(count=number(abs(figures.change)))
    return f"<p><strong>{escape(trend)}</strong></p>"


def _homes(figures: SeenFigures) -> str:
    if figures.homes is None:
        return ""
    text = {
        "dwellings": ngettext(figures.homes, N_("{count} home"), N_("{count} homes")),
        "area_file": ngettext(
            figures.homes,
            N_("{count} home according to the area file"),
            N_("{count} homes according to the area file"),
        ),
    }.get(figures.denominator)
    return f"<p>{escape(text.format(count=number(figures.homes)))}</p>" if text else ""
