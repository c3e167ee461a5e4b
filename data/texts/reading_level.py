"""The length and reading level of the texts of the screens.

``python -m data.texts.reading_level`` lists all texts in both languages, the hardest first. The level is LIX
(Björnsson 1968), the mean number of words in a sentence plus the percentage of words of more than six letters: below 40
is easy, from 50 on hard, above 60 for experts. It counts no syllables, so it holds for Dutch as it does for English.
"""

import re
from dataclasses import dataclass

from data.texts import message_ids
from data.texts.language import LANGUAGES, translated

LONG_WORD = 7  # letters of a long word, or more
LEVEL_WORDS_MIN = 15  # words that a text needs for a level: of a short text one long word would decide
_PLACEHOLDER = re.compile(r"{\w+}")
_SENTENCE_END = re.compile(r"(?<=[.!?])[”*)]*\s+(?=[A-Z“*])")
_WORD = re.compile(r"[\w’'\-]+")


@dataclass(frozen=True)
class ReadingLevel:
    """The measures of one text.

    ``kind``: "label" (no full stop), "line" (one sentence) or "paragraph" (more). ``words``: of the whole text.
    ``longest``: words of the longest sentence. ``level``: LIX; None if there are fewer than LEVEL_WORDS_MIN words.
    """

    kind: str
    words: int
    longest: int
    level: int | None


def reading_level(text: str) -> ReadingLevel:
    """The measures of a text. A placeholder counts as one short word.

    >>> reading_level("Nothing stands out.")
    ReadingLevel(kind='line', words=3, longest=3, level=None)
    """
    plain = _PLACEHOLDER.sub("X", text).replace("**", "").strip()
    sentences = [_WORD.findall(sentence) for sentence in _SENTENCE_END.split(plain)]
    words = [word for sentence in sentences for word in sentence]
    one = "line" if plain.endswith((".", "?", "!", ":")) else "label"
    return ReadingLevel(
        kind=one if len(sentences) == 1 else "paragraph",
        words=len(words),
        longest=max(map(len, sentences)),
        level=_lix(words, len(sentences)) if len(words) >= LEVEL_WORDS_MIN else None,
    )


def _lix(words: list[str], sentences: int) -> int:
    return round(len(words) / sentences + 100 * sum(len(word) >= LONG_WORD for word in words) / len(words))


def of_all_texts() -> list[tuple[str, str, ReadingLevel]]:
    """Each text's English id, its language and its measures, for all texts in all languages."""
    return [(text, to, reading_level(translated(text, to))) for text in message_ids() - {""} for to in LANGUAGES]


def main() -> None:
    """Print each text with its language, kind, words, words of the longest sentence and level, the hardest first."""
    for text, to, found in sorted(of_all_texts(), key=lambda row: (-(row[2].level or 0), -row[2].words, row[:2])):
        level = "–" if found.level is None else found.level
        print(f"{to}  {found.kind:9}  {found.words:3}  {found.longest:3}  {level:>3}  {translated(text, to)!r}")


if __name__ == "__main__":
    main()
