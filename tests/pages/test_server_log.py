"""The log of the server: requests and pages by number, errors by the code that the reader sees."""

import io
import json
import logging

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit import logger as streamlit_logger
from streamlit.testing.v1 import AppTest

from data.monitoring import log, metrics
from data.monitoring.log_records import code_of
from pages.shared import server_log
from tests.pages.conftest import words


@pytest.fixture
def written(monkeypatch, restored_logging):
    """What the server logs, as JSON lines."""
    usual, stream = streamlit_logger.setup_formatter, io.StringIO()
    monkeypatch.setenv("BLOKWIJZER_LOG", "json")
    monkeypatch.setattr(log.sys, "stderr", stream)
    server_log.configure()
    yield stream
    streamlit_logger.setup_formatter = usual
    streamlit_logger.update_formatter()


def lines(written) -> list[dict]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.mark.usefixtures("with_demo")
def test_a_page_with_an_error_is_logged_with_its_code_and_without_what_was_in_it(screen, written, monkeypatch):
    def broken(*_arguments, **_named):
        raise ValueError("Lindehof 12, mevrouw Jansen")

    before = metrics.ERRORS.labels("page")._value.get()
    monkeypatch.setattr("pages.shared.navigation.say_if_unknown", broken)
    screen("glossary")
    page, failed = (
        next(line for line in lines(written) if line["event"] == each)
        for each in ("page drawn", "Uncaught app execution")
    )
    assert (page["page"], page["logger"]) == ("glossary", "blokwijzer")
    assert (failed["error"], failed["request"], failed["actor"]) == ("ValueError", page["request"], page["actor"])
    assert len(failed["code"]) == 8
    assert metrics.ERRORS.labels("page")._value.get() == before + 1
    assert "Jansen" not in written.getvalue().replace(failed["where"], "").replace(json.dumps(failed["where"]), "")


def test_the_reader_sees_the_code_that_the_log_has():
    def script() -> None:
        from data.monitoring.log_records import code_of
        from pages.shared import error_handler

        error = ValueError("Lindehof 12")
        error._blokwijzer_code = "0a1b2c3d"
        assert code_of(error) == "0a1b2c3d"
        error_handler.show(error)

    shown = words(AppTest.from_function(script).run())
    assert "0a1b2c3d" in shown
    assert "Lindehof" not in shown
    error = KeyError()
    assert code_of(error) == code_of(error) != code_of(KeyError())


def test_each_request_has_a_number_and_its_line_has_no_address(written):
    def fails(_request):
        raise ValueError("Jansen")

    routes = [Route("/calendar/{token}", lambda _request: PlainTextResponse("x")), Route("/{any:path}", fails)]
    asks = TestClient(
        Starlette(routes=routes, middleware=[Middleware(server_log.RequestLog)]), raise_server_exceptions=False
    )
    answer = asks.get("/calendar/a-secret.ics?within=Lindehof")
    assert asks.get("/map?area=Lindehof").status_code == 500
    first, failed, second = (line for line in lines(written) if line["logger"] == "blokwijzer")
    assert first["request"] == answer.headers["x-request-id"] != second["request"] == failed["request"]
    assert (first["kind"], first["status"], second["kind"], second["status"]) == ("calendar", 200, "page", 500)
    assert failed["error"] == "ValueError"
    for secret in ("secret", "Lindehof"):
        assert secret not in written.getvalue()


def test_the_loggers_of_streamlit_and_uvicorn_write_to_the_apps_log_only(written):
    new = streamlit_logger.get_logger("streamlit.made.in.a.test")
    for logger in (new, logging.getLogger("uvicorn.error"), logging.getLogger("uvicorn")):
        assert logger.handlers == []
        assert logger.propagate
    new.warning("A sentence of %s", "Jansen")
    assert [line["event"] for line in lines(written)] == ["A sentence of %s"]
