"""A process killed with SIGKILL in the middle of an import stores nothing, and leaves no lock behind."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from data.store import import_log, records
from data.store.database import open_store
from tests.data.frames import bring

ROOT = Path(__file__).parents[3]
# The child kills itself, so that the moment does not depend on the machine's speed.
CHILD = """
import os, signal, sys, threading
import polars as pl
from data.store import bulk, database, import_log
from tests.data import frames

def die(*_arguments, **_details):
    os.kill(os.getpid(), signal.SIGKILL)

def die_soon(*arguments):
    if arguments[2].height:
        threading.Timer(0.02, die).start()
    ingest(*arguments)

url, moment = sys.argv[1:]
ingest = bulk.ingest
if moment == "when all rows are in":
    database.Transaction.audit = die
else:
    bulk.ingest = die_soon

keys = pl.DataFrame({"report_key": [f"{i:06}" for i in range(100_000)]})
frame = frames.reports("x").drop("report_key").join(keys, how="cross")
import_log.save(database.open_store(url), "jan", frames.source(frame.height), frame)
"""


@pytest.mark.parametrize("moment", ["while rows go in", "when all rows are in"])
def test_a_killed_import_leaves_nothing(store_url, moment):
    child = subprocess.run([sys.executable, "-c", CHILD, store_url, moment], cwd=ROOT, check=False)
    assert child.returncode == -signal.SIGKILL
    store = open_store(store_url)
    assert (store.version(), import_log.history(store).height, records.load(store, "reports").height) == (0, 0, 0)
    assert bring(store, "a").added == 1
    store.close()
