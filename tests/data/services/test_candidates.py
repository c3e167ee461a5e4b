"""The command line's output on areas: without a list of dwellings, without places, and by name."""

import json
import shutil
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
import shapely
from click.testing import CliRunner

from data import clock
from data.cli.main import main
from data.services.candidates import candidates
from data.services.explain import explain
from data.store.database import open_store
from domain.errors import NotFound
from domain.question import Question

NEW_YEAR = date(2024, 1, 3)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The command line on a store with an export: ``run(rows)(words)``."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BLOKWIJZER_LOCAL", str(tmp_path / "local"))
    monkeypatch.setenv("BLOKWIJZER_DATABASE", f"sqlite:///{tmp_path / 'store.sqlite'}")

    def command(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(main, words)
        assert result.exit_code == code, result.output
        return result.output

    def stored(rows: list[tuple], header: str) -> object:
        text = "\n".join([header, *(";".join(map(str, row)) for row in rows)]) + "\n"
        (tmp_path / "meldingen.csv").write_text(text, encoding="utf-8")
        command("import", "meldingen.csv")
        return command

    return stored


HEADER = "Meldnummer;Datum;Categorie;Straat;Huisnummer;Postcode;Plaats"
DOORS = [("Lindelaan", 14), ("Perenhof", 6), ("Kadestraat", 5), ("Molenpad", 5)]


def by_street(every: int = 11) -> list[tuple]:
    """One report per address, one street after the other, all in Fictiedam."""
    doors = [(street, 2 * n + 1) for street, doors in DOORS for n in range(doors)]
    return [
        (row, f"{NEW_YEAR + timedelta(every * row):%d-%m-%Y}", "Zwerfafval", street, door, "", "Fictiedam")
        for row, (street, door) in enumerate(doors, start=1)
    ]


@pytest.mark.parametrize("level", ["street", "block"])
def test_more_reports_at_more_doors_is_not_less_nuisance(run, level):
    said = run(by_street(), HEADER)
    rows = json.loads(said("rank", "--level", level, "--format", "json"))
    names = [row["name"].split()[0] for row in rows]
    assert names[:2] == ["Lindelaan", "Perenhof"]
    assert set(names[2:]) == {"Kadestraat", "Molenpad"}  # as many each


def test_without_a_list_of_dwellings_rates_are_null(run):
    said = run(by_street(), HEADER)
    first = json.loads(said("rank", "--level", "street", "--format", "json"))[0]
    divided = ("dwellings", "rate", "low", "high", "average", "marshall", "environment_rate", "social_high")
    assert {first[name] for name in divided} == {None}
    assert first["per_year_low"] < first["per_year"] < first["per_year_high"]
    assert first["per_year"] == pytest.approx(14 / (29 * 11 / 365), rel=0.2)
    shown = said("rank", "--level", "street")
    assert "dwellings" not in shown
    assert "per_year" in shown
    told = said("explain", "Lindelaan")
    assert "14 incidents in 11 months: an estimated 1" in told
    assert "per 100" not in told
    assert "homes" not in told.replace("how many homes there are is not known", "")
    said("export", "areas", "--level", "street", "--out", "uit.csv")
    with Path("uit.csv").open(encoding="utf-8-sig") as lines:
        header, row = (line.rstrip("\n").split(";") for line in (next(lines), next(lines)))
    exported = dict(zip(header, row, strict=True))
    assert not {"homes", "rate", "average"} & set(exported)  # nothing is known of these
    assert exported["per_year"]


def test_an_area_file_gives_the_homes_and_the_list_says_so(run, tmp_path):
    rows = [(*row[:-1], f"{52.5501 + 0.001 * (n % 4)};5.2505") for n, row in enumerate(by_street())]
    said = run([(*row[:-1], *row[-1].split(";")) for row in rows], HEADER.replace("Plaats", "Lat;Lon"))
    areas = [
        {
            "type": "Feature",
            "properties": {"naam": f"Vak {n}", "aantal_woningen": homes},
            "geometry": json.loads(shapely.to_geojson(shapely.box(5.25, south, 5.251, south + 0.001))),
        }
        for n, (south, homes) in enumerate([(52.55, 20), (52.551, 40), (52.552, 80), (52.553, -99997)])
    ]
    (tmp_path / "vakken.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": areas}))
    assert "3 of 4 areas have a number of homes, 140 in all" in said("import", "vakken.geojson")
    listed = json.loads(said("rank", "--level", "block", "--format", "json"))
    assert [(row["name"], row["dwellings"], row["denominator"]) for row in listed[:3]] == [
        ("Vak 0", 20, "area_file"),
        ("Vak 1", 40, "area_file"),
        ("Vak 2", 80, "area_file"),
    ]
    shown = said("rank", "--level", "block")
    assert "homes (area file)" in shown
    assert "dwellings" not in shown
    assert "in 11 months; 20 homes according to the area file: an estimated" in said("explain", "Vak 0")
    streets = json.loads(said("rank", "--level", "street", "--format", "json"))
    assert {row["dwellings"] for row in streets} == {None}


def test_a_component_without_data_is_null(run):
    rows = [(n, day, word, street, "", "", town) for n, day, word, street, _door, _code, town in by_street(every=15)]
    said = run(rows, HEADER)
    first = json.loads(said("rank", "--level", "street", "--format", "json"))[0]
    assert (first["name"], first["fit"], first["by_fit"]) == ("Lindelaan", None, 0)
    assert "fit" not in said("explain", "Lindelaan")


def test_why_nothing_is_ranked_is_that_most_reports_have_no_place(run):
    rows = [
        (
            n,
            f"{NEW_YEAR + timedelta(10 * n):%d-%m-%Y}",
            "Geluidsoverlast",
            *(("", "") if n % 3 else ("Lindelaan", n + 1)),
        )
        for n in range(30)
    ]
    said = run(rows, "Meldnummer;Datum;Categorie;Straat;Huisnummer")
    for level in ("street", "block"):
        told = said("rank", "--level", level)
        assert "20 of the 30 reports" in told
        assert "no place" in told
        assert "a month of reports" not in told


def test_why_nothing_is_ranked_where_there_is_little_everywhere(run):
    rows = [(n, f"{NEW_YEAR + timedelta(40 * n):%d-%m-%Y}", "Lawaai", f"Pad {n}", 1, "", "Dorp") for n in range(8)]
    assert "8 with fewer than three incidents" in run(rows, HEADER)("rank", "--level", "street")


def test_explain_finds_streets_and_blocks_alike_and_says_which_it_took(run):
    rows = [
        (n, day, word, street, door, code, town)
        for n, day, word, street, door, _code, town in by_street()
        for code in ["1399 AB" if street == "Lindelaan" else "1399 CD"]
    ]
    said = run(rows, HEADER)
    assert said("explain", "LINDELAAN").startswith("The street Lindelaan (street:fictiedam/lindelaan).")
    assert said("explain", "block:pc6/1399AB").startswith("The block ")
    assert said("explain", "street:fictiedam/lindelaan").startswith("The street ")
    assert "There is no area Nergens" in said("explain", "Nergens", code=1)
    assert "There is no area Lindelaan" in said("explain", "Lindelaan", "--level", "block", code=1)


def test_explain_finds_a_cluster_by_id_and_name(made_demo, tmp_path):
    shutil.copy(made_demo, tmp_path / "demo.sqlite")
    with closing(open_store(f"sqlite:///{tmp_path / 'demo.sqlite'}")) as store:
        listed = candidates(store, Question(level="block")).with_row_index("rank", offset=1)
        cluster = listed.filter(pl.col("kind") == "cluster").row(0, named=True)
        texts = [explain(store, Question(), cluster[asked]) for asked in ("area_id", "name")]
        with pytest.raises(NotFound):
            explain(store, Question(), cluster["area_id"], level="street")
    assert texts[0] == texts[1]
    assert texts[0].startswith(f"The cluster {cluster['name']} ({cluster['area_id']}).\nCandidate {cluster['rank']} of")


def test_explain_asks_which_one_is_meant_where_several_bear_a_name(run):
    rows = [
        (n, f"{NEW_YEAR + timedelta(3 * n):%d-%m-%Y}", "Lawaai", "Kerkstraat", n + 1, code, town)
        for n in range(24)
        for code, town in [("9911AB", "Noorddorp") if n % 2 else ("8822CD", "Zuidstad")]
    ]
    told = run(rows, HEADER)("explain", "kerkstraat", code=1)
    assert "street:noorddorp/kerkstraat" in told
    assert "street:zuidstad/kerkstraat" in told


def test_a_postponed_street_keeps_its_place_and_says_so(run):
    said = run(by_street(), HEADER)
    assert "postponed" not in said("rank", "--level", "street")
    said("postpone", "Lindelaan", "--until", "2020-01-01", "--reason", "steigers", code=1)
    said("postpone", "Lindelaan", "--reason", "steigers", code=2)
    until = f"{clock.today() + timedelta(90)}"
    assert f"is postponed until {until}" in said("postpone", "Lindelaan", "--until", until, "--reason", "steigers")
    listed = json.loads(said("rank", "--level", "street", "--format", "json"))
    assert [(row["name"], row["postponed_until"], row["postponed_reason"]) for row in listed[:2]] == [
        ("Lindelaan", until, "steigers"),
        ("Perenhof", None, None),
    ]
    assert until in said("rank", "--level", "street").splitlines()[1]
    assert f"Postponed until {until} by" in said("explain", "Lindelaan")
    planned = json.loads(said("plan", "--format", "json"))["left_out"]
    first = next(each for each in planned if each["name"].startswith("Lindelaan"))  # the block that stands for it
    assert first["postponed_until"] == until
    assert "counts again" in said("postpone", "street:fictiedam/lindelaan", "--end")
    assert "Postponed" not in said("explain", "Lindelaan")
