"""Trintelwaard's reports and dwellings in the formats of the housing association's systems."""

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from types import SimpleNamespace

import numpy as np
import polars as pl

from data.demo import ground_truth, network, noise, people, planned_works
from data.demo.layout import TOWN
from data.demo.town import Town
from data.demo.vocabulary import INCIDENT_KINDS

LAST_DAY = date(2026, 10, 31)
SOLD = 30  # sold homes: not in the list of dwellings, but incidents occur there too
BUILT_IN = {"Havenkwartier": 1998, "Bloemenbuurt": 1974, "Vogelbuurt": 1976, "Bomenbuurt": 1972, "Schepenbuurt": 1981}
REPORT_COLUMNS = (
    "Meldnummer",
    "Datum melding",
    "Tijd",
    "Kanaal",
    "Rubriek",
    "Subrubriek",
    "Omschrijving",
    "Adres overlast",
    "Naam melder",
    "Telefoon melder",
    "Adres melder",
    "Status",
    "Afgehandeld op",
    "Uren besteed",
)
SEEN_COLUMNS = ("Datum", "Functie", "Straat", "Huisnr", "Toev", "Complexnr", "Waarneming", "Toelichting", "Vervolg")
STOCK_COLUMNS = (
    "VHE-nummer",
    "Straat",
    "Huisnr",
    "Toev",
    "Postcode",
    "Plaats",
    "Complexnr",
    "Complexnaam",
    "Buurt",
    "Soort eenheid",
    "Bouwjaar",
    "X-coördinaat",
    "Y-coördinaat",
)


def stock_file(town: Town, seed: int) -> bytes:
    """The dwellings that the association owns: Windows-1252, decimal comma, RD coordinates."""
    sold = set(sold_homes(town, seed))
    rows = []
    for index, home in enumerate(town.dwellings.iter_rows(named=True)):
        block = town.blocks[home["block"]]
        if index not in sold:
            rows.append(
                (
                    f"V{100_000 + 7 * index}",
                    home["street"],
                    home["number"],
                    home["suffix"] or "",
                    home["postcode"],
                    TOWN,
                    block["code"],
                    block["name"],
                    block["neighbourhood"],
                    {"shop": "Winkelruimte", "flat": "Appartement", "terrace": "Eengezinswoning"}[home["use"]],
                    BUILT_IN[block["neighbourhood"]] + home["block"] % 5,
                    _comma(home["x"]),
                    _comma(home["y"]),
                )
            )
    return _csv(STOCK_COLUMNS, rows).encode("cp1252")


def sold_homes(town: Town, seed: int) -> list[int]:
    """The rows of the homes that were sold: spread over the longer rows of ordinary streets."""
    sizes = np.bincount(town.dwellings["block"].to_numpy())
    given = {index for index, block in enumerate(town.blocks) if block["name"] in ground_truth.LEVELS}
    blocks, uses = town.dwellings["block"].to_list(), town.dwellings["use"].to_list()
    free = [
        row
        for row, (block, use) in enumerate(zip(blocks, uses, strict=True))
        if use == "terrace" and sizes[block] >= 16 and block not in given
    ]
    return sorted(np.random.RandomState(seed + 10).permutation(free)[:SOLD].tolist())


def reports_file(town: Town, reports: pl.DataFrame, seed: int) -> bytes:
    """What residents reported, from the contact centre: Windows-1252, ``;``, dd-mm-yyyy, two lines above the header."""
    random = np.random.RandomState(seed + 11)
    pick = random.random_sample
    homes = town.dwellings.rows(named=True)
    persons = people.residents(len(homes), np.random.RandomState(seed + 12))
    numbers: dict[int, count] = {}
    rows = []
    for report in reports.filter(pl.col("source") == "resident").iter_rows(named=True):
        year = report["day"].year
        number = numbers.setdefault(year, count(1 + 7 * (year % 10)))
        rows.append(_report_row(f"{year}-{next(number):05d}", SimpleNamespace(**report), homes, persons, pick))
    lines = _csv(REPORT_COLUMNS, rows).split("\r\n2")  # each row starts with its report number: year first
    body = "\r\n".join([lines[0], *_broken_reports(["2" + line for line in lines[1:]])])
    head = "Klantcontactsysteem: overlast en leefbaarheid\r\nPeriode 01-11-2023 t/m 31-10-2026\r\n"
    return (head + body + f"Totaal aantal meldingen: {len(rows)}\r\n").encode("cp1252")


def _report_row(
    number: str, report: SimpleNamespace, homes: list[dict], persons: list[people.Person], pick: noise.Pick
) -> tuple:
    """One report as the contact centre records it."""
    home = homes[report.dwelling]
    rubric, subrubric, _seen = INCIDENT_KINDS[report.kind]
    if report.day < date(2024, 7, 1) and rubric == "Woonomgeving":
        rubric = "Leefomgeving"  # the system was given new rubrics in the summer of 2024
    clear = report.truth == 8
    where = noise.address(
        home["street"],
        noise.house_number(home["number"], home["suffix"], pick),
        home["postcode"],
        (lambda: 0.0) if clear else pick,
    )
    name = phone = email = from_where = ""
    if report.reporter is not None:
        person, own = persons[report.reporter], homes[report.reporter]
        name, phone, email = person.name, person.phone, person.email
        from_where = f"{own['street']} {noise.house_number(own['number'], own['suffix'], pick)}"
    elif pick() < 0.5:
        name = "Anoniem"
    channel, hour = _channel(pick)
    status, closed = _handled(report.day, pick)
    return (
        number,
        f"{report.day:%d-%m-%Y}",
        f"{hour:02d}:{int(pick() * 60):02d}",
        channel,
        rubric,
        subrubric,
        noise.note(report.kind, phone, email, pick),
        where,
        name,
        phone,
        from_where,
        status,
        closed,
        _comma(round(0.25 * int(1 + 7 * pick() ** 2), 2)) if closed else "",
    )


def _channel(pick: noise.Pick) -> tuple[str, int]:
    """How a report came in, and at what hour: by telephone in office hours, through the website at any hour."""
    drawn = pick()
    if drawn < 0.52:
        return "Telefoon", 8 + int(pick() * 9)
    if drawn < 0.9:
        return "Website", 7 + int(pick() * 17)
    return ("Balie" if drawn < 0.94 else "E-mail"), 9 + int(pick() * 8)


def _handled(day: date, pick: noise.Pick) -> tuple[str, str]:
    """The status of a report on the last day, and when it was handled."""
    closed = day + timedelta(days=int(2 + 55 * pick() ** 2.2))
    if closed > LAST_DAY or pick() < 0.015:
        return ("In behandeling" if pick() < 0.6 else "Open"), ""
    return "Afgehandeld", f"{closed:%d-%m-%Y}"


def _broken_reports(lines: list[str]) -> list[str]:
    """The lines with a few realistic errors: no date, an impossible date, too many cells, a repeated row."""
    broken = {
        411: "2023-90001;;10:12;Telefoon;Vervuiling;Zwerfafval;;Iepenstraat 8;;;;Open;;",
        1290: "2024-90002;31-02-2024;09:40;Telefoon;Overlast buren;Burenruzie;;Aakstraat 12;;;;Afgehandeld;;",
        2777: "2024-90003;12-11-2024;13:05;Balie;Vervuiling;Grofvuil;stoel; kast;Wulpstraat 3;;;;Open;20-11-2024;0,5",
        3404: "2025-90004;n.v.t.;11:00;Balie;Overig;Overige overlast;;onbekend;;;;Open;;",
        5120: "2026-90005;3 weken terug;15:20;E-mail;Stank;Stankoverlast;;Merelstraat 7;;;;Open;;",
    }
    kept = []
    for index, line in enumerate(lines):
        kept += [line, broken[index]] if index in broken else [line]
    kept.insert(3000, kept[2999])
    return kept


def observations_file(town: Town, reports: pl.DataFrame, seed: int) -> bytes:
    """Observations by staff, from another system: UTF-8 with a BOM, d-m-yyyy, street and number apart."""
    pick = np.random.RandomState(seed + 13).random_sample
    homes = town.dwellings.rows(named=True)
    rows = []
    for report in reports.filter(pl.col("source") == "staff").iter_rows(named=True):
        home = homes[report["dwelling"]]
        caretaker = report["function"] in ("Huismeester", "Wijkbeheerder")
        vague = report["block_only"]
        rows.append(
            (
                f"{report['day'].day}-{report['day'].month}-{report['day'].year}",
                report["function"],
                noise.shortened(home["street"], pick) if pick() < 0.03 else home["street"],
                ("-" if pick() < 0.3 else "") if vague else home["number"],
                "" if vague else home["suffix"] or "",
                town.blocks[home["block"]]["code"] if caretaker or pick() < 0.6 else "",
                INCIDENT_KINDS[report["kind"]][2],
                noise.note(report["kind"], "", "", pick),
                ("Opgeruimd", "Doorgezet", "Bewoner gesproken", "")[int(pick() * 4)],
            )
        )
    rows.insert(700, ("", "Vakman", "Reigerstraat", 14, "", "", "Zwerfafval", "", ""))
    rows.insert(1600, ("45-13-2025", "Huismeester", "Havenstraat", "", "", "1019", "Grofvuil", "", ""))
    return b"\xef\xbb\xbf" + _csv(SEEN_COLUMNS, rows).replace("\r\n", "\n").encode()


def planning_file(town: Town) -> bytes:
    """The maintenance planning: Windows-1252, ``;``, dd-mm-yyyy."""
    return _csv(planned_works.COLUMNS, planned_works.rows(town)).encode("cp1252")


def network_file() -> bytes:
    """The partners and groups of residents: a spreadsheet saved as UTF-8, ``;``, dd-mm-yyyy."""
    return _csv(network.COLUMNS, network.ROWS).encode("utf-8-sig")


def _csv(columns: Sequence[str], rows: Sequence[tuple]) -> str:
    """A table as text: ``;`` between cells, quotes where needed, CRLF."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([columns, *rows])
    return text.getvalue()


def _comma(value: float) -> str:
    """A number with a decimal comma."""
    return f"{value:.2f}".replace(".", ",")
