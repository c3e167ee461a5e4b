"""What themes, categories, sources, levels and statuses are called in the reader's language."""

from functools import cache

import polars as pl

from data.reference import lexicon
from domain.documents.phrases import PHASES as PHASES
from domain.documents.phrases import THEMES as THEMES
from domain.errors import _ as mark
from pages.shared.texts import _, language

LEVELS = {"street": mark("Streets"), "block": mark("Blocks")}
ACTORS = {"local": mark("this computer"), "demo": mark("the example"), "blokwijzer": mark("the app itself")}
STATUSES = {"open": mark("Open"), "closed": mark("Closed")}
SOURCES = {
    "resident": mark("Residents"),
    "consultant": mark("Consultants"),
    "caretaker": mark("Caretakers"),
    "technician": mark("Technicians"),
    "letting": mark("Letting"),
    "renovation": mark("Renovation"),
    "municipality": mark("Municipality"),
    "police": mark("Police"),
    "partner": mark("Partners"),
}
FIELD_NAMES = {
    "title": mark("Title"),
    "phase": mark("Phase"),
    "goal": mark("Goal"),
    "target": mark("Target: incidents a year"),
    "measures": mark("What counts"),
    "reason": mark("Why it stopped"),
    "aftercare": mark("Aftercare"),
    "lead": mark("Lead"),
    "team": mark("Team"),
    "partners": mark("Partners"),
    "resident_group": mark("Group of residents"),
    "opportunities": mark("Opportunities used"),
    "areas": mark("Streets or blocks"),
    "hours_planned": mark("Hours planned"),
    "hours_by_phase": mark("Hours by phase"),
    "started_on": mark("Start"),
    "carried_out_from": mark("Work from"),
    "carried_out_until": mark("Work until"),
    "ended_on": mark("End"),
    "baseline": mark("Measured before the work"),
    "what": mark("To do"),
    "who": mark("Who"),
    "due_on": mark("Due"),
    "done_on": mark("Done on"),
    "decision": mark("Decision"),
}
HOMES = {
    "dwellings": mark("dwellings"),
    "addresses": mark("addresses that reports name"),
    "one": mark("no dwellings known"),
    "mixed": mark("dwellings where known, else addresses that reports name"),
}
# The same as the heading of a column.
HOMES_HEADED = {
    "dwellings": mark("Dwellings"),
    "addresses": mark("Known addresses"),
    "one": mark("Homes"),
    "mixed": mark("Homes"),
}


def theme_name(theme: str) -> str:
    """The name of a theme."""
    return _(THEMES[theme])


def level_name(level: str) -> str:
    """The name of a level, in the plural."""
    return _(LEVELS[level])


def source_name(source: str) -> str:
    """The name of who noticed."""
    return _(SOURCES[source])


def phase_name(phase: str) -> str:
    """The name of a phase of a project."""
    return _(PHASES[phase])


def homes_name(homes_are: str) -> str:
    """What rates are divided by, in the plural."""
    return _(HOMES[homes_are])


def status_name(status: str) -> str:
    """The name of a report's status."""
    return _(STATUSES[status])


def category_name(code: str) -> str:
    """The name of a category (VERA code); the code itself where it is not in the reference list."""
    return _category_names(language()).get(code, code)


@cache
def _category_names(to: str) -> dict[str, str]:
    return dict(lexicon().categories.select("code", f"name_{to}").iter_rows())


def who(actor: str) -> str:
    """Who did something, as the audit trail names them; for what is nobody's, what it is."""
    return _(ACTORS[actor]) if actor in ACTORS else actor


def whose(column: str = "actor") -> pl.Expr:
    """``who`` of a column."""
    return pl.col(column).replace({actor: _(text) for actor, text in ACTORS.items()})
