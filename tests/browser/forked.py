"""Streamlit's command line in a process that is forked from one that has loaded the libraries already.

Loading them takes longer than most tests. A start without this is tested in ``tests/data/cli/test_installed.py``.
"""

import multiprocessing
import os
import sys
from multiprocessing.process import BaseProcess
from pathlib import Path

# Libraries that start no thread of their own and read no settings when they are imported, so that a fork is as good as
# new. Streamlit, ADBC and the app itself are not among them.
LIBRARIES = (
    *("alembic", "altair", "folium", "google.protobuf", "numpy", "pandas", "polars", "pyarrow", "pydantic", "pygments"),
    *("pyogrio", "pyproj", "scipy.ndimage", "scipy.sparse", "scipy.spatial", "scipy.stats", "shapely", "sqlalchemy"),
    *("starlette", "uvicorn"),
)
_context = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
_context.set_forkserver_preload(LIBRARIES)


def streamlit(command: list[str], environment: dict[str, str], folder: Path, log: Path) -> BaseProcess:
    """Start ``streamlit`` with this command line, environment and folder; its output is appended to ``log``."""
    process = _context.Process(target=_run, args=(command, environment, folder, log), daemon=True)
    process.start()
    return process


def _run(command: list[str], environment: dict[str, str], folder: Path, log: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    with log.open("ab") as output:
        os.dup2(output.fileno(), sys.stdout.fileno())
        os.dup2(output.fileno(), sys.stderr.fileno())
    sys.argv = ["streamlit", *command]
    from streamlit.web.cli import main  # here, because it reads the environment and the folder

    main()
