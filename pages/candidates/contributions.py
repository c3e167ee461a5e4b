"""The bar of a candidate's score by component, each labelled with its points."""

import html
from collections.abc import Mapping
from typing import Any

from domain.scoring.ranking import whole_points
from domain.scoring.weights import COMPONENT_WORDS, COMPONENTS
from pages.shared import theme
from pages.shared.texts import _, number

NUMBER_POINTS_MIN = 4  # points below which a part of the bar is too narrow for its number

# The parts from dark to light (in the dark theme from light to dark), each with a legible text colour. Components
# from reports have one hue; context (opportunities, partners) another.
_OF_REPORTS = {"light": ("#FFF", "#FFF", *["#22242A"] * 3), "dark": ("#1B1A1E", "#1B1A1E", *["#FFF"] * 3)}
_AROUND = {
    "light": (("#7A5C10", "#FFF"), ("#E3CD8B", "#22242A")),
    "dark": (("#E3CD8B", "#1B1A1E"), ("#7A5C10", "#FFF")),
}
PARTS = {
    shade: (*zip(reversed(theme.RAMPS[shade]), inks, strict=True), *_AROUND[shade])
    for shade, inks in _OF_REPORTS.items()
}


def bar(row: Mapping[str, Any], shade: str | None = None, *, has_evidence: Mapping[str, bool] | None = None) -> str:
    """The bar as HTML. ``row``: of a ranking; ``shade``: "light" for print.

    ``has_evidence``: the components with data; others are not named.
    """
    shade = shade or theme.shade()
    of_each = {name: count for name, count in whole_points(row).items() if has_evidence is None or has_evidence[name]}
    words = ", ".join(f"{_(COMPONENT_WORDS[name])} {number(count)}" for name, count in of_each.items())
    line = f"1px solid {theme.UNKNOWN}"
    parts, key = [], []
    for at, name in enumerate(COMPONENTS):
        if name not in of_each:
            continue
        colour, ink = PARTS[shade][at]
        count, label = of_each[name], html.escape(_(COMPONENT_WORDS[name]))
        if count:
            shown = number(count) if count >= NUMBER_POINTS_MIN else ""
            parts.append(
                f'<span style="width:{count}%;background:{colour};color:{ink};text-align:center;overflow:hidden;'
                f'border-right:2px solid {theme.PAPER[shade]};box-sizing:border-box">{shown}</span>'
            )
        key.append(
            f'<span style="white-space:nowrap;margin-right:14px"><span style="display:inline-block;width:11px;'
            f"height:11px;margin-right:5px;border:{line};background:{colour};print-color-adjust:exact"
            f'"></span>{label} {number(count)}</span> '
        )
    return (
        f'<div role="img" aria-label="{html.escape(words)}" style="display:flex;height:20px;font-size:12px;'
        f"line-height:20px;border-radius:3px;background:{theme.UNKNOWN}26;overflow:hidden;"
        f'print-color-adjust:exact">{"".join(parts)}</div>'
        f'<div style="font-size:13px;line-height:1.5;margin-top:4px" aria-hidden="true">{"".join(key)}</div>'
    )
