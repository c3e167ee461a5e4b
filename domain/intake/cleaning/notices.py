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
        "closed_unreadable": N_("Rows with a closing date that cannot be read: {n}. They are stored without it."),
        "closed_odd": N_("Closing dates before the report or many years after it, not stored: {n}."),
        "dates_turned": N_("Dates in which a spreadsheet had swapped day and month, now corrected: {n}."),
        "week_only": N_("Rows of which only the week is known: {n}. They count on the Monday of that week."),
        "month_only": N_("Rows of which only the month is known: {n}. They count on the first day of that month."),
        "status_unknown": N_("Rows with a status that is not known as open or closed, left empty: {n}."),
        "again": N_("Rows of a report that has a later row in this file: {n}. The last row counts."),
        "renamed": N_(
            "Rows without a number, with the same day, time and place as stored reports but another "
            "category: {n}. If the source renamed these, they count twice."
        ),
        "no_kind_known": N_(
            "No kind of report in this file is known as nuisance or pollution: {n} rows. If they are something "
            "else, do not import this file."
        ),
        "second_list": N_(
            "A second list of reports stands beside the first, in columns of its own: {n} rows. It is not read. Put it "
            "below the first, or in a file of its own."
        ),
        "without_zeros": N_(
            "Rows with the number and day of a stored report, but for zeros in front: {n}. If a spreadsheet left these "
            "off, the reports count twice."
        ),
        "no_location": N_("Rows with coordinates that do not give a place: {n}. They are stored without them."),
        "home_gone": N_(
            "Rows of homes that are demolished, withdrawn or not built yet: {n}. They are stored, and "
            "not counted as homes."
        ),
        "home_sold": N_(
            "Rows of homes that are sold: {n}. They count as homes, since people live there. If your reports are of "
            "tenants only, take these rows out first."
        ),
        "end_unreadable": N_("Rows with an end that cannot be read: {n}. They are stored without it."),
        "last_contact_unreadable": N_("Rows with a last contact that cannot be read: {n}. They are stored without it."),
        "since_unreadable": N_("Rows with a start that cannot be read: {n}. They are stored without it."),
        "few_answers": N_("Figures of fewer than five answers: {n}. Their values are not stored."),
        "no_figure": N_("Cells without a figure (empty, “.”, “x” or a number such as -99997), not stored: {n}."),
        "default_point": N_(
            "Rows on one point that many streets share: {n}. It stands for addresses that were not "
            "found, so only the address of these rows counts."
        ),
        "town_only": N_("Rows of which only the town is known: {n}. They count, but in no street or block."),
        "no_place_named": N_(
            "Rows whose address is not a place, such as “Zie opmerking” or “Unknown”: {n}. They count, "
            "but in no street or block."
        ),
        "erased": N_("Rows left out because they were erased on request: {n}."),
        "ended": N_("Rows left out because they are older than the team keeps reports: {n}."),
        "erasures_unknown": N_(
            "Erasures that cannot be recognised, because the key with which they were made is missing: {n}. What was "
            "erased may be stored again: put the key back before you go on."
        ),
        "street_filled_down": N_("Rows that got their street from the first row of their group: {n}."),
        "address_filled_down": N_("Rows that got their address from the first row of their group: {n}."),
        "category_filled_down": N_("Rows that got their category from the first row of their group: {n}."),
    }
)


def noticed(counts: Mapping[str, int]) -> list[Notice]:
    """The notices of these counts; keys without a text here are left out."""
    return [Notice(NOTICED[name], {"n": rows}) for name, rows in counts.items() if name in NOTICED]
