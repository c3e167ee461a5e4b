"""The ASGI middleware alone: which clients may connect, and the headers of answers."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDisconnect

from pages.shared import access, middleware

HERE = ("127.0.0.1", 50000)
OWN = {"Origin": "http://localhost"}
ELSEWHERE = ("192.168.1.20", 50000)


async def _hello(_request):
    return PlainTextResponse("hello", headers={"Referrer-Policy": "unsafe-url"})


async def _socket(websocket):
    await websocket.accept()
    await websocket.send_text("hello")
    await websocket.close()


def client(address: tuple[str, int], host: str) -> TestClient:
    routes = [Route("/", _hello), WebSocketRoute("/socket", _socket)]
    layers = [
        Middleware(kind) for kind in (middleware.SecurityHeaders, middleware.ThisMachineOnly, middleware.OwnOriginOnly)
    ]
    return TestClient(Starlette(routes=routes, middleware=layers), f"http://{host}", client=address)


PAGE = {"Accept": "text/html,application/xhtml+xml"}


@pytest.mark.parametrize("address", ["/nergens", "/map/nergens", "/MAP", "/index.html"])
def test_an_address_that_is_no_page_leads_to_the_first_page(address):
    app = TestClient(middleware.KnownPages(Starlette()), "http://localhost")
    answer = app.get(f"{address}?store=own&within=town:x&code=7", headers=PAGE, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?store=own&within=town%3Ax&unknown=")


@pytest.mark.parametrize(
    "address", ["/", "/map", "/map/", "/session", "/auth/login", "/oauth2callback", "/healthz", "/calendar/x.ics"]
)
def test_pages_and_what_else_is_served_stay_as_they_are(address):
    app = TestClient(middleware.KnownPages(Starlette()), "http://localhost")
    assert app.get(address, headers=PAGE, follow_redirects=False).status_code == 404, "that of the bare app behind it"
    assert app.get("/nergens", headers={"Accept": "image/png"}).status_code == 404
    assert app.post("/nergens", headers=PAGE).status_code == 404


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


def hosts_only(host: str) -> TestClient:
    routes = [Route(path, _hello) for path in ("/", "/healthz")] + [WebSocketRoute("/socket", _socket)]
    layers = [Middleware(middleware.OwnHostsOnly)]
    return TestClient(Starlette(routes=routes, middleware=layers), f"http://{host}", client=HERE)


@pytest.mark.parametrize("host", ["zuid.example", "noord.example.zuid.example", "127.0.0.1:8601", "noord.example@zuid"])
def test_a_request_for_another_association_is_refused(host, monkeypatch):
    monkeypatch.setenv("BLOKWIJZER_HOSTS", "noord.example wonen.noord.example")
    refused = hosts_only("noord.example").get("/", headers={"Host": host})
    assert (refused.status_code, refused.text) == (421, middleware.OTHER_HOST)
    for header in ("X-Forwarded-Host", "X-Original-Host", "Forwarded"):
        said = {"Host": host, header: "host=noord.example" if header == "Forwarded" else "noord.example"}
        assert hosts_only("noord.example").get("/", headers=said).status_code == 421, header
    assert hosts_only(host.partition("@")[2] or host).get("/healthz").status_code == 200  # what a proxy asks
    with pytest.raises(WebSocketDisconnect), hosts_only("x").websocket_connect("ws://x/socket", headers={"Host": host}):
        pass


@pytest.mark.parametrize("host", ["noord.example", "Wonen.Noord.example:443"])
def test_a_request_for_this_association_is_served(host, monkeypatch):
    monkeypatch.setenv("BLOKWIJZER_HOSTS", "noord.example wonen.noord.example")
    assert hosts_only(host).get("/").text == "hello"
    monkeypatch.delenv("BLOKWIJZER_HOSTS")
    assert hosts_only("any.example").get("/").text == "hello"


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
def test_who_comes_through_a_proxy_is_refused(header):
    assert client(HERE, "localhost").get("/", headers={header: "127.0.0.1"}).status_code == 403


def test_the_websocket_serves_this_machine():
    with client(HERE, "localhost").websocket_connect("ws://localhost/socket", headers=OWN) as socket:
        assert socket.receive_text() == "hello"


def opens(origin: str | None, host: str = "localhost:8501", scheme: str = "ws") -> bool:
    """Whether a page of that origin gets a websocket."""
    headers = {"Host": host} | ({"Origin": origin} if origin is not None else {})
    try:
        with client(HERE, host).websocket_connect(f"{scheme}://{host}/socket", headers=headers):
            return True
    except WebSocketDisconnect:
        return False


@pytest.mark.parametrize(
    "origin",
    [
        *(
            "http://localhost:3000",
            "http://localhost",
            "http://127.0.0.1:8501",
            "https://evil.example",
            "null",
            "",
            None,
        ),
        *("http://localhost:8501.evil.example", "http://evil.example/http://localhost:8501", "file://"),
    ],
)
def test_a_page_of_another_origin_gets_no_websocket(origin):
    assert opens("http://localhost:8501")
    assert not opens(origin)


def test_behind_a_proxy_the_origin_is_the_one_that_browsers_show(monkeypatch):
    monkeypatch.setattr(access, "sign_in_configured", lambda: True)
    assert opens("https://blokwijzer.example", host="blokwijzer.example")  # the proxy took TLS off, and kept the host
    assert not opens("https://blokwijzer.example", host="10.0.0.7:8501")
    monkeypatch.setenv(middleware.ORIGIN, "https://blokwijzer.example")
    assert opens("https://blokwijzer.example", host="10.0.0.7:8501")
    assert not opens("https://evil.example", host="10.0.0.7:8501")
    assert not opens("http://10.0.0.7:8501", host="10.0.0.7:8501")


def test_over_tls_a_page_without_it_is_another_origin():
    assert opens("https://localhost:8501", scheme="wss")
    assert not opens("http://localhost:8501", scheme="wss")


def test_a_page_of_another_origin_changes_nothing():
    here = client(HERE, "localhost")
    assert here.put("/", headers={"Origin": "http://localhost:3000"}).status_code == 403
    assert here.put("/", headers={"Origin": "http://localhost"}).status_code == 405  # passed on, to a route without it
    assert here.put("/").status_code == 405
    assert here.get("/", headers={"Origin": "http://localhost:3000"}).status_code == 200


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


def answered(kind: type, url: str = "http://localhost") -> TestClient:
    """Asks for a page that sets a cookie."""

    async def page(_request):
        response = PlainTextResponse("hello", headers={"Cache-Control": "public"})
        response.set_cookie("login", "x")
        return response

    routes = [Route("/", page), Route("/static/app.js", page)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(kind)]), url, follow_redirects=False)


def test_no_browser_or_proxy_keeps_a_page(monkeypatch):
    asks = answered(middleware.SecurityHeaders)
    assert asks.get("/").headers["cache-control"] == "no-store"
    assert asks.get("/static/app.js").headers["cache-control"] == "public"
    assert "strict-transport-security" not in asks.get("/").headers
    assert "Sustain" not in asks.get("/").headers["set-cookie"]


def test_behind_tls_browsers_keep_to_it_and_cookies_travel_by_it_only(monkeypatch):
    monkeypatch.setenv(middleware.ORIGIN, "https://blokwijzer.example")
    answer = answered(middleware.SecurityHeaders).get("/")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert answer.headers["set-cookie"].endswith("; Secure")
    monkeypatch.delenv(middleware.ORIGIN)
    answer = answered(middleware.SecurityHeaders, "https://localhost").get("/")
    assert answer.headers["set-cookie"].endswith("; Secure")


def test_with_a_token_only_the_browser_that_opened_the_link_is_served(monkeypatch):
    monkeypatch.setenv(middleware.START_TOKEN, "secret-text")
    asks = answered(middleware.StartToken)
    assert asks.get("/").status_code == 403
    assert asks.get("/?token=guess").status_code == 403
    opened = asks.get("/?token=secret-text")
    assert opened.status_code == 303
    assert "secret-text" not in opened.headers["location"]
    assert "HttpOnly" in opened.headers["set-cookie"]
    assert asks.get("/").status_code == 200  # by the cookie
    asks.cookies.set("blokwijzer_start", "guess")
    assert answered(middleware.StartToken).get("/", headers={"Cookie": "blokwijzer_start=guess"}).status_code == 403
    monkeypatch.delenv(middleware.START_TOKEN)
    assert answered(middleware.StartToken).get("/").status_code == 200


@pytest.mark.parametrize("path", ["/_stcore/agent/mcp", "/_stcore/agent/interact", "/_stcore/agent/openapi.json"])
def test_the_api_for_programs_is_not_served_whatever_is_set(path):
    async def served(_request):
        return PlainTextResponse("hello")

    layers = [Middleware(middleware.NoOtherDoors)]
    asks = TestClient(Starlette(routes=[Route("/{path:path}", served, methods=["GET", "POST"])], middleware=layers))
    assert asks.post(path).status_code == asks.get(path).status_code == 404
    assert asks.get("/_stcore/health").text == "hello"
