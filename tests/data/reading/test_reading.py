"""Files from outside are read in processes with limits; what one of them does harms nothing else."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from data.reading import gdal, wire
from data.reading.files import read_backup, read_effects, read_outline, read_upload
from data.reading.limits import Limits, from_environment
from data.reading.process import Pool, Stopped
from data.reference import lexicon
from data.services.import_file import import_files
from data.store import import_log
from data.store.database import open_store
from domain.errors import NotUnderstood, WrongValue
from domain.intake.reading.contents import HowToRead, Outlines
from domain.intake.reading.file import File
from domain.intake.reading.raw_table import ReadChoices
from domain.intake.reading.read_file import read_file
from tests.data.reading import attacks

ROOT = Path(__file__).parents[3]
AS_FOUND = HowToRead()
LIMITS = Limits(megabytes=1024, cpu_seconds=20, seconds=120, processes=2)


@pytest.fixture(scope="module")
def pool():
    made = Pool(LIMITS)
    yield made
    made.close()


def rows(contents) -> int:
    ((_name, (table,)),) = contents
    return table.cells.height


def process_of(pool: Pool) -> int:
    """The number of the process that is ready."""
    with pool.process() as process:
        return process.pid


def is_running(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(") ")[2][0] not in "ZX"


@pytest.mark.parametrize("name", attacks.SMALL)
def test_an_attack_is_refused_in_one_sentence_and_its_process_lives(pool, name):
    before = process_of(pool)
    with pytest.raises(NotUnderstood) as refused:
        read_upload(name, attacks.SMALL[name](), AS_FOUND, pool=pool)
    assert type(refused.value) is NotUnderstood
    assert str(refused.value).count("\n") == 0
    assert process_of(pool) == before


def test_a_false_count_of_texts_does_not_matter(pool):
    assert rows(read_upload("count.xlsx", attacks.false_count(), AS_FOUND, pool=pool)) == 20


def test_a_file_without_a_name_in_a_zip_is_passed_over(pool):
    assert rows(read_upload("nameless.zip", attacks.nameless(), AS_FOUND, pool=pool)) == 3


def test_a_file_that_ends_its_process_costs_one_sentence_and_others_go_on(pool):
    """The far cell is written so that only the reader itself sees it, which then asks for 500 GB and is aborted."""
    found = []

    def read_others() -> None:
        for _time in range(3):
            found.append(rows(read_upload("a.csv", attacks.reports(50), AS_FOUND, pool=pool)))

    others = Thread(target=read_others)
    others.start()
    with pytest.raises(Stopped, match=r"hidden\.xlsx/Meldingen takes more than 1024 MB") as stopped:
        read_upload("hidden.xlsx", attacks.hidden_cell(), AS_FOUND, pool=pool)
    others.join()
    assert stopped.value.how == "memory"
    assert found == [50, 50, 50]
    assert rows(read_upload("a.csv", attacks.reports(50), AS_FOUND, pool=pool)) == 50


def test_a_file_among_others_is_left_out_and_the_others_are_stored(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    files = [("far.xlsx", attacks.stray_cell()), ("a.csv", attacks.reports(20))]
    far, good = import_files(store, files, actor="jan")
    assert "XFD1048576" in str(far.declined)
    assert good.added == 20
    assert import_log.history(store).height == 1
    store.close()


def test_a_process_that_takes_too_long_is_ended():
    slow = Pool(replace(LIMITS, seconds=1))
    with slow.process() as process:
        os.kill(process.pid, signal.SIGSTOP)
    with pytest.raises(Stopped, match="stopped after 1 seconds") as stopped:
        read_upload("a.csv", attacks.reports(5), AS_FOUND, pool=slow)
    assert stopped.value.how == "time"
    assert not is_running(process.pid)
    slow.close()


def test_a_process_that_takes_too_much_of_the_processor_is_ended():
    busy = Pool(replace(LIMITS, cpu_seconds=1))
    with pytest.raises(Stopped, match="was stopped after 1 seconds"):
        read_upload("a.csv", attacks.odd_quotes(8 << 20, plain=30), AS_FOUND, pool=busy)
    busy.close()


def test_a_backup_that_unpacks_without_end_costs_one_sentence(pool, tmp_path):
    attacks.backup(tmp_path / "bomb.zip", 200)
    assert (tmp_path / "bomb.zip").stat().st_size < 300_000
    with (
        pytest.raises(Stopped, match=r"bomb\.zip/reports\.parquet takes more than 1024 MB"),
        read_backup(tmp_path / "bomb.zip", pool) as found,
    ):
        list(found.tables)
    assert rows(read_upload("a.csv", attacks.reports(5), AS_FOUND, pool=pool)) == 5


class Cancelled(BaseException):
    pass


def test_what_progress_raises_stops_the_reading(pool):
    with pool.process() as process:
        os.kill(process.pid, signal.SIGSTOP)
    seen = []

    def progress(fraction: float, text: str) -> None:
        seen.append((fraction, text))
        raise Cancelled

    with pytest.raises(Cancelled):
        read_upload("a.csv", attacks.reports(5), AS_FOUND, progress, pool)
    assert seen == [(0.0, "a.csv")]
    assert not is_running(process.pid)
    assert rows(read_upload("a.csv", attacks.reports(5), AS_FOUND, pool=pool)) == 5


def test_no_process_outlives_the_program():
    program = (
        "import os, signal; from data.reading.limits import Limits; from data.reading.process import Pool\n"
        "pool = Pool(Limits()); pool.warm(); print(pool._idle[0].pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False, capture_output=True, text=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    until = time.monotonic() + 60
    while is_running(int(ended.stdout)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(int(ended.stdout))


def test_a_process_knows_no_secret_and_writes_no_file(monkeypatch):
    monkeypatch.setenv("BLOKWIJZER_KEY", "geheim")
    monkeypatch.setenv("PGPASSWORD", "geheim")
    own = Pool(LIMITS)
    read_upload("a.csv", attacks.reports(5), AS_FOUND, pool=own)
    place = Path(f"/proc/{process_of(own)}")
    assert b"geheim" not in (place / "environ").read_bytes()
    lines = (place / "limits").read_text().splitlines()
    limits = {line[:26].strip(): line[26:].split()[0] for line in lines}
    assert limits["Max file size"] == limits["Max core file size"] == "0"
    assert limits["Max data size"] == str(1024 << 20)
    own.close()


def test_only_the_drivers_of_the_formats_that_are_read_are_there():
    """A new GDAL may bring new ones: add them to data/reading/gdal.py."""
    listed = "import pyogrio; print(*pyogrio.list_drivers(), sep='\\n')"
    environment = {"PATH": os.environ["PATH"]} | gdal.SETTINGS
    found = subprocess.run(
        [sys.executable, "-c", listed], env=environment, check=True, capture_output=True, text=True
    ).stdout
    assert set(found.split("\n")) - {""} <= set(gdal.DRIVERS)


def test_tables_come_over_as_they_were_read():
    content = (ROOT / "tests/cases/sheet_per_year.xlsx").read_bytes()
    read = read_file(File("years.xlsx", content), lexicon(), HowToRead(choices=ReadChoices(header_line=1)))
    facts, blocks = wire.from_contents(read)
    found = wire.to_contents(facts, [bytes(block) for block in blocks])
    for (name, tables), (other_name, others) in zip(read, found, strict=True):
        assert name == other_name
        for table, other in zip(tables, others, strict=True):
            for frame in ("cells", "lines", "rejected"):
                assert getattr(table, frame).equals(getattr(other, frame))
            for fact in ("name", "read_as", "notices", "sheets", "is_hidden"):
                assert getattr(table, fact) == getattr(other, fact)


def test_outlines_and_other_choices_come_over(pool):
    square = [[4.9, 52.3], [4.91, 52.3], [4.91, 52.31], [4.9, 52.3]]
    found = read_upload("a.geojson", attacks.polygon(square), HowToRead(columns={"code": "code"}), pool=pool)
    assert isinstance(found, Outlines)
    assert found.blocks["code"].to_list() == ["A"]
    with pytest.raises(WrongValue, match="no field nothing"):
        read_upload("a.geojson", attacks.polygon(square), HowToRead(columns={"nothing": "code"}), pool=pool)


def test_a_geopackage_keeps_its_table_and_loses_its_other_queries(pool):
    with_query = attacks.geopackage(attacks.ENDLESS, beside=True)
    assert read_upload("a.gpkg", with_query, AS_FOUND, pool=pool).blocks["code"].to_list() == ["A"]


def test_files_of_effects_and_outlines_are_read_there_too(pool):
    with pytest.raises(NotUnderstood, match="not JSON"):
        read_effects("a.json", b"nothing", pool)
    with pytest.raises(WrongValue, match="not an outline"):
        read_outline("nothing", pool)
    assert read_outline("POLYGON ((4 52, 5 52, 5 53, 4 52))", pool)["outline"]
    deep = "GEOMETRYCOLLECTION(" * 200_000
    with pytest.raises((Stopped, WrongValue)):
        read_outline(deep, pool)
    assert process_of(pool)


def test_limits_are_set_in_the_environment():
    assert from_environment({}) == Limits()
    given = Limits(512, 30, 60, 1)
    assert from_environment(given.to_environment()) == given
    for wrong in ("0", "-1", "many", "1.5"):
        with pytest.raises(WrongValue, match="BLOKWIJZER_READ_MEMORY"):
            from_environment({"BLOKWIJZER_READ_MEMORY": wrong})
