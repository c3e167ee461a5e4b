"""In CI nothing may be skipped but what reads the real exports, which are not there.

A plugin of pytest, loaded by ``tests/conftest.py``. With several workers it is the process that gathers their reports
that decides.
"""

import os

import pytest

ALLOWED = "the real exports are not at"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run in CI where a test was skipped for any other reason."""
    told = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = told.stats.get("skipped", []) if told else []
    wrong = {str(report.longrepr) for report in skipped if ALLOWED not in str(report.longrepr)}
    if wrong and os.environ.get("CI") == "true":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        told.write_line(f"\nskipped in CI, where nothing may be: {'; '.join(sorted(wrong))}", red=True)
