"""The reading processes of this program: started, given work, watched and ended."""

import atexit
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Lock, Thread
from time import monotonic

import data
from data.monitoring import log, metrics
from data.reading import wire
from data.reading.limits import Limits, from_environment
from data.reading.wire import Facts
from domain.errors import N_, NotUnderstood

Progress = Callable[[float, str], None]  # the fraction done, 0 to 1, and an English template that names the step
WAITING = N_("Waiting until another file is read")
_TICK = (
    0.2  # seconds between two looks at the clock; ``progress`` is called as often, and may raise to stop the reading
)
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LD_LIBRARY_PATH", "PYTHONPATH")
_NOTHING_YET: tuple[Facts, list[bytes]] = ({}, [])
_OUT_OF_TIME = (-24, -14)  # SIGXCPU and SIGALRM: its own clocks
_OUT_OF_MEMORY = (-6, -9, 1)  # native code aborts, the system kills, or Python says so


def silent(_fraction: float, _text: str) -> None:
    """Discard progress messages."""


def part_of(progress: Progress, start: float, end: float) -> Progress:
    """The progress of a part of a job, which goes from ``start`` to ``end`` of the whole."""
    return lambda fraction, text: progress(start + fraction * (end - start), text)


class Stopped(NotUnderstood):
    """A file that a reading process could not finish. ``how``: "memory", "time" or "failed"."""

    def __init__(self, how: str, text: str, **values: str | int) -> None:
        super().__init__(text, **values)
        self.how = how


class _Ended(Exception):
    """The process ended, or had to be ended, while it did a job. ``how`` as in ``Stopped``."""

    def __init__(self, how: str) -> None:
        self.how = how


class ReadingProcess:
    """One process, which does one job at a time."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.is_spent = False
        # Its own session: Ctrl-C on the command line is for the program, which then ends this process.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "data.reading"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(limits),
            start_new_session=True,
        )
        self._messages: SimpleQueue[tuple[Facts, list[bytes]] | None] = SimpleQueue()
        Thread(target=self._listen, name="blokwijzer reading", daemon=True).start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it can be given a job."""
        return self._process.poll() is None

    def do(
        self, job: str, facts: Facts, blocks: Sequence[bytes | memoryview], progress: Progress
    ) -> Iterator[tuple[Facts, list[bytes]]]:
        """Do a job and give its messages. The process is ended if the caller leaves before the last of them.

        Raises:
            BlokwijzerError: as the job found.
            Stopped: the job took more than the limits allow, or failed.
        """
        at, is_over = (0.0, facts["name"]), False
        try:
            Thread(target=self._tell, args=({"job": job} | facts, blocks), daemon=True).start()
            deadline = monotonic() + self.limits.seconds
            while True:
                while (message := self._next(deadline)) is _NOTHING_YET:
                    progress(*at)
                answer, _blocks = message
                is_over = bool({"error", "failed", "done"} & answer.keys())
                if "error" in answer:
                    raise wire.to_error(answer)
                if "failed" in answer:
                    log.event("reading process failed", logging.WARNING, why=answer["failed"])
                    raise _Ended("failed")
                if "done" in answer:
                    self.is_spent = answer["spent"]
                    return
                if "step" in answer:
                    at = answer["step"], answer["name"]
                elif "ready" not in answer:
                    yield message
        except _Ended as ended:
            raise _stopped(ended.how, at[1], self.limits) from None
        finally:
            if not is_over:
                self.end()

    def end(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.wait()
        with suppress(OSError):
            self._process.stdin.close()

    def _next(self, deadline: float) -> tuple[Facts, list[bytes]]:
        """The next message, ``_NOTHING_YET`` if there is none soon."""
        try:
            message = self._messages.get(timeout=_TICK)
        except Empty:
            if monotonic() > deadline:
                raise _Ended("time") from None
            return _NOTHING_YET
        if message is None:
            raise _Ended(_cause(self._process.wait()))
        return message

    def _tell(self, facts: Facts, blocks: Sequence[bytes | memoryview]) -> None:
        with suppress(OSError):  # the process has ended, which ``_listen`` finds out
            wire.send(self._process.stdin, facts, blocks)

    def _listen(self) -> None:
        """Pass on all messages; null when there are no more."""
        try:
            while message := wire.receive(self._process.stdout, self.limits.bytes):
                self._messages.put(message)
        except (wire.TooLarge, ValueError, OSError, MemoryError):
            self._process.kill()
        self._messages.put(None)
        self._process.stdout.close()


def _environment(limits: Limits) -> dict[str, str]:
    """What a reading process may know: no address, password or key of this program."""
    own = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    root = str(Path(data.__file__).parents[1])
    own["PYTHONPATH"] = os.pathsep.join([root, *filter(None, [own.get("PYTHONPATH")])])
    return own | limits.to_environment()


def _cause(exit_code: int) -> str:
    """Why a process ended, from its exit code."""
    if exit_code in _OUT_OF_TIME:
        return "time"
    return "memory" if exit_code in _OUT_OF_MEMORY else "failed"


def _stopped(how: str, name: str, limits: Limits) -> Stopped:
    if how == "time":
        text = N_(
            "Reading {file} was stopped after {seconds} seconds: it is damaged, or larger than can be read here."
            " Save it again with only the rows and columns that are needed, or split it."
        )
        return Stopped(how, text, file=name, seconds=min(limits.seconds, limits.cpu_seconds))
    if how == "memory":
        text = N_(
            "{file} takes more than {megabytes} MB of memory to read: it is damaged, or larger than can be read here."
            " Save it again with only the rows and columns that are needed, or split it."
        )
        return Stopped(how, text, file=name, megabytes=limits.megabytes)
    text = N_("{file} cannot be read: it is damaged, or larger than can be read here. Export or save it again.")
    return Stopped(how, text, file=name)


class Pool:
    """Reading processes, of which one is kept ready."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits
        self._idle: list[ReadingProcess] = []
        self._lock = Lock()
        self._free: BoundedSemaphore | None = None
        atexit.register(self.close)

    @property
    def limits(self) -> Limits:
        """The limits of each process; read from the environment on first use.

        Raises:
            WrongValue: a setting in the environment is wrong.
        """
        if self._limits is None:
            self._limits = from_environment()
        return self._limits

    def warm(self) -> None:
        """Start a process, if none is ready; returns at once."""
        with self._lock:
            self._idle = [process for process in self._idle if process.is_alive]
            if not self._idle:
                self._idle.append(ReadingProcess(self.limits))

    def close(self) -> None:
        """End the processes that are ready."""
        with self._lock:
            while self._idle:
                self._idle.pop().end()

    @contextmanager
    def process(self, progress: Progress = silent) -> Iterator[ReadingProcess]:
        """A process for one job; waits while as many as may be are at work."""
        with self._lock:
            self._free = self._free or BoundedSemaphore(self.limits.processes)
        with metrics.seconds(metrics.READ_WAIT_SECONDS):
            while not self._free.acquire(timeout=_TICK):
                progress(0.0, WAITING)
        try:
            self.warm()
            with self._lock:
                process = self._idle.pop() if self._idle else ReadingProcess(self.limits)
            try:
                yield process
            finally:
                died = not process.is_alive
                with self._lock:
                    keep = not (died or process.is_spent or self._idle)
                    if keep:
                        self._idle.append(process)
                if not keep:
                    process.end()
                if died:
                    self.warm()
        finally:
            self._free.release()


POOL = Pool()
