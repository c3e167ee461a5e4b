"""Notices about how a file was read. A notice does not reject rows.

A notice is an English template (also its message id) with its values, so that each screen can translate it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from domain.errors import N_


@dataclass(frozen=True)
class Notice:
    """An oddity in a file, or a correction of one."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values)


# The counts of cleaning (``domain.intake.cleaning.cells.Clean.noticed``), by its key; ``{n}`` rows.
NOTICED = MappingProxyType(
    {
        "closed_unreadable": N_("Rows with a closing date that cannot be read: {n}; they are kept without it."),
        "closed_odd": N_("Closing dates before the report or many years after it, not kept: {n}."),
        "dates_turned": N_("Dates of which a spreadsheet had turned day and month, turned back: {n}."),
        "week_only": N_("Rows of which only the week is known: {n}; they count on its Monday."),
        "month_only": N_("Rows of which only the month is known: {n}; they count on its first day."),
        "status_unknown": N_("Rows with a status that is not known as open or closed, left empty: {n}."),
        "again": N_("Rows of a report that has a later row in this file, whose last row counts: {n}."),
        "renamed": N_(
            "Rows without a number, of the same day, time and place as stored reports but of another category: {n}."
            " If the source renamed these, they are counted twice."
        ),
        "no_location": N_("Rows with coordinates that tell no place: {n}; they are kept without them."),
        "end_unreadable": N_("Rows with an end that cannot be read: {n}; they are kept without it."),
        "last_contact_unreadable": N_("Rows with a last contact that cannot be read: {n}; they are kept without it."),
        "since_unreadable": N_("Rows with a start that cannot be read: {n}; they are kept without it."),
        "default_point": N_(
            "Rows on one point that many streets share: {n}. It stands for addresses that were not found, so these rows"
            " are placed by their address only."
        ),
        "town_only": N_("Rows of which only the town is known: {n}; they are counted, but in no street or block."),
        "no_place_named": N_(
            "Rows whose address names no place, such as “Zie opmerking” or “Unknown”: {n}; they are counted, but in no"
            " street or block."
        ),
        "street_filled_down": N_("Rows that got their street from the first row of their group: {n}."),
        "category_filled_down": N_("Rows that got their category from the first row of their group: {n}."),
    }
)


def noticed(counts: Mapping[str, int]) -> list[Notice]:
    """The notices of these counts; keys without a text here are left out."""
    return [Notice(NOTICED[name], {"n": rows}) for name, rows in counts.items() if name in NOTICED]
