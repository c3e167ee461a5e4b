"""The candidates for who has no screen: ranked with the team's weights, and any area explained in sentences."""

from typing import Any

import polars as pl
import polars.selectors as cs

from data.cli.printing import against_text, context_text, reason_text
from data.services.snapshot import load_snapshot
from data.store import weights
from data.store.database import Store
from domain.analysis import Question, Snapshot
from domain.errors import N_, NotFound, WrongValue
from domain.indicators.temporal_pattern import COURSE_WORDS
from domain.scoring.diagnostics import BY_THEME, diagnostics
from domain.scoring.emerging_clusters import emerging_clusters
from domain.scoring.evidence import SEED, Evidence, evidence
from domain.scoring.ranking import alternatives, ranking, where_is
from domain.scoring.weights import COMPONENTS, Weights

UNITS_OF_LEVEL = {"street": ("street",), "block": ("block", "cluster")}
COLUMNS = ("area_id", "name", "incidents", "dwellings", "rate", "low", "high")
SURE = (
    *("reports", "counted", "average", "ratio", "compared_with", "p_high", "p_top", "rank_low", "rank_high"),
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
# The names by which `rank --format json` and exports have always told these, for the scripts that read them.
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
ELSEWHERE = {
    "individual": "Not a candidate but an individual case.",
    "little": "Not a candidate: there is too little to go on.",
}


def candidates(store: Store, question: Question) -> pl.DataFrame:
    """The candidates of the question's level, the first one first; blocks that are one problem as one cluster.

    Columns: COLUMNS (rate, low and high per 100 dwellings a year), kind, members, score and its components (0 to 100),
    by_<component> (its part of the score); SURE (probabilities, intervals, classes; see domain/scoring/evidence.py and
    ranking.py); BESIDE (see domain/scoring/diagnostics.py); emerging_since and emerging_p (of the emerging cluster
    that it has a block in); reason, around (what chance lifts it, who could help) and against (sentences in English).
    """
    known, ranked, found = _ranked(store, question)
    told = diagnostics(known, found, question).drop("candidate_id")
    ranked = _with_emerging(ranked.join(told, on="number", how="left", maintain_order="left"), found, question)
    sentences = [
        {
            "reason": reason_text(row["reason"], row["values"]),
            "around": context_text(row),
            "against": against_text(row),
        }
        for row in ranked.iter_rows(named=True)
    ]
    schema = {"reason": pl.String, "around": pl.List(pl.String), "against": pl.List(pl.String)}
    named = ranked.rename({"candidate_id": "area_id", "homes": "dwellings"}).drop("reason", "against")
    named = named.hstack(pl.DataFrame(sentences, schema=schema))
    by = [f"by_{name}" for name in COMPONENTS]
    emerges = ("emerging_since", "emerging_p")
    shown = named.select(
        *COLUMNS, "kind", "members", "score", *COMPONENTS, *by, *SURE, *BESIDE, *emerges, "reason", "around", "against"
    )
    chances = cs.starts_with("p_") | cs.contains("_p", "share", "duplicate_")
    return shown.with_columns(chances.round(4), (cs.float() - chances).round(2)).rename(JSON_KEYS)


def _with_emerging(ranked: pl.DataFrame, snapshot: Snapshot, question: Question) -> pl.DataFrame:
    """Adds emerging_since and emerging_p; of several emerging clusters with a block of it, the surest."""
    emerging = emerging_clusters(snapshot, question, seed=SEED).select(
        block="members", emerging_since="since", emerging_p="p"
    )
    of = ranked.select("number", block="members").explode("block")
    found = of.join(emerging.explode("block"), on="block").sort("emerging_p").unique("number", keep="first")
    return ranked.join(found.drop("block"), on="number", how="left", maintain_order="left")


def explain(store: Store, question: Question, asked: str) -> str:
    """Where an area stands and why, in sentences. ``asked``: its id, or its name.

    Raises:
        NotFound: there is no such area.
        WrongValue: several have that name.
    """
    known, ranked, _snapshot = _ranked(store, question)
    unit = _unit(known, asked)
    where, stands = where_is(known, ranked, unit["candidate_id"])
    lines = [f"{unit['name']} ({unit['candidate_id']})"]
    if where != "candidate":
        return "\n".join([*lines, ELSEWHERE[where], reason_text(unit["reason"], unit["values"])])
    row = ranked.row(by_predicate=pl.col("candidate_id") == stands, named=True)
    if stands != unit["candidate_id"]:
        lines.append(f"It is the same problem as {row['name']} ({stands}), which stands for it:")
    return "\n".join([*lines, *_of_candidate(row, ranked)])


def _ranked(store: Store, question: Question) -> tuple[Evidence, pl.DataFrame, Snapshot]:
    found = load_snapshot(store)
    known = evidence(found, question, kinds=UNITS_OF_LEVEL[question.level])
    kept = weights.team_weights(store)
    return known, ranking(known, kept.weights if kept else Weights()), found


def _unit(known: Evidence, asked: str) -> dict[str, Any]:
    same_name = pl.col("name").str.to_lowercase() == asked.lower()
    found = known.units.filter(pl.col("candidate_id") == asked)
    found = found if found.height else known.units.filter(same_name)
    if not found.height:
        raise NotFound(N_("There is no area {area} in the data (any more)."), area=asked)
    if found.height > 1:
        ids = ", ".join(found["candidate_id"])
        raise WrongValue(N_("Several areas are called {area}: name one of {ids}."), area=asked, ids=ids)
    return found.row(0, named=True)


def _of_candidate(row: dict[str, Any], ranked: pl.DataFrame) -> list[str]:
    components = ", ".join(f"{name} {row[name]:.0f} (gives {row[f'by_{name}']:.1f})" for name in COMPONENTS)
    lines = [
        f"Candidate {row['rank']} of {ranked.height}, score {row['score']:.1f}: {components}.",
        reason_text(row["reason"], row["values"]),
        f"{row['incidents']} incidents on {row['homes']} homes: {row['rate']:.1f} a year per 100, "
        f"probably {row['low']:.1f} to {row['high']:.1f}; {_sure(row['p_high'])} to be over 1.5 times the average.",
    ]
    if row["course"] is not None:
        lines.append(f"Over time: {COURSE_WORDS[row['course']]}.")
    if row["p_top"] is not None:
        places = f"eight chances in ten that it is place {row['rank_low']} to {row['rank_high']}"
        lines.append(f"{_sure(row['p_top'])} to be among the first five; {places}.")
    lines += context_text(row)
    lines += [f"Against: {sentence}" for sentence in against_text(row)]
    near = alternatives(ranked, row["candidate_id"])
    if near.height:
        lines.append(
            "Nearest alternatives: "
            + ", ".join(f"{name} ({at})" for at, name in near.select("rank", "name").iter_rows())
        )
    return lines


def _sure(probability: float) -> str:
    """A probability in words; never a certainty."""
    if probability > 0.99:
        return "over 99% certain"
    return "under 1% certain" if probability < 0.01 else f"{probability:.0%} certain"
