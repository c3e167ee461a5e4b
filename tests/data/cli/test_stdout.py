"""What a command writes to stdout is its result, and nothing else."""

import subprocess
import sys

NOISY = """
import os
from data import __main__ as commands
commands.main = lambda **_options: (os.write(1, b"a library says so\\n"), print("result"))
commands.run()
"""


def test_what_a_library_prints_is_not_among_the_results():
    done = subprocess.run([sys.executable, "-c", NOISY], capture_output=True, text=True, check=True)
    assert done.stdout == "result\n"
    assert "a library says so" in done.stderr
