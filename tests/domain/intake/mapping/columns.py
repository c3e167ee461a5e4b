"""Columns of exports: by their profiles alone, and with their cells."""

from dataclasses import dataclass

from domain.intake.mapping.column_profile import Content


@dataclass
class Columns:
    contents: dict[str, Content]

    @property
    def columns(self) -> list[str]:
        return list(self.contents)


DAYS = [f"{day}-03-2026" for day in range(11, 31)]


def column(*cells: str, rows: int = 20) -> list[str]:
    return [cells[row % len(cells)] for row in range(rows)]


def numbered(form: str, rows: int = 20) -> list[str]:
    return [form.format(row + 1) for row in range(rows)]


def reports(**more: list[str] | None) -> dict[str, list[str]]:
    """The columns of an ordinary Dutch export; ``more`` adds columns, None removes one."""
    columns = {
        "Meldnummer": numbered("M{:04}"),
        "Datum melding": DAYS,
        "Soort melding": column("Geluidsoverlast", "Zwerfvuil"),
        "Adres": numbered("Lindehof {}"),
        "Status": column("Open", "Afgehandeld"),
    }
    return {name: cells for name, cells in (columns | more).items() if cells is not None}


DWELLINGS = {
    "VHE nummer": numbered("V{:05}"),
    "Straat": column("Lindehof"),
    "Huisnummer": numbered("{}"),
    "Toevoeging": column("", "A"),
    "Postcode": column("1234 AB"),
    "Plaats": column("Meerwijk"),
    "Complexnummer": column("C01", "C02"),
    "Complexnaam": column("Lindehof", "Parkflat"),
    "Soort eenheid": column("Eengezinswoning", "Garage"),
    "Ingangsdatum": DAYS,
}
