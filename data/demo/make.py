"""Generates the files of the demo neighbourhood, identical for one seed: ``python -m data.demo.make``.

town.py builds Trintelwaard from the drawing in layout.py; incidents.py simulates 36 months with the effects of
ground_truth.py; exports.py and ground.py write the result in the formats of real systems.
"""

from pathlib import Path

from data.demo import exports, ground, incidents, town

DEMO_SEED = 1969  # found by trial: its random peaks stay below the planted effects
HERE = Path(__file__).parent


def files(seed: int = DEMO_SEED) -> dict[str, bytes]:
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
