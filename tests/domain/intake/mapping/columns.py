"""Columns by their profiles alone."""

from dataclasses import dataclass

from domain.intake.mapping.column_profile import Content


@dataclass
class Columns:
    contents: dict[str, Content]

    @property
    def columns(self) -> list[str]:
        return list(self.contents)
