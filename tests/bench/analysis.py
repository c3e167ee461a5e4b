"""From the store to the map: load and place on 20,000 blocks, and aggregate after a change of a filter."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import adbc_driver_sqlite.dbapi
import polars as pl

from data.services import snapshot as stored
from data.services.import_file import import_file
from data.store.database import Store, open_store
from domain.analysis import area_figures
from domain.question import Question
from domain.snapshot.snapshot import Snapshot
from tests.bench import made
from tests.bench.measure import Row, best

QUESTION = Question(level="block", months=12, themes=("environment",))


def filled(folder: Path) -> Store:
    """Open a store with the bench's dwellings and reports, imported like any upload."""
    store = open_store(f"sqlite:///{folder / 'bench.sqlite'}")
    import_file(store, "stock.csv", made.stock(), actor="bench")
    import_file(store, "export.csv", made.export(), actor="bench")
    return store


def raw_read(folder: Path) -> pl.DataFrame:
    """Read the table of reports unchanged."""
    with (
        adbc_driver_sqlite.dbapi.connect(str(folder / "bench.sqlite")) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("select * from reports")
        return pl.from_arrow(cursor.fetch_arrow_table())


def bare_group_by(snapshot: Snapshot) -> pl.DataFrame:
    """Only count the incidents of a window and a theme by block."""
    window = pl.col("reported_on").is_between(snapshot.as_of.replace(year=snapshot.as_of.year - 1), snapshot.as_of)
    reports = snapshot.reports.filter(window & (pl.col("theme") == "environment"))
    return reports.group_by("block_id").agg(pl.len().alias("reports"), pl.col("is_first").sum().alias("incidents"))


def rows() -> Iterator[Row]:
    """Measure both steps on the whole town."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = filled(folder)
        raw = best(lambda: raw_read(folder))
        snapshot = stored.load_snapshot(store)
        assert snapshot.areas.filter(pl.col("level") == "block").height == made.BLOCKS
        placed = best(lambda: stored.load_snapshot(store), 2)
        yield Row("load and place on 20,000 blocks", placed, raw, "raw ADBC read of the reports", at_most=5)
        mine = best(lambda: area_figures(snapshot, QUESTION), 15)  # it takes milliseconds, so the best of many runs
        bare = best(lambda: bare_group_by(snapshot), 15)
        yield Row("aggregate for the map", mine, bare, "the bare group_by", at_most=3)
