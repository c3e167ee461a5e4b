"""ASGI middleware for the requests that carry files: uploads and media.

Streamlit serves these to anyone: it takes an upload in a session that a stranger has as well; it gives a download or a
picture to who has its address.
"""

import json
import os
import time
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime
from streamlit.auth_util import get_origin_from_redirect_uri
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from pages.shared import access

UPLOAD, MEDIA = "/_stcore/upload_file/", "/media/"
NOT_SIGNED_IN = "Sign in first."
FULL = "The server holds as many uploads as it may. Import or remove what was dropped, or try again later."
MEGABYTE = 1024 * 1024
UPLOADS = "BLOKWIJZER_UPLOADS"  # environment: megabytes of uploads that the server holds at a time
MOST = 2000  # its default
MOST_OF_ONE = 0.5  # share of that for one browser tab


class SignedInOnly:
    """With sign-in, refuse uploads and media to who has no valid login cookie."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, or answer 403."""
        asks = scope["type"] == "http" and scope["path"].startswith((UPLOAD, MEDIA))
        if asks and access.sign_in_configured() and not await run_in_threadpool(is_signed_in, Request(scope)):
            await PlainTextResponse(NOT_SIGNED_IN, status_code=403)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


class UploadLimit:
    """Refuse an upload that makes the server, or one browser tab, hold more than it may.

    Streamlit limits each file, and keeps all of them in memory until a tab is closed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.held: dict[tuple[str, str], int] = {}  # (session, file) -> bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, or answer 413. Bytes are counted as they arrive, whatever the request says of its size."""
        if scope["type"] != "http" or not scope["path"].startswith(UPLOAD) or scope["method"] not in ("PUT", "DELETE"):
            await self.app(scope, receive, send)
            return
        session, _, file = scope["path"].removeprefix(UPLOAD).partition("/")
        self.held = {of: size for of, size in self.held.items() if _is_active(of[0])}
        self.held.pop((session, file), None)
        if scope["method"] == "DELETE":
            await self.app(scope, receive, send)
            return
        most = most_bytes()
        room = min(most - sum(self.held.values()), int(most * MOST_OF_ONE) - self._of(session))
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if room <= 0 or (length.isdigit() and int(length) > room):
            await PlainTextResponse(FULL, status_code=413)(scope, receive, send)
            return
        self.held[session, file] = 0
        refused = False

        async def counted() -> Message:
            nonlocal refused
            message = await receive()
            if message["type"] == "http.request":
                self.held[session, file] = self.held.get((session, file), 0) + len(message.get("body", b""))
                if self.held[session, file] > room:
                    refused = True
                    return {"type": "http.disconnect"}
            return message

        try:
            await self.app(scope, counted, send)
        finally:
            if refused or not _is_active(session):
                self.held.pop((session, file), None)

    def _of(self, session: str) -> int:
        return sum(size for (of, _file), size in self.held.items() if of == session)


def most_bytes() -> int:
    """The bytes of uploads that the server holds at a time."""
    given = os.environ.get(UPLOADS, "")
    return (int(given) if given.isdigit() else MOST) * MEGABYTE


def is_signed_in(request: Request) -> bool:
    """Whether the request is of somebody who signed in and has a role."""
    return signed_in(request) is not None


def signed_in(request: Request) -> dict[str, Any] | None:
    """The identity in a login cookie of this server, if it has a role and has not expired; else None.

    Streamlit writes in the cookie for which address it is; who signed in elsewhere is nobody here, even if two
    installations have the same ``cookie_secret``.
    """
    cookie = _get_signed_cookie_with_chunks(request.cookies, USER_COOKIE_NAME)
    try:
        identity = json.loads(cookie or b"{}")
    except ValueError:
        return None
    expires = identity.get("exp")
    known = bool(identity.get("is_logged_in")) and _is_of_this_address(identity)
    known = known and bool(access.roles_of(identity)) and not access.has_ended(identity)
    return identity if known and isinstance(expires, int | float) and expires > time.time() else None


def _is_of_this_address(identity: dict[str, Any]) -> bool:
    own = get_origin_from_redirect_uri()
    return own is not None and identity.get("origin") == own


def _is_active(session: str) -> bool:
    return runtime.exists() and runtime.get_instance().is_active_session(session)
