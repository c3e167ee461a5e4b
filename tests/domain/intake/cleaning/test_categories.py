import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import lexicon
from domain.intake.cleaning import categories
from domain.intake.cleaning.categories import resolve
from domain.schemas import THEMES, CategoryChoice
from tests.shared_data import SHARED, needs_shared

NO_CHOICES = CategoryChoice.create_empty()


def one(word: str | None, choices: pl.DataFrame = NO_CHOICES) -> dict:
    return resolve(pl.Series([word], dtype=pl.String), lexicon(), choices).row(0, named=True)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Geluidsoverlast", "GEL"),
        ("geluids overlast", "GEL"),
        ("BURENGERUCHT", "GEL"),
        ("Vervuiling portiek", "VUI"),
        ("Zwerfvuil", "VUI"),
        ("Grofvuil", "VUI"),
        ("Tuinonderhoud", "HAN"),
        ("Rattenoverlast", "ONG"),
        ("Stank", "STA"),
        ("Hangjongeren", "ONV"),
        ("Drugsoverlast", "DRU"),
        ("Intimidatie", "AGR"),
        ("Woonfraude", "ONR"),
        ("Verward gedrag", "PSY"),
        ("Hennepkwekerij", "HEN"),
        ("Graffiti", "VAN"),
        ("Huisdieren", "DIE"),
        ("Burenruzie", "RUZ"),
        ("Alcoholmisbruik", "VER"),
        ("Airbnb", "BED"),
        ("Spullen in portiek", "KLI"),
        ("GEL", "GEL"),
        ("Oneigenlijk gebruik gemeenschappelijke ruimte", "KLI"),
        ("Afval › Dumping", "VUI"),
        ("Overlast Dier › Overig Overlast Dier", "DIE"),
        ("Noise - Residential › Loud Music/Party", "GEL"),
        ("Noise - Helicopter › Other", "GEL"),
        ("Illegal Parking › Blocked Hydrant", "PAR"),
        ("Parkeren", "PAR"),
        ("Overlast en handhaving", "OVL"),
        ("Overlast en handhaving › Parkeren", "PAR"),
        ("Jongeren › Overlast", "ONV"),
        ("Dépôts sauvages", "VUI"),
        ("Food Establishment › Rodents/Insects/Garbage", "ONG"),
        ("SW-Dirty Alley", "VUI"),
        ("Anti-social behaviour", "ONV"),
        ("Lärmbelästigung", "GEL"),
        ("Müll", "VUI"),
    ],
)
def test_the_dictionary(word, code):
    assert (one(word)["code"], one(word)["how"]) == (code, "dictionary")


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Geluidoverlasst", "GEL"),
        ("Hennepkweekerij", "HEN"),
        ("Overlast van jongeren in portiek", "ONV"),
        ("Vuil bij lantaarnpaal", "VUI"),
        ("Ruhestörung Nachbarn", "GEL"),
    ],
)
def test_near_matches(word, code):
    assert (one(word)["code"], one(word)["how"]) == (code, "near")


@pytest.mark.parametrize("word", ["Mat", "Iets heel anders", "overig › overig", "Other", "", None, "x" * 300, "Vuit"])
def test_an_unknown_category_is_other(word):
    assert one(word) == {
        "category_word": word,
        "code": "OVE",
        "group": "other",
        "theme": "other",
        "how": "none",
        "suggest_leave_out": False,
    }


@pytest.mark.parametrize(
    "word",
    ["Wegen › Straatverlichting", "Kapotte lantaarnpaal", "Bicycle theft", "Diefstal fiets", "Smoke alarm", "Miete"],
)
def test_what_is_no_nuisance_is_suggested_to_be_left_out(word):
    found = one(word)
    assert (found["code"], found["theme"], found["suggest_leave_out"]) == ("OVE", "other", True)


def test_a_choice_goes_before_the_dictionary():
    choices = pl.DataFrame({"category_word": ["Geluid", "Diefstal", "Raar"], "code": ["RUZ", None, "PSY"]})
    found = resolve(pl.Series(["Raar", "Geluid", "Diefstal", "Stank"]), lexicon(), choices)
    assert found["code"].to_list() == ["PSY", "RUZ", None, "STA"]
    assert found["theme"].to_list() == ["social", "social", None, "environment"]
    assert found["how"].to_list() == ["chosen", "chosen", "chosen", "dictionary"]
    assert not found["suggest_leave_out"].any()


@settings(max_examples=20)
@given(st.lists(st.text(max_size=30), unique=True, max_size=60))
def test_every_word_has_a_place(words):
    found = resolve(pl.Series(words, dtype=pl.String), lexicon(), NO_CHOICES)
    assert found["category_word"].to_list() == words
    assert set(found["theme"]) <= set(THEMES)
    assert found.null_count().row(0) == (0,) * found.width


def test_a_column_of_remarks_is_not_matched_nearly(monkeypatch):
    monkeypatch.setattr(categories, "MOST_WORDS", 2)
    found = resolve(pl.Series(["Geluidoverlasst", "Stank", "Vuil bij de deur"]), lexicon(), NO_CHOICES)
    assert found["how"].to_list() == ["none", "dictionary", "none"]


@needs_shared
@pytest.mark.parametrize(
    ("file", "columns", "options", "unknown"),
    [
        (
            "nl-assen-signalen/assen_meldingen_excel_nl.csv",
            ["Hoofdcategorie", "Subcategorie"],
            {"separator": ";", "encoding": "cp1252"},
            0.03,
        ),
        ("us-nyc-311/nyc_2022-05_41cols.csv", ["Complaint Type", "Descriptor"], {}, 0),
        ("us-nyc-block/all_complaints_block.csv", ["Complaint Type", "Descriptor"], {}, 0),
        ("us-baltimore-311/311_sample.csv", ["SRType"], {}, 0.01),
        ("uk-cumbria-2024-01/2024-01-cumbria-street.csv", ["Crime type"], {}, 0),
    ],
)
def test_real_categories_are_known(file, columns, options, unknown):
    words = pl.read_csv(SHARED / file, infer_schema=False, **options).select(
        pl.concat_str(columns, separator=categories.WITHIN)
    )
    counts = words.to_series().value_counts(name="reports")
    found = resolve(counts.to_series(0), lexicon(), NO_CHOICES).with_columns(counts["reports"])
    assert found.filter(how="none")["reports"].sum() <= unknown * words.height


THEME_WORDS = {
    "environment": "Sluikstort|Hondenuitwerpselen|Verwaarloosde tuin|Muizen|Bezette gemeenschappelijke ruimte|Littering"
    "|Fly tipping|Overgrown garden|Communal area dirty|Wilder Müll|Überquellende Mülltonne|Ungeziefer|Treppenhaus"
    " verschmutzt|Dépôt clandestin|Herbes hautes|Parties communes sales|Ingombranti|Erba alta|Topi|Spazi comuni sporchi"
    "|Muebles abandonados|Malas hierbas|Cucarachas|Zonas comunes sucias",
    "social": "Geluidsoverlast|Burenruzie|Hangjeugd|Foutparkeren|Bedreiging|Hinderlijk gedrag|Loud music|Cuckooing"
    "|Youths|Illegal parking|Threats|Ruhestörung|Nachbarschaftsstreit|Drogen|Falschparker|Bedrohung|Tapage nocturne"
    "|Conflit de voisinage|Trafic de stupéfiants|Stationnement gênant|Menaces|Schiamazzi|Liti tra vicini|Spaccio"
    "|Sosta vietata|Minacce|Ruido|Conflicto vecinal|Venta de drogas|Botellón|Aparcamiento indebido|Amenazas",
    "neither": "Straatverlichting|Losse stoeptegel|Boom omgevallen|Vergunning|Fietsendiefstal|Street light|Pavement"
    "|Tree pruning|Licence|Burglary|Stolen Vehicle|Laterne defekt|Gehweg|Genehmigung|Diebstahl|Lampadaire éteint"
    "|Trottoir|Élagage|Cambriolage|Lampione spento|Marciapiede|Albero|Furto|Farola apagada|Acera|Poda|Licencia|Robo",
}


@pytest.mark.parametrize("theme", THEME_WORDS)
def test_words_of_each_theme_in_six_languages(theme):
    found = resolve(pl.Series(THEME_WORDS[theme].split("|")), lexicon(), NO_CHOICES)
    left_out = pl.col("suggest_leave_out")
    meant = pl.when(left_out).then(pl.lit("neither")).otherwise(pl.col("theme").cast(pl.String))
    assert found.filter(meant != theme)["category_word"].to_list() == []
