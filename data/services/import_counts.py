"""Counts and log lines of imports: what was stored, what could not be understood, and how long it took."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from data.monitoring import log, metrics
from data.monitoring.log_records import code_of

P = ParamSpec("P")
T = TypeVar("T")


def count_failures(recognised: Callable[P, Iterator[T]]) -> Callable[P, Iterator[T]]:
    """Let a function that gives the tables of a file count and log those that it cannot understand.

    These are the errors among what it gives, and the one that it raises.
    """

    @wraps(recognised)
    def counted(*args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
        try:
            for found in recognised(*args, **kwargs):
                if isinstance(found, Exception):
                    _failed(found)
                yield found
        except Exception as error:
            _failed(error)
            raise

    return counted


def _failed(error: Exception) -> None:
    metrics.IMPORT_FAILURES.inc()
    log.event("file not understood", logging.WARNING, error=type(error).__name__, code=code_of(error))


@contextmanager
def counted_storing(files: int) -> Iterator[None]:
    """Count and measure the storing of the files of one import, which are stored together or not at all."""
    try:
        with metrics.seconds(metrics.IMPORT_SECONDS):
            yield
    except Exception as error:
        metrics.IMPORT_FAILURES.inc(files)
        log.failure("import failed", error, files=files)
        raise
    metrics.IMPORTS.inc(files)
