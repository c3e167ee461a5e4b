"""The stored team sessions: facilitators, participants, votes, remarks and decisions.

Every change raises the version of the topic "sessions", by which each screen, on any server, detects that it must
reload. Writers of a session are serialised, so a ballot is either stored before the vote closes or refused.
"""

from data.store.sessions.closing import add_decision, close, decisions, drop_decision
from data.store.sessions.joining import by_code, join, participant, participants, remark, remarks
from data.store.sessions.sessions import create, ended, get, load, reweigh, show, version
from data.store.sessions.voting import (
    close_round,
    my_ballot,
    open_round,
    reveal_round,
    round_now,
    rounds,
    sight,
    vote,
    voted,
    votes,
)

__all__ = [
    "add_decision",
    "by_code",
    "close",
    "close_round",
    "create",
    "decisions",
    "drop_decision",
    "ended",
    "get",
    "join",
    "load",
    "my_ballot",
    "open_round",
    "participant",
    "participants",
    "remark",
    "remarks",
    "reveal_round",
    "reweigh",
    "round_now",
    "rounds",
    "show",
    "sight",
    "version",
    "vote",
    "voted",
    "votes",
]
