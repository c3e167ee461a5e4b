"""A small chart as a picture with words around it: lines and boxes over two axes, drawn at once by any browser.

For charts that a screen opens with: Vega, which draws the others (``pages.shared.charts``), takes a browser longer than
the rest of a page. Pointing at a part of it says what is there; ``words`` are its text alternative.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

ROOM_ABOVE = 1.05  # times the highest value, so that a line or dot there is whole
PICTURE_SIDE = 1000  # units of the picture in both directions; it is stretched to its place


@dataclass(frozen=True)
class Line:
    """A line through points (across, up); None where it is broken. ``dots``: each point is marked."""

    colour: str
    points: Sequence[tuple[float, float] | None]
    width: float = 2.2  # pixels
    dots: bool = False


@dataclass(frozen=True)
class Box:
    """A filled box."""

    colour: str
    left: float
    right: float
    low: float
    high: float


@dataclass(frozen=True)
class Spot:
    """What is said where a reader points between two places across."""

    left: float
    right: float
    text: str


@dataclass(frozen=True)
class Plane:
    """Two axes and what lies on them: ``across`` from the first to the second value, ``up`` from 0.

    ``height``: pixels. ``ticks_*``: a value and its label. ``names``: words at the right, each with the height where
    they stand and their colour. ``above``: words above it. All texts are plain texts.
    """

    height: int
    across: tuple[float, float]
    up: float
    lines: Sequence[Line] = ()
    boxes: Sequence[Box] = ()
    spots: Sequence[Spot] = ()
    ticks_across: Sequence[tuple[float, str]] = ()
    ticks_up: Sequence[tuple[float, str]] = ()
    names: Sequence[tuple[float, str, str]] = ()
    above: str = ""


def draw(
    planes: Sequence[Plane], words: str, title: str = "", subtitle: str = "", legend: Sequence[tuple[str, str]] = ()
) -> None:
    """Draw a chart of planes under one another. ``words``: its text alternative. ``legend``: names with colours."""
    swatches = "".join(f'<s><i style="background:{escape(colour)}"></i>{escape(name)}</s>' for name, colour in legend)
    head = "".join(
        f"<{tag}>{text}</{tag}>"
        for tag, text in (("strong", escape(title)), ("small", escape(subtitle)), ("small", swatches))
        if text
    )
    fields = "".join(map(_field, planes))
    st.html(f'<div class="plane" role="img" aria-label="{escape(words)}">{head}{fields}</div>')


def _field(plane: Plane) -> str:
    parts = []
    for at, label in plane.ticks_up:
        parts.append(f'<i class="grid" style="bottom:{_up(at, plane):.2f}%"></i>')
        parts.append(f'<i class="up" style="bottom:{_up(at, plane):.2f}%">{escape(label)}</i>')
    parts.append(f'<img alt="" src="data:image/svg+xml;base64,{b64encode(_picture(plane).encode()).decode()}">')
    parts += [
        f'<i class="across" style="left:{_across(at, plane):.2f}%">{escape(label)}</i>'
        for at, label in plane.ticks_across
    ]
    parts += [
        f'<b style="bottom:{_up(at, plane):.2f}%;--of:{escape(colour)}">{escape(name)}</b>'
        for at, name, colour in plane.names
    ]
    for spot in plane.spots:
        left, right = _across(spot.left, plane), _across(spot.right, plane)
        parts.append(f'<u style="left:{left:.2f}%;width:{right - left:.2f}%" title="{escape(spot.text)}"></u>')
    looks = ["field", *(["named"] if plane.names else []), *(["dated"] if plane.ticks_across else [])]
    above = f"<p>{escape(plane.above)}</p>" if plane.above else ""
    return f'{above}<div class="{" ".join(looks)}" style="height:{plane.height}px">{"".join(parts)}</div>'


def _picture(plane: Plane) -> str:
    """The lines and boxes as SVG; a line keeps its width however the picture is stretched."""
    shapes = []
    for box in plane.boxes:
        left, right, low, high = (_x(box.left, plane), _x(box.right, plane), _y(box.low, plane), _y(box.high, plane))
        outline = f"M{left:.1f} {low:.1f}H{right:.1f}V{high:.1f}H{left:.1f}Z"
        shapes.append(f'<path d="{outline}" shape-rendering="crispEdges" fill="{escape(box.colour)}"/>')
    for line in plane.lines:
        shown = f'fill="none" stroke="{escape(line.colour)}" stroke-linecap="round" stroke-linejoin="round"'
        shown += ' vector-effect="non-scaling-stroke"'
        shapes.append(f'<path d="{_path(line, plane)}" {shown} stroke-width="{line.width}"/>')
        if line.dots:
            dots = "".join(f"M{_x(point[0], plane):.1f} {_y(point[1], plane):.1f}h0" for point in line.points if point)
            shapes.append(f'<path d="{dots}" {shown} stroke-width="{2.5 * line.width}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {PICTURE_SIDE} {PICTURE_SIDE}" '
        f'preserveAspectRatio="none">{"".join(shapes)}</svg>'
    )


def _path(line: Line, plane: Plane) -> str:
    steps, goes_on = [], False
    for point in line.points:
        if point:
            steps.append(f"{'L' if goes_on else 'M'}{_x(point[0], plane):.1f} {_y(point[1], plane):.1f}")
        goes_on = point is not None
    return "".join(steps)


def _across(value: float, plane: Plane) -> float:
    """The place of a value from the left, in per cents."""
    first, last = plane.across
    return 100 * min(max((value - first) / ((last - first) or 1), 0), 1)


def _up(value: float, plane: Plane) -> float:
    """The place of a value from below, in per cents."""
    return 100 * value / (plane.up or 1)


def _x(value: float, plane: Plane) -> float:
    return PICTURE_SIDE / 100 * _across(value, plane)


def _y(value: float, plane: Plane) -> float:
    return PICTURE_SIDE - PICTURE_SIDE / 100 * _up(value, plane)
