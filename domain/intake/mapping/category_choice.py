"""Which columns of a file of reports say what was reported, where several could or where no header says so.

What is chosen rests on headers first, so that the same layout means the same whatever rows a file holds.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from domain.intake.cleaning.categories import resolve
from domain.intake.mapping.column_profile import few_words, is_free_text
from domain.intake.mapping.header_match import NEAR, plain_headers
from domain.schemas import CategoryChoice

if TYPE_CHECKING:
    from domain.intake.mapping.column_match import ColumnView, Match

ROWS = 200  # rows that are compared to see whether one column is made up of others
WITHIN = 0.9  # of the rows in which the cell of another column stands within a composed one
NESTED = 0.8  # of the rows whose kind belongs to one kind of the main column
# Words for what lies above a kind, and words that say no more than that there are kinds.
_MAIN = re.compile(r"^(?:categor|kategor|hoofd|main|parent|haupt|primary|rubri|them|level 1)|parent")
_GENERAL = frozenset(
    "type soort kind art typ tipo genre nature reden reason issue problem probleem label clase".split()
)
# Who deals with it, how it came in, or who keeps the file: few words that come back, and never what was reported.
_NO_CATEGORY = re.compile(
    r"department|dept|agency|afdeling|dienst|directorate|division|bureau|organi[sz]ation|organisatie|intervenant|team"
    r"|behandel|responsible|verantwoord|owner|eigenaar|channel|kanaal|canal|device|method|source|bron|origin|herkomst"
    r"|platform|language|taal|langue|priorit|prioriteit|urgen|gender|geslacht|ethnic|nation|country|land$|province"
    r"|provincie|region|city|town|plaats|state|borough|district|ward|wijk|buurt|neighb|area|zone|sector|quartier"
    r"|site|user|gebruiker|medewerker|employee|dag$|day$|month|maand|week|season|seizoen|deel$|closure|resolution"
    r"|afhandel|afdoen|outcome|result|feedback|satisf|tevreden|object$|locatie|location|lieu|place"
)


def better_categories(seen: ColumnView, pairs: list[tuple[str, Match]]) -> list[tuple[str, Match]]:
    """The pairs with one column at most that is plainly the category, and the one below it as the subcategory.

    A column whose cells are those of two others joined (kind and district) loses to these. Of the others the one whose
    header speaks of categories is the main one; a second one whose kinds each belong to one of its kinds is below it.
    """
    plainly = {match.column: match for name, match in pairs if name == "category" and _plain(match)}
    composed = {column for column in plainly if _is_composed(seen, column, plainly.keys() - {column})}
    if composed and len(composed) < len(plainly):
        pairs = [(name, match) for name, match in pairs if match.column not in composed]
    ranked = sorted((column for column in plainly if column not in composed), key=lambda c: _order(seen, plainly[c]))
    if len(ranked) < 2:
        return pairs
    main, below = ranked[0], ranked[1]
    others = set(ranked[1:])
    kept = [(name, match) for name, match in pairs if not (name == "category" and match.column in others)]
    if not any(name == "subcategory" and _plain(match) for name, match in kept) and _is_below(seen, main, below):
        kept.append(("subcategory", replace(plainly[below], score=plainly[below].score - 0.05)))
    return kept


def likeliest_category(seen: ColumnView, free: list[str]) -> tuple[str, float] | None:
    """The column of few words that come back which most likely says what was reported, and how sure that is (0 to 1).

    ``free``: columns that are nothing else. Null where none can be it.
    """
    candidates = could_be_category(seen, free)
    known = {column: known_share(seen, column) for column in candidates}
    best = max(
        candidates, key=lambda column: (known[column] >= 0.5, known[column], seen.contents[column].kinds), default=None
    )
    if best is None:
        return None
    return best, 0.76 if known[best] >= 0.5 else 0.45


def could_be_category(seen: ColumnView, free: list[str]) -> list[str]:
    """The columns, in order, that sort the rows by a few words and whose header does not say that they are other."""
    headers = dict(zip(seen.columns, plain_headers(seen.columns), strict=True))
    return [
        column
        for column in free
        if column not in seen.personal
        and seen.whose[column] != "reporter"
        and few_words(seen.contents[column])
        and not _NO_CATEGORY.search(headers[column])
    ]


def _plain(match: Match) -> bool:
    """Whether the header is plainly the word, and the cells can be it."""
    return bool(match.word) and match.score >= 0.9 * NEAR


def _order(seen: ColumnView, match: Match) -> tuple[int, int]:
    words = seen.lexicon.header_words.filter(kind="reports", field="category")["word"].to_list()
    rank = 0 if _MAIN.search(match.word) else 2 if match.word in _GENERAL else 1
    return rank, words.index(match.word)


def known_share(seen: ColumnView, column: str) -> float:
    """The share of the column's cells that the dictionary of categories knows, as nuisance or as none."""
    counts = seen.sample[column].drop_nulls().value_counts(name="rows").rename({column: "word"})
    found = resolve(counts["word"], seen.lexicon, CategoryChoice.create_empty())
    known = counts.filter(found["how"] != "none")["rows"].sum()
    return known / max(1, counts["rows"].sum())


def _is_composed(seen: ColumnView, column: str, others: set[str]) -> bool:
    """Whether its cells hold those of two other columns, one of them a category, in nearly every row."""
    rows = seen.sample.head(ROWS)
    parts = [each for each in seen.columns if each != column and _is_part(rows[column], rows[each])]
    return len(parts) >= 2 and bool(others & set(parts))


def _is_part(whole: pl.Series, part: pl.Series) -> bool:
    both = pl.DataFrame([whole.alias("whole"), part.alias("part")]).drop_nulls()
    if both.height < 3 or (both["part"].str.len_chars() < 3).mean() > 0.5:
        return False
    if both["part"].n_unique() >= both["whole"].n_unique():
        return False
    return bool(both.select(pl.col("whole").str.contains(pl.col("part"), literal=True).mean()).item() >= WITHIN)


def _is_below(seen: ColumnView, main: str, below: str) -> bool:
    """Whether each kind of one column belongs to one kind of the main column."""
    cells = seen.contents[below]
    if is_free_text(cells) or cells.kinds < seen.contents[main].kinds:
        return False
    both = seen.sample.select(pl.col(main).alias("main"), pl.col(below).alias("below")).drop_nulls()
    counts = both.group_by("below", "main").len()
    first = counts.group_by("below").agg(pl.col("len").max())
    return bool(both.height) and first["len"].sum() / both.height >= NESTED
