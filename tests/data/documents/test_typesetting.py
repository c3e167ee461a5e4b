"""Templates filled with data: user input appears literally, also with characters that the fonts lack."""

import io

import pypdf
import pytest
import typst

from data.documents import typesetting
from data.documents.typesetting import typeset

FOOT = {"language": "nl", "footer": "Gegevens tot 15 nov 2026", "page": "{page} van {pages}", "mark": ""}
TEMPLATE = """#import "/parts.typ": *
#show: paper
= #data.title
#rows(data.header, data.lines, aligned: ("left", "right"))
#facts((("Naam", data.title),))
#figures((("uur", "12"), ("weken", "3")))
"""


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.fixture
def template(tmp_path, monkeypatch):
    """A template beside the shared parts, in a folder of its own."""
    for part in typesetting.TEMPLATES.glob("*.typ"):
        (tmp_path / part.name).write_text(part.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "test.typ").write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)
    return "test.typ"


def filled(title: str, rows: int = 1) -> dict:
    return {**FOOT, "title": title, "header": ["Wat", "Uren"], "lines": [[f"{title} {n}", "3"] for n in range(rows)]}


def test_each_page_of_the_demo_is_marked(template):
    marked = typeset(template, {**filled("Straat", 120), "mark": "Voorbeeld"})
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(marked)).pages]
    assert len(pages) > 1
    assert all("Voorbeeld" in page for page in pages)
    assert "Voorbeeld" not in text_of(typeset(template, filled("Straat")))


@pytest.mark.parametrize(
    "title", ['#import "x.typ"', "$x^2$ *vet* _schuin_", "<script>alert(1)</script>", "`a` @b \\ // /* ~", "= Kop"]
)
def test_what_someone_typed_is_no_markup(template, title):
    assert title in text_of(typeset(template, filled(title)))


@pytest.mark.parametrize("title", ["Buurt 😀", "街 Dam", "tab\x01 \x00", "\U0001f1f3\U0001f1f1", "\ufffe a"])
def test_a_character_that_no_font_has_is_a_box_and_no_failure(template, title):
    assert "□" in text_of(typeset(template, filled(title)))


def test_letters_of_names_stay_as_they_are(template):
    assert "Łódź Ğül Şë Đorđe “’t Hof” – ½ €" in text_of(typeset(template, filled("Łódź Ğül Şë Đorđe “’t Hof” – ½ €")))


def test_a_long_table_repeats_its_header_and_every_page_says_which_it_is(template):
    pages = pypdf.PdfReader(io.BytesIO(typeset(template, filled("Straat", 120)))).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert f"{number} van {len(pages)}" in page.extract_text()
        assert "Wat" in page.extract_text() or number == len(pages)


def test_the_document_is_tagged_and_says_its_language_and_title(template):
    reader = pypdf.PdfReader(io.BytesIO(typeset(template, filled("Lindehof"))))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "nl"
    assert reader.metadata.title == "Lindehof"


def test_the_same_data_makes_the_same_bytes(template):
    assert typeset(template, filled("Lindehof")) == typeset(template, filled("Lindehof"))


def test_data_that_does_not_fit_the_template_says_so(template):
    with pytest.raises(typst.TypstError):
        typeset(template, FOOT | {"title": "Zonder tabel"})
