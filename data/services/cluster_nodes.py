"""What the processes of a cluster have in common, and the scheduler. They keep nothing on a disk and serve no page.

Whoever may connect to them can run any code in them. So they take only who has a certificate of the cluster's own
authority, but on this machine (``data.services.cluster_address``).
"""

import asyncio
import contextlib
import signal
from typing import Any

from data.services.cluster_address import Cluster

WORKER_SILENT_SECONDS = 60  # after which another worker gets what a silent one was to do
WITHOUT_PAGES = {"dashboard": False, "dashboard_address": "127.0.0.1:0"}
_CONFIGURATION = {"distributed.scheduler.http.routes": [], "distributed.worker.http.routes": []}


def run_scheduler(cluster: Cluster, host: str | None = None) -> None:
    """Serve as the scheduler until a signal comes. ``host``: to listen on (``Cluster.listens_on``)."""
    from distributed import Scheduler

    listens_on = cluster.listens_on(host)
    run(
        lambda: Scheduler(
            host=listens_on,
            port=cluster.port,
            protocol=cluster.address.partition(":")[0],
            security=cluster.security,
            contact_address=cluster.address,  # else it asks the system for its way to the internet, and warns without
            worker_ttl=WORKER_SILENT_SECONDS,
            **WITHOUT_PAGES,
        )
    )


def run(made: Any) -> None:
    """Run a scheduler or a worker until a signal comes, or it ends by itself. ``made``: makes it."""
    asyncio.run(_until_stopped(made))


async def _until_stopped(made: Any) -> None:
    import dask

    with dask.config.set(_CONFIGURATION):
        async with made() as node:
            for sign in (signal.SIGINT, signal.SIGTERM):
                with contextlib.suppress(NotImplementedError):  # on Windows
                    asyncio.get_running_loop().add_signal_handler(sign, lambda: asyncio.ensure_future(node.close()))
            await node.finished()
