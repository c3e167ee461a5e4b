"""Save: clean reports into the store, against a raw ADBC ingest; and the same file a second time."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import adbc_driver_sqlite.dbapi
import polars as pl

from data.store import import_log
from data.store.database import open_store
from tests.bench import made
from tests.bench.intake import ours as intake
from tests.bench.measure import Row, best


def raw_ingest(frame: pl.DataFrame, folder: Path) -> None:
    """Write the frame unchanged into a new table of a new SQLite file."""
    file = folder / "raw.sqlite"
    file.unlink(missing_ok=True)
    with adbc_driver_sqlite.dbapi.connect(str(file)) as connection:
        with connection.cursor() as cursor:
            plain = frame.with_columns(pl.col("reported_time").cast(pl.String))  # the driver knows no times
            cursor.adbc_ingest("reports", plain.to_arrow(), mode="create")
        connection.commit()


def rows() -> Iterator[Row]:
    """Measure the first import into an empty store, the second of the same rows, and the raw ingest."""
    frame = intake(made.export())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        raw = best(lambda: raw_ingest(frame, folder))
        store = open_store(f"sqlite:///{folder / 'bench.sqlite'}")
        source = import_log.ImportSource(file="export.csv", digest="1", kind="reports", rows=frame.height)
        first = best(lambda: import_log.save(store, "bench", source, frame), 1)
        second = best(lambda: import_log.save(store, "bench", source, frame), 1)
    yield Row("save 1,000,000 new reports", first, raw, "raw ADBC ingest of the same frame", at_most=3)
    yield Row("save them again, nothing changed", second, first, "the first import", at_most=1.5)
