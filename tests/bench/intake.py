"""Intake: bytes of an export to clean reports, compared with a bare read and with plain pandas."""

import io
import time
from collections.abc import Iterator

import pandas as pd
import polars as pl

from data.reference import lexicon
from domain.intake.cleaning.clean import clean
from domain.intake.mapping.proposal import propose
from domain.intake.reading.reader import read
from domain.schemas import CategoryChoice, Report
from tests.bench import made
from tests.bench.measure import Row, best, peak_megabytes


def ours(content: bytes) -> pl.DataFrame:
    """Do all of intake: read, propose the mapping, clean and check every row against the schema."""
    (table,) = read("export.csv", content)
    mapping = propose(table, lexicon()).mapping
    cleaned = clean(table, mapping, lexicon(), b"key", CategoryChoice.create_empty())
    assert cleaned.frame.height == made.REPORTS
    return Report.validate(cleaned.frame)


def bare(content: bytes) -> pl.DataFrame:
    """Only read the bytes."""
    return pl.read_csv(content, separator=";", encoding="cp1252")


WORDS = {
    "Geluidsoverlast": "GEL",
    "Vervuiling portiek": "VUI",
    "Zwerfvuil": "VUI",
    "Burenruzie": "RUZ",
    "Rattenoverlast": "ONG",
    "Tuinonderhoud": "HAN",
    "Drugsoverlast": "DRU",
    "Stankoverlast": "STA",
    "Grofvuil naast container": "VUI",
    "Vandalisme": "VAN",
    "Hangjongeren": "HAN",
}


def plain_pandas(content: bytes) -> pd.DataFrame:
    """Do the same work in plain pandas, with the layout known in advance."""
    frame = pd.read_csv(io.BytesIO(content), sep=";", encoding="cp1252", dtype=str)
    frame = frame.replace({"NULL": None, "n.v.t.": None, "-": None, "onbekend": None})
    day = pd.to_datetime(frame["Datum melding"], format="%d-%m-%Y", errors="coerce")
    closed = pd.to_datetime(frame["Datum gereed"], format="%d-%m-%Y", errors="coerce")
    time = pd.to_datetime(frame["Tijd"], format="%H:%M", errors="coerce")
    parts = frame["Adres overlast"].str.extract(
        r"^(?P<street>.*?)\s+(?P<number>\d+)\s*-?\s*(?P<suffix>[A-Za-z0-9 -]*)$"
    )
    lat = pd.to_numeric(frame["Breedtegraad"].str.replace(",", ".", regex=False), errors="coerce")
    lon = pd.to_numeric(frame["Lengtegraad"].str.replace(",", ".", regex=False), errors="coerce")
    placed = lat.between(50, 54) & lon.between(3, 8)
    clean_frame = pd.DataFrame(
        {
            "report_key": frame["Meldnummer"] + "|" + day.dt.strftime("%Y-%m-%d"),
            "reported_on": day,
            "reported_time": time.dt.time,
            "closed_on": closed,
            "status": frame["Status"].map({"Afgehandeld": "closed", "Open": "open"}),
            "category_word": frame["Soort melding"].str.strip(),
            "category": frame["Soort melding"].str.strip().map(WORDS).fillna("OVE"),
            "source": frame["Bron"].str.lower().map({"bewoner": "resident"}).fillna("resident"),
            "street": parts["street"].str.strip(),
            "street_key": parts["street"]
            .str.lower()
            .str.normalize("NFKD")
            .str.encode("ascii", "ignore")
            .str.decode("ascii"),
            "number": pd.to_numeric(parts["number"], errors="coerce").astype("Int32"),
            "suffix": parts["suffix"].str.upper().str.strip(),
            "postcode": frame["Postcode"].str.replace(" ", "").str.upper(),
            "town": frame["Plaats"].str.strip(),
            "lat": lat.where(placed),
            "lon": lon.where(placed),
        }
    )
    good = clean_frame[clean_frame["reported_on"].notna()]
    return good.drop_duplicates("report_key", keep="last")


def rows() -> Iterator[Row]:
    """Measure time against both others, and memory against the file's size."""
    content = made.export()
    mine, read = best(lambda: ours(content)), "pl.read_csv of the same bytes"
    yield Row("intake of 1,000,000 reports", mine, best(lambda: bare(content)), read, at_most=4)
    # On a machine with other work the clock says little; the processor time of all threads hardly depends on it.
    busy = [best(lambda call=call: call(content), clock=time.process_time) for call in (ours, bare)]
    yield Row("intake of 1,000,000 reports, processor time", *busy, read, at_most=4)
    yield Row("intake of 1,000,000 reports", mine, best(lambda: plain_pandas(content), 1), "plain pandas", at_least=3)
    size = len(content) / 2**20
    yield Row("memory of intake at its peak", peak_megabytes(ours, content), size, "the file", unit="MB", at_most=8)
