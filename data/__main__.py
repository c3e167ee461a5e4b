"""The command line as ``python -m data``; ``blokwijzer`` is the same."""

import os
import sys

from data.cli.main import main


def run() -> None:
    """Run the command line. What libraries write to stdout themselves, as HiGHS does, goes to stderr.

    So JSON and CSV on stdout stay whole.
    """
    results = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = os.fdopen(results, "w", encoding=sys.stdout.encoding, errors=sys.stdout.errors)
    main(prog_name="blokwijzer")


if __name__ == "__main__":
    run()
