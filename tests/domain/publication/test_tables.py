"""The published tables hold what releases give and nothing else, and the dictionary names each of their columns."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
import shapely

from domain.documents.redaction import ProjectFacts
from domain.effects.effect import Effect
from domain.message import Message
from domain.projects.project import Project
from domain.publication import dictionary, tables
from domain.releases.release import Past, counted_days, release
from tests.domain.releases.test_release import TWO_BLOCKS, each_month, known_on, snapshot_with, spread

HOMES = range(1, 9)
BEGINS = date(2024, 1, 1)
STREETS = TWO_BLOCKS | {"B": {"W": HOMES}}
REPORTS = [*spread("A", HOMES, each_month(date(2024, 1, 5), 34)), *spread("B", HOMES, each_month(date(2024, 1, 8), 34))]


@pytest.fixture(scope="module")
def town():
    return known_on(snapshot_with(REPORTS, STREETS), date(2026, 10, 3))


@pytest.fixture(scope="module")
def counted(town):
    made, _given, _town = release(town, "block", 12, Past())
    return made, counted_days(town, made.until, 12)


def withholding(counted, area_id):
    """The release without the figures of one area."""
    made, span = counted
    hidden = pl.col("area_id") == area_id
    kept = ("area_id", "name", "town", "denominator", "shown", "lat", "lon", "themes_shown", "halves_shown")
    areas = made.public.areas.with_columns(shown=pl.col("shown") & ~hidden).with_columns(
        pl.when(~hidden).then(name).alias(name) for name in made.public.areas.columns if name not in kept
    )
    return replace(made, public=replace(made.public, areas=areas)), span


def test_the_dictionary_names_the_columns_of_each_table(town, counted):
    made, span = counted
    facts = [facts_of(Project("Mevrouw Jansen", (("block:x", "Hof"),), date(2026, 1, 1), lead="Ans"))]
    ranked = pl.DataFrame(
        [(1, made.public.areas["area_id"][0], "W", "block", [made.public.areas["area_id"][0]])],
        schema=["rank", "candidate_id", "name", "kind", "members"],
        orient="row",
    )
    found = {
        "areas": tables.areas_table([counted], town.every_area, BEGINS),
        "themes": tables.themes_table([counted]),
        "half_years": tables.half_years_table([counted], BEGINS),
        "candidates": tables.candidates_table(ranked, made, span, town.every_area, BEGINS),
        "projects": tables.projects_table(facts, made.until, town.every_area),
    }
    listed = dictionary.dictionary(str)
    for name, frame in found.items():
        assert listed.filter(pl.col("table") == name)["column"].to_list() == frame.columns
        assert {column: frame.schema[column] for column in dictionary.TABLES[name]} == {
            column: each.type for column, each in dictionary.TABLES[name].items()
        }
    assert all(each.null_count() == 0 for each in listed)


def test_figures_are_those_of_the_release(town, counted):
    made, _span = counted
    found = tables.areas_table([counted], town.every_area, BEGINS)
    assert dict(found.select("area_id", "incidents").iter_rows()) == dict(
        made.public.areas.select("area_id", "incidents").iter_rows()
    )
    assert found["counted_until"].unique().to_list() == [date(2026, 9, 30)]
    halves = tables.half_years_table([counted], BEGINS)
    assert halves.select("counted_from", "counted_until").unique().sort("counted_from").row(-1) == (
        date(2026, 4, 1),
        date(2026, 9, 30),
    )
    own = halves.filter(pl.col("area_id") == made.public.halves["area_id"][0])
    assert (
        own["incidents"].sum() == made.public.halves.filter(pl.col("area_id") == own["area_id"][0])["incidents"].sum()
    )
    assert own.height == len(made.public.half_days), "a half year without incidents has a row too"


def test_of_a_withheld_area_there_is_nothing_and_no_candidate(town, counted):
    area = counted[0].public.areas.filter("shown")["area_id"][0]
    hidden, span = withholding(counted, area)
    row = tables.areas_table([(hidden, span)], town.every_area, BEGINS).row(
        by_predicate=pl.col("area_id") == area, named=True
    )
    assert not row["shown"]
    figures = [name for name, column in dictionary.TABLES["areas"].items() if column.withheld]
    assert [row[name] for name in figures] == [None] * len(figures)
    ranked = pl.DataFrame({"rank": [1], "candidate_id": ["c"], "name": ["C"], "kind": ["cluster"], "members": [[area]]})
    assert tables.candidates_table(ranked, counted[0], span, town.every_area, BEGINS)["incidents"].item() > 0
    assert tables.candidates_table(ranked, hidden, span, town.every_area, BEGINS).is_empty()


def test_before_the_data_nothing_is_counted_as_nothing(town, counted):
    """Half years before the first report are unknown, not 0, and a difference with one is none."""
    begins = date(2026, 2, 1)
    assert tables.half_years_table([counted], begins)["counted_from"].unique().to_list() == [date(2026, 4, 1)]
    assert (
        tables.areas_table([counted], town.every_area, begins)["change"].null_count()
        == town.areas.filter(pl.col("level") == "block").height
    )


def facts_of(project: Project, *, shown: bool = False, areas=("Hof",), effect: Effect | None = None) -> ProjectFacts:
    judged = effect or Effect(1, "not_begun")
    return ProjectFacts(
        project, project.title, project.goal, areas, project.lead, (), (), pl.DataFrame(), judged, shown
    )


def test_a_project_is_published_without_people_and_without_small_areas():
    project = Project(
        "Overlast bij mevrouw Jansen",
        (("block:1", "Hof"), ("block:2", "Steeg")),
        date(2026, 1, 1),
        goal="Jansen belt niet meer",
        lead="Ans de Vries",
        team=(("beheerder", "Bram"),),
        partners=("Wijkagent Kees",),
        resident_group="Groep Jansen",
        aftercare="Kees",
        reason="Bram",
        created_by="ans@example.org",
    )
    square = shapely.to_wkb(shapely.box(5.2, 52.1, 5.3, 52.2))
    areas = pl.DataFrame({"area_id": ["block:1", "block:2"], "outline": [square, square]})
    judged = Effect(1, "likely_fewer", 12, 6, 4, 10.0, 0.4, 0.2, 0.8)
    small = (Message("a few homes"), "Steeg")
    found = tables.projects_table([facts_of(project, areas=small, effect=judged)], date(2026, 9, 30), areas)
    row = found.row(0, named=True)
    for word in ("Jansen", "Ans", "Bram", "Kees", "Hof", "beheerder"):
        assert word not in repr(row)
    assert (row["areas"], row["shown"], row["effect"], row["incidents"]) == ("Steeg", False, None, None)
    assert found["outline"].count() == 1
    few = tables.projects_table([facts_of(project, areas=(small[0], small[0]), effect=judged)], None, areas)
    assert few["outline"].null_count() == 1
    told = tables.projects_table([facts_of(project, areas=small, effect=judged, shown=True)], None, areas)
    assert told.select("effect", "incidents", "expected", "ratio_low").row(0) == ("likely_fewer", 4, 10.0, 0.2)
    assert tables.projects_table([], None, areas).columns[-1] == "outline"
