"""Read files made to harm: ``python -m tests.bench.attacks [NAME...]`` says what each took, and what was said."""

import resource
import time

import click

from data.reading.files import read_upload
from data.reading.limits import from_environment
from data.reading.process import Pool
from domain.errors import BlokwijzerError
from domain.intake.reading.contents import HowToRead
from tests.data.reading import attacks


@click.command()
@click.argument("names", nargs=-1)
def main(names: tuple[str, ...]) -> None:
    """Read each attack in full in a process of its own; print seconds, and CPU seconds with its start (about 1)."""
    for name, make in attacks.LARGE.items():
        if names and name not in names:
            continue
        content, before = make(), resource.getrusage(resource.RUSAGE_CHILDREN)
        pool = Pool(from_environment())
        read_upload("warm.csv", attacks.reports(5), HowToRead(), pool=pool)
        started = time.perf_counter()
        try:
            read_upload(name, content, HowToRead(), pool=pool)
            said = "read"
        except BlokwijzerError as error:
            said = f"{type(error).__name__}: {error}"
        seconds = time.perf_counter() - started
        pool.close()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        click.echo(f"{name} ({len(content) / 2**20:.2f} MB): {seconds:.1f} s, {cpu:.1f} CPU s; {said}")


if __name__ == "__main__":
    main()
