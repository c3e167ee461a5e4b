"""The candidates for who has no screen: ranked with the team's weights, and any area explained in sentences."""

from typing import Any

import polars as pl

from data import weights
from data.analysis import situation
from data.database import Store
from data.printing import against_in_words, reason_in_words
from domain.analysis import Question
from domain.errors import NotFound, WrongValue, _
from domain.evidence.course import COURSE_WORDS
from domain.scoring.evidence import Evidence, evidence
from domain.scoring.ranking import alternatives, ranking, where_is
from domain.scoring.weights import COMPONENTS, Weights

KINDS = {"street": ("street",), "block": ("block", "cluster")}
COLUMNS = ("area_id", "name", "incidents", "dwellings", "rate", "low", "high")
ELSEWHERE = {
    "individual": "Not a candidate but an individual case.",
    "little": "Not a candidate: there is too little to go on.",
}


def candidates(store: Store, question: Question) -> pl.DataFrame:
    """The candidates of the question's level, the first one first; blocks that are one problem as one cluster.

    Columns: COLUMNS (rate, low and high per 100 dwellings a year), kind, members, score and its components (0 to 100),
    p_high (probability of being over 1.5 times the average), p_top (of being among the first five), rank_low and
    rank_high (80 % rank interval), course (its class over time), reason and against (sentences in English).
    """
    _evidence, ranked = _ranked(store, question)
    sentences = [
        {"reason": reason_in_words(row["reason"], row["values"]), "against": against_in_words(row)}
        for row in ranked.select("reason", "values", "against").iter_rows(named=True)
    ]
    schema = {"reason": pl.String, "against": pl.List(pl.String)}
    named = ranked.rename({"candidate_id": "area_id", "homes": "dwellings"}).drop("reason", "against")
    named = named.hstack(pl.DataFrame(sentences, schema=schema))
    sure = ("p_high", "p_top", "rank_low", "rank_high", "course")
    rounded = pl.col("rate", "low", "high", "score", *COMPONENTS).round(2), pl.col("p_high", "p_top").round(4)
    return named.select(*COLUMNS, "kind", "members", "score", *COMPONENTS, *sure, "reason", "against").with_columns(
        *rounded
    )


def explain(store: Store, question: Question, asked: str) -> str:
    """Where an area stands and why, in sentences. ``asked``: its id, or its name.

    Raises:
        NotFound: there is no such area.
        WrongValue: several have that name.
    """
    known, ranked = _ranked(store, question)
    unit = _unit(known, asked)
    where, stands = where_is(known, ranked, unit["candidate_id"])
    lines = [f"{unit['name']} ({unit['candidate_id']})"]
    if where != "candidate":
        return "\n".join([*lines, ELSEWHERE[where], reason_in_words(unit["reason"], unit["values"])])
    row = ranked.row(by_predicate=pl.col("candidate_id") == stands, named=True)
    if stands != unit["candidate_id"]:
        lines.append(f"It is the same problem as {row['name']} ({stands}), which stands for it:")
    return "\n".join([*lines, *_of_candidate(row, ranked)])


def _ranked(store: Store, question: Question) -> tuple[Evidence, pl.DataFrame]:
    known = evidence(situation(store), question, kinds=KINDS[question.level])
    kept = weights.team_weights(store)
    return known, ranking(known, kept.weights if kept else Weights())


def _unit(known: Evidence, asked: str) -> dict[str, Any]:
    same_name = pl.col("name").str.to_lowercase() == asked.lower()
    found = known.units.filter(pl.col("candidate_id") == asked)
    found = found if found.height else known.units.filter(same_name)
    if not found.height:
        raise NotFound(_("There is no area {area} in the data (any more)."), area=asked)
    if found.height > 1:
        ids = ", ".join(found["candidate_id"])
        raise WrongValue(_("Several areas are called {area}: name one of {ids}."), area=asked, ids=ids)
    return found.row(0, named=True)


def _of_candidate(row: dict[str, Any], ranked: pl.DataFrame) -> list[str]:
    components = ", ".join(f"{name} {row[name]:.0f} (gives {row[f'by_{name}']:.1f})" for name in COMPONENTS)
    lines = [
        f"Candidate {row['rank']} of {ranked.height}, score {row['score']:.1f}: {components}.",
        reason_in_words(row["reason"], row["values"]),
        f"{row['incidents']} incidents on {row['homes']} homes: {row['rate']:.1f} a year per 100, "
        f"probably {row['low']:.1f} to {row['high']:.1f}; {_sure(row['p_high'])} to be over 1.5 times the average.",
    ]
    if row["course"] is not None:
        lines.append(f"Over time: {COURSE_WORDS[row['course']]}.")
    if row["p_top"] is not None:
        places = f"eight chances in ten that it is place {row['rank_low']} to {row['rank_high']}"
        lines.append(f"{_sure(row['p_top'])} to be among the first five; {places}.")
    lines += [f"Against: {sentence}" for sentence in against_in_words(row)]
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
