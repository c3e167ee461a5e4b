"""What stands in the log, in both forms: events, codes and numbers; nothing of what was imported or typed."""

import io
import json
import logging
import re
import threading

import polars as pl
import pytest

from data.monitoring import context, log
from data.services import import_file
from data.store import settings
from domain.errors import NotUnderstood, WrongValue
from tests.data.exports import report, reports_csv


@pytest.fixture
def written(monkeypatch, request, restored_logging):
    """The log of this test, as text."""
    monkeypatch.setenv("BLOKWIJZER_LOG", getattr(request, "param", "json"))
    monkeypatch.setenv("BLOKWIJZER_LOG_LEVEL", "debug")
    for name in ("uvicorn", "uvicorn.error"):  # a server that an earlier test ran in this process closes them
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
        monkeypatch.setattr(logging.getLogger(name), "disabled", False)
    stream = io.StringIO()
    log.configure(stream)
    return stream


def lines(written) -> list[dict]:
    """The lines of the log, without those of asyncio about tasks that earlier tests left."""
    every = (json.loads(line) for line in written.getvalue().splitlines())
    return [line for line in every if line["logger"] != "asyncio"]


@pytest.mark.parametrize("written", ["json", "text"], indirect=True)
def test_no_cell_of_an_import_stands_in_the_log_whether_it_is_stored_or_not(written, store, monkeypatch):
    context.begin(context.actor_code("els@corporatie.example", settings.hash_key(store)))
    content = reports_csv(*(report(n, house=n) for n in range(1, 30)))
    import_file.import_file(store, "meldingen Jansen.csv", content, actor="els@corporatie.example")
    with pytest.raises(NotUnderstood):
        import_file.import_file(store, "De Vries.csv", b"naam;telefoon\nJansen;0612345678\n", actor="els")

    def broken(*_arguments):
        pl.Series(["Lindehof 12", "Jansen"]).cast(pl.Int64)  # Polars quotes what it cannot convert

    monkeypatch.setattr(import_file.import_log, "save_all", broken)
    with pytest.raises(pl.exceptions.InvalidOperationError) as failed:
        import_file.import_file(store, "b.csv", content + b"\n", actor="els")
    assert "Lindehof" in str(failed.value), "the error itself holds a cell"
    found = written.getvalue()
    assert "file stored" in found
    assert "file not understood" in found
    assert "import failed" in found
    told = re.sub(r'\n  File "[^"]*", line.*\n.*', "", found)  # the lines of code, which quote this test
    told = re.sub(r'"where": "[^\n]*"', "", told)
    cells = {cell for line in content.decode().splitlines() for cell in line.split(";") if len(cell) > 3}
    assert len(cells) > 30
    shown = {"2026"}  # the year in the moment of a line
    for cell in {*cells, "Jansen", "De Vries", "0612345678", "meldingen", "Lindehof", "corporatie"} - shown:
        assert cell not in told, cell


def test_lines_of_one_request_have_its_number_and_the_code_of_who_asked(written, store):
    key = settings.hash_key(store)
    code = context.actor_code("els@corporatie.example", key)
    number = context.begin(code)
    log.event("one")
    log.event("two", rows=3, seconds=0.12345, kind="reports", place="Lindehof 12")
    context.begin()
    log.event("three")
    one, two, three = (line for line in lines(written) if line["event"] in ("one", "two", "three"))
    assert one["request"] == two["request"] == number != three["request"]
    assert one["actor"] == code == context.actor_code("els@corporatie.example", key)
    assert code != context.actor_code("jan@corporatie.example", key)
    assert (two["rows"], two["seconds"], two["kind"], two["place"]) == (3, 0.123, "reports", "…")


def test_of_other_libraries_only_the_sentence_is_logged(written):
    logging.getLogger("uvicorn.error").warning('%s - "WebSocket %s" [accepted]', "10.0.0.1", "/?within=Lindehof")
    logging.getLogger("library").error("Task exception was never retrieved\nfuture: <Task ValueError('Jansen')>")
    logging.getLogger("uvicorn.error").error(OSError("Jansen"))
    assert [line["event"] for line in lines(written)] == [
        '%s - "WebSocket %s" [accepted]',
        "Task exception was never retrieved",
        "OSError",
    ]
    assert "Jansen" not in written.getvalue()


def test_an_error_that_nobody_caught_is_logged_by_its_code_only(written):
    thread = threading.Thread(target=lambda: int("Jansen"))
    thread.start()
    thread.join()
    (line,) = lines(written)
    assert (line["event"], line["error"], len(line["code"])) == ("uncaught error", "ValueError", 8)
    assert "invalid literal" not in written.getvalue()


def test_a_wrong_setting_is_named(monkeypatch):
    monkeypatch.setenv("BLOKWIJZER_LOG", "xml")
    with pytest.raises(WrongValue, match="must be one of: text, json"):
        log.configure(io.StringIO())
