"""Overview, candidates, map, plan, session and command line agree on days, incidents and what stands out.

On the demo, and on a store where no homes are known.
"""

from datetime import date, timedelta

import polars as pl
import pytest

from data.services import candidates as listed
from data.services import import_file
from data.services.plan import plan_inputs
from data.services.snapshot import load_snapshot
from data.store.database import Store, open_store
from domain import analysis
from domain.indicators import overview
from domain.indicators.report_selection import window
from domain.question import Question
from domain.scoring import decisions
from domain.scoring.weights import Weights
from domain.sessions.candidates import KINDS_OF, figures_of, session_candidates
from domain.sessions.session import SessionPlan
from tests.domain.frames import not_postponed

STREETS = {"Kade": 48, "Lindelaan": 20, "Hof": 12, "Brink": 9, "Dijk": 5}  # street -> reports in 16 months


@pytest.fixture(scope="module")
def demo(made_demo) -> Store:
    return open_store(f"sqlite:///{made_demo}")


@pytest.fixture(scope="module")
def bare(tmp_path_factory) -> Store:
    """Reports with a street and a position, some without a place; no homes are known."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('bare') / 'store.sqlite'}")
    rows = ["Nr;Datum melding;Categorie;Straat;Plaats;Breedtegraad;Lengtegraad"]
    for at, (street, count) in enumerate(STREETS.items()):
        for n in range(count):
            day = date(2024, 9, 2) + timedelta(480 * n // count)
            rows.append(f"{street}{n};{day:%d-%m-%Y};Zwerfafval;{street};Meerwijk;{52.1 + at / 50 + n % 3 / 2000};5.1")
    rows += [f"x{n};{date(2025, 3, 1) + timedelta(n):%d-%m-%Y};Geluid;Geen adres;Meerwijk;;" for n in range(7)]
    import_file.import_file(store, "x.csv", "\n".join(rows).encode(), actor="jan")
    return store


@pytest.mark.parametrize("kind", ["demo", "bare"])
def test_all_outputs_agree(kind, request):
    store = request.getfixturevalue(kind)
    snapshot, question = load_snapshot(store), Question()
    span = window(snapshot, question)
    known = analysis.evidence(snapshot, question)
    ranked = analysis.ranking(known, Weights())
    _same_total(snapshot, question, span)
    counted = _same_counts(snapshot, known)
    for level, kinds in KINDS_OF.items():
        _command_line_agrees(store, level, ranked.filter(pl.col("kind").is_in(kinds)), counted, span)
        _session_agrees(snapshot, level, counted)
    plan = plan_inputs(store, snapshot, ranked, date(2026, 11, 2))
    ranks = dict(ranked.select("candidate_id", "rank").iter_rows())
    assert plan.problem.jobs
    assert all(job.rank == ranks[job.candidate_id] for job in plan.problem.jobs)
    assert plan.candidates == ranked.height


def _same_total(snapshot, question, span) -> None:
    """The overview's number of incidents is that of the reports in the window, and of the map and what has no place."""
    inside = snapshot.reports.filter(
        pl.col("reported_on") > span.after, pl.col("reported_on") <= span.until, "is_first"
    )
    (total,) = overview.totals(snapshot, question).filter(theme="all")["now"]
    assert total == inside.height
    for level in KINDS_OF:
        drawn = analysis.area_figures(snapshot, Question(level=level))["incidents"].sum()
        assert drawn + inside[f"{level}_id"].null_count() == total


def _same_counts(snapshot, known) -> dict[str, int]:
    """The map's incidents of each area, by its id; the list has the same."""
    counted = {}
    for level in KINDS_OF:
        figures = analysis.area_figures(snapshot, Question(level=level))
        counted |= dict(figures.select("area_id", "incidents").iter_rows())
    for candidate, kind, members, incidents in known.units.select(
        "candidate_id", "kind", "members", "incidents"
    ).iter_rows():
        assert incidents == (sum(counted[each] for each in members) if kind == "cluster" else counted[candidate])
    return counted


def _command_line_agrees(store, level, ranked, counted, span) -> None:
    """``rank`` lists what the screens list of that level, with the same counts, days and what stands out."""
    told = listed.candidates(store, Question(level=level))
    assert set(told["counted_from"]) <= {span.after + timedelta(1)}
    assert set(told["counted_to"]) <= {span.until}
    both = told.join(
        ranked.select("candidate_id", "incidents", on_screen="p_high_next"), left_on="area_id", right_on="candidate_id"
    )
    assert both["area_id"].len() == ranked.height
    assert both.filter(pl.col("incidents") != pl.col("incidents_right")).is_empty()
    clear = [both.filter(pl.col(p) >= decisions.P_CLEAR_MIN)["area_id"].to_list() for p in ("p_high_next", "on_screen")]
    assert clear[0] == clear[1]


def _session_agrees(snapshot, level, counted) -> None:
    """The shared screen shows the map's counts, or nothing."""
    plan = SessionPlan(level=level)
    known = analysis.evidence(snapshot, plan.question, kinds=KINDS_OF[level])
    public = analysis.public(snapshot, plan.question)
    shown = session_candidates(
        not_postponed(analysis.ranking(known, Weights())), not_postponed(known.units), plan, public
    )
    for members in shown["members"].to_list():
        figures = figures_of(public, members)
        assert figures is None or figures.incidents == sum(counted[each] for each in members)
