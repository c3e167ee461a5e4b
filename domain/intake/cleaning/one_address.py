"""One address as texts that can be compared, also as keyed hashes, in whatever form rows have it."""

import polars as pl

from domain.errors import N_, WrongValue
from domain.intake.cleaning.mentions import phrase
from domain.intake.parsing.addresses import parse_addresses
from domain.intake.parsing.per_distinct import per_value
from domain.intake.parsing.street_names import street_key, town_key

COLUMNS = ("street", "number", "number_to", "number_suffix", "postcode", "town")
FORMS = ("in_town", "without_town", "any_town", "by_postcode")


def parsed(text: str) -> dict[str, str | int | None]:
    """Return the parts of an address that someone typed: the ``COLUMNS``.

    Raises:
        WrongValue: it has no street or postcode, or no house number, or is a range of numbers.
    """
    row = parse_addresses(pl.DataFrame({"address": [text]})).row(0, named=True)
    if row["number"] is None or not (row["street"] or row["postcode"]) or row["number_to"]:
        raise WrongValue(N_("Give one address with its house number, such as “Lindehof 12a, Meerwijk”."))
    return {name: row[name] for name in COLUMNS}


def forms(rows: pl.DataFrame) -> pl.DataFrame:
    """The forms of each row's address, null where the row has none or a range of numbers.

    ``rows``: the ``COLUMNS``. ``in_town``: street, number and town, where the row has a town; ``without_town``: street
    and number, where it has none; ``any_town``: street and number; ``by_postcode``: postcode and number.
    """
    keys = rows.select(
        street=_keyed(rows["street"], street_key),
        town=_keyed(rows["town"], town_key),
        postcode=pl.col("postcode").str.replace_all(r"\s", "").str.to_uppercase(),
        number=pl.when(
            pl.col("number_to").is_null() | (pl.col("number_to") == pl.col("number"))
            if "number_to" in rows.columns
            else True
        ).then(pl.format("{} {}", "number", pl.col("number_suffix").fill_null("").str.to_lowercase())),
    )
    here = pl.format("{}|{}", "street", "number")
    return keys.select(
        in_town=pl.format("in|{}|{}", here, "town"),
        without_town=pl.when(pl.col("town").is_null()).then(pl.format("without|{}", here)),
        any_town=pl.format("any|{}", here),
        by_postcode=pl.format("at|{}|{}", "postcode", "number"),
    )


def spellings(rows: pl.DataFrame) -> set[str]:
    """The phrases by which free text names the addresses of these rows: street or postcode, and number."""
    found: set[str] = set()
    for row in rows.select(COLUMNS[:2] + COLUMNS[3:5]).unique().drop_nulls("number").iter_rows(named=True):
        number = f"{row['number']} {row['number_suffix'] or ''}"
        street_of = street_key(pl.Series([row["street"]], dtype=pl.String)).item()
        found |= {phrase(f"{name} {number}") for name in (row["street"], street_of, row["postcode"]) if name}
    return found


def _keyed(names: pl.Series, key: object) -> pl.Series:
    return per_value(names, lambda distinct: pl.DataFrame({"key": key(distinct)}))["key"]  # type: ignore[operator]
