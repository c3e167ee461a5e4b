"""Two associations on one machine: nothing of one is seen at the server of the other."""

import httpx
from playwright.sync_api import expect

from data.services.import_file import import_file
from data.store.calendar_feeds import make_feed
from data.store.database import open_store
from data.store.sessions import sessions
from domain.scoring.weights import Weights
from domain.sessions.session import SessionPlan
from tests.browser.reader_steps import open_address
from tests.data.exports import DWELLINGS


def test_links_sessions_files_and_data_of_one_lead_nowhere_at_the_other(serve, open_page):
    north, south = (serve(fresh=True, BLOKWIJZER_HOSTS=host) for host in ("localhost", "127.0.0.1"))
    port = south.url.rpartition(":")[2]
    others = f"http://127.0.0.1:{port}"
    store, demo = (open_store(f"sqlite:///{north.local / name}") for name in ("blokwijzer.sqlite", "demo.sqlite"))
    import_file(store, "bezit.csv", DWELLINGS, actor="jan")
    calendar = f"calendar/{make_feed(demo, 'local', '', 'nl')}.ics"
    code = sessions.create(demo, "local", "Wijkteam Noord", SessionPlan(candidates=5), Weights()).code
    for opened in (store, demo):
        opened.close()

    assert httpx.get(f"{north.url}/{calendar}").status_code == 200
    assert httpx.get(f"{others}/{calendar}").status_code == 404
    for address in ("", calendar, "data?store=own", "_stcore/host-config"):
        assert httpx.get(f"{south.url}/{address}").status_code == 421, address

    page = open_page()
    open_address(page, f"{north.url}/data?store=own")
    expect(page.get_by_text("bezit.csv").first).to_be_attached()
    open_address(page, f"{north.url}/session?code={code}")
    expect(page.get_by_text("Wijkteam Noord").first).to_be_attached()
    open_address(page, f"{others}/data?store=own")
    assert page.get_by_text("bezit.csv").count() == 0
    open_address(page, f"{others}/session?code={code}")
    assert page.get_by_text("Wijkteam Noord").count() == 0
