"""The texts of the screens and messages: English in the code, where each is its own id; Dutch in ``nl.po``.

``python -m data.texts`` puts the catalogue in order: it sorts it, drops what no longer occurs in the code, and lists
what has no Dutch yet.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ROOMS = ("pages", "domain", "data")
# The arguments that are texts, of each function that marks or translates one.
MARKS = {"_": slice(0, 1), "N_": slice(0, 1), "markdown": slice(0, 1), "ngettext": slice(1, 3)}


def message_ids() -> set[str]:
    """Give every text in the code that is marked for translation, those inside f-strings too."""
    return {text for room in ROOMS for path in (ROOT / room).rglob("*.py") for text in _marked(path)}


def _marked(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            for argument in node.args[MARKS.get(name, slice(0, 0))]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value
