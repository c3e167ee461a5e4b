"""Charts of the plan: projects by phase and lead, weekly hours against capacity, gain against hours."""

from datetime import date, timedelta

import altair as alt
import polars as pl

from domain.planning.assignments import LONGEST_APPROACH_WEEKS
from domain.planning.effort import WORK
from domain.planning.problem import Plan, PlanningProblem
from pages.shared import charts, theme
from pages.shared.labels import phase_name
from pages.shared.texts import _, day, month, number

ROW_HEIGHT = 19  # pixels of a row
NAME_ROOM, LETTER = (220, 300), 6.2  # pixels for the longest name, minimum and maximum; of one letter
STRIP_TOLERANCE = 1e-6  # of a strip, tolerance for rounding
STRIP, AROUND, FILLED = 44, 95, 0.85  # pixels a lead and for title and axis; part of a strip that the most hours fill
_MONTH = alt.Axis(format="%b %y", tickCount="month", title=None, grid=True, labelAngle=0, labelOverlap=True)


def timeline(made: Plan, task: PlanningProblem) -> None:
    """One row per project with its phases; running projects in grey; the periods of matched opportunities outlined."""
    rows = _rows(made, task)
    if not rows.height:
        return
    ink, names = theme.INK[theme.shade()], rows["name"].unique(maintain_order=True).to_list()
    colours, phases = [*theme.phase_ramp(), theme.UNKNOWN], [phase_name(phase) for phase in WORK]
    words = [*phases, _("Running")]
    y = alt.Y("name:N", sort=names, title=None, axis=_names_axis(ink, _name_room(rows)))
    x = alt.X("from:T", scale=alt.Scale(domain=_domain(task)), axis=_MONTH)
    tooltip = [
        alt.Tooltip("name:N", title=_("Area")),
        alt.Tooltip("lead:N", title=_("Lead")),
        alt.Tooltip("word:N", title=_("Phase")),
        alt.Tooltip("from:T", title=_("From"), format="%d %b %Y"),
        alt.Tooltip("until:T", title=_("Until"), format="%d %b %Y"),
        alt.Tooltip("hours:Q", title=_("Hours"), format=",.0f"),
    ]
    colour = alt.Color(
        "word:N",
        sort=words,
        scale=alt.Scale(domain=words, range=colours),
        legend=alt.Legend(
            title=None, orient="top", values=phases, labelColor=ink, offset=2, padding=0, symbolStrokeWidth=0.3
        ),
    )
    bars = (
        alt.Chart(rows)
        .mark_bar(height=12, clip=True, stroke=ink, strokeWidth=0.3)
        .encode(y=y, x=x, x2="until:T", color=colour, tooltip=tooltip)
    )
    layers = [bars]
    windows = _windows(made)
    if windows.height:
        marks = alt.Chart(windows).mark_bar(
            height=16, clip=True, fillOpacity=0, strokeWidth=2, strokeDash=[5, 3], color=ink, stroke=ink
        )
        chance = [alt.Tooltip("title:N", title=_("Opportunity")), alt.Tooltip("when:N", title=_("Period"))]
        layers.append(marks.encode(y=y, x="from:T", x2="until:T", tooltip=chance))
    summary = "; ".join(
        _("{name} from {month} by {lead}").format(
            name=each.job.name, month=month(task.weeks.monday(task.weeks.starts[each.month])), lead=each.lead
        )
        for each in made.chosen
    )
    chart = alt.layer(*layers).properties(height=alt.Step(ROW_HEIGHT))
    title = _("Who works where, and when")
    notes = [_("Dashed: the period of an opportunity that it joins")] if windows.height else []
    notes += [_("Grey: running projects")] if task.runs else []
    charts.show(chart, title, ". ".join(notes) or None, f"{title}. {summary}")


def hours_chart(made: Plan, task: PlanningProblem) -> None:
    """One strip per lead: planned hours of each week, hours of running projects, and a line at the capacity."""
    load = made.load.filter(pl.col("week").is_between(*_domain(task)))
    if not load.height:
        return
    ink, planned, runs, over = theme.INK[theme.shade()], _("Planned"), _("Running"), _("Too many hours")
    strips, names = _strips(load)
    room = _name_room(_rows(made, task))
    x = alt.X("week:T", scale=alt.Scale(domain=_domain(task)), axis=_MONTH)
    scale = alt.Scale(domain=[-len(task.team), 0], nice=False)
    bare = alt.Axis(labels=False, ticks=False, grid=False, domain=False, title=None, **_room(room))
    colours = alt.Scale(domain=[planned, runs, over], range=[theme.ACCENT, theme.UNKNOWN, theme.ATTENTION])
    tooltip = [
        alt.Tooltip("lead:N", title=_("Lead")),
        alt.Tooltip("week:T", title=_("Week of"), format="%d %b %Y"),
        alt.Tooltip("running:Q", title=runs, format=",.1f"),
        alt.Tooltip("planned:Q", title=planned, format=",.1f"),
        alt.Tooltip("hours:Q", title=_("Hours available"), format=",.1f"),
    ]
    bars = []
    for kind, low, high in ((runs, "low", "middle"), (planned, "middle", "high"), (over, "there", "high")):
        rows = strips.with_columns(kind=pl.lit(kind)).filter(pl.col(high) > pl.col(low) + STRIP_TOLERANCE)
        if not rows.height:  # a mark without bars has no text alternative
            continue
        colour = alt.Color("kind:N", scale=colours, legend=None)
        bar = alt.Chart(rows).mark_bar(clip=True).encode(x=x, x2="until:T", color=colour, tooltip=tooltip)
        bars.append(bar.encode(y=alt.Y(f"{low}:Q", scale=scale, axis=bare, stack=None), y2=f"{high}:Q"))
    line = alt.Chart(strips).mark_line(interpolate="step-after", color=ink, strokeWidth=1.5, clip=True)
    line = line.encode(x=x, y=alt.Y("there:Q", scale=scale, axis=bare), detail="lead:N")
    labels = [
        alt.Chart(names)
        .mark_text(align="right", dx=-8, dy=dy, fontSize=size, color=ink, limit=room)
        .encode(x=alt.value(0), y=alt.Y("at:Q", scale=scale, axis=bare), text=f"{text}:N")
        for text, dy, size in (("lead", -8, 13), ("words", 9, 11))
    ]
    notes = [_("Purple: planned; line: the hours that someone has, holidays taken off")]
    notes += [_("Grey: running projects")] if (strips["middle"] > strips["low"]).any() else []
    notes += [_("Orange: more than there are")] if (strips["high"] > strips["there"] + STRIP_TOLERANCE).any() else []
    title = _("Hours a week, and hours available")
    charts.show(
        alt.layer(*bars, line, *labels).properties(height=STRIP * len(task.team) + AROUND),
        title,
        ". ".join(notes),
        f"{title}. " + "; ".join(f"{lead}: {text}" for lead, text in names.select("lead", "words").iter_rows()),
    )


def _strips(load: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The hours of each lead, scaled to a strip of height 1, the first on top; and a text for each lead.

    The first: the columns of ``Plan.load``, until, low, middle, high (of the bars), there (of the line). The second:
    lead, words, at (the middle of its strip).
    """
    leads = load["lead"].unique(maintain_order=True).to_list()
    most = load.select(pl.max_horizontal("hours", pl.col("running") + pl.col("planned")).max()).item() or 1.0
    base = pl.col("lead").replace_strict(leads, [-float(at + 1) for at in range(len(leads))])
    height = FILLED / most
    strips = load.with_columns(
        until=pl.col("week") + timedelta(days=7),
        low=base,
        middle=base + height * pl.col("running"),
        high=base + height * (pl.col("running") + pl.col("planned")),
        there=base + height * pl.col("hours"),
    )
    sums = load.group_by("lead", maintain_order=True).agg(
        taken=(pl.col("running") + pl.col("planned")).sum(), hours=pl.col("hours").sum(), week=pl.col("hours").max()
    )
    words = [
        _("{taken} of {hours} hours, at most {week} a week").format(
            taken=number(taken), hours=number(hours), week=number(week, 1)
        )
        for _lead, taken, hours, week in sums.iter_rows()
    ]
    at = [-float(at + 1) + FILLED / 2 for at in range(len(leads))]
    names = pl.DataFrame({"lead": leads, "words": words, "at": at})
    return strips, names.cast({"words": pl.String, "at": pl.Float64})


def curve_chart(curve: pl.DataFrame) -> None:
    """Incidents a year fewer, against hours a week more."""
    ink, accent = theme.INK[theme.shade()], theme.ACCENT
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


def _rows(made: Plan, task: PlanningProblem) -> pl.DataFrame:
    """One row per phase: name, lead, word (of the phase, or that it runs), from, until, hours."""
    monday = task.weeks.monday
    found = [
        (run.title, run.lead, _("Running"), monday(first), monday(first + length), hours)
        for run in task.runs
        for _phase, first, length, hours in run.spans
    ]
    found += [
        (each.job.name, each.lead, phase_name(part.phase), monday(part.first), monday(part.until), part.hours)
        for each in made.chosen
        for part in each.phases
    ]
    schema = {
        "name": pl.String,
        "lead": pl.String,
        "word": pl.String,
        "from": pl.Date,
        "until": pl.Date,
        "hours": pl.Float64,
    }
    return pl.DataFrame(found, schema=schema, orient="row")


def _windows(made: Plan) -> pl.DataFrame:
    """The periods of the opportunities that the plan uses: name, title, when, from, until."""
    found = [
        (
            each.job.name,
            chance.title,
            f"{day(chance.starts_on)} – {day(chance.ends_on)}",
            chance.starts_on,
            chance.ends_on + timedelta(days=1),
        )
        for each in made.chosen
        for chance in each.chances
    ]
    schema = {"name": pl.String, "title": pl.String, "when": pl.String, "from": pl.Date, "until": pl.Date}
    return pl.DataFrame(found, schema=schema, orient="row")


def _domain(task: PlanningProblem) -> tuple[date, date]:
    """The time axis: from the first week to the end of the last project."""
    weeks = task.weeks
    return weeks.begins, weeks.monday(weeks.starts[-1] + LONGEST_APPROACH_WEEKS)


def _names_axis(ink: str, room: int) -> alt.Axis:
    return alt.Axis(
        labelFontSize=12,
        labelOverlap=False,
        labelFlush=False,
        labelColor=ink,
        ticks=False,
        domain=False,
        title=None,
        **_room(room),
    )


def _name_room(rows: pl.DataFrame) -> int:
    """Pixels for the longest name of a row."""
    longest = max((len(name) for name in rows["name"]), default=0)
    return round(min(max(longest * LETTER, NAME_ROOM[0]), NAME_ROOM[1]))


def _room(room: int) -> dict[str, int]:
    """The same width for names in each chart, so that their months align."""
    return {"labelLimit": room - 10, "minExtent": room, "maxExtent": room}
