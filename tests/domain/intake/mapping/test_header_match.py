import polars as pl
import pytest

from domain.intake.mapping.header_match import EXACT, header_matches, plain_headers

WORDS = pl.DataFrame(
    [
        ("date", "datum melding"),
        ("date", "datum"),
        ("id", "meldingsnummer"),
        ("town", "stad"),
        ("street", "straat"),
        ("x", "x"),
    ],
    schema=["field", "word"],
    orient="row",
)


def score(header: str, field: str) -> float:
    found = header_matches([header], WORDS).get((field, header))
    return found.score if found else 0.0


@pytest.mark.parametrize("header", ["Datum melding", "DATUM_MELDING", "datumMelding", " datum  melding "])
def test_an_exact_word_in_any_spelling(header):
    assert score(header, "date") == EXACT


def test_the_nearer_the_surer():
    scores = [
        score("Meldingsnummer", "id"),
        score("Meldings nummer", "id"),
        score("Meldingsnumer", "id"),
        score("Meldingsnummer intern", "id"),
        score("Nummer van de fiets", "id"),
    ]
    assert scores == sorted(scores, reverse=True)
    assert scores[-2] > 0.5 > scores[-1] == 0


def test_the_best_word_of_a_field_counts():
    assert header_matches(["Datum melding lokaal"], WORDS)["date", "Datum melding lokaal"].word == "datum melding"


def test_short_words_are_not_near_others():
    assert score("Staat", "town") == score("Staat", "street") == score("Xi", "x") == 0


def test_a_word_within_another_word_says_nothing():
    assert score("Stadsdeel", "town") == 0


def test_no_headers_no_words():
    assert header_matches([], WORDS) == header_matches(["a"], WORDS.clear()) == {}
    assert plain_headers([]) == []
