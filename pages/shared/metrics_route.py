"""The addresses of the counters: the app's own, and Streamlit's. Both are closed, but for who has their token."""

import os
from secrets import compare_digest

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from data.monitoring.metrics import CONTENT_TYPE, TOKEN, exposition
from data.store.health import measure
from pages.shared import stores
from pages.shared.middleware import METRICS as PATH
from pages.shared.middleware import STREAMLIT_METRICS

_BEARER = "Bearer "


class ByToken:
    """Answer 404 at the addresses of the counters where no token is set, 403 to who does not send it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, or refuse it."""
        if scope["type"] != "http" or scope["path"].rstrip("/") not in (PATH, STREAMLIT_METRICS):
            await self.app(scope, receive, send)
        elif not (token := os.environ.get(TOKEN, "")):
            await PlainTextResponse("Not found", status_code=404)(scope, receive, send)
        elif not compare_digest(_sent(scope).encode(), token.encode()):
            await PlainTextResponse("The token of the metrics is missing or wrong.", 403)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _sent(scope: Scope) -> str:
    """The token of a request, "" without one."""
    sent = HTTPConnection(scope).headers.get("authorization", "")
    return sent.removeprefix(_BEARER) if sent.startswith(_BEARER) else ""


async def metrics(_request: Request) -> Response:
    """Return the counters of this server, and when the store last got an import and a backup."""
    await run_in_threadpool(measure, stores.own)
    return Response(exposition(), headers={"content-type": CONTENT_TYPE})
