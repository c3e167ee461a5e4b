"""Streamlit's command line in a process that is forked from one that has loaded the libraries already.

Loading them takes longer than most tests. A start without this is tested in ``tests/data/cli/test_installed.py``.
"""

import multiprocessing
import os
import sys
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

# Libraries that compute nothing and read no settings when they are imported, so that a fork is as good as new. ADBC and
# the app itself, which start threads, are not among them.
LIBRARIES = (
    "tests.without_iri_grammar",  # before Altair
    *("alembic", "altair", "authlib.integrations.starlette_client", "folium", "google.protobuf", "numpy", "pandas"),
    *("polars", "pyarrow", "pydantic", "pygments", "pyogrio", "pyproj", "scipy.ndimage", "scipy.sparse"),
    *("scipy.spatial", "scipy.stats", "shapely", "sqlalchemy", "starlette", "streamlit.web.cli", "uvicorn"),
)
_context = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
_context.set_forkserver_preload(LIBRARIES)


def streamlit(command: list[str], environment: dict[str, str], folder: Path, log: Path) -> BaseProcess:
    """Start ``streamlit`` with this command line, environment and folder; its output is appended to ``log``."""
    process = _context.Process(target=_run, args=(command, environment, folder, log), daemon=True)
    with patch.dict(sys.modules, {"__main__": ModuleType("__main__")}):  # else it runs the tests' own script once more
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
