"""The letter to the residents of a project: its content, its texts in each language, and its PDF."""

from collections.abc import Mapping
from datetime import date

from babel import Locale

from data.documents.letter_pdf import check_characters, check_letter, letter_pdf
from data.services.reports import project_facts
from data.store import letter_texts
from data.store.database import Store
from data.texts.language import DEFAULT, LANGUAGES, translated
from domain.documents.letter import Letter, letter, wording
from domain.snapshot.snapshot import Snapshot

OFFERED = tuple("ar bg de el en es fa fr hr hu it nl pl pt ro ru so sq sr tr uk".split())
"""The languages that a letter can be translated into: those of many tenants, in scripts that the fonts have."""


def letter_of(store: Store, snapshot: Snapshot, project_id: int, today: date) -> Letter:
    """The letter of a project, with the numbers that its report has.

    Raises:
        NotFound: there is no such project.
    """
    facts, until = project_facts(store, snapshot, project_id, today)
    return letter(facts, until)


def language_name(language: str) -> str:
    """The name of a language in itself: "Türkçe"."""
    name = Locale.parse(language).get_display_name() or language
    return name[:1].upper() + name[1:]


def texts_of(store: Store, language: str) -> dict[str, str]:
    """All texts in a language, by the English text: the association's own, else those of the program.

    Texts that neither has are absent.
    """
    ready = {text: translated(text, language) for text in wording()} if language in LANGUAGES else {}
    return ready | letter_texts.own_texts(store, language)


def is_complete(store: Store, language: str) -> bool:
    """Whether a letter can be written in a language."""
    return len(texts_of(store, language)) == len(wording())


def languages(store: Store) -> list[str]:
    """The languages in which a letter can be written, Dutch first."""
    own = [each for each in letter_texts.languages(store) if each not in LANGUAGES and is_complete(store, each)]
    return [DEFAULT, *(each for each in LANGUAGES if each != DEFAULT), *own]


def keep_texts(store: Store, actor: str, language: str, texts: Mapping[str, str]) -> None:
    """Store an association's texts in a language; those that equal the program's are not kept.

    Raises:
        WrongValue: a text has other blanks to fill than the English one, or characters that cannot be printed.
    """
    ready = {text: translated(text, language) for text in wording()} if language in LANGUAGES else {}
    own = {original: text for original, text in texts.items() if text and text.strip() != ready.get(original)}
    check_characters(own.values())
    letter_texts.keep_own_texts(store, actor, language, own)


def check(store: Store, content: Letter, language: str) -> None:
    """Check that a letter can be printed in a language.

    Raises:
        WrongValue: it has characters that the fonts lack.
    """
    check_letter(content, language, texts_of(store, language), letter_texts.sender(store))


def as_pdf(store: Store, content: Letter, language: str, *, is_demo: bool = False) -> bytes:
    """A letter as PDF of one A5 in a language; ``is_demo``: it says that it is about nothing real."""
    return letter_pdf(content, language, texts_of(store, language), letter_texts.sender(store), is_demo=is_demo)
