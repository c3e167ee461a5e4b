"""The command line as ``python -m data``; ``blokwijzer`` is the same."""

from data.cli.main import main

if __name__ == "__main__":
    main(prog_name="blokwijzer")
