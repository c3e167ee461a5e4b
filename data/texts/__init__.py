"""The texts of the screens and messages: English in the code, where each is its own id; Dutch in ``nl.po``.

``python -m data.texts`` updates the catalogue: it sorts it, drops texts that no longer occur in the code, and lists
those without a Dutch translation.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ROOMS = ("pages", "domain", "data")
# For each function that marks or translates texts: which arguments are texts.
MARKS = {"_": slice(0, 1), "N_": slice(0, 1), "markdown": slice(0, 1), "ngettext": slice(1, 3)}


@cache
def message_ids() -> frozenset[str]:
    """Return every text in the code that is marked for translation, including those inside f-strings."""
    return frozenset(text for room in ROOMS for path in (ROOT / room).rglob("*.py") for text in marked(path))


def marked(path: Path) -> Iterator[str]:
    """Yield the texts of one file that are marked for translation."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            for argument in node.args[MARKS.get(name, slice(0, 0))]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value
