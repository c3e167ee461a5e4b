"""Runs commands of the command line of the checkout on PYTHONPATH in one process, for compare_outputs.py.

Reads a JSON list of jobs from stdin and writes a JSON list of ``{"code", "out", "err"}`` to stdout. A job is a list of
arguments of the command line, or ``{"project": [area_id, name], "begun": "YYYY-MM-DD"}``: stores a project of that area
whose work began on that day and lasted DAYS_OF_WORK, for the command line cannot start one.
"""

import json
import os
import sys
from datetime import date, timedelta
from pathlib import Path

from click.testing import CliRunner

from data.__main__ import __file__ as code
from data.__main__ import main

DAYS_OF_WORK = 90


def run(job):
    """Do one job; an unexpected error is an outcome as well."""
    try:
        if isinstance(job, dict):
            return {"code": 0, "out": str(start(tuple(job["project"]), date.fromisoformat(job["begun"]))), "err": ""}
        found = CliRunner().invoke(main, job)
    except Exception as error:  # the other jobs still run
        return {"code": 1, "out": "", "err": repr(error)}
    raised = found.exception if found.exception and not isinstance(found.exception, SystemExit) else None
    return {"code": found.exit_code, "out": found.stdout, "err": repr(raised) if raised else found.stderr}


def start(area, begun):
    """Store a project of one area and return its number."""
    if Path("data/store").is_dir():
        from data.store import projects
        from data.store.database import open_store
        from domain.projects.project import Project
    else:  # the layout of version 0.1.0
        from data import projects
        from data.database import open_store
        from domain.projects import Project
    store = open_store(os.environ["BLOKWIJZER_DATABASE"])
    try:
        project = Project(
            title="Compared",
            areas=(area,),
            started_on=begun - timedelta(days=DAYS_OF_WORK),
            phase="secure",
            goal="A third fewer",
            target=1.0,
            lead="Lead",
            hours_planned=40.0,
            carried_out_from=begun,
            carried_out_until=begun + timedelta(days=DAYS_OF_WORK),
        )
        return projects.create(store, "compare", project).project_id
    finally:
        store.close()


if __name__ == "__main__":
    if not Path(code).is_relative_to(Path.cwd()):
        sys.exit(f"The code is of {code}, not of {Path.cwd()}.")
    with os.fdopen(os.dup(1), "w") as results:
        os.dup2(2, 1)  # what libraries print
        json.dump([run(job) for job in json.load(sys.stdin)], results)
