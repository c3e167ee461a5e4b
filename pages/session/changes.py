"""Changes since the last session, as sentences with names and phases only."""

from collections.abc import Sequence

import streamlit as st

from data import clock
from data.services import session_changes
from data.services.session_changes import Findings
from data.store.database import Store
from domain.documents.phrases import EFFECT_WORDS
from domain.question import Question
from domain.scoring.weights import Weights
from domain.sessions.changes import CameOf, Moved, SessionChanges, emerged
from domain.sessions.session import CHOICE_NAMES, Session
from pages.session import figures
from pages.shared import cached
from pages.shared.cached import cached_per_version
from pages.shared.labels import phase_name
from pages.shared.texts import N_, _, day, format_list, markdown, number

SUCCESS = "likely_fewer"  # the effect of a project that worked
NAMED, EMERGED = 3, 2  # most streets or blocks in a sentence, and most sentences


def news(one: Session) -> SessionChanges:
    """The changes since the previous session, or in the last quarter if there was none."""
    weights, plan = Weights(**one.weights), one.plan
    emerging = emerged(cached.emerging_clusters(plan.question), figures.named_blocks(plan))
    return session_changes.session_changes(
        cached.current(),
        cached.snapshot(),
        one,
        lambda question: _findings(question, weights, plan.candidates),
        emerging,
        figures.public(plan),
        clock.today(),
    )


@cached_per_version(max_entries=32)
def _findings(_store: Store, question: Question, weights: Weights, candidates: int) -> Findings:
    hot_spots = cached.hot_spots(question)
    return session_changes.findings(cached.snapshot(), question, weights, candidates, hot_spots)


def sentences(found: SessionChanges) -> list[str]:
    """The changes as Markdown sentences; one sentence if nothing changed."""
    lines = [_moved(each) for each in found.moved if each.word == SUCCESS]  # first: the shared screen cuts off the end
    lines += [
        markdown(
            N_("{name}: {choice}; the phase is now “{phase}”."),
            name=each.name,
            choice=_(CHOICE_NAMES[each.choice]),
            phase=_now(each),
        )
        if each.phase
        else markdown(N_("{name}: {choice}."), name=each.name, choice=_(CHOICE_NAMES[each.choice]))
        for each in found.decided
    ]
    for each in found.emerging[:EMERGED]:
        text = N_("Emerging at {names}: more than was to be expected, since {day}.")
        lines.append(markdown(text, names=_some(each.names), day=day(each.since)))
    if found.hot:
        lines.append(markdown(N_("New hot spot, high together with the neighbours: {names}."), names=_some(found.hot)))
    if found.silent:
        lines.append(markdown(N_("Newly silent (residents report little there): {names}."), names=_some(found.silent)))
    if found.entered:
        lines.append(markdown(N_("New at the top of the list: {names}."), names=_some(found.entered)))
    if found.gone:
        lines.append(markdown(N_("No longer at the top: {names}."), names=_some(found.gone)))
    lines += [_moved(each) for each in found.moved if each.word != SUCCESS]
    return lines or [markdown(N_("Nothing changed since {day}."), day=day(found.since))]


def _moved(each: Moved) -> str:
    text = N_("Project {names}: the phase is now “{phase}”.")
    sentence = markdown(text, names=format_list(list(each.areas)), phase=phase_name(each.phase).lower())
    came = markdown(N_("Incidents since: {word}."), word=_(EFFECT_WORDS[each.word]).lower()) if each.word else ""
    return f"{sentence} {came}".strip()


def show(one: Session) -> None:
    """Draw the changes for the facilitator."""
    found = news(one)
    st.markdown(f"**{markdown(N_('Since {day}'), day=day(found.since))}**")
    st.markdown("\n".join(f"- {each}" for each in sentences(found)))


def _some(names: Sequence[str]) -> str:
    """The first names as a list, and the number of others."""
    first, more = list(names[:NAMED]), len(names) - NAMED
    if more > 0:
        first.append(_("{count} more").format(count=number(more)))
    return format_list(first)


def _now(each: CameOf) -> str:
    return phase_name(each.phase).lower() if each.phase else ""
