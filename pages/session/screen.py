"""The shared screen of a session: for projection, one question at a time, controlled by the facilitator.

Everyone in the room sees it and can photograph it. All its figures are from ``domain.disclosure_control``.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from itertools import accumulate

import polars as pl
import streamlit as st

from data.store import sessions
from data.store.database import Store
from domain.sessions.session import STEP_NAMES, STEP_QUESTIONS, Session
from pages.session import (
    changes,
    figures,
    invite,
    labels,
    live,
    screen_keys,
    screen_look,
    screen_plan,
    screen_vote,
    screen_weigh,
)
from pages.shared import access, theme
from pages.shared.candidate_texts import with_short_names
from pages.shared.texts import N_, _, day, ngettext, number

_AT = ' aria-current="step"'
ROWS, LETTERS = 9, 80  # rows of changes and characters of a row; more is not legible from five metres


def show(here: Store, one: Session) -> None:
    """Draw the shared screen."""
    since = sessions.version(here)
    one = sessions.get(here, one.session_id)
    st.html(theme.wall())
    ended = sessions.ended(one)
    live.watch(here, tick=None if ended else lambda: _clock(one.shown.until), since=since)
    if ended:
        _wall(one, _("This session has ended. Thank you for taking part."), screen_plan.closing(here, one))
        return
    candidates = with_short_names(figures.candidates(one))
    if access.person():
        screen_keys.show(here, one, candidates)
    if one.version == 1:
        _wall(one, one.title, _way_in(here, one))
        return
    open_vote = "" if one.shown.step == "choose" else labels.going_on(here, one)
    if one.shown.step == "changed":
        _changed(one)
    parts: dict[str, Callable[[Store, Session, pl.DataFrame], str]] = {
        "look": screen_look.look,
        "weigh": screen_weigh.weigh,
        "choose": screen_vote.choose,
        "plan": screen_plan.plan,
        "close": screen_plan.close,
    }
    draw = parts.get(one.shown.step)
    _wall(one, _(STEP_QUESTIONS[one.shown.step]), draw(here, one, candidates) if draw else "<div></div>", open_vote)


def _wall(one: Session, question: str, body: str, open_vote: str = "") -> None:
    """The whole screen: the question at the top, the steps and the invitation at the bottom.

    ``body``: HTML. ``open_vote``: a text about an open vote.
    """
    vote = f'<strong class="vote">{escape(open_vote)}</strong>' if open_vote else ""
    st.html(
        f'<div class="wall"><header><h1>{escape(question)}</h1></header>{body}'
        f"<footer>{_steps(one)}{vote}{_corner(one)}</footer></div>"
    )


def _steps(one: Session) -> str:
    if one.code is None:
        return "<span></span>"
    now = one.shown.step if one.version > 1 else None
    shown = "".join(f"<li{_AT if step == now else ''}>{escape(_(STEP_NAMES[step]))}</li>" for step in one.plan.steps)
    return f'<ol class="steps">{shown}</ol>'


def _corner(one: Session) -> str:
    """The invitation for latecomers, in the corner; empty before the first step, when ``_way_in`` shows it large."""
    if one.code is None or one.version == 1:
        return "<span></span>"
    return (
        f'<div class="join"><span>{escape(_("Join"))}</span>'
        f'<span class="code">{escape(invite.spelled(one.code))}</span>'
        f"{invite.qr(invite.link(one), '3.6em')}</div>"
    )


def _way_in(here: Store, one: Session) -> str:
    """The invitation with the code in the largest type, before the first step."""
    there = len(sessions.participants(here, one.session_id))
    count = ngettext(there, N_("{count} participant"), N_("{count} participants")).format(count=number(there))
    address = invite.link(one).split("?")[0].split("//")[-1]
    text = _("Scan the code, or type it at {address}").format(address=address)
    return (
        f'<div class="stack middle"><div style="display:flex;gap:4em;align-items:center">'
        f"{invite.qr(invite.link(one), '22em')}<div class='stack' style='text-align:left'>"
        f"<h2>{escape(_('Take part with your phone'))}</h2>"
        f'<div class="huge code">{escape(invite.spelled(one.code))}</div>'
        f"<p style='font-size:1.4em'>{escape(text)}</p>"
        f"<h2>{escape(count)}</h2></div></div></div>"
    )


def _changed(one: Session) -> None:
    """The changes, as many as fit."""
    news = changes.news(one)
    lines = changes.sentences(news)
    rows = list(accumulate(1 + len(line) // LETTERS for line in lines))
    room = max(sum(each <= ROWS for each in rows), 1)
    with st.container(key="wall-lines"):
        st.markdown(f"**{_('Since {day}').format(day=day(news.since))}**")
        st.markdown("\n".join(f"- {line}" for line in lines[:room]))
        if len(lines) > room:
            st.markdown(_("And {count} more.").format(count=number(len(lines) - room)))


def _clock(until: datetime | None) -> None:
    """The remaining time of the step, in the corner; nothing if no timer runs."""
    if until is None:
        return
    left = round((until - datetime.now(UTC)).total_seconds())
    clock = f"{abs(left) // 60}:{abs(left) % 60:02d}"
    name = escape((_("{clock} left") if left >= 0 else _("{clock} over time")).format(clock=clock))
    over = "" if left >= 0 else " over"
    st.html(f'<div class="wall-timer{over}" role="timer" aria-label="{name}">{"+" if left < 0 else ""}{clock}</div>')
