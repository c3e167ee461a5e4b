"""ASGI middleware for every request: which clients may connect, and the security headers of each response.

As plain ASGI it covers pages, assets, uploads and the websocket.
"""

import os
from secrets import compare_digest
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.cli.server import HOSTS, ORIGIN, START_TOKEN, is_this_machine, origins
from pages.shared import access, navigation
from pages.shared.theme import TILE_SERVERS

# Streamlit's map component builds its map with eval and inline scripts, hence 'unsafe-*'; a component of our own is
# loaded from a blob. Neither lets in what a page does not already run. The policy limits
# connections to this server and images to the two tile servers; escaping prevents data from being executed.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        f"img-src 'self' data: blob: {' '.join(TILE_SERVERS)}",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-src 'self'",
        "frame-ancestors 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"no-referrer"),
)
FORWARDED = {b"forwarded", b"x-forwarded-for", b"x-real-ip"}  # headers of a proxy, whose client may be remote
SAFE = {"GET", "HEAD", "OPTIONS"}  # methods that change nothing
FOREIGN = "Only pages of Blokwijzer itself may ask this. Behind a proxy that changes the host, set BLOKWIJZER_ORIGIN."
OTHER_HOST = "Blokwijzer is not served here by that name."
PROGRAM_FILES = ("/static/", "/leaflet/", "/component/")  # of Streamlit and Leaflet: no data of anyone
KEPT_PARAMETERS = ("store", "within")  # of a link to an unknown page: what the reader looks at
AGENT = "/_stcore/agent/"
METRICS, STREAMLIT_METRICS = "/metrics", "/_stcore/metrics"  # for who has their token
CALENDAR = "/calendar/"  # what follows is a secret of its own
SHAPES = "/shapes/"  # outlines of areas: its route says who gets them, and that browsers keep them
SERVED = (
    "/_stcore/",
    "/healthz",
    METRICS,
    "/media/",
    "/oauth2callback",
    "/auth/",
    CALENDAR,
    SHAPES,
)  # beside pages and program files
TOKEN_COOKIE = "blokwijzer_start"
OPEN_PATHS = ("/healthz", "/_stcore/health", METRICS, STREAMLIT_METRICS)
NO_TOKEN = "Open the link that was printed when Blokwijzer started; it lets this browser in."
REFUSED = (
    "Blokwijzer runs without sign-in and therefore serves this computer only. "
    "Configure sign-in, or start it with --without-sign-in."
)


class SecurityHeaders:
    """Set the security headers on every response.

    Nothing but the program's own files and outlines of areas is stored by browsers, and only the former by proxies.
    Behind TLS, browsers are told to keep to it, and cookies travel by it only.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request; the headers replace any of the same name."""
        added = list(HEADERS)
        if not scope.get("path", "").startswith((*PROGRAM_FILES, SHAPES)):
            added.append((b"cache-control", b"no-store"))
        if secure := _is_secure(scope):
            added.append((b"strict-transport-security", b"max-age=31536000"))
        ours = {name for name, _ in added}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(name, value) for name, value in message.get("headers", []) if name.lower() not in ours]
                kept = [(name, _over_tls(name, value) if secure else value) for name, value in kept]
                message = {**message, "headers": [*kept, *added]}
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _is_secure(scope: Scope) -> bool:
    """Whether browsers reach the app by TLS: by this connection, or by a proxy in front of it (ORIGIN)."""
    return scope.get("scheme") in ("https", "wss") or os.environ.get(ORIGIN, "").startswith("https://")


def _over_tls(name: bytes, value: bytes) -> bytes:
    """A cookie that travels by TLS only; other headers as they are."""
    if name.lower() != b"set-cookie" or b"; secure" in value.lower():
        return value
    return value + b"; Secure"


class NoOtherDoors:
    """Refuse what Streamlit serves beside the screens: its API for programs, which knows no sign-in of ours.

    It is off by default, and by a setting of the environment on.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, or answer 404."""
        if scope["type"] == "http" and f"{scope['path']}/".startswith(AGENT):
            await PlainTextResponse("Not found", status_code=404)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


class KnownPages:
    """Lead an address that is no page to the first page, which says so.

    Streamlit serves its own page at any address, and then says in English that there is none.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, or redirect a browser that opens an unknown address."""
        if scope["type"] != "http" or scope["method"] != "GET" or not _is_unknown(scope):
            await self.app(scope, receive, send)
            return
        given = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        kept = [pair for pair in given if pair[0] in KEPT_PARAMETERS]
        query = urlencode([*kept, (navigation.UNKNOWN, "")])
        await RedirectResponse(f"/?{query}", status_code=303)(scope, receive, send)


def _is_unknown(scope: Scope) -> bool:
    """Whether a browser opens an address that is neither a page nor a file of the program."""
    path = scope["path"]
    accepted = dict(scope["headers"]).get(b"accept", b"").decode("latin-1")
    if "text/html" not in accepted or path.startswith((*PROGRAM_FILES, *SERVED)):
        return False
    return path.strip("/") not in {address for _folder, address, _title in navigation.PAGES}


class StartToken:
    """Where the app was started with a token, serve only browsers that opened the link with it, once.

    On a machine with several users each of them can reach a port of this machine; the link is printed for one.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request; keep the token of the link in a cookie; else answer 403."""
        token = os.environ.get(START_TOKEN)
        if not token or scope["type"] not in ("http", "websocket") or _is_open(scope["path"]):
            await self.app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        if compare_digest(asked.cookies.get(TOKEN_COOKIE, "").encode(), token.encode()):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif compare_digest(asked.query_params.get("token", "").encode(), token.encode()):
            answer = RedirectResponse(scope["path"] or "/", status_code=303)
            answer.set_cookie(TOKEN_COOKIE, token, httponly=True, samesite="strict", secure=_is_secure(scope))
            await answer(scope, receive, send)
        else:
            await PlainTextResponse(NO_TOKEN, status_code=403)(scope, receive, send)


def _is_open(path: str) -> bool:
    """Whether a path is served without a start token: calendar programs have no cookie, but a secret in the link."""
    return path in OPEN_PATHS or path.startswith(CALENDAR)


class ThisMachineOnly:
    """Without sign-in, refuse clients that do not connect from this computer by one of its own names.

    The name (the Host header) is checked as well: a remote web page can resolve its own name to 127.0.0.1 (DNS
    rebinding).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, or answer 403."""
        if scope["type"] not in ("http", "websocket") or _allowed(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await PlainTextResponse(REFUSED, status_code=403)(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1008})


class OwnHostsOnly:
    """Where the app was told its hosts, refuse a request that names another: it is for another association's server.

    What monitors and proxies ask says nothing about the data, and names the machine.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, or answer 421 (Misdirected Request)."""
        hosts = os.environ.get(HOSTS, "").lower().split()
        named = dict(scope.get("headers", ())).get(b"host", b"").decode("latin-1")
        if scope["type"] not in ("http", "websocket") or not hosts or _host_name(named) in hosts:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif scope["path"] in OPEN_PATHS:
            await self.app(scope, receive, send)
        else:
            await PlainTextResponse(OTHER_HOST, status_code=421)(scope, receive, send)


class OwnOriginOnly:
    """Refuse a websocket, upload or other change that a page of another origin asks for, before Streamlit sees it.

    A browser sends the cookies of this server along with such a request, whoever wrote the page; a page on another port
    of this machine could read all of an app without sign-in. Streamlit itself looks up the name of a foreign origin
    outside of the machine, while all others wait.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, or answer 403."""
        if scope["type"] == "websocket" and not _is_own_origin(scope):
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] == "http" and scope["method"] not in SAFE and not _is_own_origin(scope, missing=True):
            await PlainTextResponse(FOREIGN, status_code=403)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _is_own_origin(scope: Scope, missing: bool = False) -> bool:
    """Whether the request comes from a page of this server; ``missing``: the answer where no origin is given.

    Own are the origins in ORIGIN. Without any: the host and port that the request was sent to, with the scheme of the
    connection, or https where a proxy took that off.
    """
    headers = dict(scope["headers"])
    origin = headers.get(b"origin", b"").decode("latin-1")
    if not origin:
        return missing
    if os.environ.get(ORIGIN):
        return origin in origins()
    host = headers.get(b"host", b"").decode("latin-1")
    secure = scope.get("scheme") in ("https", "wss")
    return bool(host) and origin in (f"https://{host}", *(() if secure else (f"http://{host}",)))


def _allowed(scope: Scope) -> bool:
    if access.sign_in_configured() or access.open_to_all():
        return True
    client, headers = scope.get("client"), dict(scope["headers"])
    if client is None or not FORWARDED.isdisjoint(headers):
        return False
    return is_this_machine(client[0]) and _is_own_name(headers.get(b"host", b"").decode("latin-1"))


def _is_own_name(host: str) -> bool:
    return is_this_machine(_host_name(host))


def _host_name(host: str) -> str:
    """The name in a Host header, in small letters; "" where there is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
