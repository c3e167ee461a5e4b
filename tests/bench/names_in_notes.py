"""How well a library finds the names of people in notes of the trade: ``python -m tests.bench.names_in_notes``.

It needs ``pip install deduce``. See docs/decisions/names-in-notes.md.
"""

import re
from pathlib import Path

NOTES = Path(__file__).parent / "notes_with_names.txt"  # a note a line; a name of a person stands between braces
_NAME = re.compile(r"\{([^}]*)\}")


def noted(line: str) -> tuple[str, list[set[int]]]:
    """A note without braces, and the positions of each name in it (spaces left out)."""
    text, names, end = "", [], 0
    for found in _NAME.finditer(line):
        text += line[end : found.start()]
        names.append({len(text) + at for at, letter in enumerate(found[1]) if letter != " "})
        text += found[1]
        end = found.end()
    return text + line[end:], names


def main() -> None:
    """Print recall (names found whole) and precision (parts of text that are a name, of those taken for one)."""
    from deduce import Deduce

    library = Deduce()
    whole = names = false = 0
    for line in NOTES.read_text(encoding="utf-8").splitlines():
        text, expected = noted(line)
        found = [
            set(range(each.start_char, each.end_char))
            for each in library.deidentify(text).annotations
            if each.tag == "persoon"
        ]
        covered = set().union(*found)
        names += len(expected)
        whole += sum(name <= covered for name in expected)
        false += sum(not any(part & name for name in expected) for part in found)
    print(f"{names} names: {whole} found whole (recall {whole / names:.2f})")
    print(f"{false} that are none (precision {whole / (whole + false):.2f})")


if __name__ == "__main__":
    main()
