"""Uploads and media: who may ask for them, and how much the server holds."""

import json
import time

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from data.store import sign_outs
from data.store.database import open_store
from pages.shared import access, file_requests

ADDRESSES = ("/_stcore/upload_file/one/a", "/media/picture.png")


async def _taken(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


def client(kind: type) -> TestClient:
    routes = [Route("/{path:path}", _taken, methods=["GET", "PUT", "DELETE"])]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(kind)]))


@pytest.mark.parametrize("path", ADDRESSES)
def test_files_are_for_who_signed_in(monkeypatch, path):
    known = []
    monkeypatch.setattr(access, "sign_in_configured", lambda: True)
    monkeypatch.setattr(file_requests, "is_signed_in", lambda _request: bool(known))
    asks = client(file_requests.SignedInOnly)
    assert asks.get(path).status_code == 403
    assert asks.put(path, content=b"x").status_code == 403
    assert asks.get("/").status_code == 200
    known.append(True)
    assert asks.get(path).status_code == 200


def test_without_sign_in_nobody_needs_a_cookie(monkeypatch):
    monkeypatch.setattr(access, "sign_in_configured", lambda: False)
    assert client(file_requests.SignedInOnly).get(ADDRESSES[0]).status_code == 200


def test_the_server_holds_no_more_uploads_than_it_may(monkeypatch):
    active = {"one", "two", "three"}
    monkeypatch.setattr(file_requests, "_is_active", lambda session: session in active)
    monkeypatch.setattr(file_requests, "most_bytes", lambda: 100)
    asks = client(file_requests.UploadLimit)

    def put(session: str, file: str, size: int, **headers: str) -> int:
        return asks.put(f"/_stcore/upload_file/{session}/{file}", content=b"x" * size, headers=headers).status_code

    assert put("one", "a", 40) == 200
    assert put("one", "b", 20) == 413  # one tab holds half of it at most
    assert put("one", "a", 45) == 200  # the same file again counts once
    assert put("two", "a", 45) == 200
    assert put("three", "a", 20) == 413
    assert asks.delete("/_stcore/upload_file/two/a").status_code == 200
    assert put("three", "a", 20) == 200
    active.discard("one")  # a closed tab gives back what it held
    assert put("two", "a", 50) == 200


def test_a_limit_in_the_environment_counts(monkeypatch):
    monkeypatch.setenv(file_requests.UPLOADS, "3")
    assert file_requests.most_bytes() == 3 * file_requests.MEGABYTE
    monkeypatch.setenv(file_requests.UPLOADS, "much")
    assert file_requests.most_bytes() == file_requests.MOST * file_requests.MEGABYTE


def test_who_signed_out_in_one_tab_has_in_all(monkeypatch, tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    monkeypatch.setattr(access.stores, "own", lambda: store)
    sign_outs.sign_out(store, "fatima@example.org", "fatima", 5.0, 1e12)
    assert access.has_ended({"sub": "fatima", "iat": 5})
    assert not access.has_ended({"sub": "fatima", "iat": 6})  # signed in anew
    assert not access.has_ended({"sub": "jan", "iat": 5})
    store.close()


def test_who_signed_in_at_another_address_is_nobody_here_even_with_the_same_cookie_secret(monkeypatch):
    identity = {"is_logged_in": True, "exp": time.time() + 60, "origin": "https://noord.example"}
    monkeypatch.setattr(file_requests, "_get_signed_cookie_with_chunks", lambda *_given: json.dumps(identity).encode())
    monkeypatch.setattr(access, "configured_roles", lambda: None)
    monkeypatch.setattr(access, "has_ended", lambda _identity: False)
    request = Request({"type": "http", "headers": []})
    for origin, known in (("https://noord.example", True), ("https://zuid.example", False), (None, False)):
        monkeypatch.setattr(file_requests, "get_origin_from_redirect_uri", lambda origin=origin: origin)
        assert file_requests.is_signed_in(request) is known
    del identity["origin"]
    assert not file_requests.is_signed_in(request)
