"""Read damaged uploads: ``python -m tests.bench.fuzz [MUTATIONS] [--seed N]`` says what became of them."""

import logging
import time

import click

from data.reading.limits import from_environment
from data.reading.process import Pool
from tests.data.reading import fuzz


@click.command()
@click.argument("mutations", type=int, default=20_000)
@click.option("--seed", default=13, show_default=True)
@click.option("--first", default=0, show_default=True, help="Number of the first mutation.")
def main(mutations: int, seed: int, first: int) -> None:
    """Read this many mutations, and list those that were neither read nor refused."""
    logging.basicConfig(format="%(message)s")
    pool, results, started = Pool(from_environment()), [], time.perf_counter()
    for result in fuzz.read(range(first, first + mutations), pool, seed):
        results.append(result)
        if result.outcome not in ("read", "refused"):
            click.echo(f"{result.number} {result.name}: {result.outcome}: {result.sentence}")
    pool.close()
    click.echo(f"{fuzz.counted(results)} in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
