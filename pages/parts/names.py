"""What themes, categories, sources, levels and statuses are called in the reader's language."""

from functools import cache

from data.reference import lexicon
from domain.errors import _ as mark
from pages.parts.texts import _, language

THEMES = {"environment": mark("Pollution"), "social": mark("Nuisance"), "other": mark("Kind not known")}
LEVELS = {"street": mark("Streets"), "block": mark("Blocks")}
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
    "reason": mark("Why it stopped"),
    "lead": mark("Lead"),
    "hours_planned": mark("Hours planned"),
    "started_on": mark("Start"),
    "ended_on": mark("End"),
}
HOMES = {
    "dwellings": mark("dwellings"),
    "addresses": mark("addresses that reports name"),
    "one": mark("no dwellings known"),
    "mixed": mark("dwellings where known, else addresses that reports name"),
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
