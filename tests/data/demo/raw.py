"""The demo's files as plain frames, read here with minimal code; the intake is tested separately."""

import io
from functools import cache
from pathlib import Path

import polars as pl

DEMO = Path(__file__).parents[3] / "data" / "demo"


@cache
def table(name: str, encoding: str, skip_lines: int = 0) -> pl.DataFrame:
    """All cells of a demo file as text; rows with too many cells are cut, those with too few are filled."""
    text = (DEMO / name).read_bytes().decode(encoding)
    return pl.read_csv(
        io.BytesIO(text.encode()),
        separator=";",
        skip_lines=skip_lines,
        infer_schema=False,
        truncate_ragged_lines=True,
    )


@cache
def dwellings() -> pl.DataFrame:
    """street, number (with its addition), block, name, homes (1, or 0 for a shop)."""
    return table("woningen.csv", "cp1252").select(
        street="Straat",
        number=pl.concat_str("Huisnr", pl.col("Toev").fill_null("")).str.to_uppercase(),
        block="Complexnr",
        name="Complexnaam",
        homes=(pl.col("Soort eenheid") != "Winkelruimte").cast(pl.Int64),
    )


@cache
def reports() -> pl.DataFrame:
    """Resident reports whose address can be read at once: day, kind, street, number, block, reporter."""
    cells = table("meldingen_2023-2026.csv", "cp1252", skip_lines=2)
    streets = "|".join(dwellings()["street"].unique(maintain_order=True))
    where = pl.col("Adres overlast").str.extract_groups(rf"^({streets})(?: (\d+)[- ]?([A-H]|bis)?\b)?")
    found = cells.select(
        day=pl.col("Datum melding").str.to_date("%d-%m-%Y", strict=False),
        kind="Subrubriek",
        reporter="Telefoon melder",
        street=where.struct[0],
        number=pl.concat_str(where.struct[1], where.struct[2].fill_null("")).str.to_uppercase(),
    )
    return found.drop_nulls(["day", "street"]).join(_block_of(), on=["street", "number"], how="left")


@cache
def observations() -> pl.DataFrame:
    """Observations by staff: day, function, kind, street, number, block."""
    cells = table("observaties_buitendienst.csv", "utf-8-sig")
    found = cells.select(
        day=pl.col("Datum").str.to_date("%-d-%-m-%Y", strict=False),
        function="Functie",
        kind="Waarneming",
        street="Straat",
        number=pl.concat_str("Huisnr", pl.col("Toev").fill_null("")).str.to_uppercase(),
        code="Complexnr",
    ).drop_nulls("day")
    placed = found.join(_block_of(), on=["street", "number"], how="left")
    return placed.select("day", "function", "kind", "street", "number", block=pl.coalesce("code", "block"))


def _block_of() -> pl.DataFrame:
    return dwellings().select("street", "number", "block")


@cache
def homes() -> pl.DataFrame:
    """Homes by block: block, homes."""
    return dwellings().group_by("block").agg(pl.sum("homes"))


def rates(first, last) -> pl.DataFrame:
    """Reports per 100 homes a year by block, including those of staff: block, reports, homes, rate; highest first."""
    both = pl.concat([reports().select("day", "block"), observations().select("day", "block")])
    counted = both.filter(pl.col("day").is_between(first, last)).group_by("block").agg(reports=pl.len())
    years = ((last - first).days + 1) / 365.25
    joined = homes().join(counted, on="block", how="left").with_columns(pl.col("reports").fill_null(0))
    return joined.with_columns(rate=pl.col("reports") / pl.col("homes") / years * 100).sort("rate", descending=True)
