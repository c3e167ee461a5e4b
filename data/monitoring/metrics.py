"""The counters of this process, in the form that Prometheus reads.

Their labels are words of the program (the name of a page, the kind of a failure), never of the data.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST, generate_latest

CONTENT_TYPE = CONTENT_TYPE_LATEST
TOKEN = "BLOKWIJZER_METRICS"  # variable of the environment: who has this text may read the counters
_SHORT = (0.001, 0.005, 0.025, 0.1, 0.5, 1, 5, 30, 60)  # seconds: a page, waiting for one's turn
_LONG = (0.1, 0.5, 1, 5, 15, 60, 300, 900)  # seconds: an import

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PROGRAM = Info("blokwijzer", "The program.", registry=REGISTRY)
IMPORTS = Counter("blokwijzer_imports", "Files that were stored.", registry=REGISTRY)
IMPORT_FAILURES = Counter("blokwijzer_import_failures", "Files that were not stored.", registry=REGISTRY)
IMPORT_SECONDS = Histogram(
    "blokwijzer_import_seconds", "How long storing an import took.", registry=REGISTRY, buckets=_LONG
)
READ_WAIT_SECONDS = Histogram(
    "blokwijzer_read_wait_seconds",
    "How long a file waited until others were read.",
    registry=REGISTRY,
    buckets=_SHORT,
)
WRITE_WAIT_SECONDS = Histogram(
    "blokwijzer_write_wait_seconds", "How long a write waited for others.", registry=REGISTRY, buckets=_SHORT
)
PAGES = Counter("blokwijzer_pages", "Runs of a page.", ["page"], registry=REGISTRY)
PAGE_SECONDS = Histogram("blokwijzer_page_seconds", "How long a run of a page took.", registry=REGISTRY, buckets=_SHORT)
ERRORS = Counter("blokwijzer_errors", "Errors that nothing expected.", ["where"], registry=REGISTRY)
CLUSTER_OK = Gauge("blokwijzer_cluster_ok", "1: a worker of the cluster is there.", registry=REGISTRY)
CLUSTER_ANSWERS = Counter(
    "blokwijzer_cluster_answers",
    "Heavy questions, by where they were worked out although there is a cluster.",
    ["where"],
    registry=REGISTRY,
)
STORE_OK = Gauge("blokwijzer_store_ok", "1: the store answers and fits this program.", registry=REGISTRY)
LAST_IMPORT = Gauge(
    "blokwijzer_last_import_timestamp_seconds", "When a file was last imported, by any program.", registry=REGISTRY
)
LAST_BACKUP = Gauge(
    "blokwijzer_last_backup_timestamp_seconds", "When a backup was last made, by any program.", registry=REGISTRY
)
for _where in ("page", "request"):
    ERRORS.labels(_where)
for _where in ("worker", "process"):
    CLUSTER_ANSWERS.labels(_where)


def exposition() -> bytes:
    """All counters, as OpenMetrics text."""
    return generate_latest(REGISTRY)


@contextmanager
def seconds(histogram: Histogram) -> Iterator[None]:
    """Measure how long a block takes, whether it fails or not."""
    started = time.perf_counter()
    try:
        yield
    finally:
        histogram.observe(time.perf_counter() - started)
