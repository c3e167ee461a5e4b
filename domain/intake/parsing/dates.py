"""Parse text cells to dates, in any notation an export is likely to use.

    dd-mm-yyyy (also / . or a space, one digit, two-digit years)      31-12-2026, 1/5/26, 1.5.2026 9:05
    ISO 8601, also compact, with fractions and zones                  2026-12-31T23:30:00.5+00:00, 20261231
    mm/dd/yyyy with AM and PM                                         12/31/2026 11:30:00 PM
    a month only (its first day, precision "month")                   2019-10, 10-2019, okt 2019
    names of months, in the languages of exports' headers             ma 4 mei 2026, May 4, 2026, 4. Mai 2026
    a date and time in digits                                           20261231233000, 202612312330, 20261231T233000
    an ISO week (its Monday, precision "week")                       2026-W07, 2026W07; a day of it: 2026-W07-3
    a year of two digits first, where only it varies little          26-12-31
    seconds or milliseconds since 1970 (UTC)                          1767225600, 1767225600000
    Excel's serial days, with a fraction for the time                 46022, 46022,375

A time in a zone of western Europe or in UTC becomes the day and time in the Netherlands. In a distant zone
(-08:00) the local day is kept; without a zone the time is local. Years of two
digits are 1969 to 2068 (POSIX). Any other cell gives null.
"""

from datetime import time

import polars as pl

from domain.calendar import TIME_ZONE
from domain.intake.parsing.date_notations import MILITARY, MONTHS, PARTS, PATTERNS, TIME, WEEKDAYS
from domain.schemas import PRECISIONS

ORDER_CELLS = 500
FAR_ZONE = " far"  # suffix of a format: some cells are in a distant zone
WORTH_IT = 5000  # cells from which detecting a strptime format is faster
EARLIEST = pl.date(1000, 1, 1)  # earlier is a mark for "empty" (0001-01-01) or a misread two-digit year
EXCEL_EPOCH = pl.date(1899, 12, 30)  # day 0 of the 1900 system as Excel counts it since 1 March 1900
EXCEL_DAYS = (20_000, 80_000)  # the years 1954 to 2119
NEAR_ZONES = (0, 120)  # minutes ahead of UTC: from UTC itself to our summer time
FAR = r"[+-](?:0[3-9]|1\d|0[0-2]:?[1-9]\d)(?::?\d{2})?$|-0[1-2](?::?\d{2})?$"  # a distant zone at the end
ZONES = {"z": 0, "utc": 0, "gmt": 0, "cet": 60, "cest": 120}
NUMERIC_ORDER = r"^\s*(?P<a>\d{1,2})[-/. ](?P<b>\d{1,2})[-/. ](?:\d{4}|\d{2})(?:\D|$)"
SHORT_YEAR_FIRST = r"^\s*(?P<a>\d{2})[-/.](?P<b>\d{2})[-/.](?P<c>\d{2})(?:\D|$)"
FAST = (  # strptime equivalents of the patterns above, which are faster; {dm} is the order of day and month
    *(f"{{d}}{sep}{{m}}{sep}%Y{time}" for sep in "-/." for time in ("", " %H:%M", " %H:%M:%S", " %I:%M:%S %p")),
    *(f"%Y-%m-%d{time}" for time in ("", " %H:%M:%S", " %H:%M:%S%.f", "T%H:%M:%S", "T%H:%M:%S%.f")),
    *(f"%Y-%m-%d{time}%#z" for time in (" %H:%M:%S%.f", "T%H:%M:%S%.f")),
)


def parse_dates(cells: pl.Series, day_first: bool | None = None) -> pl.DataFrame:
    """The day, time and precision of each cell, in the order of the cells.

    ``date`` Date, null where the cell is empty or unreadable; ``time`` Time, null where the cell has none (and in a
    column where every time is midnight); ``precision`` "day", or "week" or "month" for the first day of one that stands
    alone. ``day_first`` None: detected from the cells, day first if ambiguous.
    """
    if day_first is None:
        day_first = reads_day_first(cells) is not False
    if _short_year_first(cells):
        cells = cells.str.replace(SHORT_YEAR_FIRST, "20${a}-${b}-${c} ")
    fast = _fast_format(cells, day_first)
    dates = _blank(cells.len()) if fast is None else _strptime(cells, fast)
    missed = cells.is_not_null() & dates["date"].is_null()
    if missed.any():
        left = cells.filter(missed)
        unique = left.unique()
        known = _read(unique, day_first).with_columns(text=unique)
        rest = left.to_frame("text").join(known, on="text", how="left", maintain_order="left").drop("text")
        where = missed.arg_true()
        dates = dates.with_columns(dates[name].scatter(where, rest[name]) for name in ("date", "time", "precision"))
    if (dates["time"].drop_nulls() == time()).all():
        dates = dates.with_columns(time=pl.lit(None, pl.Time))
    return dates


def reads_day_first(cells: pl.Series) -> bool | None:
    """Whether the day stands before the month in cells like 03-04-2026; null where every cell reads both ways.

    Pass the columns of one file together (``pl.concat``): they share one order, and one column may decide it. True
    where no cell is ambiguous (names of months, ISO, numbers). An ambiguous column with AM or PM is American: month
    first.
    """
    sample = spread(cells)
    verdict = _day_first_by_numbers(sample)
    if verdict is None and sample.len() < cells.len():
        verdict = _day_first_by_numbers(cells.drop_nulls().unique())
    if verdict is None and sample.str.contains(r"(?i)\d\s*[ap]\.?m").any():
        return False
    return verdict


def spread(cells: pl.Series, size: int = ORDER_CELLS) -> pl.Series:
    """At most ``size`` non-null cells, spread evenly over the whole column."""
    filled = cells.drop_nulls()
    return filled if filled.len() <= size else filled.gather_every(-(-filled.len() // size))


def parse_times(cells: pl.Series) -> pl.Series:
    """The time of day in each cell ("9:05", "0905", "090530", "21.05 uur", "9:05:30 PM"); null without one."""
    fast = cells.str.to_time("%H:%M", strict=False)
    missed = cells.is_not_null() & fast.is_null()
    if not missed.any():
        return fast
    written = pl.col("text").str.strip_chars().str.to_lowercase()
    written = written.str.replace(r"^([01]\d|2[0-3])([0-5]\d)$", "${1}:${2}")
    written = written.str.replace(r"^([01]\d|2[0-3])([0-5]\d)([0-5]\d)$", "${1}:${2}:${3}")
    parts = written.str.extract_groups(f"^{TIME}$")
    unique = cells.filter(missed).unique().to_frame("text")
    known = unique.with_columns(parts.alias("parts")).unnest("parts").select("text", time=_clock())
    found = cells.to_frame("text").join(known, on="text", how="left", maintain_order="left")["time"]
    return fast.fill_null(found.str.to_time("%H:%M:%S%.f", strict=False))


def _day_first_by_numbers(cells: pl.Series) -> bool | None:
    numbers = cells.str.extract_groups(NUMERIC_ORDER).struct.unnest().drop_nulls()
    a, b = numbers["a"].cast(pl.Int8), numbers["b"].cast(pl.Int8)
    day_first, month_first = (a > 12).sum(), (b > 12).sum()
    if day_first == month_first:
        return True if (a == b).all() else None
    return day_first > month_first


def _short_year_first(cells: pl.Series) -> bool:
    """Whether cells like 24-01-31 begin with the year: the last number goes through the days of a month, and the first
    takes few values."""
    sample = spread(cells)
    parts = sample.str.extract_groups(SHORT_YEAR_FIRST).struct.unnest().drop_nulls().cast(pl.Int8)
    if parts.height < 0.9 * sample.len() or not parts.height:
        return False
    first, last = parts["a"].n_unique(), parts["c"].n_unique()
    return bool(last > 12 and first <= 5 and parts["b"].max() <= 12 and parts["c"].max() <= 31)


def _blank(height: int) -> pl.DataFrame:
    return pl.select(
        date=pl.repeat(None, height, dtype=pl.Date),
        time=pl.repeat(None, height, dtype=pl.Time),
        precision=pl.repeat(None, height, dtype=pl.Enum(PRECISIONS)),
    )


def _fast_format(cells: pl.Series, day_first: bool) -> str | None:
    """The strptime format that reads most of a sample; None where none reads half of it, or there are few cells."""
    if cells.len() < WORTH_IT:
        return None
    sample = spread(cells, 60)
    d, m = ("%d", "%m") if day_first else ("%m", "%d")
    formats = [template.format(d=d, m=m) for template in FAST]
    read = sample.to_frame("text").select(_stamp(fmt).count().alias(fmt) for fmt in formats).row(0)
    most = max(read)
    if most <= sample.len() // 2:
        return None
    best = formats[read.index(most)]
    return best + FAR_ZONE if best.endswith("z") and sample.str.contains(FAR).any() else best


def _strptime(cells: pl.Series, fmt: str) -> pl.DataFrame:
    stamp = pl.col("stamp")
    known = stamp.dt.date() >= EARLIEST
    return (
        cells.to_frame("text")
        .select(stamp=_stamp(fmt))
        .select(
            date=pl.when(known).then(stamp.dt.date()),
            time=pl.when(known).then(stamp.dt.time()) if _has_time(fmt) else pl.lit(None, pl.Time),
            precision=pl.when(known).then(pl.lit("day", pl.Enum(PRECISIONS))),
        )
    )


def _stamp(fmt: str) -> pl.Expr:
    text = pl.col("text")
    if not _has_time(fmt):
        return text.str.to_date(fmt, strict=False, cache=False)
    stamp = text.str.to_datetime(fmt.removesuffix(FAR_ZONE), strict=False, cache=False)
    if fmt.endswith("z"):
        return stamp.dt.convert_time_zone(TIME_ZONE)
    if not fmt.endswith(FAR_ZONE):
        return stamp
    here = stamp.dt.convert_time_zone(TIME_ZONE).dt.replace_time_zone(None)
    there = text.str.replace(r"\s*[+-]\d{2}:?(?:\d{2})?$", "")
    there = there.str.to_datetime(fmt.removesuffix("%#z" + FAR_ZONE), strict=False, cache=False)
    return pl.when(text.str.contains(FAR)).then(there).otherwise(here)


def _has_time(fmt: str) -> bool:
    return "%H" in fmt or "%I" in fmt


def _read(texts: pl.Series, day_first: bool) -> pl.DataFrame:
    """Parse every notation by pattern: slower than strptime, and the reference for it."""
    text = texts.str.strip_chars().str.to_lowercase().str.replace_all(r"\s+", " ").str.replace(WEEKDAYS, "")
    text = text.str.replace_all(r"\bdel? ", "").str.replace(MILITARY, "${1} ${2}:${3}")  # "3 de enero de 2024"
    found = text.to_frame("t").select(pl.col("t").str.extract_groups(p).alias(str(i)) for i, p in enumerate(PATTERNS))
    holders = {part: [i for i, pattern in enumerate(PATTERNS) if f"<{part}>" in pattern] for part in PARTS}
    parts = found.select(
        pl.coalesce(pl.col(str(i)).struct.field(part) for i in where).alias(part) for part, where in holders.items()
    )
    day, month = ("a", "b") if day_first else ("b", "a")
    month_of_name = pl.col("name").replace_strict(MONTHS, default=None, return_dtype=pl.Int64).cast(pl.String)
    parts = parts.with_columns(
        year=_full_year(pl.col("year")),
        hour=pl.when((pl.col("hour").cast(pl.Int16) < 24) & (pl.col("minute").cast(pl.Int16) < 60)).then("hour"),
        month=pl.coalesce("month", month, month_of_name),
        day=pl.coalesce("day", day),
    ).with_columns(month_only=pl.col("day").is_null() & pl.col("a").is_null() & pl.col("week").is_null())
    parts = parts.with_columns(stamp=pl.coalesce(_written(), _of_week(), _counted()))
    has_time = pl.col("hour").is_not_null() | pl.col("epoch").is_not_null() | pl.col("milliseconds").is_not_null()
    has_time |= pl.col("serial").str.contains(r"[.,]")
    is_week = pl.col("week").is_not_null() & pl.col("weekday").is_null()
    is_month = pl.col("month_only") & pl.col("month").is_not_null()
    return parts.with_columns(stamp=pl.when(pl.col("stamp").dt.date() >= EARLIEST).then("stamp")).select(
        date=pl.col("stamp").dt.date(),
        time=pl.when(has_time).then(pl.col("stamp").dt.time()),
        precision=pl.when(pl.col("stamp").is_not_null())
        .then(pl.when(is_month).then(pl.lit("month")).when(is_week).then(pl.lit("week")).otherwise(pl.lit("day")))
        .cast(pl.Enum(PRECISIONS)),
    )


def _full_year(year: pl.Expr) -> pl.Expr:
    century = pl.when(year.cast(pl.Int16, strict=False) < 69).then(pl.lit("20")).otherwise(pl.lit("19"))
    return pl.when(year.str.len_bytes() == 2).then(century + year).otherwise(year)


def _clock() -> pl.Expr:
    """The columns hour, minute, second, fraction and half as "HH:MM:SS.fffffffff"; null without an hour."""
    hour = pl.col("hour").cast(pl.Int16)
    half = pl.col("half")
    hour = pl.when(half.is_not_null() & (hour <= 12)).then(hour % 12 + 12 * (half == "p")).otherwise(hour)
    return pl.format(
        "{}:{}:{}.{}",
        hour.cast(pl.String).str.zfill(2),
        "minute",
        pl.col("second").fill_null("00"),
        pl.col("fraction").fill_null("0"),
    )


def _written() -> pl.Expr:
    """The moment from the parts, in Dutch local time where they name a zone."""
    iso = pl.format(
        "{}-{}-{}T{}",
        "year",
        pl.col("month").str.zfill(2),
        pl.col("day").fill_null("1").str.zfill(2),
        _clock().fill_null("00:00:00.0"),
    )
    local = iso.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", time_unit="us", strict=False)
    zone = pl.col("zone")
    hours, minutes = zone.str.slice(1, 2).cast(pl.Int32, strict=False), zone.str.tail(2).cast(pl.Int32, strict=False)
    written = (hours * 60 + pl.when(zone.str.len_bytes() > 3).then(minutes).otherwise(0)) * pl.when(
        zone.str.starts_with("-")
    ).then(-1).otherwise(1)
    ahead = pl.coalesce(zone.replace_strict(ZONES, default=None, return_dtype=pl.Int32), written)
    here = zone.is_not_null() & ahead.is_between(*NEAR_ZONES)
    return pl.when(here).then(_dutch(local - pl.duration(minutes=ahead))).otherwise(local)


def _of_week() -> pl.Expr:
    """The Monday, or the named day, of an ISO week: the first week holds 4 January."""
    week, weekday = pl.col("week").cast(pl.Int64), pl.col("weekday").cast(pl.Int64).fill_null(1)
    fourth = pl.datetime(pl.col("year").cast(pl.Int32), 1, 4)
    days = (week - 1) * 7 + weekday - fourth.dt.weekday()
    return pl.when(week.is_between(1, 53)).then(fourth + pl.duration(days=days))


def _counted() -> pl.Expr:
    """The moment of a bare number: seconds or milliseconds since 1970 (UTC), or Excel's serial days."""
    milliseconds = pl.coalesce(pl.col("milliseconds").cast(pl.Int64), pl.col("epoch").cast(pl.Int64) * 1000)
    epoch = _dutch(pl.from_epoch(milliseconds, time_unit="ms").cast(pl.Datetime("us")))
    days = pl.col("serial").str.replace(",", ".", literal=True).cast(pl.Float64)
    seconds = (days * 86_400).round().cast(pl.Int64)
    serial = EXCEL_EPOCH.cast(pl.Datetime("us")) + pl.duration(seconds=seconds)
    return pl.coalesce(epoch, pl.when(days.is_between(*EXCEL_DAYS)).then(serial))


def _dutch(utc: pl.Expr) -> pl.Expr:
    return utc.dt.replace_time_zone("UTC").dt.convert_time_zone(TIME_ZONE).dt.replace_time_zone(None)
