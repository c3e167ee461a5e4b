"""What a candidate is, in words: its kind, homes and blocks."""

from typing import Any

import polars as pl

from domain.scoring.candidate_units import AND
from domain.scoring.evidence import Evidence
from domain.scoring.weights import COMPONENTS
from pages.shared.texts import N_, _, format_list, ngettext, number


def what_it_is(row: dict[str, Any]) -> str:
    """The kind, location and number of homes of a unit, as plain text."""
    kinds = {"block": _("block"), "street": _("street")}
    blocks = len(row["members"])
    kind = kinds.get(row["kind"]) or ngettext(blocks, N_("{count} block"), N_("{count} blocks together")).format(
        count=number(blocks)
    )
    parts = [kind[:1].upper() + kind[1:], row["neighbourhood"], row["town"], _homes(row)]
    return " · ".join(part for part in parts if part)


def where_it_is(row: dict[str, Any]) -> str:
    """The neighbourhood (else the town) and number of homes of a unit, as plain text."""
    return " · ".join(part for part in (row["neighbourhood"] or row["town"], _homes(row)) if part)


def _homes(row: dict[str, Any]) -> str:
    text = {
        "dwellings": ngettext(row["homes"], N_("{count} home"), N_("{count} homes")),
        "area_file": ngettext(
            row["homes"], N_("{count} home according to the area file"), N_("{count} homes according to the area file")
        ),
    }.get(row["denominator"], "")
    return text.format(count=number(row["homes"]))


def blocks_of(row: dict[str, Any], evidence: Evidence) -> str:
    """The names of all blocks of a cluster, as plain text; empty if its own name lists them."""
    members = evidence.units.filter(pl.col("candidate_id").is_in(row["members"]))
    names = sorted(members["name"])
    if row["kind"] != "cluster" or set(row["name"].split(AND)) == set(names):
        return ""
    return _("The blocks: {names}").format(names=format_list(names))


def compared_by(denominator: str) -> str:
    """The effect of the denominator on the list, as plain text; empty if dwellings are known."""
    texts = {
        "area_file": _("The numbers of homes are those of the area file. A list of your dwellings is more exact."),
        "one": _(
            "The number of homes is not known, so places are compared by their number of incidents. A "
            "long street then ranks high sooner. A list of your dwellings corrects that."
        ),
    }
    return texts.get(denominator, "")


def has_addresses(evidence: Evidence) -> bool:
    """Whether any report names an address."""
    return bool(evidence.units["named"].sum())


def available_evidence(evidence: Evidence) -> dict[str, bool]:
    """For each component whether data for it is available."""
    return dict(zip(COMPONENTS, evidence.has_evidence.tolist(), strict=True))
