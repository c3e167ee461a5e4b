"""Choose the category columns of a file of reports, where several qualify or no header names one.

Headers are used first, so that one layout gets the same mapping whatever rows a file holds.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from domain.intake.cleaning.categories import resolve
from domain.intake.mapping.field_fit import few_words, is_free_text
from domain.intake.mapping.header_match import NEAR_HEADER_RATIO_MIN, plain_headers
from domain.schemas import CategoryChoice

if TYPE_CHECKING:
    from domain.intake.mapping.column_view import ColumnView, Match

ROWS_COMPARED = 200  # rows compared to see whether one column combines others
CONTAINED_SHARE_MIN = 0.9  # part of the rows in which a combined cell contains the cell of another column
NESTED_SHARE_MIN = 0.8  # part of the rows whose value belongs to one value of the main column
DECIDED_SHARE_MIN = 0.95  # the same of a column that decides what is reported, as no place does
CODE_LENGTH_MAX = 4  # letters of a code of a category ("OVL"), on average
REPEATS_MIN = 5  # rows per category from which such a share is not chance
# Words for a main category, and words for a category in general.
_MAIN = re.compile(r"^(?:categor|kategor|hoofd|main|parent|haupt|primary|rubri|them|level 1)|parent")
_GENERAL = frozenset(
    "type soort kind art typ tipo genre nature reden reason issue problem probleem label clase".split()
)
_SUBJECT = frozenset("onderwerp subject betreff objet asunto oggetto titel title titre titolo titulo".split())
_SUB = re.compile(r"^(?:sub|sous|unter|sotto) ?(?=\w)")
_DESCRIPTION = frozenset(
    "description desc omschrijving oms naam name label text tekst bezeichnung libelle descrizione descripcion".split()
)
_CODE = re.compile(r"(?:code|cd|nr|id|key)$")
_WHOLE = re.compile(r"^(?:main|hoofd|parent|haupt|ober|top|princip)")  # of a main category
# Handler, channel or owner: columns with few repeated words that never name the subject.
_NO_CATEGORY = re.compile(
    r"department|dept|agency|afdeling|dienst|directorate|division|bureau|organi[sz]ation|organisatie|intervenant|team"
    r"|behandel|responsible|verantwoord|owner|eigenaar|channel|kanaal|canal|device|method|source|bron|origin|herkomst"
    r"|platform|language|taal|langue|priorit|prioriteit|urgen|gender|geslacht|ethnic|nation|country|land$|province"
    r"|provincie|region|city|town|plaats|state|borough|district|ward|wijk|buurt|neighb|area|zone|sector|quartier"
    r"|site|user|gebruiker|medewerker|employee|dag$|day$|month|maand|week|season|seizoen|deel$|closure|resolution"
    r"|afhandel|afdoen|outcome|result|status|feedback|satisf|tevreden|object$|locatie|location|lieu|place"
)


def better_categories(seen: ColumnView, pairs: list[tuple[str, Match]]) -> list[tuple[str, Match]]:
    """The pairs with at most one exact match as the category, and its subcategory.

    A column that combines two others (kind and district) loses to them. Of the rest, the one whose header names
    categories is the main one; a second one nested within it is the subcategory. A subject is often the title that
    someone gave a case, so it loses to a type of which the dictionary has no fewer words, and to a type that has a
    subcategory of its own name ("Type" beside "Sub type").
    """
    plainly = {match.column: match for name, match in pairs if name == "category" and _plain(match)}
    composed = {column for column in plainly if _is_composed(seen, column, plainly.keys() - {column})}
    if composed and len(composed) < len(plainly):
        pairs = [(name, match) for name, match in pairs if match.column not in composed]
    ranked = sorted((column for column in plainly if column not in composed), key=lambda c: _order(seen, plainly[c]))
    ranked = _subjects_last(seen, ranked, [match.word for name, match in pairs if name == "subcategory"])
    if len(ranked) < 2:
        return pairs
    main, below = ranked[0], ranked[1]
    others = set(ranked[1:])
    kept = [(name, match) for name, match in pairs if not (name == "category" and match.column in others)]
    if not any(name == "subcategory" and _plain(match) for name, match in kept) and _is_below(seen, main, below):
        kept.append(("subcategory", replace(plainly[below], score=plainly[below].score - 0.05)))
    return kept


def fuller_category(seen: ColumnView, kept: dict[str, Match]) -> dict[str, Match]:
    """What says more than the category alone: the description of its code, or the main category that it belongs to.

    ``kept``: field -> its column. Returns it with these changes.
    """
    used = {match.column for name, match in kept.items() if name not in ("note", "subcategory")}
    category = kept["category"]
    headers = {
        column: header.replace(" ", "")
        for column, header in zip(seen.columns, plain_headers(seen.columns), strict=True)
    }
    free = [column for column in seen.columns if column not in used and column not in seen.personal]
    code, cells = headers[category.column], seen.contents[category.column]
    if cells.digits > 0.5 or (cells.words <= 1 and cells.length <= CODE_LENGTH_MAX and not cells.categories > 0.5):
        stems = {code, _CODE.sub("", code)} - {""}
        names = {name for stem in stems for word in _DESCRIPTION for name in (stem + word, word + stem)}
        described = [column for column in free if headers[column] in names and _is_below(seen, column, category.column)]
        if described:
            category = replace(category, column=described[0])
            kept = {name: match for name, match in kept.items() if match.column != category.column}
            kept["category"] = category
    if "subcategory" not in kept:
        for column in free:
            cells = seen.contents[column]
            is_main = _WHOLE.match(headers[column]) and few_words(cells) and column != category.column
            if is_main and cells.kinds > 1 and _is_below(seen, column, category.column):
                return kept | {"category": replace(category, column=column), "subcategory": category}
    return kept


def likeliest_category(seen: ColumnView, free: list[str]) -> tuple[str, float] | None:
    """The column with few repeated words that most likely is the category, and its score (0 to 1).

    ``free``: columns that are not mapped. None where none qualifies.
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
    """The columns, in order, with few repeated words and no header for something else."""
    headers = dict(zip(seen.columns, plain_headers(seen.columns), strict=True))
    return [
        column
        for column in free
        if column not in seen.personal
        and seen.whose[column] != "reporter"
        and few_words(seen.contents[column])
        and not _NO_CATEGORY.search(headers[column])
    ]


def groups_categories(seen: ColumnView, column: str, category: str) -> bool:
    """Whether a column groups the categories, as "area: cleaning" does and the area of a town does not."""
    kinds, groups = seen.contents[category].kinds, seen.contents[column].kinds
    enough = kinds > groups > 1 and seen.sample[category].count() >= REPEATS_MIN * kinds
    return enough and _nested_share(seen, column, category) >= DECIDED_SHARE_MIN


def _plain(match: Match) -> bool:
    """Whether the header is an exact or near match and the cells fit."""
    return bool(match.word) and match.score >= 0.9 * NEAR_HEADER_RATIO_MIN


def _order(seen: ColumnView, match: Match) -> tuple[int, int]:
    words = seen.lexicon.header_words.filter(kind="reports", field="category")["word"].to_list()
    rank = 0 if _MAIN.search(match.word) else 2 if match.word in _GENERAL else 1
    return rank, words.index(match.word)


def _subjects_last(seen: ColumnView, ranked: list[str], below: list[str]) -> list[str]:
    """The columns with subjects after the types that say more. ``below``: the header words of subcategories."""
    headers = dict(zip(seen.columns, plain_headers(seen.columns), strict=True))
    subjects = [column for column in ranked if headers[column] in _SUBJECT]
    types = [column for column in ranked if column not in subjects]
    if not subjects or not types:
        return ranked
    parents = {_SUB.sub("", word) for word in below if _SUB.match(word)}
    named = [column for column in types if headers[column] in parents]
    most = max(known_share(seen, column) for column in types)
    return [*types, *subjects] if named or most >= max(known_share(seen, each) for each in subjects) else ranked


def known_share(seen: ColumnView, column: str) -> float:
    """The share of the column's cells that are in the dictionary of categories, as nuisance or as none."""
    counts = seen.sample[column].drop_nulls().value_counts(name="rows").rename({column: "word"})
    found = resolve(counts["word"], seen.lexicon, CategoryChoice.create_empty())
    known = counts.filter(found["how"] != "none")["rows"].sum()
    return known / max(1, counts["rows"].sum())


def _is_composed(seen: ColumnView, column: str, others: set[str]) -> bool:
    """Whether its cells contain those of two other columns, one of them a category, in nearly every row."""
    rows = seen.sample.head(ROWS_COMPARED)
    parts = [each for each in seen.columns if each != column and _is_part(rows[column], rows[each])]
    return len(parts) >= 2 and bool(others & set(parts))


def _is_part(whole: pl.Series, part: pl.Series) -> bool:
    both = pl.DataFrame([whole.alias("whole"), part.alias("part")]).drop_nulls()
    if both.height < 3 or (both["part"].str.len_chars() < 3).mean() > 0.5:
        return False
    if both["part"].n_unique() >= both["whole"].n_unique():
        return False
    return bool(
        both.select(pl.col("whole").str.contains(pl.col("part"), literal=True).mean()).item() >= CONTAINED_SHARE_MIN
    )


def _is_below(seen: ColumnView, main: str, below: str) -> bool:
    """Whether each value of one column belongs to one value of the main column."""
    cells = seen.contents[below]
    if is_free_text(cells) or cells.kinds < seen.contents[main].kinds:
        return False
    return _nested_share(seen, main, below) >= NESTED_SHARE_MIN


def _nested_share(seen: ColumnView, main: str, below: str) -> float:
    """The part of the rows whose value has the value of the main column that it mostly has; 0 without rows."""
    both = seen.sample.select(pl.col(main).alias("main"), pl.col(below).alias("below")).drop_nulls()
    counts = both.group_by("below", "main").len()
    first = counts.group_by("below").agg(pl.col("len").max())
    return first["len"].sum() / both.height if both.height else 0.0
