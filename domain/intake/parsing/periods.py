"""Parse cells of a planning to a first and last day: a date, or a named period.

    a day, in any notation of domain/intake/parsing/dates.py       01-04-2027
    a month                                                april 2027, 2027-04
    a quarter or a half of a year                          Q2 2027, 2e kwartaal 2027, 2027-H1, eerste helft 2027
    a season of whole months                               voorjaar 2027 (March to May), winter 2026-2027
    an ISO week                                            week 14 2027, 2027-W14
    a year                                                 2027
    the periods of CBS                                     2027JJ00, 2027KW02
    a range in one cell         april t/m november 2027, 1-4-2027 - 30-11-2027, Q2/Q3 2027, mei-juni 2027, 2027-2029

"Winter 2027" is not read: it may begin in 2026 as well as in 2027.
"""

import polars as pl

from domain.intake.parsing.dates import parse_dates, reads_day_first
from domain.intake.parsing.per_distinct import per_value

_QUARTER = "q k kwartaal quarter quartal".split()
_HALF = "h helft halfjaar half halbjahr hj".split()
_SEASONS = {
    3: "voorjaar lente spring fruhjahr fruhling",
    6: "zomer summer sommer",
    9: "najaar herfst autumn fall herbst",
    12: "winteroverjaar",
}
# Name of a period without its year -> its first month and its length in months.
SPANS = (
    {"": (1, 12)}
    | {each: (3 * n - 2, 3) for word in _QUARTER for n in range(1, 5) for each in (f"{word} {n}", f"{n} {word}")}
    | {each: (6 * n - 5, 6) for word in _HALF for n in (1, 2) for each in (f"{word} {n}", f"{n} {word}")}
    | {word: (month, 3) for month, words in _SEASONS.items() for word in words.split()}
)
_ORDINALS = {
    1: "eerste first erste erstes",
    2: "tweede second zweite zweites",
    3: "derde third dritte drittes",
    4: "vierde fourth vierte viertes",
}
_YEAR = r"\b((?:19|20)\d{2})\b"
_WEEK = r"^(?:week|wk|weeknr|w|kw) ?(\d{1,2})$"
_TO = r"(?i)\s*(?:\bt/?m\b|\btot en met\b|\btot\b|\buntil\b|\bto\b|\bbis\b|\s[-–]\s|–)\s*"
_PART = r"(?:[qkt]\.? ?[1-4]|h ?[12]|\p{L}{3,}\.?)"
_TWO_PARTS = rf"(?i)^\s*({_PART})\s*[-/–]\s*({_PART} (?:19|20)\d{{2}})\s*$"
_TWO_YEARS = r"^\s*((?:19|20)\d{2})\s*[-/–]\s*((?:19|20)\d{2})\s*$"
_AND_ON = r"(?i)\b((?:19|20)\d{2}),? (?:e\.? ?v\.?|en verder|en later|ff\.?|onwards)$"
_SPAN = {"first": pl.Date, "last": pl.Date}


def parse_periods(starts: pl.Series, ends: pl.Series, day_first: bool | None = None) -> pl.DataFrame:
    """``starts_on`` and ``ends_on`` (Date) of each row; null where the start cell has no day or period.

    Without a readable end, the end follows from the start: the day itself, or the last day of the period. One cell may
    give both. ``day_first`` None: detected from the cells. An end before its start is not checked here.
    """
    if day_first is None:
        day_first = reads_day_first(pl.concat([starts.alias(""), ends.alias("")])) is not False
    start, end, parts = _spans(starts, day_first), _spans(ends, day_first), _both(starts)
    whole = start["first"].is_not_null()
    left, right = (_spans(part.set(whole, None), day_first) for part in parts)
    found = pl.DataFrame(
        {
            "first": start["first"],
            "left": left["first"],
            "end": end["last"],
            "right": right["last"],
            "last": start["last"],
            "only": left["last"],
        }
    )
    return found.select(starts_on=pl.coalesce("first", "left"), ends_on=pl.coalesce("end", "right", "last", "only"))


def named_periods(cells: pl.Series) -> pl.DataFrame:
    """``first`` and ``last`` day of each cell with a named period and its year; else null."""
    return per_value(cells, _named)


def _spans(cells: pl.Series, day_first: bool) -> pl.DataFrame:
    """The first and last day of each cell, read as a date or as the name of a period."""
    dates, named = parse_dates(cells, day_first), named_periods(cells)
    last = pl.when(pl.col("precision") == "month").then(pl.col("date").dt.month_end())
    last = last.when(pl.col("precision") == "week").then(pl.col("date").dt.offset_by("6d")).otherwise("date")
    return pl.concat([dates, named.rename({"first": "from", "last": "until"})], how="horizontal").select(
        first=pl.coalesce("date", "from"), last=pl.coalesce(last, "until")
    )


def _named(cells: pl.Series) -> pl.DataFrame:
    """As ``named_periods``, for distinct cells."""
    words = cells.cast(pl.String).str.normalize("NFKD").str.replace_all(r"\p{M}+", "").str.to_lowercase()
    words = words.str.replace(r"^\s*winter\s+(\d{4})\s*[-/]\s*(?:\d{2}|\d{4})\s*$", "winteroverjaar ${1}")
    words = words.str.replace(_AND_ON, "${1}")
    words = words.str.replace(r"\b([1-4])(?:e|ste|de)? kw\b\.?", "q${1}")
    weeks = words.str.extract(r"\bkw\.? ?(\d{1,2})\b").cast(pl.Int8)
    if (weeks <= 4).all():  # a quarter ("kwartaal"), and not a week ("Kalenderwoche") of any time of the year
        words = words.str.replace(r"\bkw\.? ?([1-4])\b", "q${1}")
    for n, ordinals in _ORDINALS.items():
        words = words.str.replace_all(rf"\b(?:{'|'.join(ordinals.split())})\b", str(n))
    words = words.str.replace_all(r"\b([1-4])(?:e|ste|de|st|nd|rd|th)\b", "${1}")
    words = words.str.replace(r"^\s*(\d{4})jj00\s*$", "${1}").str.replace(r"^\s*(\d{4})kw0([1-4])\s*$", "q${2} ${1}")
    year = pl.col("text").str.extract(_YEAR).cast(pl.Int32)
    name = (
        pl.col("text")
        .str.replace(_YEAR, " ")
        .str.replace_all(r"\b(?:van|of|in|het|the)\b|[^\p{L}\d]+", " ")
        .str.replace_all(r"(\p{L})(\d)", "${1} ${2}")
        .str.replace_all(r"(\d)(\p{L})", "${1} ${2}")
        .str.replace_all(r" +", " ")
        .str.strip_chars()
    )
    parts = words.alias("text").to_frame().select(year=year, name=name)
    month = {word: span[0] for word, span in SPANS.items()}
    months = {word: span[1] for word, span in SPANS.items()}
    week = pl.format("{}-W{}-1", "year", pl.col("name").str.extract(_WEEK).str.zfill(2))
    parts = parts.select(
        week=week.str.to_date("%G-W%V-%u", strict=False),
        first=pl.date("year", pl.col("name").replace_strict(month, default=None, return_dtype=pl.Int8), 1),
        months=pl.format("{}mo", pl.col("name").replace_strict(months, default=None, return_dtype=pl.Int8)),
    )
    return parts.select(
        first=pl.coalesce("first", "week"),
        last=pl.coalesce(
            pl.col("first").dt.offset_by(pl.col("months")).dt.offset_by("-1d"), pl.col("week").dt.offset_by("6d")
        ),
    ).cast(_SPAN)


def _both(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    """A cell with a range, split in two; a start without a year is in the year of its end."""
    cells = cells.str.replace(_TWO_PARTS, "${1} – ${2}").str.replace(_TWO_YEARS, "${1} – ${2}")
    parts = cells.str.replace(_TO, "\x1f").str.split_exact("\x1f", 1).struct.unnest()
    left, right = pl.col("field_0"), pl.col("field_1")
    year = right.str.extract(r"((?:19|20)\d{2})\s*$")
    dated = pl.when(right.is_null()).then(None).when(left.str.contains(r"\d{4}")).then(left)
    parts = parts.select(left=dated.otherwise(pl.concat_str(left, year, separator=" ")), right=right)
    return parts["left"], parts["right"]
