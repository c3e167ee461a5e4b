"""Layouts of systems that Blokwijzer's makers have no export of: what they mean in a whole import, made up rows."""

from datetime import date, time

import pytest

from domain.roles import Act
from tests.cases.test_mapping import bring, store

__all__ = ["store"]

STREETS = ("Lindelaan", "Kerkstraat", "Molenpad")
NUISANCE = ("Zwerfvuil", "Geluidsoverlast", "Hondenpoep")


def export(columns: dict[str, tuple[str, ...]], rows: int = 36, delimiter: str = ";") -> bytes:
    """A file of so many rows; each column goes round its values. "{n}" is the row, "{day}" and "{month}" its date."""

    def cell(texts: tuple[str, ...], n: int) -> str:
        text = texts[n % len(texts)]
        return (
            text.replace("{n}", str(n + 1)).replace("{day}", f"{n % 28 + 1:02}").replace("{month}", f"{n % 12 + 1:02}")
        )

    lines = [list(columns), *([cell(texts, n) for texts in columns.values()] for n in range(rows))]
    quoted = ([f'"{value}"' if delimiter in value else value for value in line] for line in lines)
    return "\n".join(delimiter.join(line) for line in quoted).encode() + b"\n"


ADDRESS = tuple(f"{street} {number}" for street, number in zip(STREETS * 3, range(1, 10), strict=True))
TOPDESK = {
    "Meldingnummer": ("M 2301 {n}",),
    "Soort melding": ("Klacht",),
    "Categorie": ("Overlast",),
    "Subcategorie": NUISANCE,
    "Datum aangemaakt": ("{day}-{month}-2023 08:12",),
    "Naam (Aanmelder)": ("Jansen, P.",),
    "E-mail (Aanmelder)": ("a@b.nl",),
    "Object": ADDRESS,
}
SAP = {
    "Melding": ("10000{n}",),
    "Meldingsoort": ("Z1",),
    "Omschrijving": ("Overlast buren", "Vuil in portiek", "Fiets in gang"),
    "Geregistreerd op": ("{day}.{month}.2023",),
    "Meldingstijd": ("08:12:00",),
    "Gewenst begin": ("{day}.{month}.2024",),
    "Functieplaats": ADDRESS,
    "Gemeld door": ("JANSENP",),
}
OPEN311 = {
    "service_request_id": ("80{n}",),
    "status": ("open", "closed"),
    "service_name": ("Graffiti", "Illegal Dumping", "Noise"),
    "requested_datetime": ("2023-{month}-{day}T08:12:00Z",),
    "address": tuple(f"{n} Market St" for n in range(1, 30)),
    "lat": ("39.9512", "39.9533"),
    "long": ("-75.1612", "-75.1633"),
    "detail_url": ("https://city.example/r/1", "https://city.example/r/2"),
}
SEECLICKFIX = {
    "Id": ("{n}",),
    "Request Type": ("Trash / Litter", "Noise", "Parking Issue"),
    "Created At": ("{month}/{day}/2023 - 08:12PM",),
    "Closed At": ("{month}/{day}/2024 - 08:12PM", ""),
    "Address": tuple(f"{n} Orange St" for n in range(1, 30)),
    "URL": ("https://scf.example/{n}",),
}
POWER_BI = {
    "Meldingen[Meldingsnummer]": ("{n}",),
    "Meldingen[Datum melding]": ("{day}-{month}-2023",),
    "Categorie[Hoofdcategorie]": NUISANCE,
    "Locatie[Straatnaam]": STREETS,
    "Locatie[Huisnummer]": ("1", "3", "5"),
    "Locatie[Wijk]": ("Noord", "Zuid"),
}
POLICE = {
    "Registratienr": ("PL1500-{n}",),
    "Datum kennisname": ("{day}/{month}/2023",),
    "MK Omschrijving": ("Overlast jeugd", "Burengerucht"),
    "Straat": STREETS,
    "Nr": ("1", "3", "5"),
    "Weekdag": ("ma", "di"),
}
LETTER = {
    "Dossier": ("{n}",),
    "Gemeld": ("{day}-{month}-2023",),
    "Onderwerp": NUISANCE,
    "Adresregel 1": ADDRESS,
    "Adresregel 2": ("2312 AB Leiden", "2313 CD Leiden"),
}
PARIS = {
    "NUMERO": ("D{n}",),
    "DATE_DECLARATION": ("{day}/{month}/2023",),
    "TYPE_ANOMALIE": ("Graffitis", "Propreté", "Bruit"),
    "ADRESSE": tuple(f"{n} rue Mouffetard" for n in range(1, 30)),
    "VILLE": ("Paris 5", "Paris 13", "Paris 99"),
}
SEGNALAZIONI = {
    "Anno": ("2023",),
    "Mese": ("marzo", "aprile", "maggio"),
    "Tipologia segnalazione": ("Rifiuti", "Rumore", "Erba alta"),
    "Via": ("Via Roma", "Via Garibaldi", "Corso Italia"),
    "Civico": ("1", "12"),
}


@pytest.mark.parametrize(
    ("columns", "mapping", "first", "delimiter"),
    [
        (
            TOPDESK,
            {"date": "Datum aangemaakt", "category": "Categorie", "subcategory": "Subcategorie", "address": "Object"},
            {"category_word": "Overlast › Zwerfvuil", "street": "Lindelaan", "number": 1},
            ";",
        ),
        (
            SAP,
            {
                "date": "Geregistreerd op",
                "time": "Meldingstijd",
                "category": "Omschrijving",
                "address": "Functieplaats",
            },
            {"category_word": "Overlast buren", "reported_on": date(2023, 1, 1)},
            "\t",
        ),
        (OPEN311, {"category": "service_name", "subcategory": None}, {"category_word": "Graffiti"}, ","),
        (
            SEECLICKFIX,
            {"date": "Created At", "category": "Request Type"},
            {"reported_on": date(2023, 1, 1), "reported_time": time(20, 12), "closed_on": date(2024, 1, 1)},
            ",",
        ),
        (POWER_BI, {"neighbourhood": "Locatie[Wijk]"}, {"street": "Lindelaan", "number": 1}, ","),
        (POLICE, {"id": "Registratienr", "number": "Nr"}, {"street": "Lindelaan", "number": 1}, ";"),
        (LETTER, {"town": "Adresregel 2"}, {"town": "Leiden", "postcode": "2312AB", "street": "Lindelaan"}, ";"),
        (PARIS, {"town": "VILLE"}, {"town": "Paris", "street": "rue Mouffetard", "number": 1}, ";"),
        (
            SEGNALAZIONI,
            {"date": "Data", "street": "Via", "number": "Civico"},
            {"reported_on": date(2023, 3, 1), "precision": "month", "street": "Via Roma", "number": 1},
            ";",
        ),
    ],
)
def test_a_layout_means_what_its_system_means(store, columns, mapping, first, delimiter):
    outcome = bring(store, "export.csv", export(columns, delimiter=delimiter))
    found = outcome.checked.upload.mapping.columns
    assert {name: found.get(name) for name in mapping} == mapping
    assert outcome.checked.frame.select(first.keys()).row(0, named=True) == first
    assert outcome.added == 36


def test_names_of_persons_are_recognised_as_such(store):
    checked = bring(store, "topdesk.csv", export(TOPDESK)).checked
    assert checked.upload.proposal.personal == {"Naam (Aanmelder)": "name", "E-mail (Aanmelder)": "email"}
    assert "Jansen" not in str(checked.frame.rows())


METRES = {
    "Dossier": ("{n}",),
    "Date": ("{day}/{month}/2023",),
    "Type": ("Bruit", "Propreté"),
    "Rue": ("Rue Haute", "Rue Neuve"),
    "X": ("149{day}0", "150{day}0"),
    "Y": ("170{day}0", "171{day}0"),
}


def test_metres_that_several_grids_fit_are_asked_about(store):
    outcome = bring(store, "x.csv", export(METRES))
    told = " ".join(map(str, outcome.checked.notices))
    assert "could be EPSG 31370, 27700" in told
    assert "--crs" in told
    assert outcome.checked.frame["lat"].null_count() == 36
    sure = bring(store, "y.csv", export(METRES), crs=31370)
    assert sure.checked.frame["lat"].is_between(50.8, 50.9).all()
    assert "EPSG" not in " ".join(map(str, sure.checked.notices))


def test_metres_whose_header_names_the_grid_are_not(store):
    named = {name + " (L72)" if name in ("X", "Y") else name: cells for name, cells in METRES.items()}
    outcome = bring(store, "x.csv", export(named))
    assert outcome.checked.upload.mapping.crs == 31370
    assert outcome.checked.frame["lat"].is_between(50.8, 50.9).all()


@pytest.mark.parametrize(
    ("columns", "first"),
    [
        ({"Jaar": ("2023",), "Week": ("12", "13")}, date(2023, 3, 20)),
        ({"Jaarweek": ("202312", "202313")}, date(2023, 3, 20)),
        ({"Weeknummer melding": ("wk 12 2023", "wk 13 2023")}, date(2023, 3, 20)),
        ({"Week": ("2023-W12", "2023-W13")}, date(2023, 3, 20)),
        ({"Jaar": ("2024",), "Maand": ("12",), "Week": ("1", "52")}, date(2024, 12, 23)),
    ],
)
def test_a_week_is_its_monday(store, columns, first):
    outcome = bring(store, "week.csv", export(columns | {"Soort overlast": NUISANCE, "Adres": ADDRESS}), dry_run=True)
    frame = outcome.checked.frame
    assert (frame["reported_on"].min(), set(frame["precision"])) == (first, {"week"})
    assert "only the week is known: 36" in " ".join(map(str, outcome.checked.notices))


def test_running_numbers_before_a_street_are_no_house_numbers(store):
    columns = {"Nr": ("{n}",), "Straat": STREETS, "Datum": ("{day}-{month}-2023",), "Soort overlast": NUISANCE}
    outcome = bring(store, "x.csv", export(columns))
    assert outcome.checked.upload.mapping.columns.get("id") == "Nr"
    assert outcome.checked.frame["number"].null_count() == 36


def test_a_block_of_a_street_is_a_range_of_numbers(store):
    columns = {
        "incident_number": ("A{n}",),
        "incident_date": ("{month}/{day}/2023",),
        "offense": ("Noise", "Litter"),
        "block_address": ("2000 BLOCK OF MAIN ST", "300 BLOCK W ELM AVE", "20XX MAIN ST", "0 BLOCK OF MAIN ST"),
    }
    frame = bring(store, "x.csv", export(columns, delimiter=",")).checked.frame
    assert frame.select("street", "number", "number_to").head(4).rows() == [
        ("Main St", 2000, 2099),
        ("W Elm Ave", 300, 399),
        ("Main St", 2000, 2099),
        ("Main St", None, None),
    ]


def test_near_a_number_is_that_number(store):
    columns = {"Nr": ("{n}",), "Datum": ("{day}-{month}-2023",), "Omschrijving": NUISANCE}
    columns |= {"Locatie": ("Molenpad thv nr 13, Leiden", "Molenpad t.o. 4, Leiden", "Kade 5, Leiden")}
    frame = bring(store, "x.csv", export(columns)).checked.frame
    assert frame.select("street", "number").head(2).rows() == [("Molenpad", 13), ("Molenpad", 4)]


def test_a_number_once_stored_with_a_decimal_is_not_new(store):
    columns = {"Nummer": ("24{n}",), "Datum": ("{day}-{month}-2023",), "Soort overlast": NUISANCE, "Adres": ADDRESS}
    bring(store, "x.csv", export(columns))
    with store.begin("jan", Act.IMPORT, "data") as transaction:  # as a version before this one stored it
        transaction.connection.exec_driver_sql(
            "UPDATE reports SET external_id = external_id || '.0', report_key = replace(report_key, '/', '.0/'),"
            " digest = digest / 2"
        )
        transaction.audit("set", "test", "x")
    again = bring(store, "x.csv", export(columns))
    assert (again.added, again.updated) == (0, 36)
    assert bring(store, "x.csv", export(columns)).unchanged == 36
