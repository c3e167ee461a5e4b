"""A worker of a cluster."""

import dataclasses
from typing import Any

import polars as pl

from data.services import cluster_work
from data.services.cluster import resource
from data.services.cluster_address import Cluster
from data.services.cluster_nodes import WITHOUT_PAGES, run
from data.store.database import Store
from domain.places import Places
from domain.scoring.evidence import Evidence
from domain.snapshot.placed_reports import PlacedReports
from domain.snapshot.snapshot import Snapshot


def run_worker(cluster: Cluster, store: Store, threads: int, host: str | None, port: int) -> None:
    """Work for servers that show this store, until a signal comes or the scheduler is gone.

    ``host``, ``port``: where the scheduler and other workers reach this one; found out if None, any free one if 0.
    """
    from distributed import Worker

    listens_on = cluster.listens_on(host)
    _tell_sizes()
    cluster_work.serve(store)
    run(
        lambda: Worker(
            cluster.address,
            nthreads=threads,
            resources={resource(store.url): threads},
            security=cluster.security,
            memory_limit=0,  # else answers are written to the disk where the memory is full
            host=listens_on,
            port=port,
            **WITHOUT_PAGES,
        )
    )


def _tell_sizes() -> None:
    """Tell Dask the bytes of what workers hold, so that it asks the one that has the snapshot."""
    from dask.sizeof import sizeof

    @sizeof.register(pl.DataFrame)
    def _of_frame(frame: pl.DataFrame) -> int:
        return int(frame.estimated_size())

    @sizeof.register((Snapshot, PlacedReports, Places, Evidence))
    def _of_parts(whole: Any) -> int:
        return sum(sizeof(getattr(whole, part.name)) for part in dataclasses.fields(whole))
