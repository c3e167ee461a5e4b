"""From the bytes of one file to its contents: tables of cells, or outlines of blocks."""

from collections.abc import Mapping

from domain.errors import N_, WrongValue
from domain.intake.mapping.lexicon import Lexicon
from domain.intake.reading import reader
from domain.intake.reading.contents import OUTLINE_FIELDS, OUTLINE_KINDS, Contents, HowToRead, Outlines
from domain.intake.reading.file import File
from domain.intake.reading.outline_kind import are_neighbourhoods
from domain.intake.reading.points import read_attributes, read_points
from domain.intake.reading.polygons import read_polygons
from domain.intake.reading.shapes import holds_shapes, opened
from domain.intake.reading.steps import Step, unseen


def read_file(file: File, lexicon: Lexicon, how: HowToRead, step: Step = unseen) -> Contents:
    """Read a file.

    Raises:
        NotUnderstood: the file cannot be read at all.
        WrongValue: the choices name something that does not exist.
    """
    outlined = how.kind in OUTLINE_KINDS
    is_drawn = how.kind == OUTLINE_KINDS[1] or holds_shapes(file, beside_tables=outlined)
    drawn = opened(file) if is_drawn else None
    if drawn and how.kind == "indicators":
        return [(file.name, [read_attributes(drawn)])]
    points = read_points(drawn, how.crs) if drawn and not outlined else None
    if drawn and (outlined or (how.kind is None and points is None)):
        found, rejected = read_polygons(drawn, lexicon, crs=how.crs, **_columns(how.columns))
        kind = how.kind or OUTLINE_KINDS[are_neighbourhoods(drawn, found)]
        return Outlines(found, rejected, tuple(drawn.about), kind)
    return [(file.name, [points])] if points else reader.read_all(file, how.choices, step)


def _columns(given: Mapping[str, str]) -> dict[str, str | None]:
    """The columns with a block's code, name and number of homes."""
    for name in given:
        if name not in OUTLINE_FIELDS:
            allowed = ", ".join(OUTLINE_FIELDS)
            raise WrongValue(N_("There is no field {field}; use one of {allowed}."), field=name, allowed=allowed)
    return {f"{name}_column": given.get(name) or None for name in OUTLINE_FIELDS}
