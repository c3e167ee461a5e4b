"""The house rule: imports run one way, pages -> domain and data, data -> domain, domain -> neither."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = {"pages", "domain", "data", "app", "tests"}
MAY_IMPORT = {
    "domain": {"domain"},
    "data": {"domain", "data"},
    "pages": {"pages", "domain", "data"},
}
# Packages for input, output or screens that a folder may not import.
FOREIGN = {
    "domain": {"streamlit", "folium", "streamlit_folium", "altair", "sqlalchemy", "alembic", "psycopg", "requests"},
    "data": {"streamlit", "folium", "streamlit_folium", "altair"},
    "pages": {"sqlalchemy", "alembic", "psycopg"},
}


def imported(path: Path) -> set[str]:
    """Give the top-level names that a module imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_what_it_may(room):
    modules = list((ROOT / room).rglob("*.py"))
    assert modules
    for path in modules:
        names = imported(path)
        assert names & ROOMS <= MAY_IMPORT[room], f"{path} reaches into another room"
        assert not names & FOREIGN[room], f"{path} imports {names & FOREIGN[room]}"


def test_the_domain_reads_no_clock_and_no_file():
    forbidden = {("datetime", "now"), ("date", "today"), ("datetime", "today"), ("time", "time"), ("", "open")}
    for path in (ROOT / "domain").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func
                if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
                    assert (called.value.id, called.attr) not in forbidden, f"{path}:{node.lineno} reads the clock"
                elif isinstance(called, ast.Name):
                    assert ("", called.id) not in forbidden, f"{path}:{node.lineno} opens a file"


# What opens the bytes of a file from outside: only a reading process may import it.
READERS = {"fastexcel", "pyogrio", "zipfile"} | {
    f"domain.intake.reading.{name}"
    for name in ("archives", "delimited", "points", "polygons", "read_file", "reader", "shapes", "workbooks")
}
# A backup is written with zipfile.
MAY_READ = {"data/reading/jobs.py", "data/store/backup.py"}


def test_only_a_reading_process_opens_files_from_outside():
    found = set()
    for path in [*(ROOT / "pages").rglob("*.py"), *(ROOT / "data").rglob("*.py")]:
        names = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        if names & READERS:
            found.add(str(path.relative_to(ROOT)))
    assert found == MAY_READ


def test_every_page_checks_access_by_itself():
    pages = list((ROOT / "pages").glob("*/page.py"))
    assert pages
    for path in pages:
        assert "access.require(" in path.read_text(encoding="utf-8"), f"{path} does not check access"


def test_every_table_says_what_an_empty_cell_shows():
    calls = [
        (path, node)
        for path in (ROOT / "pages").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "dataframe"
    ]
    assert calls
    for path, call in calls:
        given = {keyword.arg for keyword in call.keywords}
        assert "placeholder" in given, f"{path}:{call.lineno} shows None, an English word, where nothing is known"
