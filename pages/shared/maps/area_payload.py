"""The input of the area map: the areas, their legend and the layers over them, as one JSON object for areas.js."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from data.store.base_map import NO_BASE_MAP
from pages.shared import theme
from pages.shared.maps.base_map import base_maps, bulk, ground_payload, own_position
from pages.shared.maps.script import json_for_script
from pages.shared.maps.shape_files import ShapeFile, address
from pages.shared.texts import _


@dataclass(frozen=True)
class Legend:
    """The legend: ``title`` names the measure and its denominator; ``breaks`` are the class limits, lowest first."""

    title: str
    breaks: Sequence[float]
    labels: Sequence[str]  # one per class, lowest first
    unknown: str  # label of areas without a class; empty if there are none
    colours: Sequence[str] = ()  # one per class; default: the ramp of rates

    def shades(self) -> list[str]:
        """The colours of the classes in the current theme, lowest first."""
        return list(self.colours or theme.ramp())


@dataclass(frozen=True)
class Layer:
    """A layer over the areas: outlines of the areas concerned, and points.

    ``outlines``: area_id, rings, tip. ``points``: lat, lon, tip, solid (filled with the colour, else only ringed).
    ``solid``: the legend text of filled points; ``label`` is that of rings.
    """

    label: str
    colour: str
    outlines: pl.DataFrame | None = None
    points: pl.DataFrame | None = None
    solid: str = ""


_SWATCH = "display:inline-block;margin-right:8px;vertical-align:-1px;"


def legend_rows(legend: Legend, layers: Sequence[Layer]) -> list[tuple[str, str]]:
    """The legend text of each mark on the map, and the style (CSS) of its swatch."""
    area = _SWATCH + "width:18px;height:12px;border:1px {line} {grey};background:{colour}"
    line = _SWATCH + "width:14px;height:8px;border:3px solid {colour}"
    dot = _SWATCH + "width:8px;height:8px;border:3px solid {colour};border-radius:50%;background:{fill}"
    shown = {
        label: area.format(line="solid", grey=theme.UNKNOWN, colour=colour)
        for label, colour in zip(legend.labels, legend.shades(), strict=True)
    }
    shown[legend.unknown] = area.format(line="dotted", grey=theme.UNKNOWN, colour="transparent")
    for layer in layers:
        if layer.outlines is not None and layer.outlines.height:
            shown[layer.label] = line.format(colour=layer.colour)
        if layer.points is not None and not layer.points["solid"].all():
            shown[layer.label] = dot.format(colour=layer.colour, fill=theme.PAPER[theme.shade()])
        if layer.points is not None and layer.points["solid"].any():
            shown[layer.solid] = dot.format(colour=layer.colour, fill=layer.colour)
    return [(label, style) for label, style in shown.items() if label]


def area_payload(
    areas: pl.DataFrame,
    files: Sequence[ShapeFile],
    form: Sequence[str],
    legend: Legend,
    view: str,
    selected: str | Sequence[str] | None,
    ground: pl.DataFrame | None,
    legend_on_map: bool,
    layers: Sequence[Layer],
    places: pl.DataFrame | None,
    least: int | None,
) -> str:
    """Everything that areas.js needs; see ``area_map``.

    ``least``: the least height of a tall map, which alone has names and offers a choice of base maps; None: not tall.
    """
    tall = least is not None
    shade = theme.shade()
    rows = [{"label": label, "style": style} for label, style in legend_rows(legend, layers)]
    payload = ground_payload(NO_BASE_MAP) | {
        "files": [address(file) for file in files],
        "missing": _("The areas do not load. Open this page again."),
        "classes": areas["class"].to_list(),
        "tips": areas["tip"].to_list(),
        "form": form,
        **(
            {"at": areas["at"].to_list()}
            if files
            else {"ids": areas["area_id"].to_list(), "lone": areas["lone"].cast(pl.Int8).to_list()}
        ),
        "chosen": [selected] if isinstance(selected, str) else list(selected or ()),
        "view": view,
        "bounds": bulk(areas),
        "ramp": legend.shades(),
        "groundline": theme.GROUND[shade],
        "landscape": theme.LANDSCAPE[shade],
        "kinds": [] if ground is None else ground["kind"].to_list(),
        "unknown": theme.UNKNOWN,
        "layers": [_layer(layer) for layer in layers],
        "tall": tall,
        "least": least,
        "bases": base_maps(offered=tall),
        "here": own_position() if tall else None,
        "named": tall,
        "places": [] if places is None else places.select("name", "lat", "lon").to_dicts(),
        "legend": {"title": legend.title, "rows": rows, "on_map": legend_on_map},
    }
    rings = [] if files else areas["rings"]
    return json_for_script(payload, rings=rings, ground=[] if ground is None else ground["rings"])


def _layer(layer: Layer) -> dict[str, object]:
    outlines = [] if layer.outlines is None else layer.outlines.select("area_id", "rings", "tip").to_dicts()
    points = [] if layer.points is None else layer.points.select("lat", "lon", "tip", "solid").to_dicts()
    drawn = [{**one, "rings": json.loads(one["rings"])} for one in outlines]
    return {"colour": layer.colour, "outlines": drawn, "points": points}
