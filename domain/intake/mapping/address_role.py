"""Decide whether a location column is about the nuisance, the reporter, or the row in general.

An export may hold two addresses. Only the place of the nuisance is wanted. The reporter's home is personal data and
would put the nuisance on the wrong street.
"""

from functools import lru_cache

import polars as pl

from domain.intake.mapping.header_match import plain_headers
from domain.intake.mapping.lexicon import Lexicon

ADDRESS_FIELDS = ("address", "street", "number", "number_letter", "number_suffix", "postcode", "town")
PLACE_FIELDS = (*ADDRESS_FIELDS, "neighbourhood", "block", "latitude", "longitude", "coordinates", "x", "y")
OF_NUISANCE = frozenset(
    "overlast overlastadres overlastlocatie incident incidentadres voorval locatie locatieadres melding meldadres zaak"
    " object objectadres vhe vheadres eenheid verhuureenheid location nuisance complaint site property"
    " tatort einsatzort meldung meldeort vorfall vorfalls objektadresse".split()
)
SPECIFIC_WORD_LENGTH_MIN = 4  # letters; shorter words in a person's header are not specific ("van", "des", "of")


def whose(columns: list[str], lexicon: Lexicon) -> dict[str, str]:
    """column -> "reporter" where the header names a person, "nuisance" where it names the nuisance, else "row"."""
    persons = person_words(lexicon)
    roles = {}
    for column, header in zip(columns, plain_headers(columns), strict=True):
        words = set(header.split())
        roles[column] = "reporter" if words & persons else "nuisance" if words & OF_NUISANCE else "row"
    return roles


@lru_cache(maxsize=2)
def person_words(lexicon: Lexicon) -> frozenset[str]:
    """The words that mark a header as the reporter's home: those that occur in no header of a place."""

    def words(fields: pl.Expr) -> set[str]:
        return {word for header in lexicon.header_words.filter(fields)["word"] for word in header.split()}

    home = words(pl.col("field") == "personal:address") - words(pl.col("field").is_in(PLACE_FIELDS))
    return frozenset(word for word in home if len(word) >= SPECIFIC_WORD_LENGTH_MIN)


def same_place(address: pl.Series, street: pl.Series) -> bool:
    """Whether two columns give the same place: in most rows one text contains the other."""
    both = pl.DataFrame({"a": address, "s": street}).drop_nulls().select(pl.all().str.to_lowercase()).head(1000)
    a, s = pl.col("a"), pl.col("s")
    within = both.select((a.str.contains(s, literal=True) | s.str.contains(a, literal=True)).mean()).item()
    return (within or 0) >= 0.5
