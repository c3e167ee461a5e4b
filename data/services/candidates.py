"""The candidates and areas for the command line, ranked with the team's weights, and why nothing is ranked."""

from datetime import timedelta

import polars as pl
import polars.selectors as cs

from data import clock
from data.services.indicators import compared_indicators, indicator_texts
from data.services.postponed import marked
from data.services.snapshot import load_snapshot
from data.store.database import Store
from data.store.team_weights import current_weights
from data.texts.reasons import against_text, context_text, reason_text
from domain.indicators.area_figures import area_figures, highest_rates
from domain.indicators.area_rates import PER
from domain.indicators.report_selection import Window, window
from domain.judgement.postponed import COLUMNS as POSTPONED
from domain.message import Message
from domain.question import Question
from domain.scoring.candidate_units import KINDS_OF_LEVEL
from domain.scoring.diagnostics import BY_THEME, diagnostics
from domain.scoring.emerging_clusters import emerging_clusters
from domain.scoring.evidence import EVIDENCE_SEED, Evidence, evidence_within
from domain.scoring.ranking import ranking
from domain.scoring.weights import COMPONENTS
from domain.scoring.why_nothing import why_nothing
from domain.snapshot.district import narrowed, with_reports_inside
from domain.snapshot.snapshot import Snapshot

COLUMNS = ("area_id", "name", "incidents", "dwellings", "rate", "low", "high")
PER_YEAR = ("per_year", "per_year_low", "per_year_high")
COUNTED = ("counted_from", "counted_to")  # the first and the last day that are counted
LIST = {True: (*COLUMNS, *COUNTED), False: ("area_id", "name", "incidents", *PER_YEAR, *COUNTED)}
"""The columns of a list, by whether the number of dwellings is known."""
CERTAINTY_COLUMNS = (
    *("reports", "counted", "average", "ratio", "compared_with", "next", "next_low", "next_high", "next_ratio"),
    *("p_high_next", "p_high", "p_top", "rank_low", "rank_high", "weights_low", "weights_high"),
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
IN_FILES = tuple(POSTPONED)[:3]  # until when, why and by whom a candidate is postponed
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
OF_HOMES = ("homes", "dwellings", *DIVIDED)
OF_ADDRESSES = ("individual", "addresses", "effective_addresses", "top_address_share", "fit", "by_fit")
"""Columns of files that are left out if nothing is known of homes, or of addresses."""
HOMES_IN_LIST = {"area_file": "homes (area file)"}
"""The header of the number of homes in a list for a person, if not "dwellings"."""


def candidates(store: Store, question: Question) -> pl.DataFrame:
    """The candidates of the question's level, best first; blocks with one shared problem as one cluster.

    Columns: COLUMNS (rate, low and high per 100 dwellings a year), denominator (where the number of dwellings comes
    from: schemas.DENOMINATORS), PER_YEAR (estimated incidents a year of the area as a whole, and their 90 % interval),
    kind, members, score and its components (0 to 100), by_<component> (its part of the score); p_high (the former name
    of p_high_next, for the scripts that read it); CERTAINTY_COLUMNS (probabilities, intervals, classes; see
    domain/scoring/evidence.py and ranking.py); BESIDE (see domain/scoring/diagnostics.py); emerging_since and
    emerging_p (of the emerging cluster that it has a block in); reason, around (opportunity that raises the score,
    possible partners), against and indicators (sentences in English); COUNTED; IN_FILES (null if it is not postponed
    today). If the number of dwellings is unknown, dwellings and all rates per dwelling are null. A component without
    data is null.
    """
    known, ranked, found = ranked_of_level(store, question)
    figures = diagnostics(known, found, question).drop("candidate_id")
    ranked, beside = marked(store, found, ranked, clock.today()), compared_indicators(store, found)
    ranked = _with_emerging(ranked.join(figures, on="unit_id", how="left", maintain_order="left"), found, question)
    sentences = [
        {
            "reason": reason_text(row, "en"),
            "around": context_text(row, "en"),
            "against": against_text(row, "en"),
            "indicators": indicator_texts(beside, row, found, "en"),
        }
        for row in ranked.iter_rows(named=True)
    ]
    schema = {"reason": pl.String, "around": pl.List(pl.String), "against": pl.List(pl.String)}
    schema["indicators"] = pl.List(pl.String)
    named = (
        with_known(with_evidence_only(ranked, known))
        .rename({"candidate_id": "area_id", "homes": "dwellings"})
        .drop("reason", "against")
    )
    named = named.hstack(pl.DataFrame(sentences, schema=schema)).with_columns(p_high=pl.col("p_high_next"))
    by = [f"by_{name}" for name in COMPONENTS]
    emerges = ("emerging_since", "emerging_p")
    span = window(found, question)
    days = (pl.lit(span.after + timedelta(1)).alias(COUNTED[0]), pl.lit(span.until).alias(COUNTED[1]))
    shown = named.select(
        *(
            *COLUMNS,
            "denominator",
            *PER_YEAR,
            "kind",
            "members",
            "score",
            *COMPONENTS,
            *by,
            *CERTAINTY_COLUMNS,
            *BESIDE,
            *emerges,
        ),
        *("reason", "around", "against", "indicators"),
        *days,
        *IN_FILES,
    )
    chances = cs.starts_with("p_") | cs.contains("_p", "share", "duplicate_")
    return shown.with_columns(chances.round(4), (cs.float() - chances).round(2)).rename(JSON_KEYS)


def area_list(store: Store, question: Question) -> pl.DataFrame:
    """The areas of the question's level, highest rate first; those that cannot be compared last.

    Columns: AREAS, PER_YEAR and rank (by rate; null where there is not enough to go on, or for an individual case).
    """
    snapshot = load_snapshot(store)
    figures = area_figures(snapshot, question)
    figures = narrowed(figures, snapshot, question.within)
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


def for_file(areas: pl.DataFrame) -> pl.DataFrame:
    """``area_list`` or ``candidates`` for a file: without columns of homes or addresses if none are known."""
    if areas.is_empty():
        return areas
    none = [name for name in OF_HOMES if name in areas.columns and areas[name].null_count() == areas.height]
    if areas["top_address_share"].null_count() == areas.height:
        none += [name for name in OF_ADDRESSES if name in areas.columns]
    return areas.drop(none)


def as_table(areas: pl.DataFrame) -> pl.DataFrame:
    """``as_list`` for a terminal: the header of the incidents names their period, if rates beside it are of another."""
    shown = as_list(areas)
    if shown.is_empty():
        return shown.drop(COUNTED)
    first, last = shown.row(0, named=True)[COUNTED[0]], shown.row(0, named=True)[COUNTED[1]]
    span = Window(first - timedelta(1), last)
    header = "incidents" if span.is_year else f"incidents in {span.months} month{'s' if span.months > 1 else ''}"
    return shown.drop(COUNTED).rename({"incidents": header})


def as_list(areas: pl.DataFrame) -> pl.DataFrame:
    """The candidates with the columns of a list (LIST), and postponed_until if any is postponed.

    The header of the homes names their source.
    """
    columns = LIST[areas["dwellings"].count() > 0 or areas.is_empty()]
    kinds = areas["denominator"].unique().to_list()
    header = HOMES_IN_LIST.get(kinds[0], "dwellings") if len(kinds) == 1 else "dwellings"
    postponed = [name for name in IN_FILES[:1] if areas[name].count()]
    return areas.select(*columns, *postponed).rename({"dwellings": header}, strict=False)


def with_evidence_only(ranked: pl.DataFrame, known: Evidence) -> pl.DataFrame:
    """Set components without data to null; also ``fit`` if the reports of a unit have no address."""
    has_evidence = dict(zip(COMPONENTS, known.has_evidence.tolist(), strict=True))
    silent = [name for name, says in has_evidence.items() if not says]
    named = pl.when(pl.col("named") > 0).then("fit").alias("fit")
    return ranked.with_columns(named).with_columns(pl.lit(None, pl.Float64).alias(name) for name in silent)


def _with_emerging(ranked: pl.DataFrame, snapshot: Snapshot, question: Question) -> pl.DataFrame:
    """Adds emerging_since and emerging_p; if several clusters contain a block of the unit, that with the lowest p."""
    emerging = emerging_clusters(snapshot, question, seed=EVIDENCE_SEED).select(
        block="members", emerging_since="since", emerging_p="p"
    )
    of = ranked.select("unit_id", block="members").explode("block")
    found = of.join(emerging.explode("block"), on="block").sort("emerging_p").unique("unit_id", keep="first")
    return ranked.join(found.drop("block"), on="unit_id", how="left", maintain_order="left")


def why_nothing_ranked(store: Store, question: Question) -> Message:
    """Why there is no candidate at the question's level, in one sentence."""
    known, _listed, found = ranked_of_level(store, question)
    inside = with_reports_inside(found, question.within)
    return why_nothing(known.units.filter(pl.col("list") != "elsewhere"), inside, question, question.level)


def ranked_candidates(store: Store, question: Question) -> tuple[Snapshot, pl.DataFrame]:
    """The snapshot of a store, and its candidates of all kinds, ranked with the team's weights as on the screens."""
    found = load_snapshot(store)
    return found, ranking(evidence_within(found, question), current_weights(store))


def ranked_of_level(store: Store, question: Question) -> tuple[Evidence, pl.DataFrame, Snapshot]:
    """The evidence of the question's level, its candidates with the team's weights, and the snapshot."""
    found = load_snapshot(store)
    return *ranked_units(store, found, question), found


def ranked_units(store: Store, snapshot: Snapshot, question: Question) -> tuple[Evidence, pl.DataFrame]:
    """The evidence of the question's level, and its candidates with the team's weights."""
    known = evidence_within(snapshot, question, KINDS_OF_LEVEL[question.level])
    return known, ranking(known, current_weights(store))
