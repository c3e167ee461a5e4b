"""Small frames of reports, dwellings and polygons for the tests of the store."""

from datetime import date, time

import polars as pl

from data.store.database import Store
from data.store.import_log import ImportResult, ImportSource, save
from data.store.schema import IMPORTED_KINDS

_REPORT = {
    "report_key": "a",
    "external_id": "M-1",
    "reported_on": date(2026, 3, 1),
    "reported_time": time(13, 5, 59, 250_000),
    "precision": "day",
    "closed_on": None,
    "status": "open",
    "category_word": "Afval › Dumping “grof”",
    "source": "resident",
    "street": "'s-Gravenlaan",
    "number": 12,
    "number_to": None,
    "number_suffix": "A BIS",
    "postcode": "8250AB",
    "town": "Trintelwaard",
    "neighbourhood": None,
    "block_code": None,
    "lat": 52.55000000000001,
    "lon": 5.1 + 0.2,
    "reporter": None,
    "note": 'zei: "kom\nnu"; \\N, \\. 100 %',
}


def reports(*rows: dict | str) -> pl.DataFrame:
    """Copies of an example report with these changes; a text is only the key."""
    given = [{"report_key": row} if isinstance(row, str) else row for row in rows]
    return pl.DataFrame([_REPORT | row for row in given], schema=IMPORTED_KINDS["reports"].schema)


def visits(*keys: str, **given: object) -> pl.DataFrame:
    """Visits with these keys without a finding, with these changes."""
    nothing = {"visited_on": date(2026, 3, 1), "source": "consultant", "street": "Lindehof", "number": 3}
    return pl.DataFrame([nothing | given | {"visit_key": key} for key in keys], schema=IMPORTED_KINDS["visits"].schema)


def source(rows: int, kind: str = "reports", **more: object) -> ImportSource:
    """The source of a file of which all rows were accepted, with these changes."""
    return ImportSource(
        **(
            {"file": "export.csv", "digest": "0", "kind": kind, "encoding": "utf-8", "delimiter": ";"}
            | {"rows": rows}
            | more
        )
    )


def bring(store: Store, *rows: dict | str) -> ImportResult:
    """Import reports."""
    frame = reports(*rows)
    return save(store, "jan", source(frame.height), frame)
