"""Layouts of kinds that were once misunderstood: the proposal for a table of a few made up rows."""

import re

import pytest

from domain.errors import NotUnderstood
from domain.intake.mapping.column_profile import LIVING
from tests.domain.intake.mapping.made_up_table import BASE, proposal


@pytest.mark.parametrize(
    ("columns", "mapping"),
    [
        pytest.param(
            {
                "Datum": (),
                "Datum voorval": ("01-01-2024",),
                "Datum melding": ("{day}-01-2024",),
                "Gereed": ("{day}-02-2024", ""),
            },
            {"date": "Datum melding", "closed": "Gereed"},
            id="the day of the report, and an end by its role",
        ),
        pytest.param(
            {"OBJECTID": ("{n}",), "SERVICEREQUESTID": ("24-{n}",)}, {"id": "SERVICEREQUESTID"}, id="no row number"
        ),
        pytest.param({"Serviceverzoek": ("SV-00{n}",)}, {"id": "Serviceverzoek"}, id="a column of codes"),
        pytest.param({"N° réclamation": ("R{n}",)}, {"id": "N° réclamation"}, id="numbers under a header for one"),
        pytest.param(
            {"Catcode": ("A1", "B2", "C3"), "Catomschrijving": ("Overlast", "Afval", "Groen"), "Soort": ()},
            {"category": "Catomschrijving"},
            id="the description of a code",
        ),
        pytest.param(
            {"Soort": (), "hoofdthema": ("Afval", "Afval", "Verkeer"), "thema": ("Sluikstort", "Grofvuil", "Parkeren")},
            {"category": "hoofdthema", "subcategory": "thema"},
            id="a main category",
        ),
        pytest.param(
            {"Soort": (), "Klasse": ("E35 Overlast jeugd", "E40 Burengerucht", "E38 Zwervers")},
            {"category": "Klasse"},
            id="words after a code",
        ),
        pytest.param(
            {"Address Line 2": ("Eastfield",), "Town": ("Leeds", "York")}, {"town": "Town"}, id="no second line"
        ),
        pytest.param(
            {"Adres": (), "positie": ("52°22'{day}.5\"N 4°53'{day}.6\"E",)}, {"coordinates": "positie"}, id="minutes"
        ),
        pytest.param({"Adres": (), "plek": ("POINT(1214{day} 4873{day})",)}, {"coordinates": "plek"}, id="metres"),
        pytest.param(
            {
                "Datum": (),
                **{"DIA_DATA_ALTA": ("{n}",), "MES_DATA_ALTA": ("3",), "ANY_DATA_ALTA": ("2024",)},
                "ANY_DATA_TANCAMENT": ("2024",),
            },
            {"date": "Data"},
            id="parts of a day, in Catalan",
        ),
        pytest.param(
            {
                "Onderwerp": ("Belt terug", "Hond blaft", "Lift kapot", "Deur kapot", "Stank trap"),
                "Soort": (),
                "Taaktype": ("Overlast - Geluid", "Overlast - Afval", "Burenruzie"),
            },
            {"category": "Taaktype", "subcategory": None},
            id="a type before the title of a case",
        ),
        pytest.param(
            {"Soort": (), "Subject": ("Noise",), "Type": ("ASB", "Estate"), "Sub Type": ("Litter", "Youth nuisance")},
            {"category": "Type", "subcategory": "Sub Type"},
            id="a type with a subtype of its own",
        ),
        pytest.param(
            {
                "Soort": (),
                "Land Type": ("Highway", "Alleyway"),
                "Waste Type": ("Household waste", "Black bags", "Litter"),
            },
            {"category": "Waste Type"},
            id="a type of land is none of report",
        ),
        pytest.param(
            {"Datum": (), "D_REG": ("202301{day}",), "D_AFD": ("202302{day}",)},
            {"date": "D_REG", "closed": "D_AFD"},
            id="dates cut short",
        ),
        pytest.param(
            {"Datum": (), "Begintijd": ("{day}-01-2023 08:12:00",), "Tijd van voltooien": ("{day}-01-2023 08:16:00",)},
            {"date": "Begintijd", "closed": None},
            id="a form that was filled in",
        ),
        pytest.param(
            {"Job No": ("J{n}",), "Property Ref": ("P{n}0",)}, {"id": "Job No"}, id="the number of another thing"
        ),
        pytest.param({"Klachtnr": ("KL {n}",)}, {"id": "Klachtnr"}, id="letters before a number are no street"),
        pytest.param(
            {"Adres": (), "HouseNumber": ("{n}",), "StreetName": ("SPRING", "MAIN"), "Suffix": ("ST", "AVE")},
            {"number": "HouseNumber", "number_suffix": None},
            id="a kind of street is no addition",
        ),
        pytest.param(
            {"Adres": (), "Rue/Strasse": ("Rue Haute", "Zentralplatz"), "No/Nr": ("{day}",)},
            {"street": "Rue/Strasse", "number": "No/Nr"},
            id="headers in two languages",
        ),
        pytest.param(
            {"Adres": (), "Property": ("Oak Court", "Lincoln Terrace")}, {"block": "Property"}, id="named property"
        ),
        pytest.param(
            {"Adres": (), "Property": ("12 High Street", "3 Mill Lane", "9 Church Road")},
            {"block": None, "address": "Property"},
            id="a property by its address",
        ),
        pytest.param(
            {"Gebied": ("Charlois", "Feijenoord"), "Buurt": ("Tarwewijk", "Bloemhof", "Katendrecht")},
            {"neighbourhood": "Buurt"},
            id="the smallest of the areas",
        ),
        pytest.param(
            {"PolicePrecinct": ("CENTRAL", "NORTH"), "NCName": ("DOWNTOWN", "HARBOR", "VENICE")},
            {"neighbourhood": "NCName"},
            id="an area of people before one of the police",
        ),
        pytest.param(
            {"Area": ("Cleaning", "Noise", "Cleaning"), "Buurtcode": ("{day}",)},
            {"neighbourhood": "Buurtcode"},
            id="a field of work is no area, for it decides what is reported",
        ),
        pytest.param(
            {"Gemeld door": ("bewoner", "huismeester", "Bewoner", "wijkbeheerder")},
            {"source": "Gemeld door"},
            id="who reported it, by what they are",
        ),
        pytest.param({"Gemeld door": ("J. Jansen", "P. de Vries")}, {"source": None}, id="who reported it, by name"),
        pytest.param(
            {"Soort": (), "Adres": (), "Kategori": ("Affald", "Graffiti"), "Vejnavn": ("Jagtvej",), "Husnr": ("{n}",)},
            {"category": "Kategori", "street": "Vejnavn", "number": "Husnr"},
            id="Danish",
        ),
        pytest.param(
            {
                **{"Adres": (), "Arruamento": ("Rua da Palma",), "N.º de polícia": ("{n}",)},
                "Freguesia": ("Arroios", "Misericórdia"),
            },
            {"street": "Arruamento", "number": "N.º de polícia", "neighbourhood": "Freguesia"},
            id="Portuguese",
        ),
    ],
)
def test_what_the_columns_mean(columns, mapping):
    layout = {name: texts for name, texts in (BASE | columns).items() if texts}
    found = proposal(layout).mapping
    assert found.kind == "reports"
    assert {field: found.columns.get(field) for field in mapping} == mapping


@pytest.mark.parametrize("number", ["Nr.", "VHE"])
def test_types_beside_homes_say_which_are_homes(number):
    columns = {number: ("OGE-{n}",), "Adres": ("Kade {n}",), "Type": ("Woning", "Garage"), "Status": ("Leegstand", "x")}
    found = proposal(columns).mapping
    assert (found.kind, found.columns["id"], found.columns["is_dwelling"]) == ("dwellings", number, "Type")


def test_homes_are_known_by_their_detailed_type():
    types = ("Eengezinswoning", "Portiekflat", "Parkeerplaats", "Berging", "Bedrijfsruimte")
    columns = {"eenheidnummer": ("{n}",), "adres_straat": ("Kade",), "adres_huisnummer": ("{n}",), "detailsoort": types}
    found = proposal(columns).mapping
    assert (found.kind, found.columns["is_dwelling"]) == ("dwellings", "detailsoort")
    assert [bool(re.search(LIVING, text)) for text in types] == [True, True, False, False, False]


def test_a_year_and_a_quarter_are_the_start_of_a_work():
    columns = {
        **{"Complexnr": ("0101", "0102"), "Onderdeel": ("Schilderwerk", "Dakvervanging")},
        **{"Jaar": ("2027", "2028"), "Kwartaal": ("Q1", "2e kwartaal", "3")},
    }
    found = proposal(columns)
    assert (found.mapping.kind, found.mapping.columns["starts"]) == ("opportunities", "Start")


def test_a_grid_in_a_header_of_one_word():
    metres = {"x31370": ("149{day}0.5",), "y31370": ("170{day}0.5",)}
    assert proposal(BASE | metres).mapping.crs == 31370


SYNONYMS = (
    {"Datum": "Meldingsdatum", "Soort": "Categorie", "Adres": "Locatie", "Nummer": "Zaaknummer"},
    {"Datum": "Date reported", "Soort": "Category", "Adres": "Address", "Nummer": "Case number"},
    {"Datum": "Datum der Meldung", "Soort": "Kategorie", "Adres": "Adresse", "Nummer": "Meldungsnummer"},
)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 1, 0, 2), (2, 3, 1, 0)])
def test_the_order_of_columns_and_rows_and_synonyms_change_no_meaning(order):
    layout = BASE | {"Nummer": ("M{n}",)}
    plain = proposal(layout).mapping.columns
    moved = dict([list(layout.items())[place] for place in order])
    assert proposal(moved).mapping.columns == plain
    assert proposal(moved, rows=12).mapping.columns == plain  # a part of the file
    turned = {name: texts[::-1] for name, texts in moved.items()}
    assert proposal(turned).mapping.columns == plain
    for names in SYNONYMS:
        renamed = {names[name]: texts for name, texts in moved.items()}
        assert proposal(renamed).mapping.columns == {field: names[column] for field, column in plain.items()}


VERA = (
    "Maisonette",
    "Herenhuis",
    "Corridorflat",
    "Etage zonder lift",
    "EGW",
    "Parkeren",
    "Bedrijfshal",
    "BOG",
    "Berging",
)


def test_homes_are_counted_by_the_words_of_a_stock_list_with_its_tenants():
    """A tenant's telephone is no column that only reports have."""
    columns = {
        **{"VHE-nummer": ("{n}",), "Straat": ("Kade",), "Nr": ("{n}",), "Soort": VERA},
        **{"Huurder": ("J. Jansen",), "Telefoon": ("0612345678",)},
    }
    found = proposal(columns)
    assert (found.mapping.kind, found.mapping.columns["is_dwelling"]) == ("dwellings", "Soort")
    assert found.personal == {"Huurder": "name", "Telefoon": "phone"}
    assert [bool(re.search(LIVING, text)) for text in VERA] == [True] * 5 + [False] * 4


@pytest.mark.parametrize(
    "columns",
    [
        {"Complex": ("{n}",), "Adressen": ("Kade 1", "Dijk 3"), "Aantal woningen": ("20", "30")},
        {"Complex": ("{n}",), "Adressen": ("Kade 1 t/m 39 (oneven)", "Dijk 2 t/m 12")},
    ],
)
def test_a_list_of_blocks_is_no_list_of_homes(columns):
    with pytest.raises(NotUnderstood, match="one row per home"):
        proposal(columns, rows=2)


@pytest.mark.parametrize(
    "number", [{"VHE": ("1{n}",)}, {"Complexnummer": ("101", "102")}], ids=["a number", "a block with others"]
)
def test_the_number_of_homes_of_a_block_may_stand_beside_each_home(number):
    columns = number | {"Straat": ("Kade",), "Huisnummer": ("{n}",), "Aantal woningen": ("20", "30")}
    assert proposal(columns).mapping.kind == "dwellings"


@pytest.mark.parametrize(
    ("columns", "needs"),
    [
        ({"Buurtcode": ("BU0150010{n}",), "AantalInwoners": ("{n}0",), "Huurwoningen": ("{n}",)}, "--period 2025"),
        ({"Gebied": ("Noord", "Zuid"), "Jaar": ("2024",), "Clienten": ("{n}",), "Hulp": ("{n}0",)}, "--figure"),
    ],
)
def test_figures_of_areas_say_what_they_lack(columns, needs):
    with pytest.raises(NotUnderstood) as refused:
        proposal(columns, rows=2)
    assert needs in str(refused.value)


def test_what_tells_figures_of_an_area_and_a_period_apart_is_what_was_measured():
    columns = {
        **{"ID": ("{n}",), "SoortMisdrijf": ("0.0.0", "1.1.1")},
        **{"WijkenEnBuurten": ("BU01500101", "BU01500101", "BU01500102", "BU01500102")},
        **{"Perioden": ("2024JJ00",), "GeregistreerdeMisdrijven_1": ("{n}",)},
    }
    assert proposal(columns, rows=4).mapping.columns["measure"] == "SoortMisdrijf"
