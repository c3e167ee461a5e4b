"""Fields that say again what another column says better, or that say nothing without another."""

from collections.abc import Callable
from collections.abc import Mapping as Values
from dataclasses import dataclass

from domain.intake.mapping.column_profile import Content
from domain.intake.mapping.column_view import ColumnView, Match

ADDRESS_CELLS_FROM = 0.3  # part of a column's cells that are addresses, from which it holds the house numbers


@dataclass(frozen=True)
class FoundFields:
    """The fields that have a column, and the profiles of their columns."""

    fields: dict[str, Match]
    seen: ColumnView

    def has(self, *names: str) -> bool:
        """Whether all of these fields have a column."""
        return self.fields.keys() >= set(names)

    def cells(self, name: str) -> Content:
        """The profile of a field's column."""
        return self.seen.contents[self.fields[name].column]


def _half(one: str, other: str) -> Callable[[FoundFields], bool]:
    return lambda file: file.has(one) != file.has(other)


def _street_has_all(file: FoundFields) -> bool:
    """Whether the street, and the number if the address holds any, have a column of their own with cells."""
    parts = file.has("number") or file.cells("address").addresses < ADDRESS_CELLS_FROM
    return parts and file.cells("street").filled > 0


# Fields to leave out, when, and why.
RULES: tuple[tuple[tuple[str, ...], Callable[[FoundFields], bool], str], ...] = (
    (("latitude", "longitude"), _half("latitude", "longitude"), "one coordinate is no place"),
    (("x", "y"), _half("x", "y"), "one coordinate is no place"),
    (
        ("coordinates", "x", "y"),
        lambda file: file.has("latitude", "longitude"),
        "degrees in two columns are read as they are",
    ),
    (
        ("x", "y"),
        lambda file: file.has("coordinates") and not file.has("latitude", "longitude"),
        "degrees in one column go before metres of a grid",
    ),
    (
        ("address",),
        lambda file: file.has("address", "street") and _street_has_all(file),
        "street and number in columns of their own need not be taken apart",
    ),
    (
        ("street",),
        lambda file: file.has("address", "street") and not _street_has_all(file),
        "the address holds the street with its number",
    ),
    (
        ("number",),
        lambda file: (
            file.has("address", "number")
            and not file.has("street")
            and file.cells("address").addresses >= ADDRESS_CELLS_FROM
        ),
        "the address holds the number",
    ),
    (
        ("number_letter", "number_suffix"),
        lambda file: not file.has("number"),
        "an addition says nothing without a number",
    ),
    (
        ("time",),
        lambda file: file.has("date") and file.cells("date").clock > 0.9,
        "the date holds the time",
    ),
)


def without_redundant(found: dict[str, Match], seen: ColumnView, given: Values[str, str]) -> dict[str, Match]:
    """The fields without those that a rule leaves out; a subcategory alone becomes the category.

    ``given``: fields whose column a person chose; these are kept.
    """
    file = FoundFields(found, seen)
    drop = {name for names, applies, _why in RULES if applies(file) for name in names}
    kept = {name: match for name, match in found.items() if name not in drop or name in given}
    if "subcategory" in kept and "category" not in kept:
        kept["category"] = kept.pop("subcategory")
    return kept
