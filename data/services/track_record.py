"""The track record of a store: past quarter ends with the data known then, and messages about emerging clusters.

It is derived from the reports and never stored (docs/decisions/derived-not-stored.md).
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from data.services.snapshot import built, load_snapshot, stored
from data.store import projects
from data.store.database import Store
from data.store.team_weights import weights_on
from domain.backtest.cuts import few_lost, first_known_on, known_on, quarter_ends
from domain.backtest.emerging_record import AHEAD as EMERGING_AHEAD
from domain.backtest.emerging_record import Emerged, emerged, once_each
from domain.backtest.track_record import AHEAD, Quarter, quarter
from domain.backtest.verdicts import calibration, emerging_before, in_short, verdicts
from domain.projects.project import Project
from domain.scoring.evidence import EVIDENCE_SEED
from domain.snapshot.district import Within
from domain.snapshot.snapshot import Snapshot

QUARTER_ENDS_MAX = 8  # largest number of quarter ends


def ends(now: Snapshot) -> list[date]:
    """The quarter ends with a year before and a year after them, the oldest first. ``now``: of the store."""
    return _ends(now, AHEAD)


def emerging_ends(now: Snapshot) -> list[date]:
    """The quarter ends with a year before and a half year after them, the oldest first."""
    return _ends(now, EMERGING_AHEAD)


def _ends(now: Snapshot, ahead: int) -> list[date]:
    return quarter_ends(
        now.begins_on, now.as_of, months=AHEAD, ahead=ahead, dates=QUARTER_ENDS_MAX, complete=few_lost(now)
    )


def from_when(now: Snapshot) -> date | None:
    """The day from which there is a track record, with reports until then; None without reports."""
    return None if now.begins_on is None else first_known_on(now.begins_on, months=AHEAD, ahead=AHEAD)


def projects_of(store: Store) -> tuple[Project, ...]:
    """The projects with only the fields that a track record needs, so that other changes do not invalidate a cache."""
    return tuple(
        Project(
            each.title, each.areas, each.started_on, carried_out_from=each.carried_out_from, project_id=each.project_id
        )
        for each in projects.load(store)
    )


def look_back(store: Store, now: Snapshot, as_of: date, within: Within = ()) -> Quarter:
    """The track record of one quarter end. ``within``: the district that its list is of."""
    then = built(store, known_on(stored(store), as_of))
    return quarter(then, now, as_of, weights=weights_on(store, as_of), projects=projects_of(store), within=within)


def look_back_at_emerging(store: Store, now: Snapshot, as_of: date) -> tuple[Emerged, ...]:
    """The messages about emerging clusters at one quarter end, with their outcome."""
    return emerged(built(store, known_on(stored(store), as_of)), now, as_of, seed=EVIDENCE_SEED)


def last_quarter(store: Store, now: Snapshot) -> Quarter | None:
    """The newest quarter end of the track record; None if the data is too short."""
    found = ends(now)
    return look_back(store, now, found[-1]) if found else None


def track_record(store: Store, progress: Callable[[str], None] = lambda _line: None) -> dict[str, Any]:
    """The whole track record as plain values. ``progress`` receives a line for each quarter end.

    Keys: from_when (day, null without reports); quarters (as_of, until, candidates, highest, town, known_share, first
    and busiest (rows of track_record.SCHEMA), list_five and busiest_five (areas, stayed, came, expected, low, high,
    homes), ranges (n, held), chosen, told (Messages)); p_top and p_high_next (see verdicts.calibration); p_high (the
    former name of p_high_next); emerging (messages, dates (their number), told (null without dates)); verdicts (good,
    text: a Message).
    """
    now = load_snapshot(store)
    found = []
    for as_of in ends(now):
        found.append(look_back(store, now, as_of))
        progress(f"{as_of}: {found[-1].candidates} candidates")
    dates = emerging_ends(now)
    messages = once_each([look_back_at_emerging(store, now, as_of) for as_of in dates])
    high = calibration([each.p_high_next for each in found])
    return {
        "from_when": from_when(now),
        "quarters": [_plain(each) for each in found],
        "p_top": calibration([each.p_top for each in found]),
        "p_high_next": high,
        "p_high": high,
        "emerging": {
            "dates": dates,
            "messages": [vars(each) | {"went_on": each.went_on} for each in messages],
            "told": emerging_before(messages, len(dates)) if dates else None,
        },
        "verdicts": [vars(each) for each in verdicts(found)],
    }


def _plain(found: Quarter) -> dict[str, Any]:
    fives = {name: getattr(found, name) and vars(getattr(found, name)) for name in ("list_five", "busiest_five")}
    same = ("as_of", "until", "candidates", "highest", "town", "known_share")
    return {
        **{name: getattr(found, name) for name in same},
        **{name: getattr(found, name).to_dicts() for name in ("first", "busiest")},
        **fives,
        "ranges": {"n": len(found.held), "held": int(found.held.sum())},
        "chosen": [vars(each) for each in found.chosen],
        "told": in_short(found),
    }
