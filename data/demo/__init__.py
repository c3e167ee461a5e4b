"""The demo: Trintelwaard, a neighbourhood that does not exist, as the exports a consultant would really have.

The files beside this module are made by ``make.py``. They enter the app as any upload does.
"""

import json
from pathlib import Path

import numpy as np
import polars as pl
import shapely

from data.demo.finished import store_finished
from data.demo.hours import store_capacity
from data.demo.under_way import store_under_way
from data.reference import lexicon
from data.services import import_file
from data.store.database import Store

HERE = Path(__file__).parent
# The stock first, so that reports find their dwellings. The telephone number stands for who reports, kept as a keyed
# hash: a person may call a name differently each time, but calls from one number.
UPLOADS = (
    ("woningen.csv", {"kind": "dwellings"}),
    ("meldingen_2023-2026.csv", {"kind": "reports", "overrides": {"reporter": "Telefoon melder"}}),
    ("observaties_buitendienst.csv", {"kind": "reports"}),
    ("onderhoudsplanning.csv", {"kind": "opportunities"}),
    ("netwerk.csv", {"kind": "partners"}),
)


def load_demo(store: Store, actor: str) -> list[import_file.Outcome]:
    """Fill an empty store with the demo neighbourhood: its files, and the projects that ended or are under way."""
    outcomes = []
    for name, wishes in UPLOADS:
        content = (HERE / name).read_bytes()
        outcomes += import_file.import_file(store, lexicon(), name, content, actor=actor, **wishes)
    store_finished(store, actor)
    store_under_way(store, actor)
    store_capacity(store, actor)
    return outcomes


def landscape() -> pl.DataFrame:
    """What a map can draw under the demo's areas: ``kind`` (green, water, road, building), ``outline`` (WKB)."""
    features = json.loads((HERE / "ground.geojson").read_text(encoding="utf-8"))["features"]
    outlines = {each["properties"]["kind"]: json.dumps(each["geometry"]) for each in features}
    kinds = ("green", "water", "road", "building")
    whole = [shapely.union_all(shapely.get_parts(shapely.from_geojson(outlines[kind]))) for kind in kinds]
    return pl.DataFrame({"kind": kinds, "outline": shapely.to_wkb(np.array(whole))})
