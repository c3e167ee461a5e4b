"""The areas of a project stay countable where streets are spelled and blocks are drawn anew; else that is told."""

import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
import shapely

from domain.effects.baseline import Baseline, as_fixed, with_areas
from domain.effects.effect import baseline_of, effect_of, with_baseline
from domain.effects.fixed_areas import fixed_areas, with_fixed
from domain.projects.project import Project
from domain.projects.target import incidents_a_year
from domain.snapshot.snapshot import Snapshot
from tests.domain import frames

STREETS, HOMES = 22, 10
FIRST, LAST, START = date(2024, 1, 1), date(2026, 10, 31), date(2025, 7, 1)
OWN = 6
DRAWN = {f"b{s}": (s, s + 1) for s in range(STREETS)}


def name(street: int) -> str:
    return f"{'ABCDEFGHIJKLMNOPQRSTUV'[street]}straat"


def outline(first: int, until: int) -> shapely.Polygon:
    """The outline of the ground of some streets."""
    corners = [frames.at(-15, 30.0 * first - 14), frames.at(75, 30.0 * until - 16)]
    return shapely.box(corners[0]["lon"], corners[0]["lat"], corners[1]["lon"], corners[1]["lat"])


def town(
    *,
    renamed=(),
    listed=True,
    located=True,
    drawn=None,
    keys="d",
    new_number: int | None = None,
    spelled_from: date | None = None,
    joined: int | None = None,
) -> Snapshot:
    """Streets side by side; in the seventh incidents fall to four in ten from START on.

    ``renamed``: streets with another name; with ``spelled_from`` only in reports from that day on. ``joined``: this
    street has the name of the seventh. ``drawn``: block outlines, as code: (first street, last street but one).
    """
    rng = np.random.default_rng(1)
    first = {s: name(OWN if s == joined else s) for s in range(STREETS)}
    last = first | {s: f"Nieuwe {name(s)[0]}-weg" for s in renamed}
    written = first if spelled_from else last
    rows = []
    for s in range(STREETS):
        for day in (FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)):
            if rng.random() < 0.1 * (0.4 if s == OWN and day >= START else 1.0):
                number = int(rng.integers(1, HOMES + 1))
                place = frames.at(6.0 * (number - 1), 30.0 * s) if located and (spelled_from or not listed) else {}
                word = ("Zwerfvuil", "Geluidsoverlast")[int(rng.integers(2))]
                named = last if spelled_from and day >= spelled_from else written
                row = {"street": named[s], "number": new_number if new_number and s == OWN else number}
                rows.append(row | {"town": "Meerwijk", "reported_on": day, "category_word": word} | place)
    homes = [
        home | {"dwelling_key": f"{keys}{s}-{n}"}
        for s in range(STREETS)
        for n, home in enumerate(frames.row_of_homes(written[s], range(1, HOMES + 1), north=30.0 * s))
    ]
    shapes = frames.polygons(**{code: outline(*streets) for code, streets in drawn.items()}) if drawn else None
    return frames.snapshot_of(frames.reports(*rows), frames.dwellings(*homes) if listed else None, shapes)


def project(area_id: str, **fields) -> Project:
    usual = {"phase": "secure", "carried_out_from": START, "project_id": 7}
    return Project("P", ((area_id, "P"),), START, **(usual | fields))


def begun(snapshot: Snapshot, area_id: str) -> Project:
    """A project in this area with its baseline frozen, through JSON as the store keeps it."""
    made = project(area_id)
    return replace(made, baseline=json.loads(json.dumps(baseline_of(snapshot, made))))


STREET = f"street:meerwijk/{name(OWN).lower()}"


@pytest.fixture(scope="module")
def before() -> Snapshot:
    return town()


def test_while_nothing_changes_nothing_is_placed_anew(before):
    kept = begun(before, STREET)
    assert as_fixed(before, kept) is before
    assert effect_of(before, kept) == effect_of(before, replace(kept, baseline=None))


def test_the_addresses_are_kept_as_numbers_that_name_nobody(before):
    kept = begun(before, STREET)
    own = next(area for area in kept.baseline["areas"] if area["area_id"] == STREET)
    assert len(own["addresses"]) >= HOMES
    assert "straat" not in json.dumps(own["addresses"])
    assert len(json.dumps(kept.baseline)) < 60_000
    areas = Baseline.from_json(kept.baseline).areas
    assert {area.area_id for area in areas} >= {STREET, *(area["area_id"] for area in kept.baseline["comparison"])}


@pytest.mark.parametrize("listed", [True, False])
def test_a_street_that_is_spelled_otherwise_is_counted_on(listed):
    kept = begun(town(listed=listed), STREET)
    said = effect_of(town(listed=listed), kept)
    for renamed in ((OWN,), range(STREETS)):
        later = town(listed=listed, renamed=renamed, keys="other")
        assert later.areas.filter(area_id=STREET).is_empty()
        found = effect_of(later, kept)
        assert found.word == said.word == "likely_fewer"
        assert (found.incidents, found.expected) == (said.incidents, pytest.approx(said.expected))
        assert found.compared == said.compared
        assert incidents_a_year(as_fixed(later, kept), [STREET]) == incidents_a_year(town(listed=listed), [STREET]) > 0


@pytest.mark.parametrize("listed", [True, False])
def test_a_street_that_newer_reports_spell_otherwise_keeps_its_reports(listed):
    kept = begun(town(listed=listed), STREET)
    said = effect_of(town(listed=listed), kept)
    later = town(listed=listed, renamed=range(STREETS), spelled_from=date(2026, 3, 1))
    assert not later.areas.filter(area_id=STREET).is_empty()  # the older reports are still in it
    found = effect_of(later, kept)
    assert (found.word, found.compared) == (said.word, said.compared)
    assert found.incidents == pytest.approx(said.incidents, abs=1)  # an incident over the change of spelling is two


def test_a_street_that_another_is_joined_to_is_counted_as_it_was():
    kept = begun(town(listed=False), STREET)
    said = effect_of(town(listed=False), kept)
    later = town(listed=False, joined=OWN + 1)
    found = effect_of(later, kept)
    assert (found.word, found.incidents) == (said.word, pytest.approx(said.incidents, abs=1))
    assert incidents_a_year(later, [STREET]) > 1.5 * incidents_a_year(as_fixed(later, kept), [STREET])


def test_blocks_with_other_codes_and_other_outlines_are_counted_by_address_and_outline():
    first = town(drawn=DRAWN)
    kept = begun(first, f"block:drawn/b{OWN}")
    said = effect_of(first, kept)
    recoded = {f"x{s}": streets for s, streets in enumerate(DRAWN.values())}
    wider = {f"b{s}": (s, min(s + 2, STREETS)) for s in range(0, STREETS, 2)}  # the same codes, another ground
    for drawn in (recoded, wider):
        found = effect_of(town(drawn=drawn), kept)
        assert (found.word, found.incidents) == (said.word, said.incidents)
        assert found.expected == pytest.approx(said.expected)
    without = project(f"block:drawn/b{OWN}", baseline=kept.baseline | {"areas": []})
    assert effect_of(town(drawn=wider), without).incidents != said.incidents  # what the code alone would count


def test_what_cannot_be_found_is_told_and_never_zero():
    """Without positions, and with another name, nothing says that it is the same street."""
    kept = begun(town(listed=False, located=False), STREET)
    gone = effect_of(town(listed=False, located=False, renamed=(OWN,)), kept)
    assert (gone.word, gone.incidents) == ("no_area", None)
    assert incidents_a_year(town(renamed=(OWN,)), [STREET]) is None
    assert incidents_a_year(town(renamed=(OWN,)), [STREET, f"street:meerwijk/{name(2).lower()}"]) is None


def test_a_comparison_area_that_cannot_be_counted_is_left_out():
    here = town(listed=False, located=False)
    kept = begun(here, STREET)
    first = effect_of(here, kept).compared
    lost = next(s for s in range(STREETS) if name(s) in first)
    found = effect_of(town(listed=False, located=False, renamed=(lost,)), kept)
    assert set(found.compared) == set(first) - {name(lost)}
    assert found.word == "likely_fewer"


def test_a_baseline_of_an_earlier_version_gets_its_areas_only_while_they_are_there(before):
    kept = begun(before, STREET)
    second = {key: value for key, value in kept.baseline.items() if key != "areas"} | {"version": 2}
    old = Baseline.from_json(second)
    assert old.areas == ()
    assert with_areas(old, kept, before) == Baseline.from_json(kept.baseline)
    assert with_areas(old, kept, town(renamed=(OWN,))) == old


def test_a_corrected_first_day_makes_the_baseline_anew_from_the_areas_as_they_were(before):
    kept = begun(before, STREET)
    corrected = with_baseline(replace(kept, carried_out_from=date(2025, 8, 1)), before, LAST)
    later = with_baseline(replace(kept, carried_out_from=date(2025, 8, 1)), town(renamed=(OWN,), keys="x"), LAST)
    assert later.baseline["incidents"] == corrected.baseline["incidents"]
    assert later.baseline["starts_on"] == "2025-08-01"


def test_an_empty_project_and_areas_that_are_not_there():
    nothing = frames.snapshot_of(frames.reports())
    assert fixed_areas(nothing, ["street:a"]) == ()
    assert with_fixed(nothing, (), START) is nothing
    assert isinstance(fixed_areas(town(), [STREET])[0].homes, int)
    assert pl.Series(fixed_areas(town(), [STREET])[0].addresses).is_sorted()
