"""The whole way from what is stored to the areas that stand out: start reading here.

Screens and command line both come through this module, so the way is composed once:

    stored frames -> situate() -> Situation          once for each version of the data
    Situation + Question -> area_figures()           at each change of a filter
                         -> candidates()             the ranked list that explains itself
                         -> card()                   all that one area's card shows

``situate`` does everything that does not depend on what is asked: categories, places, incidents. Nothing here reads
the clock: a question's window ends at its ``as_of``, by default the newest report.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from domain.intake.lexicon import Lexicon


@dataclass(frozen=True)
class Stored:
    """The frames as the store gives them, each as its schema in domain/tables.py says."""

    reports: pl.DataFrame  # tables.Report
    dwellings: pl.DataFrame  # tables.Dwelling
    polygons: pl.DataFrame  # tables.BlockPolygon
    matches: pl.DataFrame  # tables.AddressMatch
    choices: pl.DataFrame  # tables.CategoryChoice


@dataclass(frozen=True)
class Question:
    """What someone wants to see. An empty tuple or None means all.

    ``level``: "street" or "block". ``as_of``: last day of the window, None for the situation's own (newest report).
    ``months``: length of the window. ``themes``, ``categories`` (VERA codes) and ``sources`` narrow the reports;
    ``status`` is "open", "closed" or None.
    """

    level: str = "block"
    as_of: date | None = None
    months: int = 12
    themes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: str | None = None

    def to_params(self) -> dict[str, str]:
        """The question as the parameters of a link; what is at its default is left out."""
        raise NotImplementedError

    @classmethod
    def from_params(cls, params: Mapping[str, str]) -> "Question":
        """The question in a link's parameters. What is not understood there is left at its default."""
        raise NotImplementedError


@dataclass(frozen=True)
class Situation:
    """Everything known about the places and their reports, before any question is asked.

    ``reports``: one row a report that counts (left-out categories are not in it), oldest first. Columns: report_key,
    reported_on, precision, status, source, category_word, reporter, note, neighbourhood, code, group, theme (of the
    category), placed_on, address_key, dwelling_key, lat, lon, street_id, block_id (Enum over the level's area ids,
    null where not placed), incident_id, is_first.
    ``areas``: tables.Area, streets and blocks. ``neighbours``: tables.Neighbour. ``placement``: tables.Placement.
    ``dwellings``: dwelling_key, street_id, block_id. ``unmatched``: see domain.places.Places.
    ``categories``: each category word with its code, group, theme, ``how`` it was found and the number of reports.
    ``gaps``: periods that look like a hole in an export, see domain/evidence/gaps.py.
    ``homes_are``: for each level "dwellings", "addresses", "one" or, where areas differ, "mixed".
    ``first_on`` and ``as_of``: day of the oldest and (end of the period of) the newest report, None without reports.
    ``left_out``: number of reports in categories that the team left out.
    """

    reports: pl.DataFrame
    areas: pl.DataFrame
    neighbours: pl.DataFrame
    placement: pl.DataFrame
    dwellings: pl.DataFrame
    unmatched: pl.DataFrame
    categories: pl.DataFrame
    gaps: pl.DataFrame
    homes_are: dict[str, str]
    first_on: date | None
    as_of: date | None
    left_out: int


@dataclass(frozen=True)
class Card:
    """All that the card of one area shows.

    ``area``: its row of ``Situation.areas``. ``figures``: its row of ``candidates`` (rate, interval, rank, reason ...).
    ``average``: incidents per 100 homes a year over all areas whose homes are counted the same way.
    ``ranked``: how many areas have a rank. ``months``: month, theme, incidents of the last 24 months, zeros included.
    ``categories``: code, group, theme, incidents, most first. ``sources``: source, reports, most first.
    ``neighbours``: area_id, name, rate, rank of the areas beside it.
    """

    area: dict[str, Any]
    figures: dict[str, Any]
    average: float
    ranked: int
    months: pl.DataFrame
    categories: pl.DataFrame
    sources: pl.DataFrame
    neighbours: pl.DataFrame


def situate(stored: Stored, lexicon: Lexicon) -> Situation:
    """Give every stored report its category, its place and its incident."""
    raise NotImplementedError


def area_figures(situation: Situation, question: Question) -> pl.DataFrame:
    """What the reports say about each area of the question's level: one row an area, best known first.

    Columns: area_id, name, town, neighbourhood, level, homes, homes_are, lat, lon; reports, incidents, environment,
    social (incidents by theme); raw_rate, rate, low, high (incidents per 100 homes a year: counted; estimated; its
    90 % interval), ratio (rate over the average), p_high (probability that the true rate is over 1.5 times the
    average); addresses (distinct, that reports name), top_address_share (of the reports with an address, null without
    any), resident_share (of the reports), change (incidents of the last 6 months minus the 6 before), p_rise
    (probability that the area rises faster than all areas together), individual (one address is behind most of it),
    enough (enough to go on), rank (1 is highest; null where not enough).
    """
    raise NotImplementedError


def candidates(situation: Situation, question: Question) -> pl.DataFrame:
    """The areas of ``area_figures`` by rank, each with why: ``reason`` (a key of domain.candidates.REASONS) and
    ``values`` (a struct that fills its template).
    """
    raise NotImplementedError


def months_by_theme(situation: Situation, question: Question) -> pl.DataFrame:
    """Incidents and reports for each month and theme of the question's window, zeros included: month (its first
    day), theme, incidents, reports.
    """
    raise NotImplementedError


def monthly(situation: Situation, area_id: str, as_of: date | None = None, months: int = 24) -> pl.DataFrame:
    """Incidents and reports of one area for each month and theme, zeros included: month, theme, incidents, reports."""
    raise NotImplementedError


def categories_in_view(situation: Situation, question: Question) -> pl.DataFrame:
    """Every category word in the question's window with what became of it: category_word, code, group, theme, how,
    reports; most reports first. Words nobody knows yet (code OVE, how "none") are in it like any other.
    """
    raise NotImplementedError


def card(situation: Situation, question: Question, area_id: str) -> Card:
    """All that the card of one area shows.

    Raises NotFound where there is no such area (any more).
    """
    raise NotImplementedError
