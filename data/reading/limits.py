"""The limits of a process that reads files from outside, and how it takes them on."""

import math
import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from domain.errors import N_, WrongValue

try:
    import resource
except ImportError:  # Windows: only the wall clock limits a process there
    resource = None  # type: ignore[assignment]

_SPARE_SECONDS = 5  # the reading process ends itself this long after the other should have ended it
VARIABLES = {
    "megabytes": "BLOKWIJZER_READ_MEMORY",
    "cpu_seconds": "BLOKWIJZER_READ_CPU",
    "seconds": "BLOKWIJZER_READ_SECONDS",
    "processes": "BLOKWIJZER_READ_PROCESSES",
}


@dataclass(frozen=True)
class Limits:
    """Limits of the reading of one file.

    ``megabytes``: memory of the process and of what it hands back; ``cpu_seconds``: of all its threads together;
    ``seconds``: by the wall clock; ``processes``: how many files are read at a time.
    """

    megabytes: int = 4096
    cpu_seconds: int = 120
    seconds: int = 300
    processes: int = 2

    @property
    def bytes(self) -> int:
        """The memory in bytes."""
        return self.megabytes << 20

    def to_environment(self) -> dict[str, str]:
        """The same as ``from_environment`` reads it."""
        return {variable: str(getattr(self, field)) for field, variable in VARIABLES.items()}

    def apply(self) -> None:
        """Limit this process's memory, let it write no file and no core dump, and be the first to go when memory ends.

        Counted is memory that can be written (RLIMIT_DATA). The address space (RLIMIT_AS) would count what threads and
        allocators only reserve. macOS keeps to neither.
        """
        if resource is None:
            return
        with suppress(OSError):  # Linux only
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold the file's content
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (self.bytes, self.bytes))

    def begin(self) -> None:
        """Start the clocks for one file. A process that runs out of time is ended by the system."""
        if resource is None:
            return
        used = math.ceil(sum(os.times()[:2]))
        resource.setrlimit(resource.RLIMIT_CPU, (used + self.cpu_seconds, resource.RLIM_INFINITY))
        signal.setitimer(signal.ITIMER_REAL, self.seconds + _SPARE_SECONDS)

    def end(self) -> None:
        """Stop the clocks."""
        if resource is not None:
            signal.setitimer(signal.ITIMER_REAL, 0)


def from_environment(environment: Mapping[str, str] = os.environ) -> Limits:
    """The limits as set in the environment, else the defaults.

    Raises:
        WrongValue: a setting is no whole number above 0.
    """
    given = {}
    for field, variable in VARIABLES.items():
        text = environment.get(variable, "").strip()
        if text and not (text.isascii() and text.isdecimal() and int(text) > 0):
            raise WrongValue(
                N_("{variable} is “{value}”. It must be a whole number above 0."), variable=variable, value=text
            )
        if text:
            given[field] = int(text)
    return Limits(**given)
