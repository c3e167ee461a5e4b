"""The candidates for the command line: ranked with the team's weights, and any area explained in sentences."""

from dataclasses import replace
from typing import Any

import polars as pl
import polars.selectors as cs

from data.cli.printing import against_text, context_text, reason_text
from data.services.snapshot import load_snapshot
from data.store import weights
from data.store.database import Store
from domain.analysis import Question, Snapshot
from domain.errors import N_, NotFound, WrongValue
from domain.indicators.area_figures import area_figures, highest_rates
from domain.indicators.area_rates import PER
from domain.indicators.report_selection import report_rows
from domain.indicators.temporal_pattern import COURSE_WORDS
from domain.intake.parsing.street_names import street_key
from domain.scoring.diagnostics import BY_THEME, diagnostics
from domain.scoring.emerging_clusters import emerging_clusters
from domain.scoring.evidence import SEED, Evidence, evidence
from domain.scoring.ranking import alternatives, ranking, where_is
from domain.scoring.weights import COMPONENTS, Weights

UNITS_OF_LEVEL = {"street": ("street",), "block": ("block", "cluster")}
COLUMNS = ("area_id", "name", "incidents", "dwellings", "rate", "low", "high")
PER_YEAR = ("per_year", "per_year_low", "per_year_high")
LIST = {True: COLUMNS, False: ("area_id", "name", "incidents", *PER_YEAR)}
"""The columns of a list for a person, by whether the number of dwellings is known."""
SURE = (
    *("reports", "counted", "average", "ratio", "compared_with", "next", "next_low", "next_high", "next_ratio"),
    *("p_high", "p_top", "rank_low", "rank_high", "weights_low", "weights_high"),
    *("course", "change", "p_rise", "resident_share", "share_low", "share_high", "p_silent", "silence_is", "p_cluster"),
    *("addresses", "effective_addresses", "top_address_share"),
)
BESIDE = (
    *(
        "hot",
        "gi_star_z",
        "gi_star_p",
        "marshall",
        "estimated_total",
        "estimated_low",
        "estimated_high",
        "estimated_unnoticed",
    ),
    *("duplicate_reports", "resident_reports", "duplicate_share", "duplicate_low", "duplicate_high", "duplicate_usual"),
    *(f"{theme}_{name}" for theme in BY_THEME for name in ("rate", "low", "high", "average", "p_high")),
)
# Stable names of these columns in `rank --format json` and exports, for the scripts that read them.
JSON_KEYS = {
    "gi_star_z": "hot_z",
    "estimated_total": "total",
    "estimated_low": "total_low",
    "estimated_high": "total_high",
    "estimated_unnoticed": "unseen",
    "duplicate_reports": "again",
    "resident_reports": "told",
    "duplicate_share": "again_share",
    "duplicate_low": "again_low",
    "duplicate_high": "again_high",
    "duplicate_usual": "again_usual",
    "gi_star_p": "hot_p",
}
AREAS = (
    *("area_id", "name", "town", "neighbourhood", "level", "homes", "denominator", "lat", "lon"),
    *("reports", "incidents", "environment", "social", "counted", "addresses"),
    *("raw_rate", "rate", "low", "high", "average", "ratio", "p_high", "compared_with"),
    *("top_address_share", "resident_share", "change", "p_rise", "individual", "comparable", "enough"),
)
"""The columns of exported areas, stable for the scripts that read them."""
DIVIDED = (
    *("rate", "low", "high", "average", "raw_rate", "marshall"),
    *(f"{theme}_{name}" for theme in BY_THEME for name in ("rate", "low", "high", "average")),
)
"""The figures that are per number of dwellings."""
ELSEWHERE = {
    "individual": "Not a candidate but an individual case.",
    "little": "Not a candidate: there is too little to go on.",
}
HOMES_SOURCE = {"area_file": " according to the area file"}
"""The source of a number of homes in words, if it is not a list of dwellings."""
HOMES_IN_LIST = {"area_file": "homes (area file)"}
"""The header of the number of homes in a list for a person, if not "dwellings"."""
SEVERAL = 12  # most ids named in a sentence
WHY_LITTLE = {
    "short": "{count} with too short a time of data",
    "gaps": "{count} while more than a quarter of the reports of this period is missing",
    "not_comparable": "{count} that cannot be compared, as their homes are not known in the way they are elsewhere",
    "few_homes": "{count} with fewer than five homes",
    "few_incidents": "{count} with fewer than three incidents",
}
"""Why areas are not ranked; the keys are of evidence.sufficiency.TOO_LITTLE."""


def candidates(store: Store, question: Question) -> pl.DataFrame:
    """The candidates of the question's level, best first; blocks with one shared problem as one cluster.

    Columns: COLUMNS (rate, low and high per 100 dwellings a year), denominator (where the number of dwellings comes
    from: schemas.DENOMINATORS), PER_YEAR (estimated incidents a year of the area as
    a whole, and their 90 % interval), kind, members, score and its components (0 to 100), by_<component> (its part of
    the score); SURE (probabilities, intervals, classes; see domain/scoring/evidence.py and ranking.py); BESIDE (see
    domain/scoring/diagnostics.py); emerging_since and emerging_p (of the emerging cluster that it has a block in);
    reason, around (opportunity that raises the score, possible partners) and against (sentences in English). If the
    number of dwellings is unknown, dwellings and all rates per dwelling are null. A component without data is null.
    """
    known, ranked, found = _ranked(store, question)
    told = diagnostics(known, found, question).drop("candidate_id")
    ranked = _with_emerging(ranked.join(told, on="unit_id", how="left", maintain_order="left"), found, question)
    sentences = [
        {
            "reason": reason_text(row["reason"], row["values"]),
            "around": context_text(row),
            "against": against_text(row),
        }
        for row in ranked.iter_rows(named=True)
    ]
    schema = {"reason": pl.String, "around": pl.List(pl.String), "against": pl.List(pl.String)}
    named = (
        with_known(_only_told(ranked, known))
        .rename({"candidate_id": "area_id", "homes": "dwellings"})
        .drop("reason", "against")
    )
    named = named.hstack(pl.DataFrame(sentences, schema=schema))
    by = [f"by_{name}" for name in COMPONENTS]
    emerges = ("emerging_since", "emerging_p")
    shown = named.select(
        *(*COLUMNS, "denominator", *PER_YEAR, "kind", "members", "score", *COMPONENTS, *by, *SURE, *BESIDE, *emerges),
        *("reason", "around", "against"),
    )
    chances = cs.starts_with("p_") | cs.contains("_p", "share", "duplicate_")
    return shown.with_columns(chances.round(4), (cs.float() - chances).round(2)).rename(JSON_KEYS)


def area_list(store: Store, question: Question) -> pl.DataFrame:
    """The areas of the question's level, highest rate first; those that cannot be compared last.

    Columns: AREAS, PER_YEAR and rank (by rate; null where there is not enough to go on, or for an individual case).
    """
    figures = area_figures(load_snapshot(store), question)
    place = highest_rates(figures).select("area_id").with_row_index("rank", offset=1)
    ranked = with_known(figures).join(place, on="area_id", how="left", maintain_order="left")
    return ranked.select(*AREAS, *PER_YEAR, "rank").sort("rank", nulls_last=True, maintain_order=True)


def with_known(areas: pl.DataFrame) -> pl.DataFrame:
    """Areas or units with PER_YEAR; rates per dwelling are null if the number of dwellings is unknown.

    ``areas``: homes, denominator, rate, low, high (domain/indicators/area_rates.py), and others of DIVIDED.
    """
    known = pl.col("denominator") != "one"
    whole = pl.col("homes") / pl.when(known).then(PER["dwellings"]).otherwise(PER["one"])
    a_year = {name: pl.col(of) * whole for name, of in zip(PER_YEAR, ("rate", "low", "high"), strict=True)}
    divided = [name for name in areas.columns if name in DIVIDED]
    return areas.with_columns(**a_year).with_columns(pl.when(known).then(pl.col("homes", *divided)))


def as_list(areas: pl.DataFrame) -> pl.DataFrame:
    """The candidates with the columns of a list for a person (LIST); the header of the homes names their source."""
    columns = LIST[areas["dwellings"].count() > 0 or areas.is_empty()]
    kinds = areas["denominator"].unique().to_list()
    header = HOMES_IN_LIST.get(kinds[0], "dwellings") if len(kinds) == 1 else "dwellings"
    return areas.select(columns).rename({"dwellings": header}, strict=False)


def _only_told(ranked: pl.DataFrame, known: Evidence) -> pl.DataFrame:
    """Set components without data to null; also ``fit`` if the reports of a unit have no address."""
    told = dict(zip(COMPONENTS, known.told.tolist(), strict=True))
    silent = [name for name, says in told.items() if not says]
    named = pl.when(pl.col("named") > 0).then("fit").alias("fit")
    return ranked.with_columns(named).with_columns(pl.lit(None, pl.Float64).alias(name) for name in silent)


def _with_emerging(ranked: pl.DataFrame, snapshot: Snapshot, question: Question) -> pl.DataFrame:
    """Adds emerging_since and emerging_p; if several clusters contain a block of the unit, that with the lowest p."""
    emerging = emerging_clusters(snapshot, question, seed=SEED).select(
        block="members", emerging_since="since", emerging_p="p"
    )
    of = ranked.select("unit_id", block="members").explode("block")
    found = of.join(emerging.explode("block"), on="block").sort("emerging_p").unique("unit_id", keep="first")
    return ranked.join(found.drop("block"), on="unit_id", how="left", maintain_order="left")


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
    known, ranked, _found = _ranked(store, replace(question, level=level))
    unit = known.units.row(by_predicate=pl.col("candidate_id") == area["area_id"], named=True)
    where, stands = where_is(known, ranked, unit["candidate_id"])
    lines = [f"The {area['level']} {area['name']} ({area['area_id']})."]
    if others:
        lines.append(f"{asked} is also the name of: {', '.join(others)}.")
    if where != "candidate":
        return "\n".join([*lines, ELSEWHERE[where], reason_text(unit["reason"], unit["values"])])
    row = ranked.row(by_predicate=pl.col("candidate_id") == stands, named=True)
    if stands != unit["candidate_id"]:
        lines.append(f"It is the same problem as {row['name']} ({stands}), which stands for it:")
    return "\n".join([*lines, *_of_candidate(row, ranked, known)])


def _clusters(snapshot: Snapshot, question: Question) -> pl.DataFrame:
    """The clusters of adjoining blocks among the units (area_id, name, level): they are in no list of areas."""
    units = evidence(snapshot, replace(question, level="block"), kinds=UNITS_OF_LEVEL["block"]).units
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
        ids = ", ".join(taken["area_id"].head(SEVERAL))
        raise WrongValue(N_("Several areas are called {area}: name one of {ids}."), area=asked, ids=ids)
    others = found.filter(pl.col("area_id") != taken["area_id"].item())["area_id"].head(SEVERAL).to_list()
    return taken.row(0, named=True), others


def why_nothing(store: Store, question: Question) -> str:
    """Why there is no candidate at the question's level, in one sentence."""
    known, _listed, found = _ranked(store, question)
    inside = report_rows(found, question).filter("inside")
    if inside.is_empty():
        return "There is nothing to rank: no report lies in this period."
    total, nowhere = inside.height, inside[question.level].null_count()
    units = known.units.filter(pl.col("incidents") > 0)
    why = units["too_little"].drop_nulls().cast(pl.String).value_counts().sort("count", "too_little", descending=True)
    counts = dict(why.rows())
    if units.is_empty() or "unplaced" in counts:
        return (
            f"Nothing is ranked: {nowhere} of the {total} reports in this period have no place at the level of "
            f"{question.level}s, so the others would show what happens to be placed."
        )
    alone = units.filter(pl.col("list") == "individual").height
    parts = [WHY_LITTLE[key].format(count=count) for key, count in counts.items()]
    parts += [f"{alone} with one address behind most of the reports"] if alone else []
    return f"Nothing is ranked. Of the {units.height} {question.level}s with a report: {'; '.join(parts)}."


def ranked_candidates(store: Store, question: Question) -> tuple[Snapshot, pl.DataFrame]:
    """The snapshot of a store, and its candidates of all kinds, ranked with the team's weights as on the screens."""
    found = load_snapshot(store)
    kept = weights.team_weights(store)
    return found, ranking(evidence(found, question), kept.weights if kept else Weights())


def _ranked(store: Store, question: Question) -> tuple[Evidence, pl.DataFrame, Snapshot]:
    found = load_snapshot(store)
    known = evidence(found, question, kinds=UNITS_OF_LEVEL[question.level])
    kept = weights.team_weights(store)
    return known, ranking(known, kept.weights if kept else Weights()), found


def _of_candidate(row: dict[str, Any], ranked: pl.DataFrame, known: Evidence) -> list[str]:
    told = _only_told(ranked, known).row(by_predicate=pl.col("rank") == row["rank"], named=True)
    components = ", ".join(
        f"{name} {row[name]:.0f} (gives {row[f'by_{name}']:.1f})" for name in COMPONENTS if told[name] is not None
    )
    lines = [
        f"Candidate {row['rank']} of {ranked.height}, score {row['score']:.1f}: {components}.",
        reason_text(row["reason"], row["values"]),
        f"{_counted(row)}.",
        f"{_sure(row['p_high'])} to be over 1.5 times the average next year, if nothing is done.",
    ]
    if row["next"] is not None:
        lines.append(
            f"If the town stays as it is, {row['next']:.0f} incidents that count are to be expected next year: nine "
            f"chances in ten {row['next_low']} to {row['next_high']}."
        )
    if row["course"] is not None:
        lines.append(f"Over time: {COURSE_WORDS[row['course']]}.")
    if row["p_top"] is not None:
        places = f"eight chances in ten that it is place {row['rank_low']} to {row['rank_high']} then"
        lines.append(f"{_sure(row['p_top'])} to be among the first five next year; {places}.")
        lines.append(f"With weights a little different it is now place {row['weights_low']} to {row['weights_high']}.")
    lines += context_text(row)
    lines += [f"Against: {sentence}" for sentence in against_text(row)]
    near = alternatives(ranked, row["candidate_id"])
    if near.height:
        lines.append(
            "Nearest alternatives: "
            + ", ".join(f"{name} ({at})" for at, name in near.select("rank", "name").iter_rows())
        )
    return lines


def _counted(row: dict[str, Any]) -> str:
    """Incidents and rate: per 100 homes if their number is known, else of the area as a whole."""
    if row["denominator"] != "one":
        source = HOMES_SOURCE.get(row["denominator"], "")
        return (
            f"{row['incidents']} incidents on {row['homes']} homes{source}: {row['rate']:.1f} a year per 100, "
            f"probably {row['low']:.1f} to {row['high']:.1f}"
        )
    rate, low, high = (row[name] * row["homes"] for name in ("rate", "low", "high"))
    return (
        f"{row['incidents']} incidents: {rate:.1f} a year, probably {low:.1f} to {high:.1f} (how many homes there "
        "are is not known)"
    )


def _sure(probability: float) -> str:
    """A probability in words, never stated as certain."""
    if probability > 0.99:
        return "over 99% certain"
    return "under 1% certain" if probability < 0.01 else f"{probability:.0%} certain"
