"""Walkabouts: inspections of a place, with a grade per aspect, so that two of them can be compared.

The grades A+ to D are those of the image quality of public space (beeldkwaliteit) of CROW, the Dutch knowledge platform
for infrastructure: A+ is very good, B is what municipalities usually require, D is very poor. The descriptions of the
grades are the project's own, in terms that can be counted on the spot. They are not CROW's text, and a walkabout is not
a CROW inspection.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from domain.errors import N_, WrongValue

ASPECTS = ("litter", "dumped_waste", "greenery", "entrances", "graffiti", "lighting", "paving")
GRADES = ("A+", "A", "B", "C", "D")
RANKS = {grade: 5 - place for place, grade in enumerate(GRADES)}
"""5 (A+) to 1 (D), an ordinal scale: the steps between grades are not equal."""

POOR = ("C", "D")  # below what is usually required

ASPECT_WORDS = {
    "litter": N_("Litter"),
    "dumped_waste": N_("Dumped waste"),
    "greenery": N_("Greenery and gardens"),
    "entrances": N_("Entrances"),
    "graffiti": N_("Graffiti"),
    "lighting": N_("Lighting"),
    "paving": N_("Paving"),
}

HELP: Mapping[str, Mapping[str, str]] = {
    "litter": {
        "A+": N_("No litter."),
        "A": N_("At most 3 pieces on 100 m² (about eight parking spaces)."),
        "B": N_("4 to 10 pieces on 100 m²."),
        "C": N_("11 to 25 pieces on 100 m²."),
        "D": N_("More than 25 pieces on 100 m², or heaps of it."),
    },
    "dumped_waste": {
        "A+": N_("Nothing beside the containers or in the street."),
        "A": N_("At most one bag or box, beside a container."),
        "B": N_("2 or 3 bags or boxes, or one piece of furniture."),
        "C": N_("4 to 10 bags or pieces, or waste that has been torn open."),
        "D": N_("More than 10 bags or pieces, or something dangerous."),
    },
    "greenery": {
        "A+": N_("All well kept; no weeds."),
        "A": N_("Kept; weeds in at most one garden or bed in ten."),
        "B": N_("Mostly kept; one garden or bed in four is overgrown or bare."),
        "C": N_("Up to half of the gardens or beds are overgrown, or hold rubbish."),
        "D": N_("More than half are overgrown or hold rubbish, or a path cannot be passed."),
    },
    "entrances": {
        "A+": N_("Clean, whole and empty; every door shuts."),
        "A": N_("Clean and whole; at most a trace of use."),
        "B": N_("Some dirt, or one thing in the way; every door shuts."),
        "C": N_("Dirty, several things in the way, or something broken."),
        "D": N_("Very dirty or smelly, a door that does not shut, or an escape route that is blocked."),
    },
    "graffiti": {
        "A+": N_("None."),
        "A": N_("One small tag (smaller than a hand)."),
        "B": N_("At most 3 tags or stickers in sight from one place."),
        "C": N_("4 to 10 in sight, or one larger than a door."),
        "D": N_("More than 10 in sight, or anything insulting."),
    },
    "lighting": {
        "A+": N_("Every lamp works and is clean; no dark spot."),
        "A": N_("Every lamp works; no dark spot."),
        "B": N_("One lamp in twenty is out or hidden; no dark spot on a path."),
        "C": N_("One lamp in ten is out, or there is one dark spot on a path or at a door."),
        "D": N_("More than one lamp in ten is out, or several dark spots."),
    },
    "paving": {
        "A+": N_("Flat and whole; no weeds between the stones."),
        "A": N_("At most one loose stone in sight."),
        "B": N_("Some loose or sunken stones, none to trip over (under 1 cm)."),
        "C": N_("Edges of 1 to 3 cm, or puddles on the path."),
        "D": N_("Edges over 3 cm or holes: someone will fall."),
    },
}
"""The descriptions of the grades by aspect, in the project's own words."""

NOTE_LENGTH_MAX = 2_000  # characters of a note


@dataclass(frozen=True)
class Walkabout:
    """One inspection of one area on one day.

    ``grades``: grade by aspect; aspects that were not inspected are not in it. ``project_id``: None for an area without
    a project. ``walkabout_id``, ``actor`` and ``at`` are set by the store.
    """

    area_id: str
    area_name: str
    walked_on: date
    grades: Mapping[str, str]
    note: str = ""
    project_id: int | None = None
    walkabout_id: int = 0
    actor: str = field(default="", compare=False)
    at: datetime | None = field(default=None, compare=False)


EDITABLE = ("area_id", "area_name", "walked_on", "grades", "note")


def check(walkabout: Walkabout, today: date) -> None:
    """Check the fields of a walkabout.

    Raises:
        WrongValue: no area, a day in the future, no grades, an unknown aspect or grade, or a note that is too long.
    """
    if not walkabout.area_id:
        raise WrongValue(N_("Choose where the walkabout was."))
    if walkabout.walked_on > today:
        raise WrongValue(N_("The day is in the future: {day}."), day=walkabout.walked_on)
    if not walkabout.grades:
        raise WrongValue(N_("Give at least one aspect a grade."))
    for aspect, grade in walkabout.grades.items():
        if aspect not in ASPECTS or grade not in GRADES:
            raise WrongValue(N_("“{grade}” for {aspect} is not a grade."), grade=grade, aspect=aspect)
    if len(walkabout.note) > NOTE_LENGTH_MAX:
        raise WrongValue(N_("The note is longer than {most} characters."), most=NOTE_LENGTH_MAX)


def differences(old: Walkabout, new: Walkabout) -> dict[str, tuple[object, object]]:
    """The fields in which two versions of one walkabout differ: {field: (old, new)}."""
    return {
        name: (getattr(old, name), getattr(new, name)) for name in EDITABLE if getattr(old, name) != getattr(new, name)
    }


def before_and_after(walkabouts: list[Walkabout]) -> tuple[Walkabout, Walkabout] | None:
    """The first and the last of the walkabouts of one area; None if they are all on one day."""
    by_day = sorted(walkabouts, key=lambda one: (one.walked_on, one.walkabout_id))
    if not by_day or by_day[0].walked_on == by_day[-1].walked_on:
        return None
    return by_day[0], by_day[-1]


def compared(first: Walkabout, last: Walkabout) -> pl.DataFrame:
    """The change per aspect, in the order of ASPECTS, of the aspects that were inspected at least once.

    Columns: aspect, before, after (grades; null if not inspected), steps (grades better, negative: worse; null if not
    inspected both times), change ("better", "same", "worse", "unknown").
    """
    rows = [
        {"aspect": aspect, "before": first.grades.get(aspect), "after": last.grades.get(aspect)}
        for aspect in ASPECTS
        if aspect in first.grades or aspect in last.grades
    ]
    found = pl.DataFrame(rows, schema={"aspect": pl.String, "before": pl.String, "after": pl.String})
    rank = {name: pl.col(name).replace_strict(RANKS, default=None, return_dtype=pl.Int64) for name in found.columns[1:]}
    found = found.with_columns(steps=rank["after"] - rank["before"])
    change = (
        pl.when(pl.col("steps").is_null())
        .then(pl.lit("unknown"))
        .when(pl.col("steps") > 0)
        .then(pl.lit("better"))
        .when(pl.col("steps") < 0)
        .then(pl.lit("worse"))
        .otherwise(pl.lit("same"))
    )
    return found.with_columns(change=change)


def worst(walkabout: Walkabout) -> list[str]:
    """The aspects with the lowest grade of a walkabout; empty if that grade is B or better."""
    low = min((RANKS[grade] for grade in walkabout.grades.values()), default=RANKS["A+"])
    if low > max(RANKS[grade] for grade in POOR):
        return []
    return [aspect for aspect in ASPECTS if RANKS.get(walkabout.grades.get(aspect, ""), 0) == low]
