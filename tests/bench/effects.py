"""The effect of 500 projects at once, on a town of 20,000 blocks with 1,000,000 reports."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import numpy as np
import polars as pl

from domain.effects.effect import each_effect, effect_of
from domain.projects.project import Project
from domain.snapshot.snapshot import Snapshot
from tests.bench import made
from tests.bench.measure import Row, best
from tests.domain import frames

PROJECTS, ALONE = 500, 5
FIRST, DAYS = date(2023, 11, 1), 3 * 365


@cache
def town(blocks: int = made.BLOCKS, reports: int = made.REPORTS) -> Snapshot:
    """A placed town with only the columns that effects use; building it is measured elsewhere."""
    rng = np.random.default_rng(made.SEED)
    ids = [f"block:{number}" for number in range(blocks)]
    kinds = {"block_id": pl.Enum(ids), "street_id": pl.Enum([f"street:{number}" for number in range(-(-blocks // 5))])}
    weight = rng.gamma(4.0, 1.0, blocks)
    block = rng.choice(blocks, reports, p=weight / weight.sum()).astype(np.uint32)
    day = pl.Series(np.sort(rng.integers(0, DAYS, reports)), dtype=pl.Int32)
    number = np.arange(blocks, dtype=np.uint32)
    return replace(
        frames.snapshot_of(frames.reports()),
        reports=pl.DataFrame({"day": day, **placed(block, kinds)}).select(
            reported_on=pl.lit(FIRST) + pl.duration(days="day"),
            is_first=pl.lit(True),
            theme=pl.lit("social"),
            block_id="block_id",
            street_id="street_id",
        ),
        areas=pl.DataFrame({"area_id": ids, "name": ids}).with_columns(
            level=pl.lit("block"), homes=pl.lit(10, dtype=pl.UInt32), denominator=pl.lit("dwellings")
        ),
        neighbours=pl.DataFrame({"area_id": ids[:-1], "neighbour_id": ids[1:]}),
        dwellings=pl.DataFrame(placed(number, kinds)),
        first_on=FIRST,
        begins_on=FIRST,
        as_of=FIRST + timedelta(DAYS - 1),
    )


def placed(block: np.ndarray, kinds: dict[str, pl.Enum]) -> dict[str, pl.Series]:
    """The columns of block and street, for blocks by number."""
    numbers = {"block_id": block, "street_id": block // 5}
    return {name: kind.categories.gather(numbers[name]).cast(kind) for name, kind in kinds.items()}


def projects(blocks: int = made.BLOCKS, many: int = PROJECTS) -> list[Project]:
    """Projects that began in eighteen different months."""
    return [
        Project(
            title=f"P{k}",
            areas=((f"block:{k * (blocks // many)}", "B"),),
            started_on=FIRST,
            project_id=k + 1,
            carried_out_from=date(2024 + (9 + k % 18) // 12, (9 + k % 18) % 12 + 1, 1),
        )
        for k in range(many)
    ]


def rows() -> Iterator[Row]:
    """Measure all projects together against one by one."""
    snapshot, every = town(), projects()
    started = time.perf_counter()
    for project in every[:ALONE]:
        effect_of(snapshot, project, every)
    alone = (time.perf_counter() - started) * PROJECTS / ALONE
    ours = best(lambda: each_effect(snapshot, every))
    yield Row(
        f"effect for {PROJECTS} projects", ours, alone, f"one by one, {ALONE} times {PROJECTS // ALONE}", at_least=10
    )
