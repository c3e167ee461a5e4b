"""Simulates 36 months in Trintelwaard: random and planted incidents, and the reports of each.

Every draw comes from NumPy's ``RandomState``, whose streams are frozen (NEP 19), so one seed gives the same
town with every version of NumPy.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from data.demo import ground_truth
from data.demo.ground_truth import DEMO_MONTHS, EXTRAS, LEVELS
from data.demo.town import Town
from data.demo.vocabulary import FUNCTIONS, PROFILES

RESIDENT, STAFF = 0.69, 0.29  # incidents a dwelling a year that residents report and that staff notice, on average
# In a flat the caretaker notices more and residents report less; the total is about the same.
FLAT_RESIDENT, FLAT_STAFF = 0.85, 1.36
SEASON, PEAK = 0.42, 7.3  # the summer peak that every block has: its height, and its middle (July)
GROWTH = 0.04  # a year, everywhere
UNEVEN = 12.0  # gamma shape of how ordinary blocks differ: nine in ten within 0.6 and 1.5 of the average
MUCH_REPEATED = (0.82, 0.95, 1.0)  # an incident is reported once, twice, three times (cumulative)
WEEK = {"resident": (1.25, 1.1, 1.0, 1.0, 1.05, 0.5, 0.45), "staff": (1.0, 1.0, 1.0, 1.0, 0.8, 0.0, 0.0)}
ANONYMOUS = 0.12


@dataclass(frozen=True)
class Calendar:
    """The days of the 36 months: their dates, the row of each month's first day, each day's weekday (0 = Monday)."""

    days: np.ndarray
    starts: np.ndarray
    weekdays: np.ndarray

    @classmethod
    def of_the_demo(cls) -> "Calendar":
        """November 2023 to October 2026."""
        first = np.datetime64(f"{ground_truth.FIRST_YEAR}-{ground_truth.FIRST_MONTH:02d}", "M")
        months = (first + np.arange(DEMO_MONTHS + 1)).astype("datetime64[D]")
        days = np.arange(months[0], months[-1])
        return cls(days, (months - months[0]).astype(int), (days.astype(int) + 3) % 7)

    def pick(self, months: np.ndarray, week: tuple[float, ...], random: np.random.RandomState) -> np.ndarray:
        """Draw a day in each month, weighted by day of the week: rows of ``days``."""
        edge = np.concatenate([[0.0], np.cumsum(np.asarray(week)[self.weekdays])])
        low, high = edge[self.starts[months]], edge[self.starts[months + 1]]
        return np.searchsorted(edge, low + random.random_sample(len(months)) * (high - low), side="right") - 1


def reports(town: Town, seed: int) -> pl.DataFrame:
    """All reports, one row each, oldest first.

    Columns: day, source ("resident" or "staff"), kind (see vocabulary.py), dwelling (row of ``town.dwellings``),
    incident (number), truth (number, 0 if ordinary), reporter (row of the dwelling where the person lives, null for
    staff and the anonymous), function (of the staff, else null), block_only (staff named no house number).
    """
    calendar = Calendar.of_the_demo()
    random = np.random.RandomState(seed + 1)
    parts = [_spread(town, calendar, layer, random) for layer in _layers(town, np.random.RandomState(seed))]
    parts.append(_one_door(town, calendar, np.random.RandomState(seed + 2)))
    parts.append(_chronic(town, calendar, np.random.RandomState(seed + 3)))
    parts.append(_four(town, calendar))
    incidents = pl.concat(parts, how="diagonal").with_row_index("incident")
    return _reported(town, incidents, calendar, np.random.RandomState(seed + 4))


@dataclass(frozen=True)
class _Layer:
    """Incident counts of one origin by block and month; ``profile`` null: the block's ordinary mix."""

    counts: np.ndarray
    source: str
    profile: str | None = None
    truth: int = 0


def _layers(town: Town, random: np.random.RandomState) -> list[_Layer]:
    """Incident counts for every block and month: the ordinary level, and the planted extras."""
    names = [block["name"] for block in town.blocks]
    usual = _usual(town)
    given = np.isin(names, list(LEVELS))
    level = random.gamma(UNEVEN, 1 / UNEVEN, len(names))
    level = np.clip(level / level[~given].mean(), 0.5, 1.7)
    visited = np.clip(random.gamma(3.0, 1 / 3.0, len(names)), 0.05, 2.2)
    for name, times in LEVELS.items():
        level[names.index(name)], visited[names.index(name)] = times, 1.0
    flat = np.array([block["use"] == "flat" for block in town.blocks])
    resident = usual * (RESIDENT * level * np.where(flat, FLAT_RESIDENT, 1.0))[:, None]
    staff = usual * (STAFF * level * np.where(flat, FLAT_STAFF, visited))[:, None]
    layers = [_Layer(_counts(resident, given, random), "resident"), _Layer(_counts(staff, given, random), "staff")]
    for extra in EXTRAS:
        more = np.zeros_like(usual)
        rows = [names.index(name) for name in extra.blocks]
        more[rows, extra.first : extra.last + 1] = extra.times * usual[rows, extra.first : extra.last + 1]
        for source, part in (("resident", 1 - extra.staff), ("staff", extra.staff)):
            counts = _counts(more * (RESIDENT + STAFF) * part, np.full(len(names), True), random)
            layers.append(_Layer(counts, source, extra.profile, extra.truth))
    return layers


def _usual(town: Town) -> np.ndarray:
    """Exposure in home-years for each block and month, weighted by season and by the general growth."""
    homes = town.dwellings.filter(pl.col("use") != "shop")
    sizes = np.bincount(homes["block"].to_numpy(), minlength=len(town.blocks))
    month = np.arange(DEMO_MONTHS)
    season = 1 + SEASON * np.cos(2 * np.pi * ((month + ground_truth.FIRST_MONTH - 1) % 12 + 1 - PEAK) / 12)
    return sizes[:, None] / 12 * season * (1 + GROWTH * (month - DEMO_MONTHS / 2) / 12)


def _counts(expected: np.ndarray, steady: np.ndarray, random: np.random.RandomState) -> np.ndarray:
    """Incidents for each block and month: random, and for ``steady`` blocks as near the expected number as possible.

    The number of random draws does not depend on the steady blocks, so that planting does not alter other blocks.
    """
    by_lot = random.poisson(np.where(steady[:, None], 0.0, expected))
    sums = np.floor(np.cumsum(expected, axis=1) + random.random_sample((len(expected), 1)))
    as_expected = np.diff(sums, axis=1, prepend=0.0).astype(int)
    return np.where(steady[:, None], as_expected, by_lot)


def _spread(town: Town, calendar: Calendar, layer: _Layer, random: np.random.RandomState) -> pl.DataFrame:
    """Give the incidents of a layer their day, kind and dwelling.

    Ordinary incidents fall on some dwellings more than on others; planted ones are spread over all of them.
    """
    cells = np.repeat(np.arange(layer.counts.size), layer.counts.ravel())
    blocks, months = cells // DEMO_MONTHS, cells % DEMO_MONTHS
    days = calendar.pick(months, WEEK[layer.source], random)
    uses = np.array([block["use"] for block in town.blocks])[blocks]
    kinds = np.empty(len(cells), dtype=object)
    for use in ("terrace", "flat"):
        rows = np.flatnonzero(uses == use)
        kinds[rows] = _by_weight(PROFILES[layer.profile or f"{layer.source}, {use}"], len(rows), random)
    homes = town.dwellings.with_row_index("dwelling").filter(pl.col("use") != "shop")
    weights = random.gamma(4.0, 1.0, homes.height)
    dwellings = np.empty(len(cells), dtype=int)
    for block in np.unique(blocks):
        rows = np.flatnonzero(blocks == block)
        mine = homes["block"].to_numpy() == block
        own = homes["dwelling"].to_numpy()[mine]
        if layer.truth:
            dwellings[rows] = np.resize(random.permutation(own), len(rows))
        else:
            edge = np.cumsum(weights[mine])
            dwellings[rows] = own[np.searchsorted(edge, random.random_sample(len(rows)) * edge[-1])]
    return _frame(days, layer.source, kinds, dwellings, layer.truth)


def _by_weight(weights: dict[str, float], count: int, random: np.random.RandomState) -> np.ndarray:
    """Draw keys of ``weights`` in proportion to their weights."""
    edge = np.cumsum(list(weights.values()))
    return np.array(list(weights), dtype=object)[np.searchsorted(edge, random.random_sample(count) * edge[-1])]


def _frame(days: np.ndarray, source: str, kinds: np.ndarray, dwellings: np.ndarray, truth: int) -> pl.DataFrame:
    """Incidents as a frame; ``days`` are rows of the calendar."""
    return pl.DataFrame(
        {"row": days, "kind": kinds, "dwelling": dwellings},
        schema={"row": pl.Int64, "kind": pl.String, "dwelling": pl.Int64},
    ).with_columns(source=pl.lit(source), truth=pl.lit(truth))


def _one_door(town: Town, calendar: Calendar, random: np.random.RandomState) -> pl.DataFrame:
    """Truth 2: one address, four incidents a month of different kinds, so that each is a separate incident."""
    sorts = (("noise", "music"), ("quarrel",), ("threat",), ("dealing",), ("dog",))
    days, kinds = [], []
    for month in range(DEMO_MONTHS):
        for index, sort in enumerate(sorts):
            if index != month % len(sorts):
                days.append(calendar.starts[month] + 5 * index + random.randint(0, 8))
                kinds.append(sort[month % len(sort)])
    door = dwelling_at(town, *ground_truth.ONE_DOOR)
    return _frame(np.array(days), "resident", np.array(kinds, dtype=object), np.full(len(days), door), 2)


def _chronic(town: Town, calendar: Calendar, random: np.random.RandomState) -> pl.DataFrame:
    """Truth 6: one person who reports everything nearby, at different addresses."""
    names = [block["name"] for block in town.blocks]
    home = dwelling_at(town, *ground_truth.CHRONIC_HOME)
    around = []
    for name, count in ground_truth.CHRONIC.items():
        mine = np.flatnonzero(town.dwellings["block"].to_numpy() == names.index(name))
        around.append(np.resize(random.permutation(mine[mine != home]), count))
    dwellings = random.permutation(np.concatenate(around))
    months = np.sort(random.randint(ground_truth.CHRONIC_FIRST, DEMO_MONTHS, len(dwellings)))
    days = calendar.pick(months, (1.0,) * 7, random)
    kinds = _by_weight(PROFILES["everything"], len(dwellings), random)
    return _frame(days, "resident", kinds, dwellings, 6).with_columns(reporter=pl.lit(home, pl.Int64))


def _four(town: Town, calendar: Calendar) -> pl.DataFrame:
    """Truth 8: the three reports of the four dwellings."""
    kinds, numbers, dates = zip(*ground_truth.FOUR_REPORTS, strict=True)
    days = np.searchsorted(calendar.days, np.array(dates, dtype="datetime64[D]"))
    dwellings = np.array([dwelling_at(town, ground_truth.FOUR, number) for number in numbers])
    return _frame(days, "resident", np.array(kinds, dtype=object), dwellings, 8)


def dwelling_at(town: Town, street: str, number: int) -> int:
    """The row of the dwelling at a street and number."""
    return int(((town.dwellings["street"] == street) & (town.dwellings["number"] == number)).arg_max())


def _reported(town: Town, incidents: pl.DataFrame, calendar: Calendar, random: np.random.RandomState) -> pl.DataFrame:
    """Incidents as they were reported: some twice or more within days, each by someone who lives in the same block."""
    resident = (incidents["source"] == "resident").to_numpy()
    once = ~resident | incidents["truth"].is_in([6, 8]).to_numpy()
    times = 1 + np.searchsorted(MUCH_REPEATED, random.random_sample(incidents.height))
    times = np.where(once, 1, times)
    taken = np.repeat(np.arange(incidents.height), times)
    first = np.concatenate([[True], taken[1:] != taken[:-1]])
    later = np.where(first, 0, random.randint(1, 9, len(taken)))
    frame = incidents[taken].with_columns(
        row=(pl.col("row") + pl.Series(later)).clip(0, len(calendar.days) - 1),
        someone=pl.Series(_neighbours(town, incidents["dwelling"].to_numpy()[taken], random)),
        anonymous=pl.Series(random.random_sample(len(taken)) < ANONYMOUS),
        function=pl.Series(_functions(town, incidents[taken], random)),
        vague=pl.Series(random.random_sample(len(taken)) < 0.6),
    )
    from_resident = pl.col("source") == "resident"
    return frame.select(
        day=pl.Series(calendar.days).gather(frame["row"]),
        source="source",
        kind="kind",
        dwelling="dwelling",
        incident="incident",
        truth="truth",
        reporter=pl.coalesce("reporter", pl.when(from_resident & ~pl.col("anonymous")).then("someone")),
        function=pl.when(~from_resident).then("function"),
        block_only=~from_resident & (pl.col("function") == "Huismeester") & pl.col("vague"),
    ).sort("day", maintain_order=True)


def _neighbours(town: Town, dwellings: np.ndarray, random: np.random.RandomState) -> np.ndarray:
    """For each dwelling another one of its block: rows of ``town.dwellings``."""
    order = town.dwellings["block"].to_numpy()
    first = np.searchsorted(order, order[dwellings])
    size = np.searchsorted(order, order[dwellings], side="right") - first
    step = 1 + np.floor(random.random_sample(len(dwellings)) * (size - 1)).astype(int)
    return first + (dwellings - first + step) % size


def _functions(town: Town, incidents: pl.DataFrame, random: np.random.RandomState) -> np.ndarray:
    """For each incident the function of the staff member who would notice it."""
    uses = town.dwellings["use"].to_numpy()[incidents["dwelling"].to_numpy()]
    uses = np.where(incidents["truth"].to_numpy() == 3, "unseen", uses)
    functions = np.empty(len(uses), dtype=object)
    for use, weights in FUNCTIONS.items():
        rows = np.flatnonzero(uses == use)
        functions[rows] = _by_weight(weights, len(rows), random)
    return functions
