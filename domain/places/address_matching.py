"""Matches the addresses in reports to dwellings: exactly if possible, otherwise conservatively.

The steps, each for the addresses that the earlier ones did not match:

1. a person's decision (schemas.AddressMatch);
2. equal street, number and suffix, unless postcode and town contradict it;
3. equal postcode, number and suffix with any street name, for postcodes that are small enough;
4. steps 2 and 3 without the suffix, if the report has none and only one dwelling has that number;
5. a similarly spelled street, if town, postcode or coordinates confirm it.

For an unmatched address the best guess is kept for review.
"""

import polars as pl
from rapidfuzz import fuzz, process

from domain.places.blocks import postcode_block

# Of 100 (normalised indel similarity): one or two different letters in a street name of ordinary length.
STREET_SIMILARITY_MIN = 90
CLEAR = 8  # points that the best street must be above the second: "Lindenlaan" is neither Lindelaan nor Linderlaan
GUESS_SCORE_MIN = 75  # a lower score is not offered as a guess
CONFIRMATION_DISTANCE_MAX = 300.0  # metres within which a coordinate confirms a match
CONTRADICTION_DISTANCE_MIN = 1_000.0  # metres beyond which a coordinate contradicts a match by street name only
# Metres beyond which the coordinate is considered wrong, and the address is used.
WRONG_COORDINATE_DISTANCE_MIN = 30_000.0

ADDRESS = ("street_key", "number", "number_suffix")
SAME_NUMBER = ("street_key", "number")

_PAIR = {"address": pl.UInt32, "dwelling": pl.UInt32}
_MATCH = _PAIR | {"beside": pl.UInt32, "guess": pl.UInt32, "score": pl.Float64, "settled": pl.Boolean}


def address_key(frame: pl.DataFrame) -> pl.Expr:
    """The key of an address, from street_key, number, number_suffix, town_key and postcode of ``frame``.

    Without a town the postcode is used. Null without a house number, and for a range of numbers.
    Example: "lindehof 12 a|meerwijk".
    """
    street = pl.col("street_key").fill_null("")
    suffix = pl.lit(" ") + pl.col("number_suffix").str.to_lowercase()
    where = pl.coalesce("town_key", "postcode", pl.lit(""))
    text = pl.concat_str(street, pl.lit(" "), pl.col("number"), suffix.fill_null(""), pl.lit("|"), where)
    one = pl.col("number").is_not_null() & pl.coalesce("street_key", "postcode").is_not_null()
    if "number_to" in frame.columns:
        one &= pl.col("number_to").is_null() | (pl.col("number_to") == pl.col("number"))
    return pl.when(one).then(text)


def match_addresses(addresses: pl.DataFrame, dwellings: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """The dwellings of the addresses.

    ``addresses``: address (row number), address_key, street_key, number, number_suffix, postcode, town_key, x, y
    (metres, null if unknown). ``dwellings``: dwelling (row number), dwelling_key, and the same columns.
    ``decisions``: those of people (schemas.AddressMatch).

    Returns one row per address with a match or guess: address; dwelling (row number, null if it is not in the stock or
    uncertain); beside (another dwelling with that number, which gives the block); guess (the most likely dwelling);
    score (of the guess, 0-100); settled (true if no review is needed).
    """
    if dwellings.is_empty():
        return pl.DataFrame(schema=_MATCH)
    by_hand = _by_decision(addresses, dwellings, decisions)
    numbered = dwellings.filter(pl.col("number").is_not_null())
    found, rest = [by_hand.select("address", "dwelling")], _without(addresses, by_hand)
    found.append(exactly(rest, numbered))
    rest = _without(rest, found[-1])
    for on in (SAME_NUMBER, ("postcode", "number")):
        found.append(_pairs(rest.filter(pl.col("number_suffix").is_null()), numbered, on, alone=True))
        rest = _without(rest, found[-1])
    alike = streets_alike(rest, numbered)
    renamed = _renamed(rest, alike.filter((pl.col("score") >= STREET_SIMILARITY_MIN) & (pl.col("margin") >= CLEAR)))
    found.append(_pairs(renamed, numbered, ADDRESS, confirmed=True))
    renamed = _without(renamed, found[-1]).filter(pl.col("number_suffix").is_null())
    found.append(_pairs(renamed, numbered, SAME_NUMBER, alone=True, confirmed=True))
    rest = _without(rest, pl.concat(found[-2:]))
    return pl.concat(
        [pl.concat(found).with_columns(settled=True), _guesses(rest, numbered, alike)], how="diagonal"
    ).sort("address")


def exactly(addresses: pl.DataFrame, dwellings: pl.DataFrame) -> pl.DataFrame:
    """Address and dwelling (row numbers) of exact matches: steps 2 and 3."""
    found = _pairs(addresses, dwellings, ADDRESS)
    rest = _pairs(_without(addresses, found), dwellings, ("postcode", "number", "number_suffix"))
    return pl.concat([found, rest])


def streets_alike(addresses: pl.DataFrame, dwellings: pl.DataFrame) -> pl.DataFrame:
    """For the streets of ``addresses`` without a dwelling, the most similarly spelled street of the dwellings.

    Columns: street_key, town_key, like (the similar street_key), score (0-100, at least GUESS_SCORE_MIN), margin
    (points above the second best). Names are compared within the town if the dwellings have it. Names with different
    numerals ("1e", "2e") are never similar.
    """
    unknown = addresses.select("street_key", "town_key").drop_nulls("street_key")
    unknown = unknown.join(dwellings, on="street_key", how="anti").unique().sort("street_key", "town_key")
    rows = []
    towns = set(dwellings["town_key"].unique().drop_nulls()) if unknown.height else ()
    for (town,), group in unknown.group_by("town_key", maintain_order=True):
        there = dwellings.filter(pl.col("town_key") == town) if town in towns else dwellings
        choices = there["street_key"].unique().sort().to_list()
        rows += [(name, town, *best) for name in group["street_key"] if (best := _most_like(name, choices))]
    schema = {
        "street_key": pl.String,
        "town_key": pl.String,
        "like": pl.String,
        "score": pl.Float64,
        "margin": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _most_like(name: str, choices: list[str]) -> tuple[str, float, float] | None:
    """The choice most similar to ``name``, its score, and its margin above the second; None below GUESS_SCORE_MIN."""
    best = process.extract(name, choices, scorer=fuzz.ratio, score_cutoff=GUESS_SCORE_MIN, limit=2)
    if not best or _numerals(best[0][0]) != _numerals(name):
        return None
    second = best[1][1] if len(best) > 1 else GUESS_SCORE_MIN
    return best[0][0], best[0][1], best[0][1] - second


def _numerals(name: str) -> list[str]:
    return [letter for letter in name if letter.isdigit()]


def _by_decision(addresses: pl.DataFrame, dwellings: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """The addresses that a person matched: address, dwelling. Matches to dwellings that no longer exist are dropped."""
    known = dwellings.select("dwelling_key", "dwelling")
    pairs = addresses.select("address", "address_key").join(decisions, on="address_key")
    pairs = pairs.join(known, on="dwelling_key", how="left")
    return pairs.filter(pl.col("dwelling_key").is_null() | pl.col("dwelling").is_not_null())


def _without(addresses: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    return addresses.join(found, on="address", how="anti") if found.height else addresses


def _alone(dwellings: pl.DataFrame, on: tuple[str, ...]) -> pl.DataFrame:
    """The dwellings that are the only ones with their values of ``on`` in their town."""
    return dwellings.filter(pl.len().over(*on, "town_key") == 1)


def _renamed(addresses: pl.DataFrame, alike: pl.DataFrame) -> pl.DataFrame:
    """The addresses that have a similar street, with that street_key in place of their own."""
    both = addresses.join(alike, on=["street_key", "town_key"], nulls_equal=True)
    return both.with_columns(street_key=pl.col("like")).drop("like", "margin")


def _pairs(
    addresses: pl.DataFrame,
    dwellings: pl.DataFrame,
    on: tuple[str, ...],
    *,
    alone: bool = False,
    confirmed: bool = False,
) -> pl.DataFrame:
    """The best dwelling per address among those with equal ``on``: address, dwelling.

    A postcode is used only if it is no larger than a block. A pair is dropped if postcode or town differs and neither
    is equal. A match by name only (neither is known to be equal) is also dropped if the coordinate is far away, or if
    several towns have such an address. With ``alone``, the dwelling must be the only one in its town. With
    ``confirmed``, a nearby coordinate must confirm the match; without coordinates the town or postcode must be equal.
    """
    if on[0] == "postcode":
        addresses = addresses.filter(postcode_block().is_not_null())
    addresses = addresses.drop_nulls(on[0])
    if addresses.is_empty() or dwellings.is_empty():
        return pl.DataFrame(schema=_PAIR)
    side = _alone(dwellings, on) if alone else dwellings
    side = side.select(*on, "dwelling", *[pl.col(c).alias(f"{c}_of") for c in ("postcode", "town_key", "x", "y")])
    both = addresses.join(side, on=list(on), nulls_equal=True)
    if both.is_empty():
        return both.select(*_PAIR)
    same_postcode, same_town = pl.col("postcode") == pl.col("postcode_of"), pl.col("town_key") == pl.col("town_key_of")
    away = ((pl.col("x") - pl.col("x_of")).pow(2) + (pl.col("y") - pl.col("y_of")).pow(2)).sqrt()
    both = both.with_columns(
        agree=same_postcode.fill_null(False) * 2 + same_town.fill_null(False) * 1,
        contradict=(~same_postcode).fill_null(False) | (~same_town).fill_null(False),
        away=pl.when(away <= WRONG_COORDINATE_DISTANCE_MIN).then(away),
    )
    keep = (pl.col("agree") > 0) | ~(
        pl.col("contradict") | (pl.col("away") > CONTRADICTION_DISTANCE_MIN).fill_null(False)
    )
    if confirmed:
        keep &= (
            pl.when(pl.col("away").is_null())
            .then(pl.col("agree") > 0)
            .otherwise(pl.col("away") <= CONFIRMATION_DISTANCE_MAX)
        )
    best = both.filter(keep).sort("address", -pl.col("agree").cast(pl.Int8), "away", "dwelling", nulls_last=True)
    chosen = best.group_by("address", maintain_order=True).agg(
        pl.first("dwelling", "agree", "away"), places=pl.struct("postcode_of", "town_key_of").n_unique()
    )
    unsure = (pl.col("agree") == 0) & pl.col("away").is_null() & (pl.col("places") > 1)
    return chosen.filter(~unsure).select("address", "dwelling")


def _guesses(addresses: pl.DataFrame, dwellings: pl.DataFrame, alike: pl.DataFrame) -> pl.DataFrame:
    """The guesses for addresses without a match: address, beside, guess, score, settled (false)."""
    beside = pl.concat([_pairs(addresses, dwellings, on) for on in (SAME_NUMBER, ("postcode", "number"))])
    beside = beside.unique("address", keep="first").rename({"dwelling": "beside"})
    renamed = _renamed(addresses, alike)
    similar = _pairs(renamed, dwellings, SAME_NUMBER).join(renamed.select("address", "score"), on="address")
    return (
        addresses.select("address")
        .join(beside, on="address", how="left")
        .join(similar.rename({"dwelling": "similar", "score": "like"}), on="address", how="left")
        .select(
            "address",
            "beside",
            guess=pl.coalesce("beside", "similar"),
            score=pl.when(pl.col("beside").is_not_null()).then(95.0).otherwise(pl.col("like")),
            settled=pl.lit(False),
        )
    )
