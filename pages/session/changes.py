"""Changes since the last session, derived from the store, as sentences with names and phases only."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl
import streamlit as st

from data.store import projects, sessions
from data.store.database import Store
from domain.calendar import local_date
from domain.documents.phrases import SURE
from domain.effects.effect import each_effect
from domain.effects.verdict import TOLD
from domain.projects.project import PHASES, Project
from domain.question import Question, months_before
from domain.scoring.evidence import evidence
from domain.scoring.ranking import ranking, silent_areas
from domain.scoring.weights import Weights
from domain.sessions.candidates import KINDS_OF
from domain.sessions.changes import QUARTER, CameOf, SessionChanges, emerged, entered, moved, newly_hot
from domain.sessions.session import CHOICE_NAMES, Session
from pages.session import figures
from pages.shared import cached
from pages.shared.cached import cached_per_version
from pages.shared.labels import phase_name
from pages.shared.texts import N_, _, day, format_list, markdown, number

NAMED, EMERGED = 3, 2  # most streets or blocks in a sentence, and most sentences
_LATE = PHASES.index("secure")  # first phase in which the effect is reported
Lists = tuple[pl.DataFrame, pl.DataFrame]  # the top of the list and the silent areas: each with name, members


def news(one: Session) -> SessionChanges:
    """The changes since the previous session, or in the last quarter if there was none."""
    here = cached.current()
    last = next((each for each in sessions.load(here) if each.session_id < one.session_id and each.ended_at), None)
    as_of = cached.snapshot().as_of or date.today()
    since = local_date(last.ended_at) if last else months_before(as_of, QUARTER)
    weights, many = Weights(**one.weights), one.plan.candidates
    now = _lists(one.plan.question, weights, many)
    asked = replace(one.plan.question, as_of=min(since, as_of))
    then = _lists(asked, weights, many)
    every = projects.load(here)
    emerging = emerged(cached.emerging_clusters(one.plan.question), figures.public(replace(one.plan, level="block")))
    hot = newly_hot(cached.hot_spots(asked), cached.hot_spots(one.plan.question), figures.public(one.plan), emerging)
    return SessionChanges(
        since=since,
        entered=entered(then[0], now[0]),
        gone=entered(now[0], then[0]),
        silent=entered(then[1], now[1]),
        moved=moved(every, projects.phase_steps(here), since, _words(every)),
        decided=_came_of(here, last, every) if last else (),
        emerging=emerging,
        hot=hot,
    )


def sentences(told: SessionChanges) -> list[str]:
    """The changes as Markdown sentences; one sentence if nothing changed."""
    said = [
        markdown(
            N_("{name}: {choice}; now in phase {phase}."),
            name=each.name,
            choice=_(CHOICE_NAMES[each.choice]),
            phase=_now(each),
        )
        if each.phase
        else markdown(N_("{name}: {choice}."), name=each.name, choice=_(CHOICE_NAMES[each.choice]))
        for each in told.decided
    ]
    for each in told.emerging[:EMERGED]:
        text = N_("Emerging at {names}: more than was to be expected, since {day}.")
        said.append(markdown(text, names=_some(each.names), day=day(each.since)))
    if told.hot:
        said.append(markdown(N_("New hot spot, high together with the neighbours: {names}."), names=_some(told.hot)))
    if told.silent:
        said.append(markdown(N_("Newly silent, residents report little there: {names}."), names=_some(told.silent)))
    if told.entered:
        said.append(markdown(N_("New at the top of the list: {names}."), names=_some(told.entered)))
    if told.gone:
        said.append(markdown(N_("No longer at the top: {names}."), names=_some(told.gone)))
    for each in told.moved:
        text = N_("Project {names}: now in phase {phase}.")
        sentence = markdown(text, names=format_list(list(each.areas)), phase=phase_name(each.phase).lower())
        came = markdown(N_("Incidents since: {word}."), word=_(SURE[each.word]).lower()) if each.word else ""
        said.append(f"{sentence} {came}".strip())
    return said or [markdown(N_("Nothing changed since {day}."), day=day(told.since))]


def show(one: Session) -> None:
    """Draw the changes for the facilitator."""
    told = news(one)
    st.markdown(f"**{markdown(N_('Since {day}'), day=day(told.since))}**")
    st.markdown("\n".join(f"- {each}" for each in sentences(told)))


def _some(names: Sequence[str]) -> str:
    """The first names as a list, and the number of others."""
    first, more = list(names[:NAMED]), len(names) - NAMED
    if more > 0:
        first.append(_("{count} more").format(count=number(more)))
    return format_list(first)


def _now(each: CameOf) -> str:
    return phase_name(each.phase).lower() if each.phase else ""


def _came_of(here: Store, last: Session, every: list[Project]) -> tuple[CameOf, ...]:
    """The outcome of the last session's decisions."""
    phases = {project.project_id: project.phase for project in every}
    decided = sessions.decisions(here, last.session_id)
    return tuple(CameOf(each.name, each.choice, phases.get(each.project_id or 0)) for each in decided)


def _words(every: list[Project]) -> dict[int, str]:
    """The certainty of each project's effect, for projects that are far enough."""
    far = [each for each in every if PHASES.index(each.phase) >= _LATE and each.phase != "stopped"]
    if not far:
        return {}
    found = each_effect(cached.snapshot(), every)
    words = {project.project_id: effect.word for project, effect in zip(every, found, strict=True)}
    return {each.project_id: words[each.project_id] for each in far if words[each.project_id] in TOLD}


@cached_per_version(max_entries=32)
def _lists(_store: Store, question: Question, weights: Weights, many: int) -> Lists:
    found = evidence(cached.snapshot(), question, kinds=KINDS_OF[question.level])
    columns = ("name", "members")
    return ranking(found, weights).head(many).select(columns), silent_areas(found).select(columns)
