"""Publishes disclosed figures to a folder, for programs such as Power BI and QGIS.

Everything comes from releases (data/services/releases.py) and from the facts that reports may tell: see
docs/decisions/disclosure.md. The releases are those that sessions and reports have too, of the usual window, so
publishing each week gives nothing more than the quarters themselves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path

import polars as pl

from data.documents.whole_folder import write_folder
from data.services.candidates import ranked_units
from data.services.releases import all_releases, countable, session_release
from data.services.reports import facts_of_several
from data.services.snapshot import load_snapshot
from data.store import projects
from data.store.database import Store, demo_url
from data.texts.language import day, translated
from domain.documents import geographic, spreadsheet
from domain.documents.redaction import ProjectFacts
from domain.errors import N_, NotFound
from domain.publication import dictionary, tables
from domain.question import Question
from domain.releases.release import Release, counted_days, period_end
from domain.schemas import AREA_LEVELS, LEVELS
from domain.snapshot.snapshot import Snapshot

# What is given first limits what can be given later. Blocks leave room for their streets. In the demo this order, after
# the projects, gives the figures of both projects with a measured effect (after the areas: of one), of 137 of 162
# blocks, of 4 of 5 neighbourhoods (after the streets: of 2) and of 38 of 45 streets (before the neighbourhoods: of 40).
ORDER = ("block", "neighbourhood", "street")
CANDIDATES = 20  # of each level
ABOUT, DICTIONARY, CODES = "about", "dictionary", "codes"
OURS = {
    *(f"{name}{ending}" for name in (*dictionary.TABLES, DICTIONARY, CODES, ABOUT) for ending in (".parquet", ".csv")),
    *(f"{name}.gpkg" for name in dictionary.WITH_OUTLINE),
}
"""The names of the files that are published; a folder with any other is left alone."""
DEMO = N_("Demo: a made-up neighbourhood; nothing here is about anyone")


@dataclass(frozen=True)
class Published:
    """What was published. ``rows``: by table. ``until``: the last day that is counted. ``withheld``: areas by level."""

    rows: Mapping[str, int]
    until: date
    withheld: Mapping[str, int]


def publish(store: Store, folder: Path, actor: str, today: date, language: str) -> Published:
    """Write the published tables to a folder, as a whole.

    ``language``: of the dictionary. ``actor``: who made the releases that were not there yet.

    Raises:
        NotFound: no quarter has ended since the first report.
        WrongValue, OSError: see ``data.documents.whole_folder.write_folder``.
    """
    snapshot = load_snapshot(store)
    until = period_end(snapshot)
    if until is None:
        raise NotFound(N_("There is nothing to publish yet: no quarter has ended since the first report."))
    every = projects.load(store)
    facts = facts_of_several(store, countable(store, snapshot), every, every)
    current = {level: session_release(store, snapshot, level, Question.months, actor) for level in ORDER}
    made = _tables(store, snapshot, current, facts)
    about = _about(store, until, today, language)
    write_folder(folder, _files(made, about, language), OURS)
    rows = {name: frame.height for name, frame in made.items()}
    return Published(rows, until, {level: each.public.withheld for level, each in current.items()})


def _tables(
    store: Store, snapshot: Snapshot, current: Mapping[str, Release], facts: Sequence[ProjectFacts]
) -> dict[str, pl.DataFrame]:
    """The tables by name, see ``domain.publication.tables``."""
    areas, begins = snapshot.every_area, _begins(snapshot)
    every = [
        (release, counted_days(snapshot, release.until, release.months))
        for level in AREA_LEVELS
        for release in all_releases(store, level, Question.months)
        if release.until is not None
    ]
    candidates = pl.concat(_candidates(store, snapshot, current[level], areas) for level in LEVELS)
    return {
        "areas": tables.areas_table(every, areas, begins),
        "themes": tables.themes_table(every),
        "half_years": tables.half_years_table(every, begins),
        "candidates": candidates,
        "projects": tables.projects_table(facts, period_end(snapshot), areas),
    }


def _candidates(store: Store, snapshot: Snapshot, release: Release, areas: pl.DataFrame) -> pl.DataFrame:
    _evidence, ranked = ranked_units(store, snapshot, release.question)
    span = counted_days(snapshot, release.until or date.max, release.months)
    first = ranked.head(CANDIDATES)
    return tables.candidates_table(first, release, span, areas, _begins(snapshot))


def _begins(snapshot: Snapshot) -> date:
    """The first day of the first month of the data."""
    return (snapshot.begins_on or date.min).replace(day=1)


def _files(made: Mapping[str, pl.DataFrame], about: pl.DataFrame, language: str) -> dict[str, bytes]:
    """The files by name: each table as Parquet and CSV, the newest outlines as GeoPackage, and what explains them."""
    say = partial(translated, to=language)
    explained = {DICTIONARY: dictionary.dictionary(say), CODES: dictionary.codes(say), ABOUT: about}
    files = {}
    for name, frame in {**made, **explained}.items():
        files[f"{name}.parquet"] = geographic.to_parquet(frame)
        files[f"{name}.csv"] = spreadsheet.to_csv(frame)
    for name in dictionary.WITH_OUTLINE:
        newest = made[name].filter(pl.col("counted_until") == pl.col("counted_until").max())
        if newest["outline"].count():
            said = list(about.iter_rows())
            files[f"{name}.gpkg"] = geographic.to_geographic(newest, newest["outline"], ".gpkg", name, about=said)
    return files


def _about(store: Store, until: date, today: date, language: str) -> pl.DataFrame:
    """What the tables rest on: name, value."""
    say = partial(translated, to=language)
    is_demo = store.url == demo_url()
    lines = {
        N_("Period"): say(N_("figures up to {day}")).format(day=day(until, language)),
        N_("Made on"): day(today, language),
        N_("Data"): say(DEMO) if is_demo else say(N_("Your own data")),
        N_("Made by"): f"Blokwijzer {version('blokwijzer')}",
        N_("Withheld figures"): say(dictionary.WITHHELD),
        N_("Outlines"): say(dictionary.OUTLINE),
        N_("CSV"): say(N_("With ; between cells and a decimal point. Choose that when you open it, or use Parquet.")),
    }
    return pl.DataFrame({"name": [say(name) for name in lines], "value": list(lines.values())})
