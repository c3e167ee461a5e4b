"""The reports that a question is about: its window in time, and its filters."""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from domain.indicators.change import HALF_YEAR
from domain.question import Question, months_before
from domain.snapshot.snapshot import Snapshot

YEAR_DAYS = 365.25  # days
NEARLY_A_YEAR = 0.98  # years; 12 months are 0.999


@dataclass(frozen=True)
class Window:
    """The days ``after`` < day <= ``until`` that a question is about."""

    after: date
    until: date

    @property
    def years(self) -> float:
        """The length of the window in years; at least a month, so that one day is not extrapolated to a year."""
        return max((self.until - self.after).days / YEAR_DAYS, 1 / 12)

    @property
    def months(self) -> int:
        """The length of the window in whole months, at least one."""
        return max(round(12 * self.years), 1)

    @property
    def is_year(self) -> bool:
        """Whether the window is a year, so that a count and a rate a year are about the same days."""
        return NEARLY_A_YEAR <= self.years <= 2 - NEARLY_A_YEAR

    @property
    def is_short(self) -> bool:
        """Whether the window is shorter than a year, so that rates a year are worked up from fewer days."""
        return self.years < NEARLY_A_YEAR


def window(snapshot: Snapshot, question: Question) -> Window:
    """The question's window, limited to the time from the beginning of the data to the newest report."""
    newest = snapshot.as_of or question.as_of or date(2000, 1, 1)
    until = min(question.as_of or newest, newest)
    begins = (snapshot.begins_on or date.min + timedelta(1)) - timedelta(1)
    return Window(min(max(months_before(until, question.months), begins), until), until)


def half_years(until: date) -> tuple[Window, Window]:
    """The last two half years up to ``until``, the older one first."""
    middle, start = (months_before(until, halves * HALF_YEAR) for halves in (1, 2))
    return Window(start, middle), Window(middle, until)


def covers_two_half_years(snapshot: Snapshot, span: Window) -> bool:
    """Whether the data covers the last two half years, which their comparison needs; one month may be missing."""
    return snapshot.begins_on is not None and snapshot.begins_on <= months_before(span.until, 2 * HALF_YEAR - 1)


def select_reports(
    snapshot: Snapshot, question: Question, *columns: str | pl.Expr, after: date | None = None
) -> pl.DataFrame:
    """The reports that the question is about, up to the end of its window, oldest first; with these ``columns`` only.

    ``after``: leave out the days up to this one. ``is_first`` marks the first selected report of an incident: with a
    filter on source, the first report of that source.
    """
    days = snapshot.reports["reported_on"]
    start = 0 if after is None else days.search_sorted(after, side="right")
    end = days.search_sorted(window(snapshot, question).until, side="right")
    anew = bool(question.sources or question.categories or question.status)
    reports = snapshot.reports.lazy().slice(0 if anew else start, end - (0 if anew else start))
    narrowed = question.narrowed()
    if narrowed is not None:
        reports = reports.filter(narrowed)
    if anew:
        reports = reports.with_columns(is_first=pl.col("incident_id").is_first_distinct())
        reports = reports.filter(pl.col("reported_on") > after) if after else reports
    return reports.select(columns or pl.all()).collect()


def report_rows(snapshot: Snapshot, question: Question) -> pl.DataFrame:
    """The reports that are counted: those of the window and of the last two half years, oldest first.

    Columns: block, street, neighbourhood (numbers of the areas of that level, null if there is none), address_no,
    reporter (numbers, null if unknown), reported_on, incident_id, is_first, source, theme, group; and whether it is in
    the window (inside), in the last half year (recent) or in the one before (before).
    """
    span = window(snapshot, question)
    before, recent = half_years(span.until)
    day = pl.col("reported_on")
    return select_reports(
        snapshot,
        question,
        *_NUMBERS,
        "incident_id",
        "is_first",
        "source",
        "theme",
        "group",
        (day > span.after).alias("inside"),
        (day > recent.after).alias("recent"),
        day.is_between(before.after, before.until, closed="right").alias("before"),
        after=min(span.after, before.after),
    )


def incident_rows(snapshot: Snapshot, question: Question, months: int) -> pl.DataFrame:
    """The incidents of the last ``months`` up to the end of the window, oldest first.

    Columns: block, street, neighbourhood, address_no, reporter (numbers, null if unknown), reported_on (of the first
    report).
    """
    after = months_before(window(snapshot, question).until, months)
    return select_reports(snapshot, question, *_NUMBERS, "is_first", after=after).filter("is_first").drop("is_first")


_NUMBERS = (
    pl.col("block_id").to_physical().alias("block"),
    pl.col("street_id").to_physical().alias("street"),
    pl.col("neighbourhood_id").to_physical().alias("neighbourhood"),
    "address_no",
    "reporter",
    "reported_on",
)
