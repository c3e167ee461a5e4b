"""The house rules: imports run one way, between the folders and within each; files are short; names mean one thing."""

import ast
import re
from functools import cache
from graphlib import TopologicalSorter
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
# The folders and modules directly in a room. Each imports only itself and those before it.
ORDER = {
    "domain": (
        *(
            "errors",
            "roles",
            "empty_frames",
            "schemas",
            "calendar",
            "question",
            "message",
            "compact",
            "geometry",
            "statistics",
            "intake",
            "places",
        ),
        *("snapshot", "indicators", "disclosure_control", "projects", "scoring", "effects", "judgement", "releases"),
        *(
            "backtest",
            "planning",
            "documents",
            "sessions",
            "publication",
            "analysis",
            "calendar_entries",
            "weekly_mail",
            "card_totals",
        ),
    ),
    "data": (
        "configuration",
        "clock",
        "monitoring",
        "reference",
        "texts",
        "documents",
        "reading",
        "store",
        "services",
        "demo",
        "cli",
        "__main__",
    ),
    "pages": ("shared", "area"),  # a screen's folder imports only itself and these two
}
LINES_MAX = 300
# Names that say nothing of what a module or function holds, and words that made a reader guess.
NO_NAMES = re.compile(
    r"(?i)(^|_)(utils?|helpers?|manager|misc|common|stuff|things|told|heard|asked|mishaps|speech)(_|$)"
)


def imported(path: Path) -> set[str]:
    """Give the top-level names that a module imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@cache
def modules() -> dict[str, Path]:
    """Give the modules of the rooms, by their dotted names."""
    paths = [path for room in MAY_IMPORT for path in (ROOT / room).rglob("*.py")]
    assert paths
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


@cache
def arrows() -> dict[str, set[str]]:
    """Give for each module the modules that it imports."""
    found: dict[str, set[str]] = {}
    for name, path in modules().items():
        nodes = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.stmt)]
        names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        for node in nodes:
            if isinstance(node, ast.ImportFrom) and node.module:
                inner = {f"{node.module}.{alias.name}" for alias in node.names}
                names |= inner & set(modules()) or {node.module}
        found[name] = names & set(modules()) - {name}
    return found


def test_no_module_imports_itself_by_way_of_others():
    TopologicalSorter(arrows()).prepare()  # raises CycleError with the modules of a circle


@pytest.mark.parametrize("room", ["domain", "data"])
def test_the_folders_of_a_room_import_only_those_before_them(room):
    order = ORDER[room]
    for name, targets in arrows().items():
        here = name.split(".")
        if here[0] != room or len(here) < 2:
            continue
        assert here[1] in order, f"{name} has no place in ORDER"
        for target in (each.split(".") for each in targets):
            if target[0] == room and len(target) > 1:
                before = order.index(target[1]) <= order.index(here[1])
                assert before, f"{name} imports {'.'.join(target)}, which stands above it"


def test_a_screen_imports_only_itself_and_what_screens_share():
    for name, targets in arrows().items():
        here = name.split(".")
        if here[0] != "pages" or len(here) < 3:
            continue
        shared = ORDER["pages"]
        allowed = shared[: shared.index(here[1])] if here[1] in shared else shared
        for target in (each.split(".") for each in targets):
            if target[0] == "pages" and len(target) > 1:
                assert target[1] in {here[1], *allowed}, f"{name} imports {'.'.join(target)}"


def test_a_file_can_be_read_in_one_sitting():
    for path in modules().values():
        assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES_MAX, f"{path} is too long"


def test_no_module_has_a_name_that_says_nothing():
    for path in modules().values():
        assert not NO_NAMES.search(path.stem), path


def test_a_constant_number_has_one_value_in_the_whole_tree():
    values: dict[str, dict[float, str]] = {}
    for name, path in modules().items():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.Assign | ast.AnnAssign) or not isinstance(node.value, ast.Constant):
                continue
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if (
                isinstance(target, ast.Name)
                and not target.id.startswith("_")
                and type(node.value.value) in (int, float)
            ):
                values.setdefault(target.id, {})[node.value.value] = name
    assert values
    several = {name: of for name, of in values.items() if len(of) > 1}
    assert not several, "one name, several numbers"


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


def test_pages_get_stores_that_are_limited_to_their_reader():
    """Only these modules have the program's own store, which may do everything (docs/decisions/roles.md)."""
    without_reader = {"cached", "calendar_route", "preparation", "shapes_route"}
    allowed = {
        "stores.own(": {"access", *without_reader},
        "stores.demo(": without_reader,
        "open_store(": {"stores"},
        "for_program(": {"cached"},
    }
    for path in (ROOT / "pages").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for call, modules_of in allowed.items():
            assert call not in text or path.stem in modules_of, f"{path} uses {call})"


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


def test_no_screen_puts_values_into_words_in_polars_own_threads():
    """These threads do not know the reader's language; ``texts.each_in_words`` does."""
    for path in (ROOT / "pages").rglob("*.py"):
        assert ".map_elements(" not in path.read_text(encoding="utf-8"), path


def test_today_is_the_users_day_and_not_the_machines():
    asks = re.compile(r"date\.today\(|datetime\.now\(\)|now\(UTC\)\.date\(")
    assert [name for name, path in modules().items() if asks.search(path.read_text(encoding="utf-8"))] == []
