from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.intake.parsing import dates
from domain.intake.parsing.dates import parse_dates, parse_times, reads_day_first

MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2067, 12, 31)).map(lambda moment: moment.replace(microsecond=0))
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DUTCH = "januari februari maart april mei juni juli augustus september oktober november december".split()
ORDINAL = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
ENGLISH = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def cells(*texts: str | None) -> pl.Series:
    return pl.Series(texts, dtype=pl.String)


def parsed(text: str | None, day_first: bool | None = None) -> tuple:
    return parse_dates(cells(text), day_first).row(0)


# Each writes a moment; True where the time is written as well, "minute" where it is without seconds.
NOTATIONS = {
    "dd-mm-yyyy": (lambda m: m.strftime("%d-%m-%Y"), None),
    "dd/mm/yyyy": (lambda m: m.strftime("%d/%m/%Y"), None),
    "d.m.yyyy": (lambda m: f"{m.day}.{m.month}.{m.year}", None),
    "dd-mm-yy": (lambda m: m.strftime("%d-%m-%y"), None),
    "d-m-yyyy H:MM": (lambda m: f"{m.day}-{m.month}-{m.year} {m.hour}:{m.minute:02}", "minute"),
    "dd-mm-yyyy HH:MM:SS": (lambda m: m.strftime("%d-%m-%Y %H:%M:%S"), "second"),
    "iso": (lambda m: m.strftime("%Y-%m-%d"), None),
    "iso compact": (lambda m: m.strftime("%Y%m%d"), None),
    "iso T": (lambda m: m.isoformat(), "second"),
    "iso fraction": (lambda m: m.isoformat(" ") + ".123", "second"),
    "d mmmm yyyy": (lambda m: f"{m.day} {DUTCH[m.month - 1]} {m.year}", None),
    "mmm d, yyyy": (lambda m: f"{ENGLISH[m.month - 1]} {m.day}, {m.year}", None),
    "3rd mmm yyyy": (lambda m: f"{m.day}{ORDINAL.get(m.day, 'th')} of {ENGLISH[m.month - 1]} {m.year}", None),
    "dd-mmm-yy": (lambda m: f"{m.day:02}-{ENGLISH[m.month - 1]}-{m.year % 100:02}", None),
}


@pytest.mark.parametrize("worth_it", [0, 5000], ids=["strptime first", "patterns only"])
@pytest.mark.parametrize("notation", NOTATIONS)
@settings(max_examples=6)  # of columns of about 40 cells: a column costs what a cell costs
@given(moments=st.lists(MOMENTS, min_size=20, max_size=80))
def test_what_is_written_is_read_back(notation, worth_it, moments):
    write, precision = NOTATIONS[notation]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dates, "WORTH_IT", worth_it)
        read = parse_dates(cells(*map(write, moments)), day_first=True)
    assert read["date"].to_list() == [moment.date() for moment in moments]
    assert set(read["precision"]) == {"day"}
    if precision and any(moment.time().replace(second=0) != time() for moment in moments):
        seconds = [moment.time().replace(second=moment.second if precision == "second" else 0) for moment in moments]
        assert [told.replace(microsecond=0) for told in read["time"]] == seconds


@pytest.mark.parametrize("worth_it", [0, 5000], ids=["strptime first", "patterns only"])
@settings(max_examples=6)  # of columns of about 40 cells: a column costs what a cell costs
@given(moments=st.lists(MOMENTS, min_size=20, max_size=80))
def test_american_dates(worth_it, moments):
    texts = [moment.strftime("%m/%d/%Y %I:%M:%S %p") for moment in moments]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dates, "WORTH_IT", worth_it)
        read = parse_dates(cells(*texts), day_first=False)
    assert read["date"].to_list() == [moment.date() for moment in moments]
    if any(moment.time() != time() for moment in moments):
        assert read["time"].to_list() == [moment.time() for moment in moments]


NEAR = st.tuples(MOMENTS, st.integers(0, 2), st.sampled_from(["{}Z", "{}+00:00", "{}.25Z", "{} +0000"]))


@settings(max_examples=10)
@given(st.lists(NEAR, min_size=1))
def test_a_zone_becomes_the_day_in_the_netherlands(written):
    there = [moment.replace(tzinfo=UTC).astimezone(AMSTERDAM).date() for moment, _hours, _notation in written]
    at_zero = [notation.format(moment.isoformat()) for moment, _hours, notation in written]
    assert parse_dates(cells(*at_zero))["date"].to_list() == there
    elsewhere = [(moment + timedelta(hours=hours)).isoformat() + f"{hours:+03}:00" for moment, hours, _ in written]
    assert parse_dates(cells(*elsewhere))["date"].to_list() == there


@pytest.mark.parametrize("times", [1, 6000])
@settings(max_examples=6)
@given(st.lists(st.tuples(MOMENTS, st.sampled_from(["-08:00", "-0500", "+05:30", "-03", "+10:00"])), min_size=1))
def test_far_from_here_a_moment_keeps_its_own_day(times, written):
    read = parse_dates(cells(*[moment.isoformat() + zone for moment, zone in written] * times))
    assert read["date"].to_list() == [moment.date() for moment, _zone in written] * times
    clocks = [moment.time() for moment, _zone in written]
    if any(clock != time() for clock in clocks):
        assert read["time"].to_list() == clocks * times


@pytest.mark.parametrize(
    "text", ["20240103173000", "202401031730", "20240103T173000", "20240103 173000", "20240103173000.0"]
)
def test_a_moment_in_digits_only(text):
    assert parsed(text)[:2] == (date(2024, 1, 3), time(17, 30))


@pytest.mark.parametrize("text", ["3 janvier 2024", "3 de enero de 2024", "3 gennaio 2024", "03-ene-2024"])
def test_months_in_other_languages(text):
    assert parsed(text)[0] == date(2024, 1, 3)


@settings(max_examples=10)
@given(
    st.lists(
        st.datetimes(datetime(2002, 1, 1), datetime(2067, 1, 1)).map(lambda m: m.replace(microsecond=0)), min_size=1
    )
)
def test_seconds_milliseconds_and_serial_days(moments):
    there = [moment.replace(tzinfo=UTC).astimezone(AMSTERDAM).date() for moment in moments]
    here = [moment.date() for moment in moments]
    seconds = [int(moment.replace(tzinfo=UTC).timestamp()) for moment in moments]
    for numbers in (seconds, [each * 1000 for each in seconds]):
        assert parse_dates(cells(*map(str, numbers)))["date"].to_list() == there
    days = [(moment - datetime(1899, 12, 30)) / timedelta(days=1) for moment in moments]
    read = parse_dates(cells(*(f"{each:.8f}".replace(".", ",") for each in days)))
    assert read["date"].to_list() == here
    assert [clock or time() for clock in read["time"]] == [moment.time() for moment in moments]
    assert parse_dates(cells(*(str(int(each)) for each in days)))["date"].to_list() == here


@pytest.mark.parametrize("text", ["2019-10", "10-2019", "okt 2019", "Oktober 2019", "201910", "Oct-19", "10/2019"])
def test_a_month_alone_is_its_first_day(text):
    assert parsed(text) == (date(2019, 10, 1), None, "month")


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        (" 03-04-2026 ", date(2026, 4, 3), None),
        ("ma 4 mei 2026", date(2026, 5, 4), None),
        ("Monday, May 4, 2026", date(2026, 5, 4), None),
        ("4. März 2026", date(2026, 3, 4), None),
        ("8 augustus 2026 14.05 uur", date(2026, 8, 8), time(14, 5)),
        ("08.08.2026, 14:05 Uhr", date(2026, 8, 8), time(14, 5)),
        ("08/08/2026 1405", date(2026, 8, 8), time(14, 5)),
        ("08/08/2026 2465", None, None),
        ("08/08/2026 - 02:05PM", date(2026, 8, 8), time(14, 5)),
        ("08/08/2026 à 14h05", date(2026, 8, 8), time(14, 5)),
        ("13-5-2020 12:30 AM", date(2020, 5, 13), time(0, 30)),
        ("13-5-2020 12:30 p.m.", date(2020, 5, 13), time(12, 30)),
        ("2026-08-08T07:26:07.228597+00:00", date(2026, 8, 8), time(9, 26, 7, 228597)),
        ("08-08-2026 24:00", date(2026, 8, 8), None),
        ("2026-03-29T02:30:00 CET", date(2026, 3, 29), time(3, 30)),
    ],
)
def test_notations_by_example(text, day, clock):
    assert parsed(text)[:2] == (day, clock)


@pytest.mark.parametrize(
    "text",
    ["30-02-2026", "99-99-9999", "0001-01-01", "x", "", None, "2026", "12", "1234AB", "Marconistraat 12", "12:30", "-"],
)
def test_what_is_no_date(text):
    assert parsed(text) == (None, None, None)


def test_odd_cells_in_a_long_column_are_read_as_well():
    usual = [f"{1 + n % 28:02}-{1 + n % 12:02}-2026" for n in range(6000)]
    usual[100], usual[3000], usual[5000] = "2026-07-09", "geen idee", None
    read = parse_dates(cells(*usual))
    assert read["date"][100] == date(2026, 7, 9)
    assert read["date"].null_count() == 2
    assert read["date"][5999] == date(2026, 12, 8)


def test_midnight_in_every_row_is_no_time():
    assert parse_dates(cells("5/19/2006 0:00:00", "6/20/2006 0:00:00"))["time"].null_count() == 2
    assert parse_dates(cells("5/19/2006 0:00:00", "6/20/2006 0:01:00"))["time"].null_count() == 0


@pytest.mark.parametrize(
    ("texts", "verdict"),
    [
        (["03-04-2026", "13-04-2026"], True),
        (["03/04/2026", "04/13/2026"], False),
        (["03-04-2026", "05-06-2026"], None),
        (["03/04/2026 11:00 AM"], False),
        (["13/04/2026 11:00 AM"], True),
        (["05-05-2026"], True),
        (["2026-03-04", "4 mei 2026"], True),
        ([], True),
    ],
)
def test_the_whole_column_decides_what_comes_first(texts, verdict):
    assert reads_day_first(cells(*texts)) is verdict


def test_one_telling_cell_in_a_long_column_is_found():
    texts = ["03/04/2026"] * 4000 + ["04/13/2026"] + ["05/06/2026"] * 4000
    assert reads_day_first(cells(*texts)) is False
    assert parse_dates(cells(*texts))["date"][0] == date(2026, 3, 4)


def test_where_it_cannot_be_told_the_day_comes_first():
    assert parsed("03-04-2026")[0] == date(2026, 4, 3)


@settings(max_examples=10)
@given(st.lists(st.times().map(lambda t: t.replace(microsecond=0)), min_size=1))
def test_times(moments):
    texts, expected = ["x", None], [None, None]
    for moment in moments:
        short, minute = moment.strftime("%H:%M"), moment.replace(second=0)
        texts += [short, moment.isoformat(), moment.strftime("%I:%M:%S %p"), short.replace(":", ".") + " uur"]
        expected += [minute, moment, moment, minute]
    assert parse_times(cells(*texts)).to_list() == expected


@pytest.mark.parametrize(
    ("cell", "day", "clock", "precision"),
    [
        ("2024-W03", date(2024, 1, 15), None, "week"),
        ("2025-W01", date(2024, 12, 30), None, "week"),
        ("2024W03-3", date(2024, 1, 17), None, "day"),
        ("20240103.0", date(2024, 1, 3), None, "day"),
        ("20012024", date(2024, 1, 20), None, "day"),
        ("Wed Jan 03 14:05:00 CET 2024", date(2024, 1, 3), time(14, 5), "day"),
        ("Tue Dec 31 23:59:59 UTC 2024", date(2025, 1, 1), time(0, 59, 59), "day"),
    ],
)
def test_notations_of_programs(cell, day, clock, precision):
    found = parse_dates(pl.Series([cell, cell]))
    assert found.row(0) == (day, clock, precision)


def test_a_short_year_first_is_seen_by_what_varies():
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(60)]
    assert parse_dates(pl.Series([f"{day:%y-%m-%d} 10:00" for day in days]))["date"].to_list() == days
    assert parse_dates(pl.Series([f"{day:%d-%m-%y}" for day in days]))["date"].to_list() == days


def test_a_clock_without_a_colon():
    assert parse_times(pl.Series(["0905", "2359", "2460", "905"])).to_list() == [time(9, 5), time(23, 59), None, None]
    assert parse_times(pl.Series(["090507", "246000"])).to_list() == [time(9, 5, 7), None]
