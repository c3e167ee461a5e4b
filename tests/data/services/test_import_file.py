"""From the bytes of an upload to stored rows."""

import io
import zipfile
from dataclasses import replace

import polars as pl
import pytest

from data.services import check_file, import_file, recognise
from data.store import choices, import_log, profiles, records
from data.store.profiles import Profile
from domain.errors import NotFound, NotUnderstood, WrongValue
from domain.intake.mapping.mapping import fingerprint
from domain.intake.reading import reader
from tests.data.exports import DWELLINGS, HEADER, NETWORK, OUTLINES, PLANNING, report, reports_csv
from tests.shared_data import SHARED, needs_shared

KEYS = (
    "file kind encoding delimiter rows added updated unchanged left_out erased ended rejected placed mapping "
    "unmapped_categories measures notices seconds"
).split()


def bring(store, content, name="meldingen.csv", *, dry_run=False, progress=import_file.silent, **options):
    options = recognise.ImportOptions(**options)
    return import_file.import_file(store, name, content, options, actor="jan", dry_run=dry_run, progress=progress)


def counts(outcome):
    told = outcome.to_dict()
    parts = {name: told[name] for name in ("added", "updated", "unchanged", "left_out", "rejected")}
    assert told["rows"] == sum(parts.values())
    return {name: n for name, n in parts.items() if n}


def test_an_export_is_stored_and_its_outcome_returned(store):
    (outcome,) = bring(store, reports_csv(report(1), report(2, house=14), "M-3;geen datum;Geluid;Lindehof;1;;;;"))
    told = outcome.to_dict()
    assert list(told) == KEYS
    assert (told["file"], told["kind"], told["encoding"], told["delimiter"]) == (
        "meldingen.csv",
        "reports",
        told["encoding"],
        ";",
    )
    assert counts(outcome) == {"added": 2, "rejected": 1}
    assert told["mapping"]["id"] == "Meldingnummer"
    assert told["mapping"]["date"] == "Datum melding"
    assert sum(told["placed"].values()) == 2
    assert records.load(store, "reports")["external_id"].to_list() == ["M-1", "M-2"]
    assert import_log.history(store)["rejected"].to_list() == [1]


def test_the_same_file_again_changes_nothing(store):
    content = reports_csv(report(1), report(2))
    bring(store, content)
    before = records.load(store, "reports")
    (again,) = bring(store, content)
    assert counts(again) == {"unchanged": 2}
    assert records.load(store, "reports").equals(before)


def test_a_newer_export_updates_status_and_closing_date(store):
    bring(store, reports_csv(report(1), report(2)))
    (newer,) = bring(store, reports_csv(report(1, status="Afgehandeld;05-03-2026"), report(2), report(3)))
    assert counts(newer) == {"added": 1, "updated": 1, "unchanged": 1}
    assert records.load(store, "reports").sort("external_id")["status"].to_list() == ["closed", "open", "open"]


def test_a_dry_run_gives_the_same_outcome_and_stores_nothing(store):
    content = reports_csv(report(1), report(2))
    (foreseen,) = bring(store, content, dry_run=True)
    assert import_log.history(store).is_empty()
    assert records.load(store, "reports").is_empty()
    (done,) = bring(store, content)
    assert {**foreseen.to_dict(), "seconds": 0} == {**done.to_dict(), "seconds": 0}


def test_the_kind_is_guessed_and_reports_find_their_dwellings(store):
    (stock,) = bring(store, DWELLINGS, "bezit.csv")
    assert (stock.kind, counts(stock)) == ("dwellings", {"added": 39})
    (outlines,) = bring(store, OUTLINES, "blokken.geojson")
    assert (outlines.kind, counts(outlines)) == ("blocks", {"added": 1})
    (outcome,) = bring(store, reports_csv(report(1), report(2, house=99)))
    assert outcome.to_dict()["placed"] == {"dwelling": 1, "block": 1, "street": 0, "coordinate": 0, "nowhere": 0}


def test_a_table_as_blocks_gives_homes_to_areas_or_names_its_own_kind(store):
    bring(store, OUTLINES, "blokken.geojson")
    with pytest.raises(NotUnderstood, match=r"bezit.csv has no drawn areas: .* list of dwellings .*--kind dwellings"):
        bring(store, DWELLINGS, "bezit.csv", kind="blocks")
    with pytest.raises(NotUnderstood, match="no number of homes"):
        bring(store, b"wijk;index\nNoord;98\n", "cijfers.csv", kind="blocks")
    with pytest.raises(NotUnderstood, match="First import the outlines"):  # homes of areas that are not stored
        bring(store, b"postcode;aantal_woningen\n2312AB;12\n2312AC;14\n", "homes.csv", kind="blocks")


@pytest.mark.parametrize(
    ("name", "content"),
    [("leeg.csv", b""), ("plaatje.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64), ("cijfers.csv", b"wijk;index\nNoord;98\n")],
)
def test_what_holds_no_reports_is_declined_and_nothing_is_stored(store, name, content):
    with pytest.raises(NotUnderstood):
        bring(store, content, name)
    assert import_log.history(store).is_empty()


def test_a_zip_gives_an_outcome_for_each_table_and_says_which_it_declines(store):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("maart.csv", reports_csv(report(1)))
        archive.writestr("wijken.csv", "wijk;index\nNoord;98\n")
    stored, declined = sorted(bring(store, packed.getvalue(), "alles.zip"), key=lambda outcome: outcome.kind is None)
    assert counts(stored) == {"added": 1}
    assert "wijken.csv" in str(declined.declined)


def test_a_column_can_be_said_to_mean_a_field_or_nothing(store):
    (outcome,) = bring(store, reports_csv(report(1)), columns={"neighbourhood": "Plaats", "town": ""})
    mapping = outcome.to_dict()["mapping"]
    assert mapping["neighbourhood"] == "Plaats"
    assert "town" not in mapping


@pytest.mark.parametrize("columns", [{"straatnaam": "Straat"}, {"street": "Weg"}])
def test_a_field_or_column_that_does_not_exist_is_refused(store, columns):
    with pytest.raises(WrongValue):
        bring(store, reports_csv(report(1)), columns=columns)
    assert import_log.history(store).is_empty()


def test_a_profile_is_recognised_at_the_next_upload_of_its_layout(store):
    content = reports_csv(report(1))
    (upload,) = recognise.recognise(store, "a.csv", content, recognise.ImportOptions())
    mapping = replace(upload.mapping, source="caretaker")
    profiles.save(store, "jan", Profile("Buiten", "reports", fingerprint(HEADER.split(";")), mapping.to_dict()))
    (outcome,) = bring(store, content.replace(b"Straat;", b" STRAAT ;"))
    assert outcome.checked.upload.profile == "Buiten"
    assert records.load(store, "reports")["source"].to_list() == ["caretaker"]
    assert records.load(store, "reports")["street"].to_list() == ["Lindehof"]


def test_a_profile_that_does_not_exist_is_said(store):
    with pytest.raises(NotFound):
        bring(store, reports_csv(report(1)), profile="Onbekend")


def test_words_that_nobody_knows_are_counted_and_words_left_out_are_too(store):
    content = reports_csv(report(1), report(2, category="Qwertyfoo"), report(3, category="Qwertybar"))
    choices.choose_category(store, "jan", {"Qwertybar": None})
    (outcome,) = bring(store, content)
    assert counts(outcome) == {"added": 2, "left_out": 1}
    assert outcome.to_dict()["unmapped_categories"] == {"Qwertyfoo": 1}


def test_choices_not_stored_yet_go_before_the_stored_ones(store):
    choices.choose_category(store, "jan", {"Qwertyfoo": None})
    (upload,) = recognise.recognise(
        store, "a.csv", reports_csv(report(1, category="Qwertyfoo")), recognise.ImportOptions()
    )
    stored = check_file.check([upload], check_file.Background(store))[0]
    pending = choices.categories(store).with_columns(code=pl.lit("GEL"))
    chosen = check_file.check([upload], check_file.Background(store, pending))[0]
    assert (stored.left_out, chosen.left_out, chosen.frame.height) == (1, 0, 1)


def test_files_of_one_layout_are_one_group_whatever_the_case_or_order_of_their_headers():
    rows = reports_csv(report(1))
    turned = reports_csv("01-03-2026;M-2;Geluid", header="DATUM MELDING;meldingnummer;categorie")
    plain = reports_csv("M-3;01-04-2026;Geluid", header="Meldingnummer;Datum melding;Categorie")
    tables = [table for each in (rows, turned, plain) for table in reader.read("x.csv", each)]
    found = [recognise.Upload(f"{n}.csv", "", "reports", table) for n, table in enumerate(tables)]
    groups = recognise.by_layout(found)
    assert [[upload.name for upload in group] for group in groups] == [["0.csv"], ["1.csv", "2.csv"]]
    together = recognise.together(groups[1])
    assert together.cells["meldingnummer"].to_list() == ["M-2", "M-3"]


def test_progress_goes_from_nothing_to_done(store):
    seen = []
    bring(store, reports_csv(report(1)), progress=lambda part, text: seen.append((part, text)))
    parts = [part for part, _text in seen]
    assert parts == sorted(parts)
    assert (parts[0], parts[-1]) == (0.0, 1.0)
    assert all(text for _part, text in seen)


@needs_shared
def test_two_layouts_of_one_system_meet_and_the_same_file_changes_nothing(store):
    folder = SHARED / "nl-assen-signalen"
    first, second = (folder / name for name in ("assen_meldingen_excel_nl.csv", "assen_meldingen_flat.csv"))
    (dutch,) = bring(store, first.read_bytes(), first.name)
    assert dutch.to_dict()["rows"] == 3024
    assert counts(dutch)["added"] == 3024 - counts(dutch).get("rejected", 0)
    (flat,) = bring(store, second.read_bytes(), second.name)
    assert "added" not in counts(flat)
    assert "added" not in counts(bring(store, first.read_bytes(), first.name)[0])


@needs_shared
def test_the_national_address_list_is_recognised(store):
    file = SHARED / "nl-bag-addresses/bagadresplus.csv"
    (outcome,) = bring(store, file.read_bytes(), file.name)
    assert (outcome.kind, outcome.to_dict()["rows"]) == ("dwellings", 99)
    stored = records.load(store, "dwellings")
    assert stored["lat"].is_between(50, 54).all()


def test_a_planning_is_checked_stored_updated_and_undone(store):
    (checked,) = bring(store, PLANNING, "planning.csv", dry_run=True)
    assert (checked.kind, counts(checked)) == ("opportunities", {"added": 1, "rejected": 1})
    assert records.load(store, "opportunities").is_empty()
    (first,) = bring(store, PLANNING, "planning.csv")
    (moved,) = bring(store, PLANNING.replace(b"01-04-2027", b"01-06-2027"), "planning 2.csv")
    assert counts(moved) == {"updated": 1, "rejected": 1}
    assert import_log.get(store, first.import_id)["quality"]["rejected"] == {"no_place": 1}
    assert [f"{day:%d-%m}" for day in records.load(store, "opportunities")["starts_on"]] == ["01-06"]
    import_log.undo(store, "jan", moved.import_id)
    assert [f"{day:%d-%m}" for day in records.load(store, "opportunities")["starts_on"]] == ["01-04"]


def test_a_network_is_stored_and_its_layout_can_be_kept(store):
    (outcome,) = bring(store, NETWORK, "netwerk.csv")
    assert (outcome.kind, counts(outcome)) == ("partners", {"added": 2})
    assert outcome.to_dict()["placed"] | {"block": 0, "street": 0} == dict.fromkeys(outcome.to_dict()["placed"], 0)
    assert records.load(store, "partners")["name"].to_list() == ["Wijkagent", "VvE De Uitkijk"]
    columns = outcome.checked.upload.table.cells.columns
    profiles.save(
        store, "jan", Profile("Netwerk", "partners", fingerprint(columns), outcome.checked.upload.mapping.to_dict())
    )
    (again,) = bring(store, NETWORK, "netwerk.csv")
    assert (again.checked.upload.profile, counts(again)) == ("Netwerk", {"unchanged": 2})


def test_a_kind_may_be_asked_for(store):
    with pytest.raises(NotUnderstood, match="no column of names"):
        bring(store, PLANNING, kind="partners")
    (outcome,) = bring(store, b"Wat;Wanneer;Straat\nQwerty;2027;Lindehof\n", kind="opportunities")
    assert records.load(store, "opportunities")["kind"].to_list() == ["other"]
    assert outcome.checked.period[1].isoformat() == "2027-12-31"


def test_files_of_one_import_count_as_if_they_came_one_after_another_and_are_undone_together(store):
    first, later = reports_csv(report(1), report(2)), reports_csv(report(2), report(3))
    outcomes = import_file.import_files(
        store,
        [("a.csv", first), ("niets.csv", b"wijk;index\nNoord;98\n"), ("b.csv", later)],
        recognise.ImportOptions(),
        actor="jan",
    )
    assert [(outcome.file, outcome.declined is None) for outcome in outcomes] == [
        ("a.csv", True),
        ("niets.csv", False),
        ("b.csv", True),
    ]
    assert (counts(outcomes[0]), counts(outcomes[2])) == ({"added": 2}, {"added": 1, "unchanged": 1})
    assert import_log.history(store)["batch_id"].to_list() == [1, 1]
    import_log.undo(store, "jan", outcomes[2].import_id)
    assert records.load(store, "reports").is_empty()
    assert import_log.history(store)["undone_at"].null_count() == 0


def test_reports_are_located_on_the_dwellings_that_come_with_them(store):
    files = [("meldingen.csv", reports_csv(report(1))), ("bezit.csv", DWELLINGS)]
    outcomes = import_file.import_files(store, files, recognise.ImportOptions(), actor="jan")
    assert outcomes[0].checked.placed["dwelling"] == 1


def test_indicators_are_stored_undone_and_names_of_no_area_are_told(store):
    bring(store, b"Straat;Huisnummer;Plaats;Buurt\nLindehof;1;Meerwijk;Noord\nKade;2;Meerwijk;Zuid\n", kind="dwellings")
    file = b"Buurt;Jaar;Indicator;Waarde;n\nNoord;2025;Tevredenheid;6,2;41\nElders;2025;Tevredenheid;7,0;30\n"
    (outcome,) = import_file.import_files(store, [("enquete.csv", file)], actor="jan")
    assert (outcome.kind, outcome.added) == ("indicators", 2)
    assert "Elders. Rows: 1." in str(outcome.checked.notices[0])
    newer = file.replace(b"6,2", b"6,4")
    (again,) = import_file.import_files(store, [("enquete 2.csv", newer)], actor="jan")
    assert (again.added, again.updated, again.unchanged) == (0, 2, 0)  # the name of the file is its source
    assert records.load(store, "indicators")["value"].to_list() == [6.4, 7.0]
    import_log.undo(store, "jan", again.import_id)
    assert records.load(store, "indicators")["value"].to_list() == [6.2, 7.0]
