"""How long and how hard to read the texts of the screens are, in both languages.

``python -m data.texts.reading_level`` lists them all.
"""

from data.texts.reading_level import of_all_texts, reading_level

LABEL_WORDS_MAX = 12
SENTENCE_WORDS_MAX = 22  # B1 has 15 on average
PARAGRAPH_WORDS_MAX = 60
LEVEL_MAX = 50  # LIX; newspapers have about 45

# The texts over a limit, by the beginning of their English id. Take out what has been shortened; add none.
EXCEPTIONS = {
    "label": (
        "Keep the free text; e-mail addresses",  # says exactly what is masked
        "Weight of an effect from elsewhere",
        "Fewer incidents (left) or more (right)",
        "“{column}” has a NUL byte",
    ),
    "sentence": (
        "**Emerging.** It continued",
        "**Gain** is the number",
        "**Pattern.** How an area did",
        "**Worst first** takes",
        "For each project the file gives",  # says exactly what leaves
        "How little depends on one address",
        "Import the planned maintenance",
        "In {hours} hours a week {count}: about {gain} fewer incidents a year, sooner",
        "It is not known yet what could show",
        "Newer reports count from the next quarter:",
        "Of every 100 incidents now",
        "With signs at the 100 dirtiest",
    ),
    "paragraph": (  # methods, behind "How do we know?"
        "**Gain** is the number",
        "**Hardly worth it**",
        "**How sure.**",
        "**Its rules.**",
        "**What counts.**",
        "**What is in the list.**",
    ),
    "level": (
        " In the last 12 months {counted} were counted: a quiet",
        "Weighted displacement difference",  # the name of a method
    ),
}
EXCEPTIONS_MAX = 25


def over(text, found):
    """The limits that a text is over."""
    if found.kind == "label" and found.words > LABEL_WORDS_MAX:
        yield "label"
    if found.kind != "label" and found.longest > SENTENCE_WORDS_MAX:
        yield "sentence"
    if found.words > PARAGRAPH_WORDS_MAX:
        yield "paragraph"
    if (found.level or 0) > LEVEL_MAX:
        yield "level"


def test_texts_are_short_and_easy_to_read():
    found = {limit: set() for limit in EXCEPTIONS}
    for text, _language, measured in of_all_texts():
        for limit in over(text, measured):
            found[limit].add(text)
    for limit, texts in found.items():
        new = [text for text in texts if not text.startswith(EXCEPTIONS[limit])]
        assert not new, f"over the limit of a {limit}"
        shortened = [start for start in EXCEPTIONS[limit] if not any(text.startswith(start) for text in texts)]
        assert not shortened, f"within the limit of a {limit} now: take them out of EXCEPTIONS"


def test_exceptions_become_fewer():
    assert sum(map(len, EXCEPTIONS.values())) <= EXCEPTIONS_MAX


def test_sentences_placeholders_and_long_words_are_counted():
    assert reading_level("Open").kind == "label"
    two = reading_level("**Hoe zeker.** Van {count} van de gebieden (empirisch Bayes, e.a. 2018) zeggen we niets.")
    assert (two.kind, two.words, two.longest) == ("paragraph", 15, 13)
    assert two.level == round(15 / 2 + 100 * 2 / 15)
