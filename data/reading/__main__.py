"""A reading process: does one job after another from its standard input, until that ends."""

import os
import sys
import traceback
from pathlib import Path

from data.reading import gdal

# The libraries below can do without these. A process then starts in half the time, and holds less memory.
_LEFT_OUT = ("geopandas", "pandas", "pyarrow", "pydantic", "sqlalchemy")
_SPENT = 0.5  # a process that held more than this part of its memory is not used again


def main() -> None:
    """Say that it is ready; then answer each job with its messages and ``done``, or with why not."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    sys.modules.update(dict.fromkeys(_LEFT_OUT))
    os.environ.update(gdal.SETTINGS)
    from data.reading import jobs, wire
    from data.reading.limits import from_environment
    from domain.errors import BlokwijzerError

    limits = from_environment()
    limits.apply()
    wire.send(answers, {"ready": True})

    def is_spent() -> bool:
        return _peak_megabytes() > limits.megabytes * _SPENT

    while received := wire.receive(sys.stdin.buffer):
        limits.begin()
        try:
            facts, blocks = received
            del received

            def step(done: float, name: str) -> None:
                wire.send(answers, {"step": done, "name": name})

            for message in jobs.JOBS[facts["job"]](facts, blocks, step):
                wire.send(answers, *message)
                del message
            wire.send(answers, {"done": True, "spent": is_spent()})
        except BlokwijzerError as error:
            wire.send(answers, wire.from_error(error))
        except MemoryError:
            os._exit(1)
        except BaseException as error:  # a panic of a native reader is no Exception
            if is_spent():  # native code may panic where there is no memory left
                os._exit(1)
            wire.send(answers, {"failed": _where(error)})
        blocks = []
        limits.end()


def _peak_megabytes() -> float:
    """The most memory that this process held; 0 where the system does not say.

    Not ``getrusage``: what the program held when it started this process counts there.
    """
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0)


def _where(error: BaseException) -> str:
    """The kind of an error and the line it comes from. Its message could hold a person's data."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "site-packages" not in frame.filename] or frames
    return f"{type(error).__name__}:{Path(own[-1].filename).name}:{own[-1].lineno}"


if __name__ == "__main__":
    main()
