"""Answers from the workers of a cluster (Dask), or from this process where there is no cluster or it does not answer.

docs/decisions/cluster.md says why. The work itself is in ``data.services.cluster_work``.
"""

import asyncio
import contextlib
import hashlib
import logging
import os
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar

from data.monitoring import log, metrics
from data.services.cluster_address import ADDRESS, Cluster, cluster
from data.store.database import Store, demo_url
from data.store.health import program_version

REACH_SECONDS = 3  # within which the scheduler must be reached
SCHEDULER_SECONDS = 15  # within which it must answer; a busy machine takes some
LOOK_SECONDS = 2  # of waiting, after which is looked whether there still is a worker
ANSWER_SECONDS = 600  # after which an answer is not waited for any longer
AGAIN_SECONDS = 60  # after which a cluster that did not answer is asked again
VERSIONS_KEPT = 3  # for how many versions of the data the workers keep answers for this process; plans count as one
ANSWERS_KEPT = 16  # of each of these
R = TypeVar("R")


class NewerData(Exception):
    """The store holds newer data than was asked for, so that a worker cannot read what was asked for any more."""


class NoAnswer(Exception):
    """The cluster does not answer. ``reason``: a word of the program."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotAsked(NoAnswer):
    """It is known, and noted, that the cluster does not answer."""


@dataclass(frozen=True)
class Task(Generic[R]):
    """Work for a worker: a function of this program with its arguments, which may be other tasks.

    ``version``: of the data that it is about. ``identity``: what tells it from other tasks; the arguments if not given.
    """

    function: Callable[..., R]
    arguments: tuple[Any, ...]
    version: Hashable = None
    identity: Any = None

    @property
    def key(self) -> str:
        """The same for the same work, in each process of the same version of the program."""
        from dask.tokenize import tokenize

        named = self.arguments if self.identity is None else self.identity
        parts = [each.key if isinstance(each, Task) else each for each in named]
        token = tokenize(program_version(), self.function.__module__, parts, ensure_deterministic=True)
        return f"{self.function.__name__}-{token}"


def code_of(url: str) -> str:
    """The name of a store within the cluster, by its address without user and password.

    A worker may have another user of the database, who can only read.
    """
    scheme, slashes, place = url.partition("://")
    server, slash, rest = place.partition("/")
    return hashlib.sha256(f"{scheme}{slashes}{server.rpartition('@')[2]}{slash}{rest}".encode()).hexdigest()[:16]


def resource(url: str) -> str:
    """What a worker must have to work for a store: its address, and this version of the program."""
    return f"{code_of(url)}-{program_version()}"


class _Connection:
    """A connection to the scheduler, and the answers that the workers keep as long as it holds them.

    A worker keeps an answer while a server holds it; another server that asks the same gets it without work.
    """

    def __init__(self, of: Cluster, url: str) -> None:
        from distributed import Client

        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # this module says it, without a traceback
        try:
            of.reach(REACH_SECONDS)  # Dask would try until its time is over
            self._client = Client(of.address, security=of.security, timeout=SCHEDULER_SECONDS, set_as_default=False)
        except (OSError, TimeoutError) as error:
            raise NoAnswer("no-connection") from error
        self._held: OrderedDict[Hashable, OrderedDict[str, Any]] = OrderedDict()
        self._lock = Lock()
        try:
            self.require_worker(url)
        except NoAnswer:
            self.close()
            raise

    def answer(self, task: Task[R], url: str) -> R:
        """The answer to a task about the store at ``url``."""
        from distributed import KilledWorker, wait

        with self._lock:
            future = self._submitted(task, resource(url))
        until = time.monotonic() + ANSWER_SECONDS
        try:
            while True:
                try:
                    with self._client.as_current():
                        wait(future, timeout=LOOK_SECONDS)
                    return future.result(timeout=ANSWER_SECONDS)
                except TimeoutError as error:
                    if time.monotonic() > until:
                        raise NoAnswer("too-late") from error
                    self.require_worker(url)
        except KilledWorker as error:
            self._let_go(task.version)
            raise NoAnswer("workers-died") from error
        except Exception:
            self._let_go(task.version)
            raise

    def _submitted(self, task: Task[R], needs: str) -> Any:
        """The future of a task, which is held until others take its place."""
        given = [self._submitted(each, needs) if isinstance(each, Task) else each for each in task.arguments]
        future = self._client.submit(task.function, *given, key=task.key, resources={needs: 1})
        held = self._held.setdefault(task.version, OrderedDict())
        held[task.key] = future
        held.move_to_end(task.key)
        if len(held) > ANSWERS_KEPT:
            held.popitem(last=False)
        self._held.move_to_end(task.version)
        if len(self._held) > VERSIONS_KEPT:
            self._held.popitem(last=False)
        return future

    def require_worker(self, url: str) -> None:
        """Raise NoAnswer where no worker is there for the store and this version of the program."""
        try:
            found = self._client.sync(self._client.scheduler.identity, n_workers=-1, callback_timeout=SCHEDULER_SECONDS)
        except (OSError, TimeoutError, AttributeError) as error:  # AttributeError: the client has been closed
            raise NoAnswer("connection-lost") from error
        names = {name for worker in found["workers"].values() for name in worker["resources"]}
        if resource(url) not in names:
            other = any(name.startswith(code_of(url)) for name in names)
            raise NoAnswer("other-version" if other else "no-worker")

    def _let_go(self, version: Hashable) -> None:
        with self._lock:
            self._held.pop(version, None)

    @property
    def is_open(self) -> bool:
        """Whether the scheduler is still there; it can have gone while nothing was asked."""
        return self._client.status == "running"

    def close(self) -> None:
        """Let go of all answers."""
        self._held.clear()
        with contextlib.suppress(Exception, asyncio.CancelledError):  # it may be about to connect again
            self._client.close(timeout=REACH_SECONDS)


@dataclass
class _State:
    """Of this process: the connection, or why there is none until when (``time.monotonic``)."""

    connection: _Connection | None = None
    reason: str = ""
    until: float = 0.0


_state = _State()
_lock = Lock()


def answer(task: Callable[[], Task[R]], store: Store, here: Callable[[], R]) -> R:
    """The answer to a task about a store: a worker's, or that of ``here`` where no cluster is named or none answers.

    The demo is always worked out here.
    """
    if not os.environ.get(ADDRESS) or store.url == demo_url():
        return here()
    try:
        found = _connection(store.url).answer(task(), store.url)
        metrics.CLUSTER_ANSWERS.labels("worker").inc()
        return found
    except NotAsked:
        pass
    except NoAnswer as error:
        _leave(error.reason)
    except (CancelledError, asyncio.CancelledError):  # what Dask raises where the scheduler goes away
        _leave("connection-lost")
    except NewerData:
        log.event("a worker has newer data than was asked for")
    except Exception as error:  # here() meets it too, where it is not the cluster's
        log.failure("a worker could not answer", error)
    metrics.CLUSTER_ANSWERS.labels("process").inc()
    return here()


def look(url: str) -> None:
    """Find out whether the cluster works for the store at ``url``, so that ``state`` tells what is so now."""
    if not os.environ.get(ADDRESS):
        return
    try:
        _connection(url, at_once=True).require_worker(url)
    except NotAsked:
        pass
    except NoAnswer as error:
        _leave(error.reason)
    except (CancelledError, asyncio.CancelledError):
        _leave("connection-lost")


def _connection(url: str, at_once: bool = False) -> _Connection:
    """The connection. ``at_once``: also where it was tried shortly before."""
    if _state.reason and _lock.locked():  # another thread tries anew
        raise NotAsked(_state.reason)
    with _lock:
        if _state.connection and _state.connection.is_open:
            return _state.connection
        if _state.connection:
            _state.connection.close()
            _state.connection = None
        if not at_once and time.monotonic() < _state.until:
            raise NotAsked(_state.reason)
        named = cluster()
        assert named is not None  # as ``answer`` saw
        try:
            _state.connection = _Connection(named, url)
        except NoAnswer as error:
            _leave_now(error.reason)
            raise NotAsked(error.reason) from error
        _state.reason = ""
        log.event("connected to the cluster")
        return _state.connection


def _leave(reason: str) -> None:
    """Ask the cluster nothing for a while."""
    with _lock:
        if _state.connection or not _state.reason:
            _leave_now(reason)


def _leave_now(reason: str) -> None:
    log.event("the cluster does not answer; this process works", logging.WARNING, reason=reason)
    left, _state.connection = _state.connection, None
    _state.reason, _state.until = reason, time.monotonic() + AGAIN_SECONDS
    if left:
        left.close()


def state() -> dict[str, str]:
    """What a monitor may know of the cluster: whether a worker is there, else why not; nothing without a cluster."""
    if not os.environ.get(ADDRESS):
        return {}
    connection = _state.connection
    if reason := _state.reason or ("connection-lost" if connection and not connection.is_open else ""):
        return {"cluster": "no answer", "cluster_reason": reason}
    return {"cluster": "ok" if connection else "not asked yet"}


metrics.CLUSTER_OK.set_function(lambda: float(state().get("cluster") == "ok"))


def forget() -> None:
    """Close the connection, and ask again at once."""
    with _lock:
        left, _state.connection, _state.reason, _state.until = _state.connection, None, "", 0.0
    if left:
        left.close()
