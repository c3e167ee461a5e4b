"""A page that draws the Map's polygons as a plain GeoJSON layer, with nothing around them."""

import folium
import shapely

from data.services.snapshot import load_snapshot
from data.store.database import open_store
from domain.analysis import area_figures
from domain.question import Question
from pages.shared.maps.base_map import AREAS_DRAWN_MAX

snapshot = load_snapshot(open_store())
shown = area_figures(snapshot, Question()).head(AREAS_DRAWN_MAX).select("area_id")
outlines = snapshot.areas.join(shown, on="area_id")["outline"].drop_nulls()
collection = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(outline)}
        for outline in shapely.from_wkb(outlines.to_numpy())
    ],
}
chart = folium.Map(tiles=None, prefer_canvas=True)
folium.GeoJson(collection).add_to(chart)
from streamlit_folium import st_folium  # noqa: E402  # may not be imported before the server runs

st_folium(chart, returned_objects=[])
