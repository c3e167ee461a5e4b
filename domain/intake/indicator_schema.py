"""The schema of indicators: figures of areas from elsewhere. As domain/schemas.py, null means "not known"."""

import dataframely as dy

from domain.empty_frames import Schema
from domain.schemas import AREA_LEVELS

MEASURES = ("satisfaction", "dissatisfaction", "liveability", "nuisance", "turnover", "arrears")


class AreaIndicator(Schema):
    """A figure of an area from elsewhere: a tenant survey, turnover, arrears. It is shown beside the score, not in it.

    ``measure``: what was measured, in the file's own words. ``value``: null if there were fewer than five answers.
    ``unit``: "%" or null. ``starts_on``, ``ends_on``: the period it is about. ``answers``: null if not known.
    ``publisher``: where it comes from. ``place``: the name of the area in the file; ``level``: null if it follows from
    the name.
    """

    indicator_key = dy.String(primary_key=True)
    measure = dy.String(nullable=False)
    value = dy.Float64(nullable=True)
    unit = dy.String(nullable=True)
    starts_on = dy.Date(nullable=False)
    ends_on = dy.Date(nullable=False)
    answers = dy.Int32(nullable=True)
    publisher = dy.String(nullable=False)
    place = dy.String(nullable=False)
    level = dy.Enum(AREA_LEVELS, nullable=True)
    town = dy.String(nullable=True)
