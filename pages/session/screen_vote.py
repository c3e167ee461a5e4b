"""Choose: the number of voters while the vote is open, without their votes; and the result once it is revealed."""

from dataclasses import replace
from html import escape
from typing import Any

import polars as pl

from data.store import sessions
from data.store.database import Store
from domain.sessions.session import HIGHEST, LOWEST, Round, Session, tally
from pages.session.screen_look import beside_map, numbered
from pages.shared import theme
from pages.shared.texts import N_, _, ngettext, number


def choose(here: Store, one: Session, candidates: pl.DataFrame) -> str:
    """The step as HTML."""
    vote = sessions.round_now(here, one.session_id)
    if vote is None or (not vote.is_open and one.shown.round_id != vote.round_id):
        return _before(one, candidates)
    if vote.is_revealed:
        beside = _outcome(vote, tally(vote, sessions.votes(here, vote.round_id)), _numbers(candidates))
    else:
        beside = _going_on(vote, *sessions.voted(here, vote.round_id)) + numbered(candidates)
    return beside_map(_whole_period(one), candidates, beside, even=vote.is_revealed)


def _whole_period(one: Session) -> Session:
    return replace(one, shown=replace(one.shown, half=None))


def _numbers(candidates: pl.DataFrame) -> dict[str, int]:
    """The numbers of the candidates on the map, by id."""
    return {area: at for at, area in enumerate(candidates["candidate_id"], start=1)}


def _before(one: Session, candidates: pl.DataFrame) -> str:
    """The candidates on the map, before the vote opens."""
    beside = f"<h2>{escape(_('The vote opens on your phone.'))}</h2>{numbered(candidates)}"
    return beside_map(_whole_period(one), candidates, beside)


def _going_on(vote: Round, given: int, could: int) -> str:
    """The number of voters; after the vote closed, also that the result can be shown."""
    text = _("voted") if vote.is_open else _("voted; the vote is closed")
    share = 100 * given / could if could else 0
    count = escape(_("{given} of {could}").format(given=number(given), could=number(could)))
    below = escape(_how(vote) if vote.is_open else _("The result will be shown in a moment."))
    return (
        f'<div class="stack"><div><span class="big">{count}</span> <span class="of">{escape(text)}</span></div>'
        f'<div class="bar" style="height:1.2em" aria-hidden="true"><i style="width:{share:.0f}%"></i></div>'
        f'<p style="font-size:1.2em">{below}</p></div>'
    )


def _how(vote: Round) -> str:
    if vote.kind == "scores":
        return _("Give each candidate {lowest} to {highest} on your phone.").format(lowest=LOWEST, highest=HIGHEST)
    text = ngettext(vote.dots or 0, N_("Everyone has {count} dot."), N_("Everyone has {count} dots."))
    return text.format(count=number(vote.dots))


def _outcome(vote: Round, tallied: pl.DataFrame, numbers: dict[str, int]) -> str:
    by_dots = vote.kind == "dots"
    most = max(tallied["total"].max() or 1, 1) if by_dots else HIGHEST
    rows = "".join(_line(row, by_dots, most, numbers.get(row["candidate_id"])) for row in tallied.iter_rows(named=True))
    below = _("Dots per area, most dots first.") if by_dots else _(
        "Dot: the average, from {lowest} to {highest}. Line: the middle half of the voters."
    ).format(lowest=LOWEST, highest=HIGHEST)  # fmt: skip
    name = _("Vote {number}").format(number=number(vote.number))
    return (
        f'<div class="stack"><h2>{escape(name)}</h2><table style="font-size:{1.2 if tallied.height <= 8 else 1}em">'
        f'<tbody>{rows}</tbody></table><p class="soft">{escape(below)}</p></div>'
    )


def _line(row: dict[str, Any], by_dots: bool, most: int, number_of: int | None) -> str:
    mark = f'<b class="no">{number_of}</b> ' if number_of else ""
    head = f'<tr><th scope="row" style="width:40%">{mark}{escape(row["name"])}</th>'
    if by_dots:
        people = ngettext(row["voters"], N_("{count} person"), N_("{count} people"))
        text = escape(people.format(count=number(row["voters"])) if row["voters"] else _("nobody"))
        bar = f'<div class="bar" aria-hidden="true"><i style="width:{100 * row["total"] / most:.0f}%"></i></div>'
        total = f'<td style="width:3em;padding-left:.6em"><strong>{number(row["total"])}</strong></td>'
        return f'{head}<td>{bar}</td>{total}<td style="width:18%">{text}</td></tr>'
    if row["mean"] is None:
        return f'{head}<td colspan="3">{escape(_("nobody"))}</td></tr>'
    span = HIGHEST - LOWEST
    spread = ""
    if row["low"] is not None:
        left, right = (100 * (row[end] - LOWEST) / span for end in ("low", "high"))
        spread = f'<i style="left:{left:.0f}%;width:{max(right - left, 1):.0f}%"></i>'
    dot = f'<u style="left:{100 * (row["mean"] - LOWEST) / span:.0f}%"></u>'
    divided = f'<strong style="color:{theme.ATTENTION}">{escape(_("divided"))}</strong>' if row["divided"] else ""
    return (
        f'{head}<td><div class="axis" aria-hidden="true">{spread}{dot}</div></td>'
        f'<td style="width:3em;padding-left:.6em"><strong>{number(row["mean"], 1)}</strong></td>'
        f'<td style="width:16%">{divided}</td></tr>'
    )
