"""An area explained for the command line: its place among the candidates and the reasons for it, in sentences."""

from dataclasses import replace
from typing import Any

import polars as pl

from data import clock
from data.services.candidates import ranked_units, with_evidence_only
from data.services.indicators import compared_indicators, indicator_texts
from data.services.postponed import marked
from data.services.snapshot import load_snapshot
from data.store.database import Store
from data.texts.reasons import against_text, context_text, reason_text
from domain.calendar import local_date
from domain.errors import N_, NotFound, WrongValue
from domain.indicators.report_selection import Window, window
from domain.indicators.temporal_pattern import COURSE_WORDS
from domain.intake.parsing.street_names import street_key
from domain.question import Question
from domain.scoring.candidate_units import KINDS_OF_LEVEL
from domain.scoring.evidence import Evidence, evidence
from domain.scoring.ranking import alternatives, where_is
from domain.scoring.weights import COMPONENTS
from domain.snapshot.snapshot import Snapshot

ELSEWHERE = {
    "individual": "Not a candidate but an individual case.",
    "little": "Not a candidate: there is too little to go on.",
}
HOMES_SOURCE = {"area_file": " according to the area file"}
"""The source of a number of homes in words, if it is not a list of dwellings."""
IDS_NAMED_MAX = 12  # most ids named in a sentence


def explain(store: Store, question: Question, asked: str, *, level: str | None = None) -> str:
    """The position of an area and the reasons for it, in sentences.

    ``asked``: id or name of a street, block or cluster of blocks. ``level``: search this level only (clusters belong to
    that of blocks); otherwise a street takes precedence over a block of that name, and the first line says which level
    it is.

    Raises:
        NotFound: there is no such area.
        WrongValue: several areas have that name.
    """
    found = load_snapshot(store)
    try:
        area, others = named_area(found.areas, asked, level)
    except NotFound:
        if level == "street":
            raise
        area, others = named_area(_clusters(found, question), asked)
    level = "block" if area["level"] == "cluster" else area["level"]
    known, ranked = ranked_units(store, found, replace(question, level=level))
    own = known.units.filter(pl.col("candidate_id") == area["area_id"])
    unit = own.row(0, named=True)
    where, stands = where_is(known, ranked, unit["candidate_id"])
    lines = [f"The {area['level']} {area['name']} ({area['area_id']})."]
    if others:
        lines.append(f"{asked} is also the name of: {', '.join(others)}.")
    beside = indicator_texts(compared_indicators(store, found), unit, found, "en")
    if text := _postponed(marked(store, found, own, clock.today())):
        lines.append(text)
    if where != "candidate":
        return "\n".join([*lines, ELSEWHERE[where], reason_text(unit, "en"), *beside])
    row = ranked.row(by_predicate=pl.col("candidate_id") == stands, named=True)
    if stands != unit["candidate_id"]:
        lines.append(f"It is the same problem as {row['name']} ({stands}), which stands for it:")
    return "\n".join([*lines, *_of_candidate(row, ranked, known, window(found, question)), *beside])


def _clusters(snapshot: Snapshot, question: Question) -> pl.DataFrame:
    """The clusters of adjoining blocks among the units (area_id, name, level): they are in no list of areas."""
    units = evidence(snapshot, replace(question, level="block"), kinds=KINDS_OF_LEVEL["block"]).units
    return units.filter(pl.col("kind") == "cluster").select("name", area_id="candidate_id", level="kind")


def named_area(areas: pl.DataFrame, asked: str, level: str | None = None) -> tuple[dict[str, Any], list[str]]:
    """The area (row of schemas.Area) that ``asked`` refers to, and the ids of other areas it could refer to.

    Found by id; else by full name; else by the name without its qualifier ("Kerkstraat" for "Kerkstraat (Noorddorp)"),
    in any spelling; a street before a block. Raises as ``explain``.
    """
    areas = areas if level is None else areas.filter(pl.col("level") == level)
    bare = pl.col("name").str.replace(r" \([^()]*\)$", "")
    key = street_key(pl.Series([asked])).item()
    ways = (
        pl.col("area_id") == asked,
        pl.col("name").str.to_lowercase() == asked.strip().lower(),
        street_key(bare) == key,
    )
    for way in ways:
        found = areas.filter(way.fill_null(False))
        if found.height:
            break
    else:
        raise NotFound(N_("There is no area {area} in the data (any more)."), area=asked)
    streets = found.filter(pl.col("level") == "street")
    taken = streets if streets.height else found
    if taken.height > 1:
        ids = ", ".join(taken["area_id"].head(IDS_NAMED_MAX))
        raise WrongValue(N_("Several areas are called {area}. Give one of {ids}."), area=asked, ids=ids)
    others = found.filter(pl.col("area_id") != taken["area_id"].item())["area_id"].head(IDS_NAMED_MAX).to_list()
    return taken.row(0, named=True), others


def _of_candidate(row: dict[str, Any], ranked: pl.DataFrame, known: Evidence, span: Window) -> list[str]:
    values = with_evidence_only(ranked, known).row(by_predicate=pl.col("rank") == row["rank"], named=True)
    components = ", ".join(
        f"{name} {row[name]:.0f} (gives {row[f'by_{name}']:.1f})" for name in COMPONENTS if values[name] is not None
    )
    lines = [
        f"Candidate {row['rank']} of {ranked.height}, score {row['score']:.1f}: {components}.",
        reason_text(row, "en"),
        f"{_counted(row, span)}.",
        f"{_sure(row['p_high_next'])} to be over 1.5 times the average next year, if nothing is done.",
    ]
    if row["next"] is not None:
        lines.append(
            f"If the town stays as it is, {row['next']:.0f} incidents that count are to be expected next year: nine "
            f"chances in ten {row['next_low']} to {row['next_high']}."
        )
    if row["course"] is not None:
        lines.append(f"Over time: {COURSE_WORDS[row['course']]}.")
    if row["rank_low"] is not None:
        places = f"80% sure that it is {_places(row['rank_low'], row['rank_high'])}"
        among = "" if row["p_top"] is None else f"{_sure(row['p_top'])} to be among the first five next year; "
        lines.append(f"{among}{places} {'next year' if row['p_top'] is None else 'then'}.")
        lines.append(f"With weights a little different it is now {_places(row['weights_low'], row['weights_high'])}.")
    lines += context_text(row, "en")
    lines += [f"Against: {sentence}" for sentence in against_text(row, "en")]
    near = alternatives(ranked, row["candidate_id"])
    if near.height:
        lines.append(
            "Nearest alternatives: "
            + ", ".join(f"{name} ({at})" for at, name in near.select("rank", "name").iter_rows())
        )
    return lines


def _postponed(units: pl.DataFrame) -> str:
    """Until when, by whom and why the one unit is postponed; "" if it is not."""
    row = units.row(0, named=True)
    if row["postponed_until"] is None:
        return ""
    since = local_date(row["postponed_at"])
    return (
        f"Postponed until {row['postponed_until']} by {row['postponed_by']} on {since}: {row['postponed_reason']}. "
        "It is passed over for proposals and in the plan until then."
    )


def _places(low: int, high: int) -> str:
    return f"place {low}" if low == high else f"place {low} to {high}"


def _counted(row: dict[str, Any], span: Window) -> str:
    """Incidents with their period, and rate: per 100 homes if their number is known, else of the area as a whole."""
    incidents = f"{row['incidents']} incidents in {span.months} month{'s' if span.months > 1 else ''}"
    if row["denominator"] != "one":
        source = HOMES_SOURCE.get(row["denominator"], "")
        return (
            f"{incidents}; {row['homes']} homes{source}: an estimated {row['rate']:.1f} a year per 100, "
            f"probably {row['low']:.1f} to {row['high']:.1f}"
        )
    rate, low, high = (row[name] * row["homes"] for name in ("rate", "low", "high"))
    return (
        f"{incidents}: an estimated {rate:.1f} a year, probably {low:.1f} to {high:.1f} (how many homes there are is "
        "not known)"
    )


def _sure(probability: float) -> str:
    """A probability in words, never stated as certain."""
    if probability > 0.99:
        return "over 99% certain"
    return "under 1% certain" if probability < 0.01 else f"{probability:.0%} certain"
