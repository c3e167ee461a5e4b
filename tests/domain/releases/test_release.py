"""Releases: no small number follows from all figures that were ever given, over levels, windows and time."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import numpy as np
import polars as pl
import pytest

from domain.disclosure_control import public
from domain.question import Question
from domain.releases import release as releases
from domain.releases.cells import month_number, without
from domain.releases.release import Past, Release, from_json, period_end, release, to_json
from domain.snapshot.snapshot import Snapshot
from tests.domain.frames import dwellings, reports, row_of_homes, snapshot_of
from tests.domain.releases.attacker import derived, facts_of, pieces_of

WORDS = {"environment": "Zwerfvuil", "social": "Geluidsoverlast"}
DAYS = [date(2026, 7, 12), date(2026, 10, 3), date(2027, 1, 9)]  # of three releases
Incident = tuple[str, date, str]  # an address ("A 3"), a day and a theme


def snapshot_with(
    incidents: list[Incident],
    homes: dict[str, dict[str, range]],
    extra: tuple = (),
    neighbourhoods: Mapping[str, str] = MappingProxyType({}),
) -> Snapshot:
    """A town. ``homes``: by street, the house numbers in each block; ``extra``: more reports; ``neighbourhoods``: that
    of each block."""
    rows = [
        home | {"neighbourhood": neighbourhoods.get(block)}
        for at, (street, blocks) in enumerate(homes.items())
        for block, numbers in blocks.items()
        for home in row_of_homes(f"Straat {street}", numbers, north=400.0 * at, block_code=block, block_name=block)
    ]
    told = [
        {"reported_on": day, "category_word": WORDS[theme], "town": "Meerwijk"}
        | {"street": f"Straat {where.split()[0]}", "number": int(where.split()[1])}
        for where, day, theme in incidents
    ]
    # Reports without a place in every month, so that the first and last day do not depend on the streets.
    told += [{"reported_on": date(2024 + at // 12, at % 12 + 1, 9), "category_word": "Zwerfvuil"} for at in range(36)]
    told.append({"reported_on": date(2027, 1, 31), "category_word": "Zwerfvuil"})
    return snapshot_of(reports(*told, *extra), dwellings(*rows))


def known_on(snapshot: Snapshot, day: date) -> Snapshot:
    """The snapshot of what was reported up to a day."""
    return replace(snapshot, reports=snapshot.reports.filter(pl.col("reported_on") <= day), as_of=day)


def after(past: Past, made: tuple) -> Past:
    """All that was given, with a release."""
    one, given, town = made
    since = max(past.since, month_number(one.until) + 1) if one.until else past.since
    return Past(pl.concat([past.given, given]), town.cells, town.made_of, since)


def in_turn(snapshots: list[Snapshot], asked: list[tuple[str, int]]) -> tuple[list[Release], list]:
    """The releases for these questions on each of the snapshots, each checked against all before; and their facts."""
    past, given, facts = Past(), [], []
    for snapshot in snapshots:
        for level, months in asked:
            made = release(snapshot, level, months, past)
            past = after(past, made)
            given.append(made[0])
            span = releases.counted_days(snapshot, made[0].until, months)
            facts += facts_of(made[0].public, level, span, pieces_of(snapshot))
    return given, facts


def as_before(snapshots: list[Snapshot], asked: list[tuple[str, int]]) -> list:
    """What would be given without releases: each question by itself, up to the newest day."""
    facts = []
    for snapshot in snapshots:
        for level, months in asked:
            question = Question(level=level, months=months)
            span = releases.Window(releases.months_before(snapshot.as_of, months), snapshot.as_of)
            facts += facts_of(public(snapshot, question), level, span, pieces_of(snapshot))
    return facts


TWO_BLOCKS = {"A": {"N": range(1, 9), "Z": range(9, 17)}}


def spread(where: str, numbers: range, days: list[date], theme: str = "environment") -> list[Incident]:
    return [(f"{where} {numbers[at % len(numbers)]}", day, theme) for at, day in enumerate(days)]


def each_month(first: date, count: int, step: int = 1) -> list[date]:
    return [
        date(first.year + (first.month - 1 + at * step) // 12, (first.month - 1 + at * step) % 12 + 1, first.day)
        for at in range(count)
    ]


ATTACKS = {
    "windows of 6 and 12 months": (
        [*spread("A", range(1, 9), each_month(date(2026, 4, 5), 6)), *spread("A", range(1, 9), [date(2026, 1, 5)])],
        [DAYS[1]],
        [("street", 6), ("street", 12)],
    ),
    "a street minus its block": (
        [*spread("A", range(1, 9), each_month(date(2026, 1, 5), 8)), *spread("A", range(9, 17), [date(2026, 3, 5)])],
        [DAYS[1]],
        [("street", 12), ("block", 12)],
    ),
    "one day later": (
        [*spread("A", range(1, 9), each_month(date(2026, 1, 5), 8)), *spread("A", range(1, 9), [date(2026, 9, 20)])],
        [date(2026, 9, 19), date(2026, 9, 20)],
        [("street", 12)],
    ),
    "a neighbourhood minus its block": (
        [*spread("A", range(1, 9), each_month(date(2026, 1, 5), 8)), *spread("A", range(9, 17), [date(2026, 3, 5)])],
        [DAYS[1]],
        [("block", 12), ("neighbourhood", 12)],
    ),
    "a block of a neighbourhood that was given": (
        [*spread("A", range(1, 9), each_month(date(2026, 1, 5), 8)), *spread("A", range(9, 17), [date(2026, 3, 5)])],
        [DAYS[1]],
        [("neighbourhood", 12), ("block", 12)],
    ),
    "the next quarter": (
        [*spread("A", range(1, 9), each_month(date(2026, 1, 15), 6)), *spread("A", range(1, 9), [date(2026, 8, 5)])],
        [DAYS[0], DAYS[1]],
        [("street", 24)],
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_figures_that_are_not_releases_tell_small_numbers_and_releases_do_not(name):
    incidents, days, asked = ATTACKS[name]
    town = snapshot_with(incidents, TWO_BLOCKS, neighbourhoods=dict.fromkeys("NZ", "West"))
    snapshots = [known_on(town, day) for day in days]
    assert derived(as_before(snapshots, asked), town), "the attack works where figures are given one by one"
    given, facts = in_turn(snapshots, asked)
    assert facts, "and something is given"
    assert derived(facts, town) == []
    assert all(one.until <= days[-1] for one in given)


def test_a_late_report_does_not_show_as_the_difference_of_two_releases():
    incidents = spread("A", range(1, 9), each_month(date(2026, 1, 5), 8))
    late = {"reported_on": date(2026, 5, 20), "category_word": "Geluidsoverlast"}
    late |= {"street": "Straat A", "number": 4, "town": "Meerwijk"}
    before, now = (known_on(snapshot_with(incidents, TWO_BLOCKS, more), DAYS[1]) for more in ((), (late,)))
    first = release(before, "street", 12, Past())
    again, _given, _town = release(now, "street", 12, after(Past(), first))
    assert first[0].public.areas["incidents"].to_list() == [8]
    assert again.public.areas["incidents"].to_list() == [8], "as it was frozen"
    many = tuple(late | {"number": at, "reported_on": date(2026, 5, 20 + at)} for at in (1, 3, 5, 7))
    corrected = known_on(snapshot_with(incidents, TWO_BLOCKS, many), DAYS[1])
    assert release(corrected, "street", 12, after(Past(), first))[0].public.areas["incidents"].to_list() == [12]


def test_signals_of_a_room_do_not_bring_a_block_of_one_household_in_sight():
    household = [("A 2", day, "social") for day in each_month(date(2026, 1, 5), 7)]
    household += [("A 4", date(2026, 2, 9), "social"), ("A 6", date(2026, 3, 9), "social")]
    where = {"street": "Straat A", "town": "Meerwijk", "block_code": "N"}
    sent = tuple(
        where | {"report_key": f"s{at}", "reported_on": date(2026, 8, 1 + at), "category_word": "Zwerfvuil"}
        for at in range(9)
    )
    town = known_on(snapshot_with(household, TWO_BLOCKS, sent), DAYS[1])
    keys = town.reports.filter(pl.col("report_key").str.starts_with("s"))["report_key"]
    assert len(keys) == len(sent)
    for level in ("street", "block"):
        shown = release(town, level, 12, Past())[0].public
        assert not shown.areas.filter(pl.col("shown") & (pl.col("incidents") > 0)).height, "one address is most of it"
    assert without(town, keys).reports.height == town.reports.height - len(sent)


@pytest.mark.parametrize(
    ("seed", "neighbourhoods"), [(2, {}), (3, {}), (5, {}), (7, {"N": "West"}), (11, {"N": "West", "Z": "West"})]
)
def test_no_small_number_follows_from_all_releases_together(seed, neighbourhoods):
    rng = np.random.default_rng(seed)
    homes = {"A": {"N": range(1, 9), "Z": range(9, 17)}, "B": {"Z": range(1, 9)}}
    addresses = [f"{street} {n}" for street, blocks in homes.items() for numbers in blocks.values() for n in numbers]
    share = rng.dirichlet(np.full(len(addresses), 0.5))
    months = rng.integers(0, 24, rng.integers(12, 45))
    incidents = [
        (
            addresses[rng.choice(len(addresses), p=share)],
            date(2025 + at // 12, at % 12 + 1, int(rng.integers(1, 29))),
            t,
        )
        for at, t in zip(months, rng.choice(list(WORDS), len(months), p=[0.7, 0.3]), strict=True)
    ]
    town = snapshot_with(incidents, homes, neighbourhoods=neighbourhoods)
    asked = [("block", 12), ("street", 6), ("neighbourhood" if neighbourhoods else "street", 12)]
    _given, facts = in_turn([known_on(town, day) for day in DAYS], [asked[at] for at in rng.permutation(3)])
    assert derived(facts, town) == []


def test_a_release_comes_back_as_it_was_stored():
    town = known_on(snapshot_with(spread("A", range(1, 17), each_month(date(2025, 10, 5), 12)), TWO_BLOCKS), DAYS[1])
    shown = release(town, "block", 12, Past())[0].public
    assert shown.areas["shown"].any()
    again = from_json(to_json(shown))
    for name in ("areas", "themes", "halves"):
        assert getattr(again, name).equals(getattr(shown, name)), name
    assert (again.total, again.withheld, again.half_days) == (shown.total, shown.withheld, shown.half_days)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 9, 29), date(2026, 6, 30)),
        (date(2026, 9, 30), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 9, 30)),
        (date(2024, 1, 20), None),
    ],
)
def test_a_release_ends_with_a_quarter(day, end):
    town = known_on(snapshot_with([], TWO_BLOCKS), day)
    assert period_end(town) == end
    made, given, _town = release(town, "street", 12, Past())
    assert made.until == end
    if end is None:
        assert (made.public.areas["shown"].any(), given.height) == (False, 0)


FOUR_BLOCKS = {"A": {name: range(1 + 8 * at, 9 + 8 * at) for at, name in enumerate("NOWZ")}}


def four_blocks(*counts: int) -> Snapshot:
    """A street of four blocks with so many incidents each in the last year, each of another address and month."""
    incidents = [
        each
        for numbers, count in zip(FOUR_BLOCKS["A"].values(), counts, strict=True)
        for each in spread("A", numbers, each_month(date(2025, 10, 5), count))
    ]
    return known_on(snapshot_with(incidents, FOUR_BLOCKS), DAYS[1])


@pytest.mark.parametrize(
    ("counts", "blocks", "streets"),
    [
        ((2, 4, 12, 12), [12, 12], [30]),  # beside the block of 2 the one of 4 is held back: together they are 6
        ((0, 4, 12, 12), [0, 4, 12, 12], [28]),  # all blocks are shown, so there is no rest
        ((2, 12, 12, 12), [12, 12, 12], []),  # a third of the street would have to be held back for it
    ],
)
def test_blocks_leave_room_for_their_street_where_that_costs_little(counts, blocks, streets):
    town = four_blocks(*counts)
    given, facts = in_turn([town], [("block", 12), ("street", 12)])
    shown = [one.public.areas.filter("shown")["incidents"].sort().to_list() for one in given]
    assert shown == [blocks, streets]
    assert derived(facts, town) == []


def of_one_address(snapshot: Snapshot, until: date) -> Snapshot:
    """The snapshot in which all reports up to a day turn out to be about one address."""
    one = pl.lit(3, snapshot.reports.schema["address_no"])
    told = pl.when(pl.col("reported_on") <= until).then(one).otherwise("address_no")
    return replace(snapshot, reports=snapshot.reports.with_columns(address_no=told))


def test_an_area_whose_reports_turn_out_to_be_of_one_address_is_withheld_until_they_are_past():
    town = snapshot_with(spread("A", range(1, 9), each_month(date(2025, 1, 5), 24)), TWO_BLOCKS)
    first = release(known_on(town, DAYS[0]), "block", 6, Past())
    assert first[0].public.areas["shown"].all()
    later = of_one_address(town, DAYS[0])
    for day, shown in ((DAYS[1], [False, True]), (DAYS[2], [True, True])):
        made = release(known_on(later, day), "block", 6, after(Past(), first))[0]
        assert made.public.areas.sort("area_id")["shown"].to_list() == shown
