"""A table as HTML, of which a cell can hold a picture of numbers on the axis of its column.

For tables that are read as they are. Screen readers read the cells, and a browser draws one in a tenth of the time of
``st.dataframe``, which is for what a reader sorts, searches or chooses from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st


@dataclass(frozen=True)
class Axis:
    """An axis from 0 to ``far``; ``ticks``: each a value and its label."""

    far: float
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Column:
    """A column: its header, and a tooltip there; ``numbers``: at the right; ``axis``: that of the pictures in it."""

    title: str
    note: str = ""
    numbers: bool = False
    axis: Axis | None = None


@dataclass(frozen=True)
class Picture:
    """Numbers on the axis of a column, None for what is not drawn: a bar from 0, a span, and a mark at a value.

    ``words``: the same in words. ``mark``: "dot", "diamond", "cross" or "tick-mark". ``pale``: the bar rests on little.
    """

    words: str
    bar: float | None = None
    low: float | None = None
    high: float | None = None
    value: float | None = None
    mark: str = "dot"
    pale: bool = False


Cell = str | Picture


def plain_table(
    name: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], chosen: int | None = None
) -> None:
    """Draw a table; the first cell of a row is its heading.

    ``name``: for screen readers. All texts are plain texts, shown as they are. ``chosen``: the row that stands out.
    """
    head = "".join(map(_header, columns))
    body = "".join(_row(row, columns, chosen=at == chosen) for at, row in enumerate(rows))
    named = escape(name)
    st.html(
        f'<div class="plain-table" tabindex="0" role="region" aria-label="{named}"><table aria-label="{named}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _header(column: Column) -> str:
    note = f' title="{escape(column.note)}"' if column.note else ""
    ticks = ""
    if column.axis:
        labels = "".join(
            f'<i class="tick" style="left:{_at(at, column.axis)}">{escape(label)}</i>'
            for at, label in column.axis.ticks
        )
        ticks = f'<span class="axis" aria-hidden="true">{labels}</span>'
    return f'<th scope="col"{_kind(column)}{note}>{escape(column.title)}{ticks}</th>'


def _row(row: Sequence[Cell], columns: Sequence[Column], *, chosen: bool) -> str:
    current = ' aria-current="true"' if chosen else ""
    cells = (_cell(cell, column, first=at == 0) for at, (cell, column) in enumerate(zip(row, columns, strict=True)))
    return f"<tr{current}>{''.join(cells)}</tr>"


def _cell(cell: Cell, column: Column, *, first: bool) -> str:
    if isinstance(cell, Picture):
        return f"<td>{_picture(cell, column.axis)}</td>" if column.axis else f"<td>{escape(cell.words)}</td>"
    tag, scope = ("th", ' scope="row"') if first else ("td", "")
    return f"<{tag}{scope}{_kind(column)}>{escape(cell)}</{tag}>"


def _kind(column: Column) -> str:
    return ' class="numbers"' if column.numbers else ""


def _picture(shown: Picture, axis: Axis) -> str:
    parts = [f'<i class="grid" style="left:{_at(at, axis)}"></i>' for at, _label in axis.ticks]
    if shown.bar is not None:
        parts.append(f'<i class="bar" style="width:{_at(shown.bar, axis)}"></i>')
    if shown.low is not None and shown.high is not None:
        width = f"{_share(shown.high, axis) - _share(shown.low, axis):.2f}%"
        parts.append(f'<i class="span" style="left:{_at(shown.low, axis)};width:{width}"></i>')
    if shown.value is not None:
        parts.append(f'<i class="{shown.mark}" style="left:{_at(shown.value, axis)}"></i>')
    words, pale = escape(shown.words), " pale" if shown.pale else ""
    return f'<span class="axis{pale}" role="img" aria-label="{words}" title="{words}">{"".join(parts)}</span>'


def _at(value: float, axis: Axis) -> str:
    return f"{_share(value, axis):.2f}%"


def _share(value: float, axis: Axis) -> float:
    """The place of a value on an axis, in per cents."""
    return 100 * min(max(value / axis.far, 0), 1)
