"""Labels of signals: sender, finding and seriousness, short enough for buttons."""

import polars as pl

from domain.errors import N_
from pages.shared.labels import category_name
from pages.shared.texts import _, day, number

I_AM = {
    "caretaker": N_("Caretaker"),
    "technician": N_("Technician"),
    "consultant": N_("Consultant"),
    "letting": N_("Letting agent"),
    "renovation": N_("Renovation team"),
    "municipality": N_("Municipality"),
    "police": N_("Police"),
    "partner": N_("Partner organisation"),
}

BY = {
    "resident": N_("by a resident"),
    "caretaker": N_("by a caretaker"),
    "technician": N_("by a technician"),
    "consultant": N_("by a consultant"),
    "letting": N_("by a letting agent"),
    "renovation": N_("by someone from the renovation team"),
    "municipality": N_("by the municipality"),
    "police": N_("by the police"),
    "partner": N_("by a partner"),
}

SERIOUS = {"light": N_("Minor"), "serious": N_("Serious"), "urgent": N_("Urgent")}

SHORT = {
    "VUI": N_("Litter, waste"),
    "HAN": N_("Gardens, greenery"),
    "KLI": N_("Stairs, hall, storage"),
    "ONG": N_("Vermin"),
    "STA": N_("Smell, smoke"),
    "GEL": N_("Noise"),
    "DRU": N_("Drugs"),
    "VAN": N_("Vandalism"),
    "ONV": N_("Feels unsafe"),
    "RUZ": N_("Neighbours' quarrel"),
    "AGR": N_("Threats"),
    "HEN": N_("Cannabis growing"),
    "DIE": N_("Pets"),
    "BED": N_("Business at home"),
    "ONR": N_("Unlawful subletting"),
    "PAR": N_("Parking"),
    "OVL": N_("Other nuisance"),
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
    "PAR": ":material/local_parking:",
}
MORE = ":material/more_horiz:"


def short_name(code: str) -> str:
    """The label of a category's button."""
    return _(SHORT[code]) if code in SHORT else category_name(code)


def looked_at(looked: dict) -> str | None:
    """The last inspection of an area and its result, as a sentence; None if there was none.

    ``looked``: the columns of domain.indicators.inspection_effort.inspection_effort.
    """
    if not looked["looks"]:
        return None
    nothing = looked["clear_visit_days"] == looked["looks"]
    if nothing and looked["looks"] > 1:
        text = _("Looked at on {count} days since {day}, the last time {by}; nothing found.")
        return text.format(
            count=number(looked["looks"]), day=day(looked["looked_since"]), by=_(BY[looked["last_source"]])
        )
    found = _("something was found") if looked["last_found"] else _("nothing was found")
    text = _("Last looked at on {day} {by}; {found}.")
    return text.format(day=day(looked["last_look"]), by=_(BY[looked["last_source"]]), found=found)


def place_text(row: dict) -> str:
    """A stored location in one line: "Lindehof 12 A", or "a point on the map"."""
    parts = (row["street"], row["number"], row["number_suffix"])
    return " ".join(str(part) for part in parts if part) or _("a point on the map")


def what_text(row: dict) -> str:
    """What was found in a row of ``data.services.signals.sent``, as text."""
    if not row["found"]:
        return _("nothing to report")
    return short_name(row["code"] or "OVE")


def described(sent: pl.DataFrame) -> list[str]:
    """Each signal in one line: "Litter, waste · Lindehof 12 · serious"."""
    lines = []
    for row in sent.iter_rows(named=True):
        level = _(SERIOUS[row["seriousness"]]).lower() if row["seriousness"] else ""
        lines.append(" · ".join(part for part in (what_text(row), place_text(row), level) if part))
    return lines
