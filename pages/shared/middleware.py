"""ASGI middleware for every request: which clients may connect, and the security headers of each response.

As plain ASGI it covers pages, assets, uploads and the websocket.
"""

import os
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.cli.server import is_this_machine
from pages.shared import access
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
ORIGIN = "BLOKWIJZER_ORIGIN"  # environment: the addresses of the app as browsers show them, where a proxy changes them
SAFE = {"GET", "HEAD", "OPTIONS"}  # methods that change nothing
FOREIGN = "Only pages of Blokwijzer itself may ask this. Behind a proxy that changes the host, set BLOKWIJZER_ORIGIN."
REFUSED = (
    "Blokwijzer runs without sign-in and therefore serves this computer only. "
    "Configure sign-in, or start it with --without-sign-in."
)


class SecurityHeaders:
    """Set the security headers on every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request; the headers replace any of the same name."""
        ours = {name for name, _ in HEADERS}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(name, value) for name, value in message.get("headers", []) if name.lower() not in ours]
                message = {**message, "headers": [*kept, *HEADERS]}
            await send(message)

        await self.app(scope, receive, send_with_headers)


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
    if given := os.environ.get(ORIGIN):
        return origin in given.replace(",", " ").split()
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
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return is_this_machine(name)
