"""The rule that nothing is skipped in CI, with one process and with several."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEST = "import pytest\n\n\n@pytest.mark.skip(reason='{}')\ndef test_it():\n    pass\n"
MODULE = "import pytest\n\npytest.skip('{}', allow_module_level=True)\n"
REAL = "the real exports are not at /x"


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_skip_fails_the_run_in_ci_unless_it_needs_the_real_exports(tmp_path, workers):
    (tmp_path / "test_passes.py").write_text("def test_it():\n    pass\n")
    (tmp_path / "test_real.py").write_text(TEST.format(REAL))
    (tmp_path / "test_real_module.py").write_text(MODULE.format(REAL))
    assert ran(tmp_path, workers, ci="true")[0] == pytest.ExitCode.OK
    (tmp_path / "test_other.py").write_text(TEST.format("no browser"))
    (tmp_path / "test_other_module.py").write_text(MODULE.format("no PostgreSQL"))
    code, told = ran(tmp_path, workers, ci="true")
    assert code == pytest.ExitCode.TESTS_FAILED
    (rule,) = [line for line in told.splitlines() if line.startswith("skipped in CI")]
    assert "no browser" in rule
    assert "no PostgreSQL" in rule
    assert REAL not in rule


def test_on_anyones_own_machine_tests_may_be_skipped(tmp_path):
    (tmp_path / "test_other.py").write_text(TEST.format("no browser"))
    (tmp_path / "test_passes.py").write_text("def test_it():\n    pass\n")
    assert ran(tmp_path, "0", ci="")[0] == pytest.ExitCode.OK


def ran(folder: Path, workers: str, ci: str) -> tuple[int, str]:
    """Run the tests of a folder and return pytest's exit code and what it wrote."""
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-p", "xdist", "-p", "tests.nothing_skipped", "-n", workers]
    environment = {name: text for name, text in os.environ.items() if not name.startswith("PYTEST_")}
    environment |= {"CI": ci, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout
