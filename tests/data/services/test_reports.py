"""Reports as PDF and workbook: they contain what a manager needs and nothing confidential."""

import io
import re
import shutil
from dataclasses import replace
from datetime import date

import polars as pl
import pypdf
import pytest
from click.testing import CliRunner

from data.cli.main import main
from data.documents.pdf import pdf
from data.documents.xlsx import xlsx
from data.services.reports import report
from data.services.snapshot import load_snapshot
from data.store import projects, walkabouts
from data.store.database import open_store
from data.store.incident_hours import keep_hour_price, keep_hours_per_incident
from domain.errors import NotFound
from domain.projects.walkabouts import Walkabout

TODAY = date(2026, 11, 22)
PEOPLE = ("Voorbeeldstra", "Bedenkveld", "Schijnmans", "Wijkagent")
HOSTILE = '#import "x.typ" $x$ *b* `c` <script>alert(1)</script> =1+1'


@pytest.fixture(scope="module")
def demo(made_demo, demo_snapshot, tmp_path_factory):
    """A copy of the demo for this module, its snapshot, and the project numbers by the first word of their title."""
    path = tmp_path_factory.mktemp("reports") / "demo.sqlite"
    shutil.copy(made_demo, path)
    store = open_store(f"sqlite:///{path}")
    yield store, demo_snapshot, {each.title.split()[0].strip(":"): each for each in projects.load(store)}
    store.close()


@pytest.fixture
def written_to(demo, made_demo, tmp_path):
    """The same with a store of its own, for a test that writes: tests run in any order."""
    store = open_store(f"sqlite:///{shutil.copy(made_demo, tmp_path / 'demo.sqlite')}")
    yield store, *demo[1:]
    store.close()


def text_of(content: bytes) -> str:
    """The text of a PDF in one line, with all white space as single spaces."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def both(store, here, asked, language="nl") -> tuple[str, str]:
    """The text of a report as PDF and as workbook."""
    document = report(store, here, asked, TODAY)
    sheets = pl.read_excel(xlsx(document, language), sheet_id=0, has_header=False, infer_schema_length=0)
    cells = " ".join(str(cell) for sheet in sheets.values() for row in sheet.rows() for cell in row if cell is not None)
    return text_of(pdf(document, language)), cells


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_report_of_the_project_that_worked_is_complete(demo, language):
    store, here, known = demo
    for text in both(store, here, known["Klipperstraat"].project_id, language):
        assert ("Waarschijnlijk minder" if language == "nl" else "Probably fewer") in text
        assert "130" in text
        assert "193" in text
        assert ("vanzelf rustiger" if language == "nl" else "calms down by itself") in text
        assert ("Gemeente en Bewonersgroep" if language == "nl" else "Municipality and Residents' group") in text
        assert ("aanname" if language == "nl" else "assumption") in text


def test_what_was_done_is_told_with_its_day_and_what_research_says(demo):
    store, here, known = demo
    for text in both(store, here, known["Klipperstraat"].project_id):
        assert "Opruimdag, vanaf 3 feb 2025. Onderzoek: Rommel en graffiti" in text
        assert "Containers verplaatst of bijgeplaatst, vanaf 8 apr 2025." in text
        assert "Steg 2008" in text
    assert "Clean-up day, from 3 Feb 2025. Research:" in both(store, here, known["Klipperstraat"].project_id, "en")[0]


def test_a_dutch_report_holds_no_english(demo):
    store, here, known = demo
    for asked in (None, *(each.project_id for each in known.values())):
        for text in both(store, here, asked):
            assert not re.search(r"\b(the|hours|incidents|without|what|work|since)\b", text), text


def test_no_name_of_a_person_is_in_any_report(written_to):
    store, here, known = written_to
    project = projects.get(store, known["Iepenstraat"].project_id)
    named = replace(project, goal="Bel T. Schijnmans, mevrouw Bedenkveld of 06-12345678, a.b@example.org")
    projects.update(store, "someone", named)
    projects.add_note(store, "someone", project.project_id, "Van der Geheim klaagt weer")
    for asked in (None, *(each.project_id for each in known.values())):
        for text in both(store, here, asked):
            assert not [name for name in (*PEOPLE, "12345678", "example.org", "Geheim") if name in text]
    assert "Bel …, mevrouw … of [telefoon], [e-mail]" in both(store, here, project.project_id)[0]


def test_small_numbers_are_nowhere_and_cannot_be_worked_out(written_to, monkeypatch):
    store, here, known = written_to
    from data.services import reports as report_job
    from domain.effects.effect import each_effect, effect_of

    def few(effect):
        return replace(effect, incidents=2) if effect.project_id == known["Tulpstraat"].project_id else effect

    monkeypatch.setattr(report_job, "effect_of", lambda *args: few(effect_of(*args)))
    monkeypatch.setattr(report_job, "each_effect", lambda *args: [few(each) for each in each_effect(*args)])
    for text in both(store, here, known["Tulpstraat"].project_id, "en"):
        assert "not shown" in text
        assert "It is not clear yet whether" in text
        for told in ("57", "20%", "that saved", "simply comparing", "are to be expected here", "In the areas around"):
            assert told.lower() not in text.lower(), told
    every, cells = both(store, here, None, "en")
    assert "not shown" in every
    assert "not shown" in cells
    assert "−57" not in every
    assert "the 1 measured so far" in every


def test_numbers_about_a_few_homes_are_not_shown_nor_where_they_are(demo):
    store, here, known = demo
    block = known["Tulpstraat"].areas[0][0]
    tiny = here.areas.with_columns(homes=pl.when(pl.col("area_id") == block).then(3.0).otherwise("homes").cast(
        here.areas.schema["homes"]))  # fmt: skip
    for text in both(store, replace(here, areas=tiny), known["Tulpstraat"].project_id):
        assert "enkele woningen" in text
        assert "niet getoond" in text
        assert "Tulpstraat" not in text
        assert "gewoon aantal" not in text
    assert "Tulpstraat" not in both(store, replace(here, areas=tiny), None)[0]


def test_what_is_mostly_about_one_address_is_not_shown(demo):
    store, here, known = demo
    one = here.reports.with_columns(address_no=pl.lit(7, here.reports.schema["address_no"]))
    assert "niet getoond" in both(store, replace(here, reports=one), known["Klipperstraat"].project_id)[0]


def test_grades_before_and_after_are_told_without_who_walked_or_wrote(written_to):
    store, here, known = written_to
    project = known["Klipperstraat"]
    (area_id, name), grades = project.areas[0], {"litter": "D", "lighting": "B"}
    first = Walkabout(area_id, name, date(2025, 1, 20), grades, "bij nummer 12", project.project_id)
    walkabouts.add(store, "loper@example.org", first, TODAY)
    last = replace(first, walked_on=date(2025, 9, 1), grades={"litter": "A", "lighting": "B"}, note="nummer 14")
    walkabouts.add(store, "loper@example.org", last, TODAY)
    for text in both(store, here, project.project_id):
        assert "D → A" in text
        assert "loper" not in text
        assert "nummer" not in text


def test_hours_per_incident_are_the_teams(written_to):
    store, here, known = written_to
    usual, _cells = both(store, here, known["Klipperstraat"].project_id)
    keep_hours_per_incident(store, "someone", 4.0)
    doubled, _cells = both(store, here, known["Klipperstraat"].project_id)
    hours = [int(re.search(r"Dat scheelde ongeveer (\d+) uur", text)[1]) for text in (usual, doubled)]
    assert hours[1] == pytest.approx(2 * hours[0], abs=1)
    keep_hours_per_incident(store, "someone", 2.0)


def test_with_a_price_of_an_hour_reports_give_euros_of_shown_projects_only(written_to):
    store, here, known = written_to
    asked = (known["Klipperstraat"].project_id, None)
    assert not any("€" in text for each in asked for text in both(store, here, each))
    keep_hour_price(store, "someone", 60.0)
    for text in both(store, here, asked[0], "en"):
        assert re.search(r"At €60 an hour that is about €[\d,]+ \(€[\d,]+ to €[\d,]+\)\.", text)
    assert any("At €60 an hour that is" in text for text in both(store, here, None, "en"))
    one = here.reports.with_columns(address_no=pl.lit(7, here.reports.schema["address_no"]))
    assert not any("€" in text for each in asked for text in both(store, replace(here, reports=one), each))
    keep_hour_price(store, "someone", None)
    assert not any("€" in text for text in both(store, here, asked[0]))


def test_thirty_projects_with_long_and_hostile_titles_fit(written_to):
    store, here, known = written_to
    titles = [HOSTILE, "Zeer lange titel met Donaudampfschiffahrtsgesellschaftskapitänsmütze " * 3, "Buurt 😀 街"]
    made = [
        projects.create(store, "someone", replace(known["Klipperstraat"], title=titles[n % 3], project_id=0))
        for n in range(26)
    ]
    document = report(store, here, None, TODAY)
    text = text_of(pdf(document, "en"))
    assert "#import" in text
    assert "□" in text
    assert text.count("How sure") > 1  # the header of the table again on the next page
    assert HOSTILE in text_of(pdf(report(store, here, made[0].project_id, TODAY), "en"))
    table = pl.read_excel(xlsx(document, "en"), sheet_id=0)["Projects"]
    assert table.height == 30
    assert HOSTILE in table["Project"].to_list()
    assert table["Counted"].drop_nulls().dtype.is_numeric()


def test_the_workbook_of_the_demo_says_so(demo):
    store, here, known = demo
    document = report(store, here, known["Iepenstraat"].project_id, TODAY)
    for is_demo in (True, False):
        first = pl.read_excel(xlsx(document, "nl", is_demo=is_demo), has_header=False).item(0, 0)
        assert first.startswith("Voorbeeld") is is_demo


def test_a_title_that_a_spreadsheet_would_run_is_text(written_to):
    store, here, known = written_to
    made = projects.create(store, "someone", replace(known["Iepenstraat"], title="=HYPERLINK(1)", project_id=0))
    sheet = pl.read_excel(xlsx(report(store, here, made.project_id, TODAY), "en"), has_header=False)
    assert sheet.item(0, 0) == "'=HYPERLINK(1)"


def test_a_project_that_is_not_there_is_said(demo):
    store, here, _known = demo
    with pytest.raises(NotFound):
        report(store, here, 999, TODAY)


def test_an_empty_store_has_a_report_of_all(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    assert "Er is nog geen aanpak." in text_of(pdf(report(store, load_snapshot(store), None, TODAY), "nl"))
    store.close()


@pytest.mark.parametrize(("asked", "form", "starts"), [("1", "pdf", b"%PDF"), ("all", "xlsx", b"PK")])
def test_the_command_line_writes_it(demo, tmp_path, asked, form, starts):
    store, _here, _known = demo
    file = tmp_path / f"report.{form}"
    words = ["--database", store.url, "report", asked, "--format", form, "--language", "en", "--output", str(file)]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    assert file.read_bytes().startswith(starts)


def test_the_command_line_says_that_there_is_no_such_project(demo, tmp_path):
    store, _here, _known = demo
    done = CliRunner().invoke(main, ["--database", store.url, "report", "999", "--output", str(tmp_path / "x.pdf")])
    assert done.exit_code == 1
    assert "There is no project 999." in done.output
