"""The people of Trintelwaard. Names are fictitious; telephone numbers are in no numbering plan (06-0000)."""

from dataclasses import dataclass

import numpy as np

_FIRST = (
    "Fictie",
    "Fantasieën",
    "Verzonnen",
    "Voorbeeld",
    "Bedenk",
    "Schijn",
    "Droom",
    "Zogenaamd",
    "Sprookjes",
    "Papieren",
    "Denk",
)
_LAST = ("veld", "stra", "dijk", "berg", "mans", "sma", "meijer", "huis", "ink", "kamp", "beek", "wijk")
_BEFORE = ("", "", "", "van ", "van der ", "de ")
_TITLES = ("Mw. ", "Dhr. ", "Mw. ", "Dhr. ", "Fam. ", "")
_LETTERS = "ABCDEFGHIJKLMNOPRSTWYZ"


@dataclass(frozen=True)
class Person:
    """The resident of a dwelling who reports."""

    name: str
    phone: str
    email: str


def residents(count: int, random: np.random.RandomState) -> list[Person]:
    """One person for each dwelling."""
    phones = random.permutation(10_000)[:count]
    picks = random.random_sample((count, 5))
    people = []
    for phone, (first, last, before, title, letter) in zip(phones, picks, strict=True):
        initial = _LETTERS[int(letter * len(_LETTERS))]
        surname = _FIRST[int(first * len(_FIRST))] + _LAST[int(last * len(_LAST))]
        title, before = _TITLES[int(title * len(_TITLES))], _BEFORE[int(before * len(_BEFORE))]
        initials = "" if title == "Fam. " else f"{initial}. "
        email = f"{initial.lower()}.{surname.lower().replace('ë', 'e')}@post.example"
        people.append(Person(f"{title}{initials}{before}{surname}", f"06-0000{phone:04d}", email))
    return people
