"""The letter to residents: one A5 in each language, with no more than the report says."""

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
from data.services import letters
from data.store import letter_texts, projects
from data.store.database import open_store
from domain.documents.letter import wording
from domain.errors import NotFound, WrongValue
from domain.projects.interventions import KINDS, Intervention

TODAY = date(2026, 11, 22)
A5 = (419.5, 595.3)  # points
LINK = "https://www.corporatie.example/melden"


@pytest.fixture(scope="module")
def demo(made_demo, demo_snapshot, tmp_path_factory):
    """A copy of the demo for this module, its snapshot, and the project numbers by the first word of their title."""
    path = tmp_path_factory.mktemp("letters") / "demo.sqlite"
    shutil.copy(made_demo, path)
    store = open_store(f"sqlite:///{path}")
    letter_texts.keep_sender(store, "someone", "Woonstichting Voorbeeld", LINK)
    yield store, demo_snapshot, {each.title.split()[0].strip(":"): each.project_id for each in projects.load(store)}
    store.close()


def printed(store, here, project_id, language="nl") -> str:
    """The text of the letter's only page, in one line."""
    content = letters.letter_of(store, here, project_id, TODAY)
    (page,) = pypdf.PdfReader(io.BytesIO(letters.as_pdf(store, content, language))).pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(A5, abs=0.5)
    return re.sub(r"\s+", " ", page.extract_text())


def fonts_of(store, here, project_id, language) -> set[str]:
    """The families of the letter's fonts ("LibertinusSerif"), without the mark of a subset and the weight."""
    content = letters.letter_of(store, here, project_id, TODAY)
    (page,) = pypdf.PdfReader(io.BytesIO(letters.as_pdf(store, content, language))).pages
    names = [font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()]
    return {re.sub(r"^/\w{6}\+|-.*", "", name) for name in names}


def test_it_says_what_was_reported_done_and_changed_with_the_numbers_of_the_report(demo):
    store, here, known = demo
    told = printed(store, here, known["Klipperstraat"])
    for part in (
        "Beste bewoner van Klipperstraat,",
        "Uit uw straat kwamen meldingen over afval, vuil, stank en overlast.",
        "Opruimdag, sinds 3 februari 2025",
        "Gemeente en Bewonersgroep",
        "In 20 maanden zijn er 130 problemen gemeld. Zonder dit werk verwachtten we er 193.",
        "Dat is 16 % tot 45 % minder",
        "in negen van de tien gevallen",
        "Scan de code, of ga naar www.corporatie.example/",
        "Woonstichting Voorbeeld",
        "Cijfers tot en met 30 september 2026.",
    ):
        assert part in told
    assert "nine times out of ten" in printed(store, here, known["Klipperstraat"], "en")


def test_of_a_few_homes_there_is_no_number_and_no_place(demo):
    store, here, known = demo
    block = projects.get(store, known["Tulpstraat"]).areas[0][0]
    homes = pl.when(pl.col("area_id") == block).then(3.0).otherwise("homes").cast(here.areas.schema["homes"])
    told = printed(store, replace(here, areas=here.areas.with_columns(homes=homes)), known["Tulpstraat"])
    assert "Beste bewoner," in told
    assert "Tulpstraat" not in told
    assert "We weten nog niet of het helpt" in told
    assert not re.search(r"\d+ (problemen|maanden)|%", told)


def test_where_one_address_stands_out_it_says_only_the_verdict(demo):
    store, here, known = demo
    one = here.reports.with_columns(address_no=pl.lit(7, here.reports.schema["address_no"]))
    told = printed(store, replace(here, reports=one), known["Klipperstraat"])
    assert "Er zijn waarschijnlijk minder problemen dan zonder dit werk." in told
    assert "%" not in told


def test_before_the_work_it_says_so(demo):
    store, here, known = demo
    told = printed(store, here, known["Iepenstraat"])
    assert "Het werk is nog niet begonnen." in told
    assert "We tellen de meldingen opnieuw" in told
    assert "Cijfers tot en met" not in told


def test_a_language_that_was_translated_once_is_there(demo):
    store, here, known = demo
    assert "tr" not in letters.languages(store)
    letters.keep_texts(store, "someone", "tr", {text: f"ğ {text}" for text in wording()[:-1]})
    assert "tr" not in letters.languages(store)
    letters.keep_texts(store, "someone", "tr", {text: f"ğ {text}" for text in wording()})
    assert letters.languages(store) == ["nl", "en", "tr"]
    told = printed(store, here, known["Klipperstraat"], "tr")
    assert "ğ Clean-up day, since 3 Şubat 2025" in told
    assert "ğ That is %16 to %45 fewer" in told


def test_arabic_is_printed_from_right_to_left_and_characters_without_a_font_are_refused(demo):
    store, here, known = demo
    arabic = {text: "مرحبا " + "".join(f"{{{name}}}" for name in re.findall(r"{(\w+)}", text)) for text in wording()}
    letters.keep_texts(store, "someone", "ar", arabic)
    assert "مرحبا" in printed(store, here, known["Klipperstraat"], "ar")
    assert fonts_of(store, here, known["Klipperstraat"], "ar") == {"LibertinusSerif", "NotoNaskhArabic"}
    hebrew = {text: original.replace("مرحبا", "שלום") for text, original in arabic.items()}
    letters.keep_texts(store, "someone", "he", hebrew)
    assert fonts_of(store, here, known["Klipperstraat"], "he") <= {"LibertinusSerif", "NotoSerifHebrew"}
    with pytest.raises(WrongValue, match="হ"):
        letters.keep_texts(store, "someone", "en", {wording()[0]: "হ"})


def test_own_words_replace_those_of_the_program_until_they_are_taken_out(demo):
    store, here, known = demo
    (regards,) = [text for text in wording() if text == "Kind regards,"]
    letters.keep_texts(store, "someone", "nl", letters.texts_of(store, "nl") | {regards: "Tot ziens!"})
    assert letter_texts.own_texts(store, "nl") == {regards: "Tot ziens!"}
    assert "Tot ziens!" in printed(store, here, known["Klipperstraat"])
    letters.keep_texts(store, "someone", "nl", {regards: ""})
    assert "Met vriendelijke groet," in printed(store, here, known["Klipperstraat"])


@pytest.mark.parametrize("text", ["Sinds", "{day} {day.year}", "{day!r}", "{day:x}", "{0}", "{day", "{other}"])
def test_other_blanks_are_refused(demo, text):
    with pytest.raises(WrongValue):
        letters.keep_texts(demo[0], "someone", "en", {"We began on {day}.": text})


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "www.voorbeeld.nl", "https://", "tel:", "https://x/" + "a" * 200]
)
def test_what_is_no_link_makes_no_code(demo, link):
    with pytest.raises(WrongValue):
        letter_texts.keep_sender(demo[0], "someone", "Wij", link)
    assert letter_texts.sender(demo[0]).link == LINK


def test_the_longest_letter_is_still_one_page(demo, tmp_path, made_demo):
    _store, here, known = demo
    store = open_store(f"sqlite:///{shutil.copy(made_demo, tmp_path / 'demo.sqlite')}")
    done = [Intervention(known["Klipperstraat"], kind, date(2025, 3, 1)) for kind in KINDS]
    projects.add_interventions(store, "someone", done, TODAY)
    letter_texts.keep_sender(store, "someone", "Woonstichting " * 6, "https://x.example/" + "a" * 180)
    longer = {text: text + " and quite some words more than that" for text in wording()}
    letters.keep_texts(store, "someone", "en", longer)
    assert "Woonstichting" in printed(store, here, known["Klipperstraat"], "en")
    store.close()


def test_the_command_line_writes_it(demo, tmp_path):
    store, _here, known = demo
    out = tmp_path / "letter.pdf"
    command = ["--database", store.url, "letter", str(known["Klipperstraat"]), "--output", str(out)]
    assert CliRunner().invoke(main, command).exit_code == 0
    assert out.read_bytes().startswith(b"%PDF")
    refused = CliRunner().invoke(main, [*command, "--language", "xx"])
    assert refused.exit_code == 2
    assert "there are letters in nl, en" in refused.output


def test_there_is_none_of_a_project_that_is_not_there(demo):
    with pytest.raises(NotFound):
        letters.letter_of(demo[0], demo[1], 999, TODAY)
