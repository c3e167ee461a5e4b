"""A team session: its steps, the shared screen, the votes and their result.

All candidates of a session are of one question; domain/disclosure_control.py gives the reason. Everything follows from
what is stored, so a session survives a restart of a device or the server.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from domain.errors import N_, WrongValue
from domain.question import Question
from domain.schemas import LEVELS
from domain.sessions.viewport import View

STEPS = ("changed", "look", "weigh", "choose", "plan", "close")
STEP_NAMES = {
    "changed": N_("What changed"),
    "look": N_("Look"),
    "weigh": N_("Weigh"),
    "choose": N_("Choose together"),
    "plan": N_("Plan"),
    "close": N_("Close"),
}
STEP_QUESTIONS = {
    "changed": N_("What changed since last time?"),
    "look": N_("Where is it, and how did it come about?"),
    "weigh": N_("What counts how much for us?"),
    "choose": N_("Which do we take on?"),
    "plan": N_("When, and who leads?"),
    "close": N_("What did we decide?"),
}
"""The question on the shared screen, by step."""

USUAL_MINUTES = {"changed": 5, "look": 10, "weigh": 8, "choose": 12, "plan": 6, "close": 4}  # 45 together
CODE_VALID_FOR = timedelta(
    hours=12
)  # how long a code is valid: a working day and the evening, in case the session is not closed

VOTE_KINDS = ("dots", "scores")
CRITERIA = {
    "need": N_("How badly is it needed?"),
    "chance": N_("Will an approach work here?"),
    "together": N_("Is there someone to do it with?"),
}
"""The criteria of a vote by scores; each is scored from LOWEST to HIGHEST."""
LOWEST, HIGHEST = 1, 5
USUAL_DOTS = 3
MOST_DOTS = 10
MOST_OPTIONS = 12  # candidates in one round: more do not fit on a shared screen
DIVIDED_IQR_MIN = 2  # interquartile range from which opinions are called divided
VOTERS_MIN = 3  # voters; with fewer a spread would reveal individual votes

CHOICES = ("start", "join", "later")
CHOICE_NAMES = {
    "start": N_("start a project"),
    "join": N_("add to a running project"),
    "later": N_("not now"),
}


@dataclass(frozen=True)
class SessionPlan:
    """The plan of a session.

    ``level``, ``months``, ``within``: of the question of all figures. ``minutes``: by step; a step without minutes is
    skipped. ``candidates``: how many candidates of the list are discussed. ``chosen``: ids of candidates to discuss
    instead of the first ones (the shortlist). ``release_id``, ``until``: the release with its figures, and their last
    day; None in sessions of before there were releases.
    """

    level: str = "block"
    months: int = 12
    minutes: Mapping[str, int] = field(default_factory=lambda: dict(USUAL_MINUTES))
    candidates: int = 8
    chosen: tuple[str, ...] = ()
    release_id: int | None = None
    until: date | None = None
    within: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise WrongValue(N_("Choose streets or blocks."))
        if not any(self.minutes.get(step, 0) > 0 for step in STEPS):
            raise WrongValue(N_("Give at least one step some minutes."))
        if not 1 <= self.candidates <= MOST_OPTIONS:
            raise WrongValue(N_("Discuss 1 to {most} candidates."), most=MOST_OPTIONS)

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps that are not skipped."""
        return tuple(step for step in STEPS if self.minutes.get(step, 0) > 0)

    @property
    def question(self) -> Question:
        """The question of all figures of the session."""
        return Question(level=self.level, months=self.months, as_of=self.until, within=self.within)

    def to_dict(self) -> dict[str, Any]:
        """The plan as it is stored."""
        until = self.until and self.until.isoformat()
        lists = {"chosen": list(self.chosen), "within": list(self.within)}
        return asdict(self) | {"minutes": dict(self.minutes), "until": until} | lists

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "SessionPlan":
        """The plan that was stored."""
        known = {name: stored[name] for name in cls.__dataclass_fields__ if name in stored}
        until = stored.get("until")
        tuples = {name: tuple(stored.get(name, ())) for name in ("chosen", "within")}
        return cls(**known | tuples | {"until": date.fromisoformat(until) if until else None})


@dataclass(frozen=True)
class Shown:
    """The state of the shared screen.

    ``area``: the id of the candidate or other area that is shown. ``compared``: ids of candidates side by side.
    ``half``: the half year on the map, counted back from 0 (the last one); None: the whole window. ``until``: the end
    of the timer. ``round_id``: the vote that is open or shown. ``view``: the part of the map that someone chose; None:
    it follows what is shown.
    """

    step: str = STEPS[0]
    area: str | None = None
    compared: tuple[str, ...] = ()
    half: int | None = None
    until: datetime | None = None
    round_id: int | None = None
    view: View | None = None

    def to_dict(self) -> dict[str, Any]:
        """The state as it is stored."""
        return asdict(self) | {"compared": list(self.compared), "until": self.until and self.until.isoformat()}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Shown":
        """The state that was stored."""
        known = {name: stored[name] for name in cls.__dataclass_fields__ if name in stored}
        until, view = stored.get("until"), stored.get("view")
        return cls(
            **known
            | {
                "compared": tuple(stored.get("compared", ())),
                "until": datetime.fromisoformat(until) if until else None,
                "view": View(**view) if view else None,
            }
        )


@dataclass(frozen=True)
class Session:
    """A team session. ``code``: the code to join it, None after it ended. Every change raises ``version``."""

    session_id: int
    code: str | None
    title: str
    plan: SessionPlan
    shown: Shown
    weights: Mapping[str, float]
    created_by: str
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    next_on: date | None
    version: int


@dataclass(frozen=True)
class Round:
    """One vote. ``options``: (candidate id, name). ``dots``: the dots per person in a vote by dots."""

    round_id: int
    session_id: int
    number: int
    kind: str
    options: tuple[tuple[str, str], ...]
    dots: int | None
    criteria: tuple[str, ...]
    opened_at: datetime
    closed_at: datetime | None = None
    revealed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether people can vote."""
        return self.closed_at is None

    @property
    def is_revealed(self) -> bool:
        """Whether everyone may see the result."""
        return self.revealed_at is not None


Ballot = Mapping[tuple[str, str], int]  # (candidate id, criterion; "" for dots) -> dots or score


def step_after(plan: SessionPlan, step: str, by: int = 1) -> str:
    """The step ``by`` steps further (negative: back), limited to the first and the last step."""
    steps = plan.steps
    at = steps.index(step) if step in steps else 0
    return steps[min(max(at + by, 0), len(steps) - 1)]


def check_round(kind: str, options: Sequence[tuple[str, str]], dots: int | None, criteria: Sequence[str]) -> None:
    """Check the settings of a vote.

    Raises:
        WrongValue: the kind, options, dots or criteria are not allowed.
    """
    if kind not in VOTE_KINDS:
        raise WrongValue(N_("Vote by dots or by scores."))
    if not 2 <= len(options) <= MOST_OPTIONS or len({option for option, _name in options}) != len(options):
        raise WrongValue(N_("Vote on 2 to {most} different candidates."), most=MOST_OPTIONS)
    if kind == "dots" and (dots is None or not 1 <= dots <= MOST_DOTS):
        raise WrongValue(N_("Give everyone 1 to {most} dots."), most=MOST_DOTS)
    if kind == "scores" and (not criteria or not set(criteria) <= set(CRITERIA)):
        raise WrongValue(N_("Choose at least one question to score."))


def check_ballot(vote: Round, ballot: Ballot) -> None:
    """Check a ballot against the rules of the vote. An empty ballot withdraws a person's votes.

    Raises:
        WrongValue: the vote is closed, or the ballot breaks its rules.
    """
    if not vote.is_open:
        raise WrongValue(N_("This vote is closed. Your vote came too late and was not counted."))
    allowed = {
        (option, criterion)
        for option, _name in vote.options
        for criterion in (vote.criteria if vote.kind == "scores" else ("",))
    }
    if not ballot.keys() <= allowed:
        raise WrongValue(N_("That is not in this vote."))
    if vote.kind == "dots" and (sum(ballot.values()) > vote.dots or min(ballot.values(), default=0) < 0):
        raise WrongValue(N_("You have {dots} dots."), dots=vote.dots)
    if vote.kind == "scores" and not all(LOWEST <= score <= HIGHEST for score in ballot.values()):
        raise WrongValue(N_("A score is {lowest} to {highest}."), lowest=LOWEST, highest=HIGHEST)


def tally(vote: Round, votes: pl.DataFrame) -> pl.DataFrame:
    """The result of a vote per candidate, the most preferred first.

    ``votes``: participant_id, candidate_id, criterion, value.

    Columns: candidate_id, name, voters (number of people who gave it a dot or score), total (dots), mean, low, high
    (mean and quartiles of the scores; a voter's score is the mean over the criteria), divided (whether high - low is
    DIVIDED_IQR_MIN or more). Columns of the other kind of vote are null. With fewer than VOTERS_MIN voters low, high
    and divided are null, because they would reveal individual votes.
    """
    names = pl.DataFrame(list(vote.options), schema={"candidate_id": pl.String, "name": pl.String}, orient="row")
    given = votes.filter(pl.col("value") > 0)
    each = given.group_by("candidate_id", "participant_id").agg(
        dots=pl.col("value").sum(), score=pl.col("value").mean()
    )
    score = pl.col("score")
    enough = pl.len() >= VOTERS_MIN
    by_scores = pl.lit(vote.kind == "scores")
    found = each.group_by("candidate_id").agg(
        voters=pl.len().cast(pl.Int64),
        total=pl.when(~by_scores).then(pl.col("dots").sum().cast(pl.Int64)),
        mean=pl.when(by_scores).then(score.mean()),
        low=pl.when(by_scores & enough).then(score.quantile(0.25, "linear")),
        high=pl.when(by_scores & enough).then(score.quantile(0.75, "linear")),
    )
    nothing = pl.lit(None, pl.Int64) if vote.kind == "scores" else pl.lit(0, pl.Int64)
    return (
        names.join(found, on="candidate_id", how="left", maintain_order="left")
        .with_columns(pl.col("voters").fill_null(0), pl.col("total").fill_null(nothing))
        .with_columns(divided=pl.col("high") - pl.col("low") >= DIVIDED_IQR_MIN)
        .sort("total" if vote.kind == "dots" else "mean", descending=True, nulls_last=True, maintain_order=True)
    )
