"""Parse addresses to street, house number, suffix, postcode and town in one spelling.

An address may be in one cell, in several columns, or in both; a separate column takes precedence over the text. Parsing
of one text is described in ``address_text``; comparison of street names in ``street_names``.

A hyphen between two numbers is either a range ("9600-9699") or a number and its addition ("12-2", the second floor). It
is read as a range where the second number is a little higher and on the same side of the street (both even or both
odd), as a building's range is; floors and flats count from 1 or from 101, so their additions are mostly lower than the
house number, far higher or on the other side, and reading one wrongly still leaves the right street and first number.
Where the number comes first (US) a range has three digits and stays within a hundred: "9600-9699 MARLIVE" is a
hundred-block, "64-36 138 STREET" is one house in Queens. "12 t/m 18" is always a range. In a list of dwellings every
row is one address, so ``ranges=False`` reads every hyphen as an addition.
"""

import polars as pl

from domain.intake.parsing.address_text import one_language, take_apart
from domain.intake.parsing.beside_street import without_surroundings
from domain.intake.parsing.no_places import NEAR, names_no_place
from domain.intake.parsing.per_distinct import per_value
from domain.intake.parsing.street_names import shown_name, street_key, town_key

__all__ = ["ADDRESS", "parse_addresses", "street_key", "town_key"]

ADDRESS = {
    "street": pl.String,
    "number": pl.Int32,
    "number_to": pl.Int32,
    "number_suffix": pl.String,
    "postcode": pl.String,
    "town": pl.String,
}
"""The columns of a parsed address, as in domain.schemas.Report."""

HIGHEST = 99_999  # no house number is higher
LONGEST_SUFFIX = 10  # "A BIS", "BENEDEN", "LINKS 2"; a longer text is a remark
WIDEST_RANGE = 60  # thirty addresses on one side; "10-102" is a flat of number 10
HUNDRED = 100  # "9600-9699", a hundred-block

# Between a street and its number: "Witterweg nr. 56", "Witterweg t.h.v. 56".
_BEFORE_NUMBER = (
    r"(?i)(?:[ ,.]+(?:nr|no|nummer|huisnummer|huisnr|hnr|t\.?h\.?v|ter hoogte van|tegenover|t\.?/?o|naast|nabij|bij|#"
    r"|near|opp|opposite|gegenüber|hausnr|n°|num)\.?)+$"
)
_POSTCODE_OF_TOWN = r"^([1-9]\d{3} ?[A-Z]{2}|\d{4,5}),? (?:\b|$)"
_DISTRICT_OF_TOWN = (
    r"(?i)^(\p{L}[\p{L} '’.-]+?) (?:\d{1,2}(?:e|er|ème|eme)?(?: arr(?:ondissement|\.)?)?|cedex(?: \d+)?)$"
)
_SURE_RANGE = r"(?i)^ ?(?:t/?m|t\.?e\.?m\.?|tot en met|tot|to|bis|en|&|\+) ?(\d{1,6})[a-z]?$"
_HYPHEN = r"^ ?[-–/] ?([1-9]\d{0,5})$"
_SAME_SUFFIX = {" II ": " 2 ", " III ": " 3 ", " IV ": " 4 ", " HUIS ": " HS ", " BS ": " BIS ", " HOOG ": " "} | {
    " ROOD ": " RD ",
    " ZWART ": " ZW ",
    " BUS ": " ",
    " BTE ": " ",
    " BOITE ": " ",
    " BOÎTE ": " ",
    " BOX ": " ",
}


def parse_addresses(parts: pl.DataFrame, *, ranges: bool = True) -> pl.DataFrame:
    """The addresses (``ADDRESS``) in the rows of ``parts``, in the same order.

    ``parts``: String columns, any of address, street, number, number_letter, number_suffix, postcode, town. A street
    column may hold the number as well, and a number column its suffix; both are split.

    ``street``: null where no street is named ("On or near Supermarket", a PO box). ``number``: null where missing or
    impossible (0, 123456). ``number_to``: the end of a range, else null. ``number_suffix``: in capitals with single
    spaces and no punctuation ("12-A bis": "A BIS"; "12-2hoog": "2"). ``postcode``: "1234AB", "SW1A 1AA", "21215".
    """
    rows = pl.concat(
        [
            _per_value(parts, "address", lambda texts: _from_text(texts, ranges), "text"),
            _per_value(parts, "street", lambda texts: _from_text(texts, ranges), "street"),
            _per_value(parts, "street", _streets, "whole"),
            _per_value(parts, "number", lambda texts: _from_number(texts, ranges), "number"),
            _suffix_columns(parts),
            _per_value(parts, "postcode", _postcodes, "own"),
            _per_value(parts, "town", _towns, "town"),
        ],
        how="horizontal",
    )
    own = pl.col("number_number").is_not_null()
    in_street = ~own & pl.col("street_number").is_not_null()
    numbers = {
        name: pl.when(own).then(f"number_{name}").when(in_street).then(f"street_{name}").otherwise(f"text_{name}")
        for name in ("number", "number_to", "number_suffix")
    }
    street = pl.when(in_street).then("street_street").otherwise("whole_street")
    found = rows.select(
        street=pl.coalesce(street, "text_street"),
        number=numbers["number"],
        number_to=numbers["number_to"],
        number_suffix=pl.when(numbers["number"].is_not_null()).then(
            pl.coalesce("own_suffix", numbers["number_suffix"])
        ),
        postcode=pl.coalesce("own_postcode", "street_postcode", "text_postcode", "town_postcode"),
        town=pl.coalesce("town_town", "street_town", "text_town"),
    )
    return _without_towns(found)


def _without_towns(found: pl.DataFrame) -> pl.DataFrame:
    """``found`` without streets that are only a town ("Katwijk", "2225 Katwijk"): a name that another row of the file
    gives as its town. Such a row keeps the town.
    """
    towns = found["town"].unique().drop_nulls()
    if towns.is_empty():
        return found
    without = found.filter(found["number"].is_null() | (found["number"] >= 1000))
    names = without["street"].unique().drop_nulls()
    alone = names.filter(town_key(names).is_in(town_key(towns).to_list()))
    if alone.is_empty():
        return found
    number = pl.col("number")
    of_postcode = number.is_between(1000, 9999) & pl.col("number_suffix").is_null()  # "2225 Katwijk"
    only_town = (pl.col("street").is_in(alone.to_list()) & (number.is_null() | of_postcode)).fill_null(False)
    code = pl.when(only_town & of_postcode).then(number.cast(pl.String))
    street_parts = ("street", "number", "number_to", "number_suffix")
    return found.select(
        *(pl.when(~only_town).then(name).alias(name) for name in street_parts),
        postcode=pl.coalesce("postcode", code),
        town=pl.when(only_town).then(pl.coalesce("town", "street")).otherwise("town"),
    )


_GIVES = {
    "text": tuple(ADDRESS),
    "street": tuple(ADDRESS),
    "number": ("number", "number_to", "number_suffix"),
    "town": ("town", "postcode"),
}


def _per_value(parts: pl.DataFrame, column: str, work, prefix: str) -> pl.DataFrame:
    """The results of ``work`` on the column's distinct values, per row; nulls without such a column."""
    values = parts[column] if column in parts.columns else pl.repeat(None, parts.height, dtype=pl.String, eager=True)
    found = _per_known(values, work, _GIVES.get(prefix, (column,)))
    return found.rename({name: f"{prefix}_{name}" for name in found.columns})


def _per_known(values: pl.Series, work, gives: tuple[str, ...]) -> pl.DataFrame:
    """The results of ``work`` on the distinct values, per row; nulls in the columns ``gives`` if all are null."""
    if values.count():
        return per_value(values, work)
    return pl.select(pl.repeat(None, len(values), dtype=ADDRESS.get(name, pl.String)).alias(name) for name in gives)


def _from_text(texts: pl.Series, ranges: bool) -> pl.DataFrame:
    """The address in each text."""
    raw = take_apart(texts)
    street = _per_known(raw["street"], _streets, ("street",))
    no_place = raw["street"].is_not_null() & street["street"].is_null()  # "Postbus 12"
    return pl.concat(
        [
            street,
            _house_numbers(raw.with_columns(number=pl.when(~no_place).then("number")), ranges),
            _per_known(raw["postcode"], _postcodes, ("postcode",)),
            _per_known(raw["town"], _towns, ("town", "postcode")).drop("postcode"),
        ],
        how="horizontal",
    )


def _from_number(texts: pl.Series, ranges: bool) -> pl.DataFrame:
    """House number, end of range and suffix from a column of house numbers ("12", "12-A", "12.0")."""
    split = (
        texts.str.strip_chars().str.extract_groups(r"^(?P<number>\d{1,9})(?:[.,]0+)?(?P<suffix>.*)$").struct.unnest()
    )
    return _house_numbers(split.with_columns(number_first=pl.lit(False)), ranges)


def _house_numbers(raw: pl.DataFrame, ranges: bool) -> pl.DataFrame:
    """Number, end of range and suffix of ``raw`` (number, suffix, number_first as in ``address_text.RAW``)."""
    suffix = _per_known(raw["suffix"], _suffixes, ("to", "sure", "suffix"))
    known = pl.concat([raw.select("number", "number_first"), suffix], how="horizontal").cast(
        {"to": pl.Int64, "sure": pl.Boolean}
    )
    number, to = pl.col("number"), pl.col("to")
    same_side = (to - number) % 2 == 0
    hundreds = (number >= HUNDRED) & (to - number < HUNDRED)
    doors = same_side & (to - number <= WIDEST_RANGE)
    hyphen = pl.lit(ranges) & pl.when("number_first").then(hundreds).otherwise(doors)
    is_range = to.is_between(number + 1, HIGHEST) & (pl.col("sure") | hyphen)
    return (
        known.with_columns(number.cast(pl.Int64, strict=False))
        .with_columns(pl.when(number.is_between(1, HIGHEST)).then(number).alias("number"))
        .select(
            number.cast(pl.Int32),
            number_to=pl.when(is_range).then(to).cast(pl.Int32),
            number_suffix=pl.when(number.is_not_null() & ~is_range.fill_null(False)).then("suffix"),
        )
    )


def _suffixes(raw: pl.Series) -> pl.DataFrame:
    """Each suffix normalised; ``to``: its number as the end of a range; ``sure``: whether it is certainly one."""
    sure, hyphen = raw.str.extract(_SURE_RANGE), raw.str.extract(_HYPHEN)
    return pl.DataFrame({"sure": sure, "hyphen": hyphen, "suffix": raw}).select(
        to=pl.coalesce("sure", "hyphen").cast(pl.Int64),
        sure=pl.col("sure").is_not_null(),
        suffix=pl.when(pl.col("sure").is_null()).then(_normal_suffix(pl.col("suffix"))),
    )


def _normal_suffix(raw: pl.Expr) -> pl.Expr:
    """Capitals, a space between letters and digits, no punctuation, no leading zeros; null where nothing is left."""
    words = raw.str.to_uppercase().str.replace_all(r"[^\p{L}\p{N}]+", " ")
    words = words.str.replace_all(r"(\p{L})(\d)", "${1} ${2}").str.replace_all(r"(\d)(\p{L})", "${1} ${2}")
    words = pl.format(" {} ", words.str.replace_all(r"\b0+(\d)", "${1}").str.replace_all(" +", "  "))
    words = words.str.replace_many(_SAME_SUFFIX).str.replace_all(" +", " ").str.strip_chars()
    half = raw.str.strip_chars() == "1/2"
    fits = words.str.len_chars().is_between(1, LONGEST_SUFFIX) & (words != "0")
    return pl.when(half).then(pl.lit("1/2")).when(fits).then(words)


def _suffix_columns(parts: pl.DataFrame) -> pl.DataFrame:
    """The suffix from separate columns: house letter and addition together."""
    columns = [name for name in ("number_letter", "number_suffix") if name in parts.columns]
    if not columns:
        return pl.select(own_suffix=pl.repeat(None, parts.height, dtype=pl.String))
    joined = parts.select(pl.concat_str(columns, separator=" ", ignore_nulls=True)).to_series()
    return per_value(joined, lambda raw: pl.DataFrame({"raw": raw}).select(own_suffix=_normal_suffix(pl.col("raw"))))


def _streets(raw: pl.Series) -> pl.DataFrame:
    """Street names in display form; null where the text names no street."""
    bare = without_surroundings(raw.str.replace_all(r"\s+", " "))
    name = pl.DataFrame([raw.alias("raw"), bare.alias("street")]).with_columns(
        pl.col("street").str.replace(NEAR, "${x}").str.replace(_BEFORE_NUMBER, "")
    )
    name = name.with_columns(street=one_language(name["street"]))
    named = pl.col("street").str.contains(r"\p{L}") & ~names_no_place(name["raw"], name["street"])
    return name.select(pl.when(named).then(shown_name(pl.col("street").str.strip_chars(" ,-;"))).alias("street"))


def _postcodes(raw: pl.Series) -> pl.DataFrame:
    """Postcodes normalised; null where a text cannot be one."""
    if raw.str.contains(r"^[1-9]\d{3}[A-Z]{2}$").all():  # the usual case
        return raw.alias("postcode").to_frame()
    code = pl.col("raw").str.to_uppercase().str.replace(r"^\s*(?:NL|D|B|A|CH|L)-", "").str.replace_all(r"\s+", "")
    dutch = code.str.extract(r"^([1-9]\d{3}[A-Z]{2})")
    zipped = code.str.extract(r"^(\d{5})(?:-?\d{4})?$")
    british = code.str.replace(r"^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$", "${1} ${2}")
    other = british.str.extract(r"^([A-Z\d][A-Z\d -]{2,9})$")
    possible = code.str.contains(r"[1-9]")
    return raw.to_frame("raw").select(postcode=pl.when(possible).then(pl.coalesce(dutch, zipped, other)))


def _towns(raw: pl.Series) -> pl.DataFrame:
    """Town names in display form, and the postcode before the name ("2312 AB Leiden"), null where there is none.

    The number of a district ("Paris 13", "Lyon 3e arrondissement") is left off.
    """
    text = pl.col("raw").str.replace_all(r"\s+", " ").str.strip_chars(" ,;-")
    postcode = text.str.extract(_POSTCODE_OF_TOWN, 1)
    name = text.str.replace(_POSTCODE_OF_TOWN, "").str.replace(_DISTRICT_OF_TOWN, "${1}").str.strip_chars(" ,;-")
    found = raw.to_frame("raw").select(
        town=pl.when(name.str.contains(r"\p{L}")).then(shown_name(name)), postcode=postcode
    )
    return found.with_columns(_per_known(found["postcode"], _postcodes, ("postcode",))["postcode"])
