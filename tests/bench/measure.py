"""The measurements of the bench: time as the best of a few runs in one process; memory in a separate process."""

import multiprocessing
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Row:
    """One line of the table: the two measurements and the target ratio (at most, or at least)."""

    name: str
    ours: float
    other: float
    against: str
    unit: str = "s"
    at_most: float | None = None
    at_least: float | None = None
    notes: str = ""

    @property
    def ratio(self) -> float:
        """Ours over the other; for ``at_least`` the other over ours (how many times faster)."""
        return self.other / self.ours if self.at_least else self.ours / self.other

    def to_dict(self) -> dict[str, Any]:
        """The row with its ratio, for JSON."""
        return asdict(self) | {"ratio": self.ratio}

    def __str__(self) -> str:
        aim = ""
        if self.at_most:
            aim = f"at most {self.at_most:g}x: {'met' if self.ratio <= self.at_most else 'NOT MET'}"
        elif self.at_least:
            aim = f"at least {self.at_least:g}x faster: {'met' if self.ratio >= self.at_least else 'NOT MET'}"
        return (
            f"{self.name:<44} {self.ours:9.2f} {self.unit:<3} {self.other:9.2f} {self.unit:<3} "
            f"{self.ratio:7.2f}x  {self.against:<46} {aim} {self.notes}".rstrip()
        )


def best(call: Callable[[], Any], times: int = 3, clock: Callable[[], float] = time.perf_counter) -> float:
    """The seconds of the fastest of some runs, by the clock or in processor time (``time.process_time``)."""
    taken = []
    for _ in range(times):
        start = clock()
        call()
        taken.append(clock() - start)
    return min(taken)


def peak_megabytes(call: Callable[..., Any], *args: Any) -> float:
    """The peak growth of the memory of a new process during ``call(*args)``, in MB.

    The process first imports what ``call`` needs and receives the arguments; the measurement starts after that.
    """
    context = multiprocessing.get_context("spawn")
    receive, send = context.Pipe(duplex=False)
    child = context.Process(target=_measured, args=(send, call, args))
    child.start()
    megabytes = receive.recv()
    child.join()
    return megabytes


def _measured(send: Any, call: Callable[..., Any], args: tuple[Any, ...]) -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # leaves out the memory for receiving the arguments
    before = megabytes("self", "VmHWM")
    call(*args)
    send.send(megabytes("self", "VmHWM") - before)


def megabytes(pid: int | str, name: str = "VmRSS") -> float:
    """The memory of a process in MB; ``VmHWM`` is its peak, which unlike that of getrusage leaves out its parent's."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def processor_seconds(pid: int) -> float:
    """The processor time that a process has used; also one that ended and was not waited for."""
    return sum(map(int, _stat(Path(f"/proc/{pid}/stat"))[11:13])) / os.sysconf("SC_CLK_TCK")


def processor_seconds_of_all(pid: int) -> float:
    """The processor time that a process and those that it started have used, also those that ended."""
    ticks = sum(map(int, _stat(Path(f"/proc/{pid}/stat"))[11:15]))
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int((stat := _stat(file))[1]) == pid:
                ticks += sum(map(int, stat[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _stat(file: Path) -> list[str]:
    """The fields of /proc/PID/stat after the name, which may hold spaces."""
    return file.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
