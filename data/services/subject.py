"""Whose data is asked for: one address, or one reporter, in all forms in which the store may have it."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
import sqlalchemy as sa

from data.store import settings, tombstones
from data.store.database import Store
from data.store.free_texts import Read
from data.store.schema import IMPORTED_KINDS
from domain.errors import N_, WrongValue
from domain.intake.cleaning import mentions, one_address
from domain.intake.cleaning.privacy import reporter_hash
from domain.intake.parsing.street_names import town_key

_NUMBERS = ("number", "number_to")
_ADDRESS = {name: pl.Int64 if name in _NUMBERS else pl.String for name in one_address.COLUMNS}


@dataclass(frozen=True)
class Subject:
    """Whose data is asked for. ``what``: "address" or "reporter".

    ``forms``: of an address, by name (``one_address.FORMS``). ``dwellings``: keys of the dwellings there. ``hashes``:
    of a reporter, one for each key. ``phrases``: by which free text names it.
    """

    what: str
    forms: Mapping[str, frozenset[str]]
    dwellings: frozenset[str]
    hashes: frozenset[str]
    phrases: frozenset[str]

    def is_named(self, words: str) -> bool:
        """Whether these words name it."""
        return words in self.phrases

    @property
    def sieve(self) -> str:
        """A regular expression that all texts match that name it: a house number, or any text."""
        if not self.phrases:
            return r"\z."
        ends = {each.split()[-1].rstrip("abcdefghijklmnopqrstuvwxyz") for each in self.phrases}
        return "|".join(sorted(ends)) if self.what == "address" else "."

    def without(self, text: str) -> str:
        """A text without what names it."""
        return mentions.without(text, self.is_named, numbered=self.what == "address")


def address(store: Store, text: str) -> Subject:
    """The address that someone typed, as it stands in the store.

    Raises:
        WrongValue: it is not one address, or it lies in several towns and none is given.
    """
    parts = one_address.parsed(text)
    asked = pl.DataFrame([parts], schema=_ADDRESS)
    wanted = one_address.forms(asked).row(0, named=True)
    known = pl.concat(
        [_addresses(store.read, "dwellings"), *(_addresses(store.read, kind) for kind in tombstones.WITH_ADDRESS)]
    )
    here = known.hstack(one_address.forms(known))
    same = here.filter(
        pl.any_horizontal(
            (pl.col(name) == pl.lit(wanted[name], pl.String)).fill_null(False) for name in ("any_town", "by_postcode")
        )
    )
    if parts["town"]:
        town = town_key(pl.Series([parts["town"]])).item()
        same = same.filter((town_key(pl.col("town")) == town).fill_null(True))
    towns = town_key(same["town"].drop_nulls()).unique().drop_nulls().sort()
    if len(towns) > 1:
        raise WrongValue(N_("That address is in several towns. Add the town: {towns}."), towns=", ".join(towns))
    spelled = pl.concat([asked, same.select(asked.columns)])
    forms = one_address.forms(spelled)
    found = {name: frozenset(forms[name].drop_nulls()) for name in one_address.FORMS}
    sure = one_address.forms(pl.concat([asked, same.drop_nulls("dwelling_key").select(asked.columns)]))["by_postcode"]
    if sure.null_count() < len(sure):  # a postcode that only a report gives may be a mistake
        found["by_postcode"] = frozenset(sure.drop_nulls())
    if len(towns):
        found["any_town"] = frozenset()
        found["without_town"] = frozenset(
            one_address.forms(spelled.with_columns(town=pl.lit(None, pl.String)))["without_town"].drop_nulls()
        )
    phrases = {each for each in one_address.spellings(spelled) if mentions.is_searchable(each)}
    return Subject("address", found, frozenset(same["dwelling_key"].drop_nulls()), frozenset(), frozenset(phrases))


def reporter(store: Store, text: str) -> Subject:
    """The reporter of this name or number, as the exports have it.

    Raises:
        WrongValue: it is empty.
    """
    if not text.strip():
        raise WrongValue(N_("Give the reporter as the export has it."))
    hashes = frozenset(
        reporter_hash(pl.Series([text]), key).item() for key in (settings.hash_key(store), *settings.known_keys(store))
    )
    words = mentions.phrase(text)
    return Subject("reporter", {}, frozenset(), hashes, frozenset({words} if mentions.is_searchable(words) else ()))


def _addresses(read: Read, kind: str) -> pl.DataFrame:
    """The distinct addresses of a kind of record, with the key of the dwelling for dwellings."""
    now = IMPORTED_KINDS[kind].now.c
    columns = [now[name] if name in now else sa.null().label(name) for name in one_address.COLUMNS]
    home = now.dwelling_key if kind == "dwellings" else sa.null().label("dwelling_key")
    found = read(sa.select(*columns, home).distinct().where(now.number.is_not(None)))
    return found.cast({**_ADDRESS, "dwelling_key": pl.String})
