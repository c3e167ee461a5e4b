"""Without a list of dwellings nothing is said per home; with homes of an area file, whose number it is.

Every output is built once on one small store: pages, session, print card, report, tables to download, command line.
"""

import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from click.testing import CliRunner
from google.protobuf.text_format import MessageToString

from data.cli.main import main
from data.documents.pdf import template_data
from data.documents.xlsx import xlsx
from data.services import import_file, reports
from data.services.candidates import ranked_candidates
from data.services.snapshot import load_snapshot
from data.store import capacity, projects, sessions
from data.store.database import Store, open_store
from domain.indicators import overview
from domain.indicators.area_figures import area_figures
from domain.planning.capacity import Consultant
from domain.projects.project import Project
from domain.question import Question
from domain.scoring.decisions import standing_out
from domain.scoring.weights import Weights
from domain.sessions.session import SessionPlan
from pages.session import join_by_code
from tests.pages.conftest import use

BUSY = {"Kade": 40, "Lindelaan": 22, "Hof": 14, "Brink": 9, "Dijk": 6, "Werf": 4}  # street -> reports
FIRST = date(2024, 6, 3)
SQUARE = ((0, 0), (0, 1), (1, 1), (1, 0), (0, 0))


def exported() -> bytes:
    """Reports of a year and a half: a street and a position, no house number."""
    lines = ["Nr;Datum melding;Categorie;Straat;Plaats;Breedtegraad;Lengtegraad"]
    for row, (street, count) in enumerate(BUSY.items()):
        days = [FIRST + timedelta(540 * n // count + row) for n in range(count)]
        what = ("Zwerfafval", "Geluidsoverlast")
        lines += [
            f"{street}{n};{day:%d-%m-%Y};{what[n % 2]};{street};Meerwijk;{52.1 + row / 100 + n % 4 / 2000};5.1"
            for n, day in enumerate(days)
        ]
    return "\n".join(lines).encode()


def outlines() -> bytes:
    """An outline around each street, with a number of homes as in an area file."""
    each = [
        {
            "type": "Feature",
            "properties": {"bloknaam": f"Buurt {street}", "aantal_woningen": 30 + 10 * row},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[5.097 + 0.006 * x, 52.098 + row / 100 + 0.006 * y] for x, y in SQUARE]],
            },
        }
        for row, street in enumerate(BUSY)
    ]
    return json.dumps({"type": "FeatureCollection", "features": each}).encode()


@pytest.fixture(scope="module")
def made(tmp_path_factory, empty_store) -> Callable[[str], Store]:
    """A function that gives the store "bare" (no homes known) or "area_file", with a session and a project in it."""
    stores = {}

    def of(kind: str) -> Store:
        if kind not in stores:
            folder = tmp_path_factory.mktemp(kind)
            shutil.copy(empty_store, folder / "blokwijzer.sqlite")
            store = open_store(f"sqlite:///{folder / 'blokwijzer.sqlite'}")
            files = {"blokken.geojson": outlines()} if kind == "area_file" else {}
            for name, content in {**files, "meldingen.csv": exported()}.items():
                import_file.import_file(store, name, content, actor="jan")
            areas = load_snapshot(store).areas.filter(level="block").sort("area_id").head(1)
            place = tuple(areas.select("area_id", "name").row(0))
            capacity.add(store, "ans", Consultant("Ans", 6))
            sessions.create(store, "ans", "Overleg", SessionPlan(), Weights())
            projects.create(store, "ans", Project("Kade", (place,), date(2025, 9, 1)))
            stores[kind] = store
        return stores[kind]

    return of


def folder_of(store: Store):
    return store.url.removeprefix("sqlite:///").removesuffix("/blokwijzer.sqlite")


def on_screen(test) -> str:
    """Everything on a page, a line per element: texts, labels, options, HTML, headers of tables."""
    assert not test.exception
    lines = []
    for node in _leaves(test._tree):
        proto = node.proto
        if proto is None:  # a part of the page that holds nothing itself
            continue
        if node.type == "arrow_data_frame":
            shown = [name for name in node.value.columns if name not in json.loads(proto.columns or "{}")]
            lines.append(f"TABLE {' | '.join(shown)} {proto.columns}")
        else:
            lines.append(MessageToString(proto, as_utf8=True, as_one_line=True))
    return "\n".join(lines)


def _leaves(block):
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from _leaves(child)
        yield child


def pages(store: Store, screen, locale: str) -> dict[str, str]:
    """Every page of the store as text: by name."""
    one = sessions.load(store)[0]
    own = {"store": "own"}
    seen = {name: screen(name, locale, link=own) for name in ("candidates", "map", "plan", "settings", "network")}
    seen["overview"] = screen(None, locale, link=own)
    first = json.loads(run(store, "rank", "--format", "json"))[0]["area_id"]
    seen["print card"] = screen("candidates", locale, link=own | {"print": first})
    seen["area card"] = screen("map", locale, link=own | {"area": first})
    for step in ("look", "weigh", "plan"):
        now = sessions.get(store, one.session_id)
        now = sessions.show(store, "ans", now, replace(now.shown, step=step, area=first))
        seen[f"desk {step}"] = screen("session", locale, link=own | {"id": str(one.session_id)})
        seen[f"wall {step}"] = screen("session", locale, link={"code": one.code, "view": "screen"})
    me = sessions.join(store, one.session_id, "Bo")
    seen["phone"] = screen("session", locale, link={"code": one.code, "me": me})
    return {name: on_screen(test) for name, test in seen.items()}


def run(store: Store, *words: str) -> str:
    result = CliRunner().invoke(main, [*words, "--database", store.url])
    assert result.exit_code == 0, result.output
    return result.stdout


def files(store: Store, folder) -> dict[str, str]:
    """The command line and what it writes, by name; the JSON of ``rank`` without its keys, which are a promise."""
    told = {f"rank {form}": run(store, "rank", "--format", form) for form in ("table", "csv")}
    told |= {f"rank {level}": run(store, "rank", "--level", level) for level in ("street", "block")}
    first = json.loads(run(store, "rank", "--level", "block", "--format", "json"))[0]["area_id"]
    told |= {f"explain {area}": run(store, "explain", area) for area in ("Kade", first)}
    told["plan"] = run(store, "plan")
    for what in ("areas", "candidates"):
        run(store, "export", what, "--level", "block", "--out", str(folder / f"{what}.csv"))
        told[f"export {what}"] = (folder / f"{what}.csv").read_text("utf-8-sig")
    for project in (1, None):
        document = reports.report(store, load_snapshot(store), project, date(2026, 1, 1))
        for language in ("nl", "en"):
            told[f"PDF {project} {language}"] = json.dumps(template_data(document, language), ensure_ascii=False)
            sheets = pl.read_excel(io.BytesIO(xlsx(document, language)), sheet_id=0, has_header=False)
            told[f"XLSX {project} {language}"] = "\n".join(sheet.write_csv() for sheet in sheets.values())
    return told


PER_HOME = re.compile(r"(per|a year per) 100\b(?! %)", re.I)
HOMES = re.compile(r"\d (woning|dwelling|home)|\"(woningen|dwellings|homes)[^\"]*\"|,(homes|dwellings)\b", re.I)
ONE_ADDRESS = re.compile(r"individuele geval|individual case|individueel geval", re.I)
FIT = re.compile(r"geschikt voor een blokaanpak|fit for a block approach|\bfit,|\bfit \d", re.I)
SAYS_NOTHING = re.compile(r"(zeggen niets over|say nothing about)[^;.]*")


@pytest.fixture
def open_to_app(monkeypatch):
    """A function that lets the app and the command line use a store."""

    def chosen(store: Store) -> None:
        use(monkeypatch, folder_of(store))
        monkeypatch.setattr(join_by_code, "_asker", lambda: "10.0.0.1")  # a test has no address

    return chosen


def unknown_in(texts: dict[str, str]) -> list[tuple[str, str]]:
    """What is said of homes or addresses of which nothing is known: the output, and the words around it."""
    found = []
    for name, text in texts.items():
        said = SAYS_NOTHING.sub("", text)
        for words in (PER_HOME, HOMES, ONE_ADDRESS, FIT):
            found += [(name, said[max(at.start() - 60, 0) : at.end() + 60]) for at in words.finditer(said)]
    return found


@pytest.mark.parametrize("locale", ["nl-NL", "en-GB"])
def test_without_dwellings_no_page_says_anything_per_home(made, open_to_app, screen, locale):
    store = made("bare")
    open_to_app(store)
    seen = pages(store, screen, locale)
    assert not (found := unknown_in(seen)), "\n".join(map(str, found))
    assert disagreements(store, seen, locale) == []  # the same pages, as opening them takes most of the time


WORDS = {  # as pages say it
    "en-GB": {
        "counted": "{} incidents in 12 months",
        "clear": "{} area stands out",
        "first": "{} comes first",
        "places": "{} incidents in {} places",
        "reports": "from {} reports",
        "gain": "about {} fewer incidents a year",
    },
    "nl-NL": {
        "counted": "{} voorvallen in 12 maanden",
        "clear": "{} gebied springt eruit",
        "first": "{} staat bovenaan",
        "places": "{} voorvallen op {} plekken",
        "reports": "uit {} meldingen",
        "gain": "naar verwachting {} voorvallen per jaar minder",
    },
}


def disagreements(store: Store, seen: dict[str, str], locale: str) -> list[tuple[str, str]]:
    """What a page should say by the command line and the counts of areas, and does not say."""
    snapshot, ranked = ranked_candidates(store, Question())
    first = ranked.row(0, named=True)
    total = overview.totals(snapshot, Question()).filter(theme="all")["now"].item()
    drawn = area_figures(snapshot, Question())
    assert drawn["incidents"].sum() == total
    assert standing_out(ranked).height == 1
    best = json.loads(run(store, "rank", "--level", "block", "--format", "json"))[0]
    assert best["incidents"] == drawn.filter(area_id=best["area_id"])["incidents"].item()
    planned = json.loads(run(store, "plan", "--format", "json"))
    assert planned["chosen"]
    say = {name: text.format for name, text in WORDS[locale].items()}
    of_first, of_best = (say["counted"](each["incidents"]) for each in (first, best))
    said = {
        "overview": [f'"{total}"', say["clear"](1), first["name"], of_first],
        "candidates": [say["first"](first["name"]), of_first],
        "map": [say["places"](total, drawn.filter(pl.col("incidents") > 0).height)],
        "plan": [say["gain"](round(planned["gain"])), *(each["name"] for each in planned["chosen"])],
        "print card": [best["name"], of_best, say["reports"](best["reports"])],
        "area card": [best["name"], f"**{of_best}**"],
        "desk look": [f"**{best['name']}**: {of_best}"],
        "wall look": [best["name"], of_best],
    }
    plain = {name: text.replace("\\", "") for name, text in seen.items()}
    return [(page, text) for page, texts in said.items() for text in texts if text not in plain[page]]


def test_without_dwellings_no_file_and_no_command_says_anything_per_home(made, open_to_app, tmp_path):
    store = made("bare")
    open_to_app(store)
    assert not (found := unknown_in(files(store, tmp_path))), "\n".join(map(str, found))


AREA_FILE = re.compile(r"area.file|gebiedenbestand")


def without_source(texts: dict[str, str]) -> list[str]:
    """The outputs that give a number of homes, or a rate per home, and do not say that it is the area file's."""
    given = {name for name, text in texts.items() if PER_HOME.search(text) or HOMES.search(text)}
    assert given
    return sorted(name for name in given if not AREA_FILE.search(texts[name]))


@pytest.mark.parametrize("locale", ["nl-NL", "en-GB"])
def test_homes_of_an_area_file_are_said_to_be_its_own_on_every_page(made, open_to_app, screen, locale):
    store = made("area_file")
    open_to_app(store)
    assert without_source(pages(store, screen, locale)) == []


def test_homes_of_an_area_file_are_said_to_be_its_own_in_every_file(made, open_to_app, tmp_path):
    store = made("area_file")
    open_to_app(store)
    told = files(store, tmp_path)
    assert "homes (area file)" in told["rank block"]
    assert without_source(told) == []
