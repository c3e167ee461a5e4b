"""The screens without a browser: the whole script, including header and navigation."""

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from altair.utils import schemapi
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.caching import cache_resource_api
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, local_script_runner
from streamlit.util import calc_hash

from data.store import sessions
from data.store.database import Store, default_url, demo_url, open_store
from domain.planning import plan as planner
from domain.scoring.weights import Weights
from domain.sessions.session import Session, SessionPlan
from pages.imports import batch
from pages.imports.pending import PendingChecks
from pages.session import join_by_code
from pages.shared import cached_plan, stale_results
from tests.shared_store import SharedStore

START = Path(__file__).parents[2] / "pages" / "start.py"
ADDRESSES = {
    "track_record": "track-record",
    "imports": "data",
    "signals": "signal",
}  # where it is not the folder's name


@pytest.fixture(scope="session", autouse=True)
def components_looked_for_once() -> Iterator[None]:
    """Search for Streamlit components once: every AppTest would search all installed packages, for 0.3 s."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session", autouse=True)
def scripts_compiled_once() -> Iterator[None]:
    """Compile each page's script once. AppTest compiles all of them again in every run."""
    compiled = ScriptCache()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "ScriptCache", lambda: compiled)
        yield


@pytest.fixture(scope="session", autouse=True)
def charts_checked_once() -> Iterator[None]:
    """Check charts that differ in their data only against Vega-Lite's schema once. It takes longer than all else."""
    check, valid = schemapi.validate_jsonschema, set()

    def checked(spec: Any, schema: dict[str, Any], rootschema: dict[str, Any] | None = None, **how: bool) -> Any:
        text = re.sub('"[0-9a-f]{32}"', "data", json.dumps([spec, schema], default=repr))
        if (text, id(rootschema)) in valid:
            return None
        found = check(spec, schema, rootschema, **how)
        if found is None:
            valid.add((text, id(rootschema)))
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schemapi, "validate_jsonschema", checked)
        yield


@pytest.fixture(scope="session", autouse=True)
def runs_awaited() -> Iterator[None]:
    """Wait for a run's thread to end. AppTest looks every millisecond whether it did, which slows it down."""
    usual = local_script_runner.require_widgets_deltas

    def awaited(runner: local_script_runner.LocalScriptRunner, timeout: float) -> None:
        runner._script_thread.join(timeout)
        usual(runner, timeout)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", awaited)
        yield


@pytest.fixture(scope="session")
def shared_own(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedStore]:
    """An empty store in a folder without the demo."""
    store = SharedStore(empty_store, tmp_path_factory.mktemp("own") / "blokwijzer.sqlite")
    yield store
    store.close()


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch, shared_own: SharedStore) -> Iterator[Path]:
    """A folder with an empty store and no demo, and the app set to use it. What a test writes is undone."""
    use(monkeypatch, shared_own.file.parent)
    yield shared_own.file.parent
    shared_own.put_back()


@pytest.fixture
def own(local: Path) -> Iterator[Store]:
    """The reader's own store, empty."""
    store = open_store(default_url())
    yield store
    store.close()


@pytest.fixture(scope="session")
def shared_stores(made_demo: Path, empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the demo and an empty store, and the function that undoes what was written in them."""
    folder = tmp_path_factory.mktemp("stores")
    stores = [SharedStore(made_demo, folder / "demo.sqlite"), SharedStore(empty_store, folder / "blokwijzer.sqlite")]
    yield folder, stores
    for store in stores:
        store.close()


@pytest.fixture
def with_demo(monkeypatch: pytest.MonkeyPatch, shared_stores) -> Iterator[Path]:
    """A folder with the demo and an empty store, and the app set to use it.

    All tests share it, so that cached results stay valid from test to test. What a test writes is undone. A test that
    counts how often something is computed uses ``nothing_kept`` first.
    """
    folder, stores = shared_stores
    use(monkeypatch, folder)
    yield folder
    for store in stores:
        store.put_back()


@pytest.fixture
def demo(with_demo: Path) -> Iterator[Store]:
    """The demo's store, and the app set to use it. What a test writes is undone."""
    store = open_store(demo_url())
    yield store
    store.close()


@pytest.fixture
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set aside the results that earlier tests cached; later tests have them again."""
    monkeypatch.setattr(cache_resource_api, "_resource_caches", cache_resource_api.ResourceCaches())


@pytest.fixture(scope="session")
def cached_plans() -> set[str]:
    """Whether the cached plans are of a quick search or of a whole one."""
    return set()


@pytest.fixture(autouse=True)
def plans_of_one_search(request: pytest.FixtureRequest, cached_plans: set[str]) -> None:
    """Clear the cached plans where this test searches in another way than the test before."""
    search = "quick" if "quick_plans" in request.fixturenames else "whole"
    if cached_plans != {search}:
        cached_plan._plans.cache_clear()
        cached_plans.clear()
        cached_plans.add(search)


class NoSearch(Executor):
    """Starts no search for a better plan, so that none goes on behind a test."""

    def submit(self, function, /, *args, **kwargs) -> Future:
        """A result that never comes."""
        return Future()


class SearchAtOnce(Executor):
    """Searches for a better plan before the page goes on."""

    def submit(self, function, /, *args, **kwargs) -> Future:
        """A result that is there."""
        found: Future = Future()
        found.set_result(function(*args, **kwargs))
        return found


@pytest.fixture(autouse=True)
def no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the search for a better plan behind the screen."""
    monkeypatch.setattr(cached_plan, "_SEARCHES", NoSearch())


@pytest.fixture
def quick_plans(monkeypatch: pytest.MonkeyPatch, no_search: None) -> None:
    """Shorten the search for plans."""
    monkeypatch.setattr(cached_plan, "_SEARCHES", SearchAtOnce())
    whole = planner.best
    monkeypatch.setattr(planner, "best", lambda *given, **_limits: whole(*given, rounds=20, bound_by="relaxed"))


def use(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Set the app to use the stores of this folder, with no import being checked.

    The stores are reset to their first versions, so results of these are not forgotten when a test writes.
    """
    monkeypatch.delenv("BLOKWIJZER_DATABASE", raising=False)
    monkeypatch.setenv("BLOKWIJZER_LOCAL", str(folder))
    monkeypatch.setattr(batch, "CHECKS", PendingChecks())
    monkeypatch.setattr(stale_results, "seen", lambda _url, _versions: None)


@pytest.fixture
def screen() -> Callable[..., AppTest]:
    """A function that opens a screen ("settings"; none: the first) with a browser language and link parameters."""

    def opened(page: str | None = None, locale: str = "nl-NL", link: dict[str, str] | None = None, **kept) -> AppTest:
        test = AppTest.from_file(str(START), default_timeout=180)  # on a machine that has more to do
        test.context = {"locale": locale}
        for name, value in (link or {}).items():
            test.query_params[name] = value
        for name, value in kept.items():
            setattr(test, name, value)
        if page:
            test._page_hash = calc_hash(
                ADDRESSES.get(page, page)
            )  # ``switch_page`` needs the first screen drawn before
        return test.run()

    return opened


@pytest.fixture
def data_screen(screen, own: Store) -> Callable[..., AppTest]:
    """A function that opens the Data screen on the reader's own data and drops files on it."""

    def opened(*files, locale="en-GB"):
        test = screen("imports", locale, link={"store": "own"})
        if files:
            for name, content in files:
                test.file_uploader[0].upload(name, content)
            test.run()
        assert not test.exception, test.exception
        return test

    return opened


@pytest.fixture
def here(demo: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The demo's store, where participants have an address."""
    monkeypatch.setattr(join_by_code, "_asker", lambda: "10.0.0.1")
    return demo


@pytest.fixture
def one(here: Store) -> Session:
    """A session of the demo's first four candidates, in its first step."""
    return sessions.create(here, "ans", "Wijkteam Noord", SessionPlan(candidates=4), Weights())


def words(test: AppTest) -> str:
    """All texts on a screen, one element per line."""
    kinds = ("title", "subheader", "markdown", "caption", "info", "warning", "error", "text")
    return "\n".join(str(element.value) for kind in kinds for element in getattr(test, kind))


def list_rows(test: AppTest) -> list[dict[str, Any]]:
    """The rows of the lists with intervals on a page; none where there is no list."""
    return [row for drawn in test.get("bidi_component") for row in json.loads(drawn.proto.json)["rows"]]
