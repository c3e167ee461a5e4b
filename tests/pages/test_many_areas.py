"""With 20,000 areas a page draws and says no more than fits on a screen or two."""

import json
import operator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.services.import_file import import_file
from data.store import capacity, sessions
from data.store.database import default_url, open_store
from data.texts import language
from domain.planning.capacity import Consultant
from domain.scoring.weights import Weights
from domain.sessions.session import SessionPlan
from pages.session.join_by_code import SCREEN, VIEW
from pages.shared import texts, track_record_line
from pages.shared.navigation import PAGES
from tests.bench import made
from tests.pages.conftest import use
from tests.pages.tabs import open_tab, with_table
from tests.pages.team_session import AUTH, FATIMA

HOMES, REPORTS = 2, 6_000
ROWS_MAX = 1_000  # of its tables and lists
OFFERED_MAX = 5_000  # what its widgets offer to choose from: the streets of a city, not its blocks
SENTENCES_MAX = 2_000
LINKS = {"projects": {"start": ""}, "network": {"new": "opportunities"}}  # where a page has most to choose from
OPENS = {"manager": ("overview", "map", "plan", "projects"), "caretaker": ("map",)}  # drawn from releases
SECRETS = {"auth": AUTH, "roles": {}}
LISTS = ("compare", "little")  # tabs of Candidates that do not open first


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of 20,000 blocks."""
    folder = tmp_path_factory.mktemp("town")
    with pytest.MonkeyPatch.context() as patch:
        use(patch, folder)
        store = open_store(default_url())
        import_file(store, "stock.csv", made.stock(HOMES), actor="bench")
        import_file(store, "export.csv", made.export(REPORTS, HOMES), actor="bench")
        capacity.add(store, "bench", Consultant("Jo", 36))
        sessions.create(store, "local", "Wijkteam", SessionPlan(candidates=12), Weights())
        store.close()
    return folder


@pytest.fixture
def said(town: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are put in the reader's language from now on; the app uses the town."""
    use(monkeypatch, town)
    found: list[str] = []

    def counted(text: str, to: str) -> str:
        found.append(text)
        return language.translated(text, to)

    monkeypatch.setattr(texts, "translated", counted)
    monkeypatch.setattr(track_record_line, "ALL_QUARTERS_REPORTS_MAX", 0)  # as with all reports of such a town
    return found


def counts(test: AppTest) -> tuple[int, int]:
    """The rows of tables and lists, and the choices of widgets, that the browser gets."""
    tables = sum(len(table.value) for table in test.dataframe)
    lists = sum(len(json.loads(each.proto.json or "{}").get("rows", ())) for each in test.get("bidi_component"))
    return tables + lists, sum(len(each.options) for each in (*test.selectbox, *test.multiselect))


def test_a_page_draws_and_says_no_more_than_one_reads(said, screen):
    drawn = {}

    def opened(name, page, **how):
        said.clear()
        test = screen(page, **{"link": {"store": "own"}} | how)
        assert not test.exception
        assert not test.error
        drawn[name] = (*counts(test), len(said))
        return test

    for page, _address, _title in PAGES:
        test = opened(page, page, link={"store": "own"} | LINKS.get(page, {}))
        if page == "map":
            said.clear()
            drawn["table of the map"] = (*counts(with_table(test)), len(said))
        for name in LISTS if page == "candidates" else ():
            said.clear()
            open_tab(test, "candidates-tab", name)
            drawn[name] = (*counts(test), len(said))
    for role, pages in OPENS.items():
        for page in pages:
            opened((role, page), page, secrets=SECRETS, user=FATIMA | {"roles": [role]})
    store = open_store(default_url())
    (one,) = sessions.load(store)
    me = sessions.join(store, one.session_id, "Bo")
    store.close()
    for link in ({"id": str(one.session_id)}, {"id": str(one.session_id), VIEW: SCREEN}, {"code": one.code, "me": me}):
        opened(("session", *link), "session", link={"store": "own"} | link)
    most = (ROWS_MAX, OFFERED_MAX, SENTENCES_MAX)
    more = {page: found for page, found in drawn.items() if any(map(operator.gt, found, most))}
    assert more == {}
    assert drawn["table of the map"][0] >= 500  # it does count what is drawn
    assert drawn["little"][0] >= 200
    assert drawn["plan"][0] > 0


def test_a_name_that_is_not_offered_at_once_is_found_by_a_part_of_it(said, screen):
    test = screen("session", link={"store": "own"})
    offered = test.multiselect(key="session-picked").options
    test.text_input(key="session-picked-typed").set_value("KAstanjehof 21").run()
    found = test.multiselect(key="session-picked").options
    assert found
    assert not set(found) & set(offered)
    assert all("kastanjehof" in name.lower() for name in found)
