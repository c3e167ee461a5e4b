"""Names of themes, categories, sources, levels and statuses in the reader's language."""

from functools import cache

import polars as pl

from data.reference import lexicon
from data.store.sessions.joining import BY_PARTICIPANTS
from domain.documents.phrases import PHASES as PHASES
from domain.documents.phrases import THEMES as THEMES
from domain.errors import N_
from pages.shared.texts import _, each_in_words, language

LEVELS = {"street": N_("Streets"), "block": N_("Blocks"), "neighbourhood": N_("Neighbourhoods")}
ACTORS = {
    "local": N_("someone on this computer"),
    "demo": N_("the example"),
    "blokwijzer": N_("the app itself"),
    "": N_("name no longer kept"),  # of projects that ended (data/store/ended.py)
}
COMMAND_LINE = " (command line)"  # after the name of who gave a command (data/cli/options.py)
STATUSES = {"open": N_("Open"), "closed": N_("Closed")}
SOURCES = {
    "resident": N_("Residents"),
    "consultant": N_("Consultants"),
    "caretaker": N_("Caretakers"),
    "technician": N_("Technicians"),
    "letting": N_("Letting"),
    "renovation": N_("Renovation"),
    "municipality": N_("Municipality"),
    "police": N_("Police"),
    "partner": N_("Partners"),
}
FIELD_NAMES = {
    "title": N_("Title"),
    "phase": N_("Phase"),
    "goal": N_("Goal"),
    "target": N_("Target: incidents a year"),
    "measures": N_("What counts"),
    "reason": N_("Why it stopped"),
    "aftercare": N_("Aftercare"),
    "lead": N_("Lead"),
    "team": N_("Team"),
    "partners": N_("Partners"),
    "resident_group": N_("Residents' group"),
    "opportunities": N_("Opportunities used"),
    "areas": N_("Streets or blocks"),
    "hours_planned": N_("Hours planned"),
    "hours_by_phase": N_("Hours by phase"),
    "started_on": N_("Start"),
    "carried_out_from": N_("Work from"),
    "carried_out_until": N_("Work until"),
    "ended_on": N_("End"),
    "baseline": N_("Measured before the work"),
    "what": N_("To do"),
    "who": N_("Who"),
    "due_on": N_("Due"),
    "done_on": N_("Done on"),
    "done_from": N_("Done from"),
    "decision": N_("Decision"),
}
HOME_LABELS = {
    "dwellings": N_("homes"),
    "area_file": N_("homes according to the area file"),
    "one": N_("no homes known"),
    "mixed": N_("homes, where their number is known"),
}
# The same as the heading of a column.
HOMES_HEADED = {
    "dwellings": N_("Homes"),
    "area_file": N_("Homes according to the area file"),
    "one": N_("Homes"),
    "mixed": N_("Homes"),
}


def theme_name(theme: str) -> str:
    """The name of a theme."""
    return _(THEMES[theme])


def level_name(level: str) -> str:
    """The name of a level, in the plural."""
    return _(LEVELS[level])


def source_name(source: str) -> str:
    """The name of a report's source."""
    return _(SOURCES[source])


def phase_name(phase: str) -> str:
    """The name of a phase of a project."""
    return _(PHASES[phase])


def homes_name(denominator: str) -> str:
    """What rates are divided by, in the plural."""
    return _(HOME_LABELS[denominator])


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
    """An actor of the audit trail as text; system actors by what they are."""
    if actor.startswith(BY_PARTICIPANTS):
        return _("someone in a team session")
    if actor.endswith(COMMAND_LINE):
        return _("{name} (command line)").format(name=actor.removesuffix(COMMAND_LINE))
    return _(ACTORS[actor]) if actor in ACTORS else actor


def whose(actors: pl.Series) -> pl.Series:
    """``who`` of each."""
    return each_in_words(actors, who)
