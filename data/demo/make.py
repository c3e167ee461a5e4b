"""Makes the files of the demo neighbourhood, always the same from one seed: ``python -m data.demo.make``.

town.py builds Trintelwaard from the drawing in plan.py; happened.py lets 36 months pass over it, with what planted.py
plants; exports.py and ground.py write what came of it the way a consultant's own systems would.
"""

from pathlib import Path

from data.demo import exports, ground, incidents, town

SEED = 1969  # found by trying: its chance peaks stay below what is planted
HERE = Path(__file__).parent


def files(seed: int = SEED) -> dict[str, bytes]:
    """Every generated file of the demo by its name."""
    built = town.build()
    reports = incidents.reports(built, seed)
    return {
        "woningen.csv": exports.stock_file(built, seed),
        "meldingen_2023-2026.csv": exports.reports_file(built, reports, seed),
        "observaties_buitendienst.csv": exports.observations_file(built, reports, seed),
        "onderhoudsplanning.csv": exports.planning_file(built),
        "netwerk.csv": exports.network_file(),
        "blokken.geojson": ground.blocks_geojson(built),
        "ground.geojson": ground.ground_geojson(built),
    }


if __name__ == "__main__":
    for name, content in files().items():
        (HERE / name).write_bytes(content)
