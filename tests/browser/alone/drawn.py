"""Two hundred squares on the area map, some of them with names that try to run."""

import polars as pl
import shapely
import streamlit as st

from domain.statistics.class_breaks import classes
from pages.shared.maps import area_map, area_payload, shapes

HOSTILE = [
    '<img src=x onerror="window.top.hacked=1">',
    "${window.top.hacked=1}",
    "{{ 7*7 }}{% raw %}",
    "</script><script>window.top.hacked=1</script>",
    "![x](http://example.invalid/x.png)",
    "'; DROP TABLE reports; --",
    "`+(window.top.hacked=1)+`",
]
SIDE = 0.001

st.set_page_config(layout="wide")
count = int(st.query_params.get("count", 200))
wide = int(count**0.5)
boxes = [
    shapely.box(
        *(5.25 + SIDE * (i % wide), 52.55 + SIDE * (i // wide)),
        5.25 + SIDE * (i % wide) + 0.0008,
        52.55 + SIDE * (i // wide) + 0.0008,
    )
    for i in range(count)
]
names = [HOSTILE[i % len(HOSTILE)] if i % 3 == 0 else f"Lindehof {i}" for i in range(count)]
values = pl.Series("value", [None if i % 11 == 0 else float(i % 40) for i in range(count)])
breaks = [5.0, 10.0, 20.0, 30.0]
areas = pl.DataFrame(
    {
        "area_id": [f"block:own/{i}" for i in range(count)],
        "outline": [shapely.to_wkb(box) for box in boxes],
        "tip": names,
        "lat": [box.centroid.y for box in boxes],
        "lon": [box.centroid.x for box in boxes],
    }
)
areas = areas.join(shapes.shapes(areas), on="area_id").with_columns(classes(values, breaks).alias("class"))
selected = st.query_params.get("selected")
shown = st.toggle("recolour")
if shown:
    areas = areas.with_columns(pl.col("class").reverse())
area_map.area_map(
    areas,
    area_payload.Legend(
        "Voorvallen per 100 woningen",
        breaks,
        ["minder dan 5", "5 tot 10", "10 tot 20", "20 tot 30", "30 of meer"],
        "te weinig bekend",
    ),
    key="alone",
    view="alone",
    selected=selected,
    on_click=lambda area_id: st.session_state.update(clicked=area_id),
    tall=True,
)
st.text(f"clicked: {st.session_state.get('clicked')}")
