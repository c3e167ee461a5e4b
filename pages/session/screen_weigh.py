"""Weigh: the order under the session's weights with its stability, and candidates side by side."""

from html import escape
from typing import Any

import polars as pl

from data.store.database import Store
from domain.scoring.weights import COMPONENT_WORDS, Weights
from domain.sessions.ordering import LISTED_CANDIDATES_MAX, order, seen_components, shares
from domain.sessions.session import Session
from pages.session import figures as session_data
from pages.session.screen_look import later
from pages.shared.texts import _, number

LARGE_NAME_LENGTH_MAX = 20  # with names of at most so many characters the step is drawn larger
WEIGHED_BY_DEFAULT = 2  # candidates side by side if none were chosen


def weigh(here: Store, one: Session, candidates: pl.DataFrame) -> str:  # noqa: ARG001
    """The step as HTML."""
    weights = Weights(**one.weights)
    ranked, evidence = session_data.ranking(one.plan, weights), session_data.evidence(one.plan)
    there = candidates["candidate_id"].to_list()
    wanted = [area for area in one.shown.compared if area in there] or there[:WEIGHED_BY_DEFAULT]
    seen = seen_components(ranked, wanted, session_data.public(one.plan))
    numbered = candidates.with_row_index("number", offset=1)
    columns = [numbered.row(by_predicate=pl.col("candidate_id") == area, named=True) for area in wanted]
    values = {row["candidate_id"]: row for row in seen.iter_rows(named=True)}
    left, right = _order(order(ranked, candidates), wanted), _beside(columns, values, shares(evidence, weights))
    size = 1.25 if max(map(len, candidates["name"]), default=0) <= LARGE_NAME_LENGTH_MAX else 1.08
    return f'<div class="two" style="grid-template-columns:1fr 1.3fr;font-size:{size}em">{left}{right}</div>'


def _order(places: pl.DataFrame, wanted: list[str]) -> str:
    """The order of the candidates, with the interval of their ranks."""
    far = max(
        [LISTED_CANDIDATES_MAX, *places["rank_high"].drop_nulls().to_list(), *places["rank"].drop_nulls().to_list()]
    )
    lines = "".join(_place(at, row, far, row["candidate_id"] in wanted) for at, row in _numbered(places))
    text = _("Dot: the place. Line: the place in 80% of the times.")
    return (
        f'<div class="stack"><h2>{escape(_("The order now"))}</h2><table><tbody>{lines}</tbody></table>'
        f'<p class="soft">{escape(text)}</p></div>'
    )


def _numbered(places: pl.DataFrame) -> list[tuple[int, dict[str, Any]]]:
    return list(enumerate(places.iter_rows(named=True), start=1))


def _place(at: int, row: dict[str, Any], far: int, is_beside: bool) -> str:
    place, span = "", _("not sure")
    if row["rank_low"] is not None:
        left, right = (100 * (row["rank_low"] - 0.7) / far, 100 * (row["rank_high"] - 0.3) / far)
        place = f'<i style="left:{left:.1f}%;width:{right - left:.1f}%"></i>'
        span = f"{number(row['rank_low'])}–{number(row['rank_high'])}"
    if row["rank"] is not None:
        place += f'<u style="left:{100 * (row["rank"] - 0.5) / far:.1f}%"></u>'
    weight = 700 if is_beside else 400
    return (
        f'<tr><td style="width:2.4em"><b class="no">{at}</b></td><td style="font-weight:{weight}">'
        f'<div class="name">{escape(row["name"])}{later(row["postponed_until"])}</div></td>'
        f'<td style="width:38%"><div class="axis">{place}</div></td>'
        f'<td style="width:3.6em">{span}</td></tr>'
    )


def _beside(columns: list[dict[str, Any]], values: dict[str, dict[str, Any]], parts: dict[str, int]) -> str:
    """A line per component: its weight, and the values of the candidates."""
    heads = "".join(f'<th scope="col"><b class="no">{row["number"]}</b> {escape(row["name"])}</th>' for row in columns)
    lines = "".join(
        f'<tr><th scope="row">{escape(_(COMPONENT_WORDS[name]).capitalize())}</th>'
        f"<td>{_bar(part, number(part))}</td>"
        + "".join(f"<td>{_has(values.get(row['candidate_id'], {}).get(name))}</td>" for row in columns)
        + "</tr>"
        for name, part in parts.items()
    )
    return (
        f'<div class="stack"><h2>{escape(_("Side by side"))}</h2><table style="table-layout:fixed"><thead><tr>'
        f'<td style="width:22%"></td><th scope="col" style="width:16%">{escape(_("Weight, of 100"))}</th>{heads}'
        f"</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _has(value: int | None) -> str:
    return escape(_("no figures")) if value is None else _bar(value)


def _bar(value: int, label: str = "") -> str:
    span = f'<span style="min-width:1.5em">{label}</span>' if label else ""
    name = escape(_("{value} of 100").format(value=number(value)))
    return (
        f'<div style="display:flex;align-items:center;gap:.3em">{span}<div class="bar" style="flex:1" role="img" '
        f'aria-label="{name}"><i style="width:{value}%"></i></div></div>'
    )
