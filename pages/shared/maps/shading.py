"""Shading of the map, in five classes with labels: a rate as a multiple of the average, a count with round breaks."""

from itertools import pairwise

import polars as pl

from domain.errors import N_
from domain.indicators.hot_spots import FALSE_DISCOVERY_RATE
from domain.indicators.report_selection import Window
from domain.statistics.class_breaks import CLASSES, classes, round_breaks
from pages.shared.labels import HOME_LABELS, HOMES_HEADED
from pages.shared.maps.area_payload import Legend
from pages.shared.texts import _, language, ngettext, number

MEASURES = {"rate": N_("Per 100 {homes}"), "incidents": N_("Number of incidents"), "hot": N_("Hot spots")}
CERTAIN = [0.5, 0.8, 1 - FALSE_DISCOVERY_RATE, 0.99]  # one less the adjusted p of a hot spot, between the classes
CERTAIN_WORDS = (
    N_("No: over half would be chance"),
    N_("Hardly: 20 to 50%"),
    N_("Perhaps: 5 to 20%"),
    N_("Hot spot: 1 to 5%"),
    N_("Hot spot: under 1%"),
)
MULTIPLES = [0.5, 1.5, 2.0, 3.0]  # of the average, between the classes: the darkest is rare whatever the filter
MULTIPLE_WORDS = (
    N_("Less than half the average"),
    N_("Around the average"),
    N_("1.5 to 2 times"),
    N_("2 to 3 times"),
    N_("3 times or more"),
)
TITLES = {
    "dwellings": N_("Incidents per 100 homes a year"),
    "area_file": N_("Incidents per 100 homes a year (homes: area file)"),
    "one": N_("Estimated incidents a year"),
    "mixed": N_("Incidents per 100 homes or addresses a year"),
}


def measures(denominator: str) -> dict[str, str]:
    """The measures that can be shaded: translated name by key."""
    names = {name: _(text).format(homes=_(HOMES_HEADED[denominator]).lower()) for name, text in MEASURES.items()}
    return names | {"rate": _("Estimated incidents a year")} if denominator == "one" else names


def shaded(figures: pl.DataFrame, drawn: pl.DataFrame, measure: str, denominator: str) -> tuple[pl.DataFrame, Legend]:
    """The areas with an outline, as input of ``area_map`` with ``tip_form`` as its form, and their legend.

    ``figures``: ``area_figures``, most important first, for the measure "hot" with gi_star_p
    (domain/indicators/hot_spots.py). ``drawn``: area_id, at (see shape_files.py).
    A rate based on too little data has no class; a count always has one.
    """
    if measure == "hot":
        return _hot(figures, drawn, denominator)
    known = pl.col("enough") | (pl.col("incidents") == 0) if measure == "rate" else pl.lit(True)
    value = pl.when(known).then(pl.col("ratio" if measure == "rate" else "incidents").cast(pl.Float64))
    breaks = MULTIPLES
    if measure == "incidents":
        breaks = round_breaks(figures.select(value.alias("value"))["value"], whole=True)
    areas = figures.with_columns(value.alias("value")).join(drawn, on="area_id", maintain_order="left")
    areas = areas.with_columns(classes(areas["value"], breaks).alias("class"))
    shown = areas.select("area_id", "at", "class", _tips(denominator).alias("tip"), "lat", "lon")
    if measure == "incidents":
        return shown, Legend(_("Incidents in this period"), breaks, labels(breaks, measure), _("Not known"))
    return shown, Legend(_rate_title(figures, denominator), breaks, _multiples(figures), _("Too little known"))


def _one_average(figures: pl.DataFrame) -> float | None:
    """The average that all areas are compared with; None where each has that of its own neighbourhood."""
    averages = figures["average"].drop_nulls().unique()
    return averages.item() if averages.len() == 1 else None


def _rate_title(figures: pl.DataFrame, denominator: str) -> str:
    average = _one_average(figures)
    if average is None:
        return _(TITLES[denominator])
    return _("{measure}; {average} on average").format(measure=_(TITLES[denominator]), average=number(average, 1))


def _multiples(figures: pl.DataFrame) -> list[str]:
    """The label of each multiple of the average, with the rates that it stands for where the average is one."""
    average = _one_average(figures)
    words = [_(text) for text in MULTIPLE_WORDS]
    if not average or round(average * MULTIPLES[0]) < 1:
        return words
    spans = labels([float(round(average * times)) for times in MULTIPLES], "rate")
    return [f"{text} ({span})" for text, span in zip(words, spans, strict=True)]


def _hot(figures: pl.DataFrame, drawn: pl.DataFrame, denominator: str) -> tuple[pl.DataFrame, Legend]:
    """The certainty that an area is part of a hot spot, in classes."""
    sure = figures.select((1 - pl.col("gi_star_p")).alias("sure"))["sure"]
    areas = figures.with_columns(classes(sure, CERTAIN).alias("class"))
    areas = areas.join(drawn, on="area_id", maintain_order="left")
    legend = Legend(
        _("High with its neighbours: share of such areas that is chance"),
        CERTAIN,
        [_(text) for text in CERTAIN_WORDS],
        _("Too little known"),
    )
    return areas.select("area_id", "at", "class", _tips(denominator).alias("tip"), "lat", "lon"), legend


def decimal(column: str, decimals: int = 1) -> pl.Expr:
    """A column's numbers in the reader's notation, vectorised."""
    text = pl.col(column).round(decimals).cast(pl.String)
    return text.str.replace(".", ",", literal=True) if language() == "nl" else text


def labels(breaks: list[float], measure: str) -> list[str]:
    """One label a class, lowest first: "0 to 5" ... "40 or more"; whole numbers for counts ("0 to 4")."""
    whole = all(at == int(at) for at in breaks)
    written = [number(at, 0 if whole else 1) for at in [0, *breaks]]
    if measure == "incidents":
        upto = [number(at - 1) for at in breaks]
        spans = [low if low == high else _("{low} to {high}").format(low=low, high=high)
                 for low, high in zip(written, upto, strict=False)]  # fmt: skip
    else:
        spans = [_("{low} to {high}").format(low=low, high=high) for low, high in pairwise(written)]
    assert len(spans) == CLASSES - 1
    return [*spans, _("{low} or more").format(low=written[-1])]


def tip_form(denominator: str, span: Window) -> list[str]:
    """The lines of a tooltip under the area's name: its rate with interval, and counts, with their period if no year.

    ``span``: the days that are counted.
    """
    counted = _("{count} incidents").replace("{count}", "{}")
    if not span.is_year:
        months = ngettext(span.months, N_("{count} month"), N_("{count} months")).format(count=number(span.months))
        counted = _("{incidents} in {months}").format(incidents=counted, months=months)
    if denominator == "one":
        return [counted]
    rate = _("{rate} per 100 a year, probably {low} to {high}").format(rate="{}", low="{}", high="{}")
    return [rate, counted, "{} " + _(HOME_LABELS[denominator])]


def _tips(denominator: str) -> pl.Expr:
    """The values that fill ``tip_form``, a line each; empty where one is not known."""
    counts = [pl.col(name).cast(pl.String) for name in ("incidents", "homes")]
    values = counts[:1] if denominator == "one" else [*map(decimal, ("rate", "low", "high")), *counts]
    return pl.concat_str([value.fill_null("") for value in values], separator="\n")
