"""The mapping of one layout: proposed (proposal.py), corrected by a person, stored as a profile."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from dataclasses import fields as dataclass_fields
from typing import Any

from domain.errors import N_, WrongValue
from domain.intake.mapping.fields import FIELDS
from domain.schemas import SOURCES

WGS84 = 4326
RD = 28992  # Rijksdriehoek, the Dutch national grid


@dataclass(frozen=True)
class Mapping:
    """How to read the rows of one layout.

    kind         a key of ``domain.intake.mapping.fields.FIELDS``
    columns      field -> column of the file; fields without a column are absent
    day_first    whether 03-04-2026 is the third of April; None: decided per column, day first if ambiguous
    crs          EPSG code of the coordinates; metres that can only be RD are always read as RD
    source       the default source, for a row without one
    origin       the source system; equal numbers of two systems are two reports
    keep_notes   whether free text is stored, masked
    leave_out    category words (as in ``schemas.Report.category_word``) that this import leaves out and counts
                 separately
    figures      columns with one figure of an area each (domain/intake/mapping/figure_columns.py); empty where the
                 field "value" has all figures
    period       the period of figures that name none themselves, in a person's words; empty: that in the file's name
    """

    kind: str
    columns: dict[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    crs: int = WGS84
    source: str = "resident"
    origin: str = ""
    keep_notes: bool = False
    leave_out: frozenset[str] = frozenset()
    figures: tuple[str, ...] = ()
    period: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The mapping as plain values, for JSON."""
        values = {item.name: getattr(self, item.name) for item in dataclass_fields(self)}
        return values | {
            "columns": dict(self.columns),
            "leave_out": sorted(self.leave_out),
            "figures": list(self.figures),
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Mapping":
        """The mapping that ``to_dict`` wrote; unknown names are ignored, absent ones take their default."""
        known = {item.name for item in dataclass_fields(cls)}
        kept = {name: value for name, value in values.items() if name in known}
        kept["leave_out"] = frozenset(kept.get("leave_out", ()))
        kept["figures"] = tuple(kept.get("figures", ()))
        return cls(**kept)

    def in_the_words_of(self, file_columns: Iterable[str]) -> "Mapping":
        """The mapping with the file's own spelling of its headers, which may differ in case and spaces."""
        own = {plain_header(column): column for column in file_columns}
        columns = {name: own.get(plain_header(column), column) for name, column in self.columns.items()}
        figures = tuple(own.get(plain_header(column), column) for column in self.figures)
        return replace(self, columns=columns, figures=figures)

    def check(self, file_columns: Iterable[str]) -> None:
        """Check that the mapping fits the file.

        Raises:
            WrongValue: it names a field, column or source that does not exist.
        """
        columns = set(file_columns)
        if self.kind not in FIELDS:
            raise WrongValue(
                N_("{kind} is not a kind of file; use one of {allowed}."), kind=self.kind, allowed=", ".join(FIELDS)
            )
        allowed = {item.name for item in FIELDS[self.kind]}
        for name, column in self.columns.items():
            if name not in allowed:
                raise WrongValue(
                    N_("There is no field {field}; use one of {allowed}."),
                    field=name,
                    allowed=", ".join(sorted(allowed)),
                )
            if column not in columns:
                raise WrongValue(N_("The file has no column “{column}” (for {field})."), column=column, field=name)
        for column in self.figures:
            if column not in columns:
                raise WrongValue(N_("The file has no column “{column}” (for {field})."), column=column, field="figures")
        if self.source not in SOURCES:
            raise WrongValue(
                N_("{source} is not a source; use one of {allowed}."), source=self.source, allowed=", ".join(SOURCES)
            )


def plain_header(header: str) -> str:
    """A header without differences of case and spacing."""
    return " ".join(header.casefold().split())


def differ_by_words(columns: Sequence[str]) -> bool:
    """Whether the headers differ by more than case and spaces, so that headers in another case can be matched."""
    return len({plain_header(column) for column in columns}) == len(columns)


def fingerprint(columns: Iterable[str]) -> str:
    """A hash of a layout: equal for files with the same headers in any order, case and spacing.

    It finds the stored profile at the next upload of that layout.
    """
    headers = sorted(plain_header(column) for column in columns)
    return hashlib.sha256("\x1f".join(headers).encode()).hexdigest()[:16]
