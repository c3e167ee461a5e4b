"""The glossary: one word for each meaning, words that the screens use, and pages that exist."""

import re

import pytest

from data.texts import ROOMS, ROOT, marked
from data.texts.glossary import TERMS
from data.texts.language import LANGUAGES, translated
from domain.documents.phrases import THEMES
from domain.scoring.weights import COMPONENT_WORDS


def word(term, to):
    """The word without what tells it from another: "Report (of nuisance)" is "report" on the screens."""
    return re.sub(r" \(.*\)$", "", translated(term.word, to)).casefold()


@pytest.mark.parametrize("to", LANGUAGES)
def test_each_word_has_one_meaning(to):
    words = [(word(term, to), term.of_score) for term in TERMS.values()]
    assert sorted(words) == sorted(set(words))


@pytest.fixture(scope="module")
def elsewhere():
    """The texts of the app outside the glossary."""
    files = (path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "glossary" not in str(path))
    return [text for path in files for text in marked(path)]


@pytest.mark.parametrize("to", LANGUAGES)
def test_each_word_is_one_of_the_screens(elsewhere, to):
    shown = [translated(text, to).casefold() for text in elsewhere]
    stems = {key: [part[:6] for part in word(term, to).split()] for key, term in TERMS.items()}
    assert [key for key, parts in stems.items() if not any(all(part in text for part in parts) for text in shown)] == []


def test_components_and_themes_are_in_it():
    meanings = {term.word: term.meaning for term in TERMS.values() if term.of_score}
    assert set(meanings) == set(COMPONENT_WORDS.values())
    for to in LANGUAGES:
        for name in ("environment", "social"):
            assert translated(THEMES[name], to).casefold() in translated(TERMS["theme"].meaning, to).casefold()


def test_the_pages_exist():
    assert all(isinstance(term.pages, tuple) for term in TERMS.values())
    named = {page for term in TERMS.values() for page in term.pages}
    assert [page for page in named if not (ROOT / "pages" / page / "page.py").exists()] == []
