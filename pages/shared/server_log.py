"""The log and the counters of the server: each request, each page that is drawn, and the errors of both."""

import logging
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import logger as streamlit_logger
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from data.monitoring import context, log, metrics

_KINDS = ("_stcore", "healthz", "metrics", "calendar", "media", "static", "leaflet", "component", "auth")
_QUIET = ("_stcore", "healthz", "static", "leaflet", "component")  # many, and the same each time: logged if they fail
_HEADER = b"x-request-id"
_SERVER_LOGGERS = ("uvicorn", "uvicorn.error", "uvicorn.asgi", "websockets", "asyncio")
_MOST = 10_000  # sessions whose actor is remembered
_actors: OrderedDict[str, str] = OrderedDict()  # session -> code of who is signed in
_lock = Lock()


def configure() -> None:
    """Let the loggers of Streamlit and uvicorn write to the app's own log, and no other way."""
    log.configure()
    streamlit_logger.setup_formatter = _to_root
    for name in {*streamlit_logger._loggers, *_SERVER_LOGGERS}:
        _to_root(logging.getLogger("streamlit" if name == "root" else name))
    logging.getLogger("uvicorn.access").propagate = False  # ``RequestLog`` says it, without addresses
    context.look_up_actor(_actor_of_session)


def _to_root(logger: logging.Logger) -> None:
    """Take the handlers of a logger away, so that only that of the app's log is left."""
    logger.handlers.clear()
    logger.propagate = True


def _actor_of_session() -> str | None:
    run = get_script_run_ctx(suppress_warning=True)
    return _actors.get(run.session_id) if run else None


@contextmanager
def page_run(page: str, actor: str | None) -> Iterator[None]:
    """Log and count one run of a page's script. ``actor``: the code of who is signed in."""
    context.begin(actor)
    if actor and (run := get_script_run_ctx(suppress_warning=True)):
        with _lock:
            _actors[run.session_id] = actor
            while len(_actors) > _MOST:
                _actors.popitem(last=False)
    started = time.perf_counter()
    try:
        yield
    except Exception:
        metrics.ERRORS.labels("page").inc()
        raise
    finally:
        seconds = time.perf_counter() - started
        metrics.PAGES.labels(page).inc()
        metrics.PAGE_SECONDS.observe(seconds)
        log.event("page drawn", page=page, seconds=seconds)


class RequestLog:
    """Give each HTTP request a number, which its answer names, and log how it ended; never its address or query."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request."""
        number = context.begin()
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def send_with_number(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message.get("headers", []), (_HEADER, number.encode())]}
            await send(message)

        try:
            await self.app(scope, receive, send_with_number)
        except Exception as error:
            metrics.ERRORS.labels("request").inc()
            log.failure("request failed", error, kind=_kind(scope["path"]))
            raise
        finally:
            kind = _kind(scope["path"])
            level = logging.DEBUG if kind in _QUIET and status < 500 else logging.INFO
            seconds = time.perf_counter() - started
            log.event("request answered", level, method=scope["method"], kind=kind, status=status, seconds=seconds)


def _kind(path: str) -> str:
    """What is asked for: the first part of the path, where that is the program's own; else "page"."""
    first = path.strip("/").partition("/")[0]
    return first if first in _KINDS else "page"
