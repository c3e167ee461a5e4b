"""A small map on which a person points out a place: the blocks' outlines, and the point that was chosen."""

import json
from collections.abc import Callable
from functools import partial

import folium
import streamlit as st
from folium.template import Template
from streamlit_folium import st_folium

from pages.parts import store, theme
from pages.parts.maps.area_map import MOST, TILES, base_choice, paper
from pages.parts.maps.script import Script

HEIGHT = 320


class _Ground(Script):
    """Outlines to find one's way by, and the point; ``said`` is JSON of numbers and our own colours only."""

    name = "Ground"
    _template = Template("""
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = (function (said) {
            var map = window.map, group = L.featureGroup(), outlines = L.featureGroup();
            map.getContainer().style.background = said.paper;
            map.attributionControl.setPrefix('Leaflet');
            if (said.tiles) {
                L.tileLayer(said.tiles.url, {
                    attribution: said.tiles.credit, maxZoom: 20, maxNativeZoom: said.tiles.most,
                    referrerPolicy: said.tiles.referrer || false
                }).addTo(group);
            }
            said.rings.forEach(function (rings) {
                L.polygon(rings.map(function (steps) {
                    var lat = 0, lon = 0, ring = [];
                    for (var i = 0; i < steps.length; i += 2) {
                        lat += steps[i]; lon += steps[i + 1];
                        ring.push([lat / 1e5, lon / 1e5]);
                    }
                    return ring;
                }), {
                    interactive: false, color: said.line, weight: 1, fillOpacity: said.tiles ? 0 : 0.35
                }).addTo(outlines);
            });
            outlines.addTo(group);
            if (said.point) {
                L.circleMarker(said.point, {
                    interactive: false, radius: 9, color: said.paper, weight: 3, fillColor: said.accent, fillOpacity: 1
                }).addTo(group);
            }
            var seen = window.blokwijzer || (window.blokwijzer = {});
            if (seen.view !== said.view) {
                if (said.around) map.setView(said.around, 18, {animate: false});
                else if (outlines.getLayers().length) map.fitBounds(outlines.getBounds(), {animate: false});
                seen.view = said.view;
            }
            return group;
        })({{ this.said }});
        {{ this.get_name() }}.addTo({{ this._parent.get_name() }});
        {% endmacro %}
    """)


def point_map(
    key: str,
    point: tuple[float, float] | None,
    around: tuple[float, float] | None,
    on_point: Callable[[float, float], None],
) -> None:
    """Draw the map; ``on_point`` is called with the latitude and longitude of a tap, before the page runs again.

    ``around``: where it opens; None: on all blocks.
    """
    over = st.container()
    base = base_choice(f"{key}-base")  # under the map, which is what the page is about
    rings = store.shapes("block").head(MOST)["rings"]
    shade = theme.shade()
    said = {
        "point": point,
        "around": around,
        "view": f"{store.is_demo()} {around}",
        "tiles": TILES.get(base),
        "paper": theme.PAPER[shade],
        "line": theme.UNKNOWN,
        "accent": theme.ACCENT,
    }
    group = folium.FeatureGroup()
    group.add_child(_Ground(f'{json.dumps(said)[:-1]},"rings":[{",".join(rings)}]}}'))
    with over:
        st_folium(
            paper(),
            key=key,
            height=HEIGHT,
            use_container_width=True,
            feature_group_to_add=group,
            returned_objects=["last_clicked"],
            on_change=partial(_clicked, key, on_point),
        )


def _clicked(key: str, on_point: Callable[[float, float], None]) -> None:
    at = (st.session_state.get(key) or {}).get("last_clicked")
    if at:
        on_point(at["lat"], at["lng"])
