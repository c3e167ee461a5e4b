"""The map of areas: outlines shaded by class, an always visible legend, a click that gives the area.

All of an area's data travels as JSON and reaches the page as text nodes, never as HTML or as a template. The base Map
is the same at every run, so that the frame with its view stays; everything that changes is in one feature group.
"""

import html
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import folium
import polars as pl
import streamlit as st
from folium.template import Template
from streamlit_folium import st_folium

from domain.errors import _ as mark
from pages.parts import theme
from pages.parts.maps.script import Script
from pages.parts.texts import _

MOST = 5_000  # areas that a browser draws smoothly
FEW = 20  # areas under which all are always in sight
FAR = 2  # times the width of where nearly all areas lie, from which the rest is too far off

BASES = {"paper": mark("Plain paper"), "pdok": mark("Map of the Netherlands (PDOK)"), "osm": mark("OpenStreetMap")}
TILES = {
    "pdok": {
        "url": "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png",
        "credit": "Kaartgegevens © Kadaster",
        "most": 19,
    },
    # OpenStreetMap's servers refuse pictures to whoever does not say from which site they are asked for
    "osm": {
        "url": "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        "credit": "© OpenStreetMap contributors",
        "most": 19,
        "referrer": "origin",
    },
}


@dataclass(frozen=True)
class Legend:
    """What the shades mean: ``title`` says what is shaded and per what; ``breaks`` part the classes, lowest first."""

    title: str
    breaks: Sequence[float]
    labels: Sequence[str]  # one a class, lowest first
    unknown: str  # what an area without a class is; empty where there is none
    colours: Sequence[str] = ()  # one a class; the ramp of rates where none are given

    def shades(self) -> list[str]:
        """The colours of the classes on the reader's paper, lowest first."""
        return list(self.colours or theme.ramp())


@dataclass(frozen=True)
class Layer:
    """Things drawn over the areas: the outlines of areas that they touch, and points where they are.

    ``outlines``: area_id, rings, tip. ``points``: lat, lon, tip, solid (filled with the colour, else only ringed).
    """

    label: str
    colour: str
    outlines: pl.DataFrame | None = None
    points: pl.DataFrame | None = None


class _Areas(Script):
    """One layer of areas; ``said`` is JSON, its meaning is in the script below."""

    name = "Areas"
    _template = Template("""
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = (function (said) {
            var map = window.map;
            function outline(rings) {
                return rings.map(function (steps) {
                    var lat = 0, lon = 0, ring = [];
                    for (var i = 0; i < steps.length; i += 2) {
                        lat += steps[i]; lon += steps[i + 1];
                        ring.push([lat / 1e5, lon / 1e5]);
                    }
                    return ring;
                });
            }
            function text(tag, words, parent) {
                var node = document.createElement(tag);
                node.textContent = words;
                if (parent) parent.appendChild(node);
                return node;
            }
            function tip(layer) {
                var box = document.createElement('div');
                var lines = layer.feature.properties.tip.split('\\n');
                lines.forEach(function (line, at) { text(at ? 'div' : 'strong', line, box); });
                return box;
            }
            var group = L.featureGroup(), chosen = L.latLngBounds([]), focus = JSON.stringify(said.chosen);
            map.getContainer().style.background = said.paper;
            map.attributionControl.setPrefix('Leaflet');
            if (said.tiles) {
                L.tileLayer(said.tiles.url, {
                    attribution: said.tiles.credit, maxZoom: 20, maxNativeZoom: said.tiles.most,
                    referrerPolicy: said.tiles.referrer || false
                }).addTo(group);
            }
            said.ground.forEach(function (rings, i) {
                var kind = said.kinds[i];
                L.polygon(outline(rings), {
                    interactive: false, stroke: kind === 'outline', color: said.groundline, weight: 1,
                    fillColor: said.landscape[kind], fillOpacity: kind === 'outline' ? 0 : 1
                }).addTo(group);
            });
            var areas = L.featureGroup();
            said.rings.forEach(function (rings, i) {
                var known = said.classes[i] !== null, isChosen = said.chosen.indexOf(said.ids[i]) >= 0;
                var fill = known ? said.ramp[said.classes[i]] : said.unknown, lone = said.lone[i] && known && !isChosen;
                var area = L.polygon(outline(rings), {
                    color: isChosen ? said.ink : (lone ? fill : (known ? said.line : said.unknown)),
                    weight: isChosen ? 3 : (lone ? 9 : 1), dashArray: known || isChosen ? null : '2 4',
                    fillColor: fill,
                    fillOpacity: known ? (said.tiles ? 0.75 : 0.95) : 0.12
                });
                area.feature = {type: 'Feature', properties: {area_id: said.ids[i], tip: said.tips[i]}};
                areas.addLayer(area);
                if (isChosen) chosen.extend(area.getBounds());
            });
            areas.bindTooltip(tip, {sticky: true}).addTo(group);
            var marks = L.featureGroup();
            said.layers.forEach(function (layer) {
                layer.outlines.forEach(function (one) {
                    var line = L.polygon(outline(one.rings), {color: layer.colour, weight: 4, fill: false});
                    line.feature = {type: 'Feature', properties: {area_id: one.area_id, tip: one.tip}};
                    marks.addLayer(line);
                });
                layer.points.forEach(function (one) {
                    var dot = L.circleMarker([one.lat, one.lon], {
                        radius: 8, weight: 3, color: layer.colour, fillColor: one.solid ? layer.colour : said.paper,
                        fillOpacity: 1
                    });
                    dot.feature = {type: 'Feature', properties: {area_id: '', tip: one.tip}};
                    marks.addLayer(dot);
                });
            });
            marks.bindTooltip(tip, {sticky: true}).addTo(group);
            var seen = window.blokwijzer || (window.blokwijzer = {});
            if (seen.legend) map.removeControl(seen.legend);
            seen.legend = L.control({position: 'bottomleft'});
            seen.legend.onAdd = function () {
                var box = document.createElement('div');
                box.style.cssText = 'background:' + said.paper + ';color:' + said.ink + ';padding:8px 10px;'
                    + 'font:13px/1.45 "Source Sans","Source Sans Pro",sans-serif;border:1px solid ' + said.groundline
                    + ';border-radius:4px;max-width:230px';
                text('strong', said.legend.title, box);
                said.legend.rows.forEach(function (row) {
                    var line = text('div', '', box), swatch = text('span', '', line);
                    swatch.style.cssText = 'display:inline-block;width:18px;height:12px;margin-right:8px;'
                        + 'vertical-align:-1px;border:1px ' + (row.dotted ? 'dotted ' : 'solid ') + said.unknown
                        + ';background:' + row.colour;
                    if (row.line) {
                        swatch.style.border = '3px solid ' + row.line;
                        swatch.style.width = '14px'; swatch.style.height = '8px';
                    }
                    text('span', row.label, line);
                });
                return box;
            };
            if (said.legend.on_map) seen.legend.addTo(map);
            if (seen.view !== said.view && areas.getLayers().length) {
                map.fitBounds(said.bounds || areas.getBounds(), {
                    animate: false, paddingTopLeft: [said.legend.on_map ? 220 : 12, 12], paddingBottomRight: [12, 12]
                });
            }
            if (chosen.isValid() && seen.chosen !== focus && !map.getBounds().contains(chosen)) {
                map.fitBounds(chosen, {animate: false, maxZoom: 17});
            }
            seen.view = said.view; seen.chosen = focus;
            return group;
        })({{ this.said }});
        {{ this.get_name() }}.addTo({{ this._parent.get_name() }});
        {% endmacro %}
    """)


def area_map(
    areas: pl.DataFrame,
    legend: Legend,
    *,
    key: str,
    view: str,
    on_click: Callable[[str], None],
    selected: str | Sequence[str] | None = None,
    ground: pl.DataFrame | None = None,
    base: str = "paper",
    height: int = 560,
    legend_on_map: bool = True,
    layers: Sequence[Layer] = (),
) -> None:
    """Draw areas; ``on_click`` is called with the ``area_id`` of one that was clicked, before the page runs again.

    ``areas``: area_id; rings and lone (see shapes.py; a lone point is drawn so that it shows at any zoom); class (0 to
    4, null: not known); tip (plain text; its first line stands out); lat, lon (of its middle). At most ``MOST`` are
    drawn; the caller says so. ``view``: when this changes (other data, another level) the map moves to where the areas
    are. ``selected``: the area, or areas, that stand out. ``ground``: what lies under them on paper, as ``rings`` and
    ``kind`` (a key of theme.LANDSCAPE). ``legend_on_map``: false puts the legend under the map, where it hides nothing
    of a small one. ``layers``: what is drawn over the areas.
    """
    group = folium.FeatureGroup()
    # the first is the most important: drawn last, it lies on top
    drawn = areas.head(MOST).reverse()
    group.add_child(_Areas(_said(drawn, legend, view, selected, ground, base, legend_on_map, layers)))
    st_folium(
        paper(),
        key=key,
        height=height,
        use_container_width=True,
        feature_group_to_add=group,
        # where it was clicked tells a second click on one area from no click at all
        returned_objects=["last_active_drawing", "last_object_clicked"],
        on_change=partial(_clicked, key, on_click),
    )
    if not legend_on_map:
        _legend_under(legend, layers)


def _legend_under(legend: Legend, layers: Sequence[Layer]) -> None:
    swatch = "display:inline-block;width:18px;height:12px;margin-right:6px;border:1px {line} {grey};background:{colour}"
    rows = [(label, "solid", colour) for label, colour in zip(legend.labels, legend.shades(), strict=True)]
    shown = "".join(
        f'<span style="white-space:nowrap;margin-right:14px"><span style="'
        f'{swatch.format(line=line, grey=theme.UNKNOWN, colour=colour)}"></span>{html.escape(label)}</span> '
        for label, line, colour in [*rows, (legend.unknown, "dotted", "transparent")]
        if label
    )
    shown += "".join(
        f'<span style="white-space:nowrap;margin-right:14px"><span style="display:inline-block;width:14px;height:8px;'
        f'margin-right:6px;border:3px solid {layer.colour}"></span>{html.escape(layer.label)}</span> '
        for layer in layers
    )
    st.html(f'<div style="font-size:13px"><strong>{html.escape(legend.title)}</strong><br>{shown}</div>')


def _clicked(key: str, on_click: Callable[[str], None]) -> None:
    drawing = (st.session_state.get(key) or {}).get("last_active_drawing") or {}
    area_id = drawing.get("properties", {}).get("area_id")
    if area_id:
        on_click(area_id)


def base_choice(key: str = "base") -> str:
    """Let the reader choose what lies under the areas; plain paper asks nothing of the internet."""
    return st.segmented_control(
        _("Base map"),
        list(BASES),
        format_func={base: _(text) for base, text in BASES.items()}.get,
        default="paper",
        required=True,
        key=key,
        label_visibility="collapsed",
        persist_state="session",
    )


def paper() -> folium.Map:
    """The base Map, the same at every run and made anew at each (streamlit-folium writes in it)."""
    made = folium.Map(tiles=None, prefer_canvas=True, location=(52.2, 5.3), zoom_start=8, max_zoom=20, zoom_snap=0.25)
    made.default_js = [("leaflet", f"{theme.LEAFLET}/leaflet.js")]
    made.default_css = [("leaflet_css", f"{theme.LEAFLET}/leaflet.css")]
    return made


def _bounds(areas: pl.DataFrame) -> list[list[float]] | None:
    """Where most areas lie, where a few far away would make the rest too small to see; None: show them all."""
    at = areas.select("lat", "lon").drop_nulls()
    if at.height < FEW:
        return None
    low, high = (at.select(pl.all().quantile(share)).row(0) for share in (0.05, 0.95))
    whole, bulk = at.select(pl.all().max() - pl.all().min()).row(0), [b - a for a, b in zip(low, high, strict=True)]
    if max(whole[0] / max(bulk[0], 1e-9), whole[1] / max(bulk[1], 1e-9)) < FAR:
        return None
    return [
        [a - 0.05 * span for a, span in zip(low, bulk, strict=True)],
        [b + 0.05 * span for b, span in zip(high, bulk, strict=True)],
    ]


def _said(
    areas: pl.DataFrame,
    legend: Legend,
    view: str,
    selected: str | Sequence[str] | None,
    ground: pl.DataFrame | None,
    base: str,
    legend_on_map: bool,
    layers: Sequence[Layer],
) -> str:
    """Everything the layer needs as one JSON object that can stand in a script.

    The outlines are JSON already and go in as they are: they were made from numbers only.
    """
    shade, ramp = theme.shade(), legend.shades()
    rows = [{"label": label, "colour": colour} for label, colour in zip(legend.labels, ramp, strict=True)]
    if legend.unknown:
        rows.append({"label": legend.unknown, "colour": "transparent", "dotted": True})
    rows += [{"label": layer.label, "colour": "transparent", "line": layer.colour} for layer in layers]
    said = {
        "ids": areas["area_id"].to_list(),
        "classes": areas["class"].to_list(),
        "lone": areas["lone"].to_list(),
        "tips": areas["tip"].to_list(),
        "chosen": [selected] if isinstance(selected, str) else list(selected or ()),
        "view": view,
        "bounds": _bounds(areas),
        "tiles": TILES.get(base),
        "ramp": ramp,
        "paper": theme.PAPER[shade],
        "ink": theme.INK[shade],
        "line": theme.PAPER[shade],
        "groundline": theme.GROUND[shade],
        "landscape": theme.LANDSCAPE[shade],
        "kinds": [] if ground is None else ground["kind"].to_list(),
        "unknown": theme.UNKNOWN,
        "layers": [_layer(layer) for layer in layers],
        "legend": {"title": legend.title, "rows": rows, "on_map": legend_on_map},
    }
    text = _inert(json.dumps(said, ensure_ascii=True))
    under = [] if ground is None else ground["rings"].to_list()
    return f'{text[:-1]},"rings":[{",".join(areas["rings"])}],"ground":[{",".join(under)}]}}'


def _layer(layer: Layer) -> dict[str, object]:
    outlines = [] if layer.outlines is None else layer.outlines.select("area_id", "rings", "tip").to_dicts()
    points = [] if layer.points is None else layer.points.select("lat", "lon", "tip", "solid").to_dicts()
    drawn = [{**one, "rings": json.loads(one["rings"])} for one in outlines]
    return {"colour": layer.colour, "outlines": drawn, "points": points}


def _inert(text: str) -> str:
    """JSON that means the same and is nothing but JSON, whoever reads it.

    A brace from the data might be taken for a template's, and "<" for a tag's; a brace of JSON itself is always
    followed by a quotation mark.
    """
    return re.sub(r'\{(?!")', r"\\u007b", text).replace("<", "\\u003c")
