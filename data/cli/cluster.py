"""The commands that start the processes of a cluster (docs/decisions/cluster.md)."""

import click

from data.cli.options import with_store
from data.monitoring import log
from data.services.cluster_address import ADDRESS, Cluster
from data.services.cluster_address import cluster as named_cluster
from data.store.database import Store
from domain.errors import WrongValue


@click.command()
@click.option("--host", help="Address to listen on; default: all with TLS, else this machine.")
def scheduler(host: str | None) -> None:
    """Start the scheduler of a cluster, which gives the work of servers to workers."""
    cluster = _begun()
    from data.services.cluster_nodes import run_scheduler

    run_scheduler(cluster, host)


@click.command()
@click.option("--threads", type=click.IntRange(1, 64), default=2, show_default=True, help="Pieces of work at a time.")
@click.option("--host", help="Address by which the scheduler reaches it; found out if not given.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port to listen on; default: any free one.")
@with_store
def worker(store: Store, threads: int, host: str | None, port: int) -> None:
    """Start a worker of a cluster, for servers that show the same store."""
    cluster = _begun()
    from data.services.cluster_worker import run_worker

    run_worker(cluster, store, threads, host, port)


def _begun() -> Cluster:
    log.configure()  # before Dask is imported, whose own log would show what was asked
    found = named_cluster()
    if found is None:
        raise WrongValue("{name} names no cluster.", name=ADDRESS)
    return found


COMMANDS = (scheduler, worker)
