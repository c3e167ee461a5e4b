"""In CI only tests that read the real exports may be skipped, because these are not in the repository.

This is a pytest plugin, loaded by ``tests/conftest.py``. With several workers, the process that collects their reports
decides.
"""

import os

import pytest

ALLOWED = "the real exports are not at"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run in CI if a test was skipped for another reason."""
    told = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = told.stats.get("skipped", []) if told else []
    wrong = {str(report.longrepr) for report in skipped if ALLOWED not in str(report.longrepr)}
    if wrong and os.environ.get("CI") == "true":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        told.write_line(f"\nskipped in CI, where nothing may be: {'; '.join(sorted(wrong))}", red=True)
