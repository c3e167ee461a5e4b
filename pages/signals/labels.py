"""Who sends a signal, what they see and how serious it is, as short as a button has room for."""

import polars as pl

from domain.errors import _ as mark
from pages.shared.labels import category_name
from pages.shared.texts import _, day, number

I_AM = {
    "caretaker": mark("Caretaker"),
    "technician": mark("Technician"),
    "consultant": mark("Consultant"),
    "letting": mark("Letting agent"),
    "renovation": mark("Renovation team"),
    "municipality": mark("Municipality"),
    "police": mark("Police"),
    "partner": mark("Partner organisation"),
}

BY = {
    "resident": mark("by a resident"),
    "caretaker": mark("by a caretaker"),
    "technician": mark("by a technician"),
    "consultant": mark("by a consultant"),
    "letting": mark("by a letting agent"),
    "renovation": mark("by someone of the renovation"),
    "municipality": mark("by the municipality"),
    "police": mark("by the police"),
    "partner": mark("by a partner"),
}

SERIOUS = {"light": mark("Light"), "serious": mark("Serious"), "urgent": mark("Urgent")}

SHORT = {
    "VUI": mark("Litter, waste"),
    "HAN": mark("Gardens, greenery"),
    "KLI": mark("Stairs, hall, storage"),
    "ONG": mark("Vermin"),
    "STA": mark("Smell, smoke"),
    "GEL": mark("Noise"),
    "DRU": mark("Drugs"),
    "VAN": mark("Vandalism"),
    "ONV": mark("Feels unsafe"),
    "RUZ": mark("Neighbours’ quarrel"),
    "AGR": mark("Threats"),
    "HEN": mark("Cannabis growing"),
    "DIE": mark("Pets"),
    "BED": mark("Business at home"),
    "ONR": mark("Unlawful occupation"),
}

ICONS = {
    "VUI": ":material/delete:",
    "HAN": ":material/yard:",
    "KLI": ":material/stairs:",
    "ONG": ":material/pest_control_rodent:",
    "STA": ":material/air:",
    "GEL": ":material/volume_up:",
    "DRU": ":material/medication:",
    "VAN": ":material/broken_image:",
    "ONV": ":material/shield:",
    "RUZ": ":material/group:",
    "AGR": ":material/warning:",
    "HEN": ":material/potted_plant:",
    "DIE": ":material/pets:",
    "BED": ":material/storefront:",
    "ONR": ":material/key:",
}
MORE = ":material/more_horiz:"


def short_name(code: str) -> str:
    """A category as a button has it."""
    return _(SHORT[code]) if code in SHORT else category_name(code)


def looked_at(looked: dict) -> str | None:
    """Who looked at an area last and what became of it, as a sentence; None where nobody did.

    ``looked``: the columns of domain.indicators.inspection_effort.looks.
    """
    if not looked["looks"]:
        return None
    nothing = looked["nothing"] == looked["looks"]
    if nothing and looked["looks"] > 1:
        text = _("Looked at on {count} days since {day}, the last time {by}; nothing found.")
        return text.format(
            count=number(looked["looks"]), day=day(looked["looked_since"]), by=_(BY[looked["last_source"]])
        )
    found = _("something was found") if looked["last_found"] else _("nothing was found")
    text = _("Last looked at on {day} {by}; {found}.")
    return text.format(day=day(looked["last_look"]), by=_(BY[looked["last_source"]]), found=found)


def place_told(row: dict) -> str:
    """A stored place in one line: "Lindehof 12 A", or "a point on the map"."""
    parts = (row["street"], row["number"], row["number_suffix"])
    return " ".join(str(part) for part in parts if part) or _("a point on the map")


def what_told(row: dict) -> str:
    """What was found in a row of ``data.services.signals.sent``, as text."""
    if not row["found"]:
        return _("nothing to report")
    return short_name(row["code"] or "OVE")


def described(sent: pl.DataFrame) -> list[str]:
    """Each signal in one line: "Litter, waste · Lindehof 12 · serious"."""
    lines = []
    for row in sent.iter_rows(named=True):
        level = _(SERIOUS[row["seriousness"]]).lower() if row["seriousness"] else ""
        lines.append(" · ".join(part for part in (what_told(row), place_told(row), level) if part))
    return lines
