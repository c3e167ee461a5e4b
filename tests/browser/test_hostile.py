"""An export with injection attempts in every cell (HTML, templates, Markdown images, SQL, formulas): none runs."""

import csv
import io
import zipfile
from datetime import date, timedelta

import pytest

from data.services.import_file import import_file
from data.store import projects, records
from data.store.database import open_store
from domain.documents import spreadsheet
from domain.projects.project import Project
from tests.browser.reader_steps import click, open_address
from tests.browser.readers import requests_that_leave

ATTACKS = (
    '<img src=x onerror="window.hacked=1">',
    "<script>window.hacked=1</script>",
    "${window.hacked=1}",
    "{{ 7 * 7 }}{% for x in range(9) %}x{% endfor %}",
    "![x](https://attacker.example/pixel.png)",
    "[x](javascript:window.hacked=1)",
    "'); DROP TABLE reports; --",
    "=HYPERLINK(\"https://attacker.example\")",
    "`;window.hacked=1;`</script><svg onload=window.hacked=1>",
    ":material/home: $\\href{javascript:alert(1)}{x}$ :red[x]",
)  # fmt: skip
HEADER = ("Meldnummer", "Datum melding", "Soort melding", "Straat", "Huisnummer", "Plaats", "Wijk", "Complex", "Status")
FIRST = date(2026, 1, 1)
SCREENS = ("", "map", "map?level=street", "candidates", "candidates?level=street", "projects", "data")


def export() -> bytes:
    """An export with an attack in all cells except dates and house numbers."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, delimiter=";")
    rows.writerow(HEADER)
    for number in range(200):
        day = (FIRST + timedelta(days=number)).strftime("%d-%m-%Y")
        street, house, block = f"{ATTACKS[number % 4]}straat", number % 9 + 1, ATTACKS[number % 5]
        report, word, town, quarter, status = (ATTACKS[(number + shift) % len(ATTACKS)] for shift in range(5))
        rows.writerow([f"{number}{report}", day, word, street, house, town, quarter, block, status])
    return text.getvalue().encode()


@pytest.fixture
def attacked(serve, open_page):
    """A server with that export, a page on it, the requests that leave the machine and the dialogs that opened."""
    server = serve()
    store = open_store(f"sqlite:///{server.local / 'blokwijzer.sqlite'}")
    name = f"{ATTACKS[0].replace('/', '')}.csv"
    (outcome,) = import_file(store, name, export(), actor=ATTACKS[0])
    assert outcome.to_dict()["added"] == 200
    area = ("street:x/y", ATTACKS[4])
    projects.create(store, ATTACKS[4], Project(ATTACKS[0], (area,), FIRST, goal=ATTACKS[4], lead=ATTACKS[5]))
    page = open_page(viewport={"width": 1440, "height": 900})
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    yield server, page, requests_that_leave(page), dialogs, store
    store.close()


def test_nothing_of_it_runs_on_any_screen(attacked):
    server, page, left, dialogs, _store = attacked
    for path in SCREENS:
        open_address(page, f"{server.url}/{path}")
        if "map" in path:
            click(page, page.locator("li.row .open").first)
        assert all(frame.evaluate("window.hacked === undefined") for frame in page.frames), path
        assert page.locator('img[src*="attacker"], a[href*="//attacker"], a[href^="javascript"]').count() == 0, path
    open_address(page, f"{server.url}/projects?project=1")
    assert page.evaluate("window.hacked === undefined")
    assert dialogs == []
    assert left == []


def test_all_of_it_is_stored_as_it_is_and_leaves_without_formulas(attacked):
    *_, store = attacked
    kept = records.load(store, "reports")
    assert kept.height == 200
    assert set(kept["block_code"]) == set(ATTACKS[:5])
    written = spreadsheet.to_csv(kept).decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(spreadsheet.to_xlsx(kept))) as workbook:
        sheet = workbook.read("xl/worksheets/sheet1.xml").decode()
    text = [cell for row in csv.reader(io.StringIO(written), delimiter=";") for cell in row]
    assert not [cell for cell in text if cell.startswith(("=", "+", "@", "\t", "\r"))]
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower()
    assert "=HYPERLINK" in "".join(kept["category_word"].drop_nulls())
