"""The ASGI middleware alone: which clients may connect, and the headers of answers."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDisconnect

from pages.shared import access, middleware

HERE = ("127.0.0.1", 50000)
ELSEWHERE = ("192.168.1.20", 50000)


async def _hello(_request):
    return PlainTextResponse("hello", headers={"Referrer-Policy": "unsafe-url"})


async def _socket(websocket):
    await websocket.accept()
    await websocket.send_text("hello")
    await websocket.close()


def client(address: tuple[str, int], host: str) -> TestClient:
    routes = [Route("/", _hello), WebSocketRoute("/socket", _socket)]
    layers = [Middleware(middleware.SecurityHeaders), Middleware(middleware.ThisMachineOnly)]
    return TestClient(Starlette(routes=routes, middleware=layers), f"http://{host}", client=address)


@pytest.fixture(autouse=True)
def no_sign_in(monkeypatch):
    monkeypatch.setattr(access, "sign_in_configured", lambda: False)
    monkeypatch.delenv(access.WITHOUT_SIGN_IN, raising=False)


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1", "[::1]:8501", "127.5.5.5"])
def test_this_machine_is_served_by_its_own_names(host):
    assert client(HERE, host).get("/").text == "hello"
    assert client(("::ffff:127.0.0.1", 1), host).get("/").status_code == 200


@pytest.mark.parametrize(
    ("address", "host"),
    [
        (ELSEWHERE, "localhost:8501"),
        (ELSEWHERE, "blokwijzer.example"),
        (HERE, "blokwijzer.example"),
        (HERE, "localhost.example"),
        (HERE, "127.0.0.1.example"),
    ],
)
def test_without_sign_in_everyone_else_is_refused(address, host):
    refused = client(address, host).get("/")
    assert refused.status_code == 403
    assert "this computer only" in refused.text
    with pytest.raises(WebSocketDisconnect), client(address, host).websocket_connect(f"ws://{host}/socket"):
        pass


def test_an_empty_host_is_refused():
    assert client(HERE, "localhost").get("/", headers={"Host": ""}).status_code == 403


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
def test_who_comes_through_a_proxy_is_refused(header):
    assert client(HERE, "localhost").get("/", headers={header: "127.0.0.1"}).status_code == 403


def test_the_websocket_serves_this_machine():
    with client(HERE, "localhost").websocket_connect("ws://localhost/socket") as socket:
        assert socket.receive_text() == "hello"


def test_who_chose_to_go_without_sign_in_serves_others(monkeypatch):
    monkeypatch.setenv(access.WITHOUT_SIGN_IN, "1")
    assert client(ELSEWHERE, "blokwijzer.example").get("/").status_code == 200


def test_with_sign_in_others_are_served(monkeypatch):
    monkeypatch.setattr(access, "sign_in_configured", lambda: True)
    assert client(ELSEWHERE, "blokwijzer.example").get("/").status_code == 200


@pytest.mark.parametrize("address", [HERE, ELSEWHERE])
def test_every_answer_carries_the_headers_once(address):
    headers = client(address, "localhost").get("/").headers
    assert headers.get_list("referrer-policy") == ["no-referrer"]
    assert headers["x-content-type-options"] == "nosniff"
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'self'"
    outside = {word for words in policy.values() for word in words.split() if "//" in word}
    assert outside == {"https://service.pdok.nl", "https://tile.openstreetmap.org"}
    assert all("//" not in words for name, words in policy.items() if name != "img-src")
