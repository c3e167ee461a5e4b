"""The reasons for rejecting a row, and the oddities of accepted rows, as texts.

A reason is a key, so that it can be counted and translated; the template is its English message. ``{column}`` and
``{value}`` are those of the rejected row (domain.schemas.Rejected) and may be absent there: use them only in a reason
that always names a cell.
"""

from types import MappingProxyType

from domain.errors import N_

REASONS = MappingProxyType(
    {
        # the file itself (domain/intake/reading/reader.py)
        "nul": N_("“{column}” has a NUL byte, so part of this row is damaged: {value}"),
        "open_quote": N_("A quotation mark in this row is opened and not closed, or stands in the wrong place."),
        "too_many_cells": N_("This row has more cells than the header has columns."),
        # the required fields (domain/intake/cleaning/clean.py)
        "no_date": N_("“{column}” is empty: a report needs a date."),
        "not_a_date": N_("“{column}” is not a date: {value}"),
        "deleted": N_("“{column}” marks this row as deleted: {value}"),
        "no_street": N_("“{column}” is empty: a dwelling needs a street."),
        "not_a_street": N_("“{column}” is not a street: {value}"),
        # a planning (domain/intake/cleaning/opportunities.py) and a network (domain/intake/cleaning/partners.py)
        "no_start": N_("“{column}” is empty: planned work needs a day or a period."),
        "not_a_period": N_("“{column}” is not a date or period: {value}"),
        "ends_before": N_("This row ends before it starts: {value}"),
        "no_work": N_("This row does not say what is planned."),
        "no_place": N_("This row has no place: planned work needs a street, a block or a neighbourhood."),
        "no_name": N_("“{column}” is empty: a partner needs a name."),
        # figures of areas (domain/intake/cleaning/indicators.py)
        "no_period": N_("“{column}” is empty: a figure needs a period."),
        "no_area": N_("This row does not say which area the figure is about."),
        "no_value": N_("“{column}” is empty: this figure has no value."),
        "several_values": N_("Another row gives this area another figure: {value}"),
        "not_a_number": N_("“{column}” is not a number: {value}"),
        # drawn blocks (domain/intake/reading/polygons.py)
        "no_outline": N_("This shape is not an area with an outline (a point, a line, or nothing at all)."),
        "no_such_area": N_("No outline is stored for “{value}”, or this list names it twice."),
        "tangled": N_("The outline of this area crosses itself too often to enclose an area."),
        "no_block_code": N_("This area has no code in “{column}”."),
    }
)
