"""ASGI middleware that serves the program's own files and the HTML of pages from memory, compressed once.

Streamlit reads a file anew for each request and sends it as it is: 60 to 150 files and 3 to 6 MB for a page that a
browser opens for the first time.
"""

import gzip
import posixpath
import re
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.shared import page_files
from pages.shared.middleware import PROGRAM_FILES

_CONTENT_IN_ITS_NAME = re.compile(r"\.[\w-]{8}\.\w+$")  # "index.DormvYxC.js": another content has another name
_KEPT_FOR_EVER = "public, immutable, max-age=31536000"
_KEPT_FOR_A_DAY = "public, max-age=86400"
_TEXT = ("text/", "application/javascript", "application/json", "image/svg")
_OF_ONE_ANSWER = ("content-length", "date", "etag", "last-modified", "accept-ranges", "vary")


@dataclass(frozen=True)
class _Kept:
    """An answer that stays the same as long as the server runs."""

    headers: list[tuple[bytes, bytes]]
    body: bytes


class ProgramFiles:
    """Serve the program's files and the HTML of pages to browsers that take gzip.

    What is kept is bounded: only files that exist, and the pages. All else goes on unchanged: parts of a file,
    questions whether one changed, other methods, data.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: dict[str, _Kept] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request."""
        if not _is_plain(scope):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        kept = self.kept.get(path)
        if kept is None:
            answer = await self._answer(scope, receive)
            kept = await run_in_threadpool(_compressed, answer, path)
            if _may_be_kept(answer, path):
                self.kept[path] = kept
            status = answer[0]["status"]
        else:
            status = 200
        await send({"type": "http.response.start", "status": status, "headers": list(kept.headers)})
        await send({"type": "http.response.body", "body": kept.body})

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
        """The answer of the app itself, uncompressed."""
        parts: list[bytes] = []
        start: Message = {}

        async def take(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                parts.append(message.get("body", b""))

        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": headers}, receive, take)
        return start, b"".join(parts)


def _is_plain(scope: Scope) -> bool:
    """Whether the request asks for a whole file of the program or for a page, compressed."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    if scope["path"] != posixpath.normpath(f"/{scope['path'].lstrip('/')}"):
        return False  # another way to write an address: without end, and each would be kept
    if not scope["path"].startswith(PROGRAM_FILES) and not page_files.is_page(scope["path"]):
        return False
    headers = Headers(scope=scope)
    of_a_part = {"range", "if-none-match", "if-modified-since"} & set(headers)
    return not of_a_part and "gzip" in headers.get("accept-encoding", "")


def _may_be_kept(answer: tuple[Message, bytes], path: str) -> bool:
    """Whether the answer is a file that exists, or a page: for other addresses Streamlit answers with its page too."""
    start, _body = answer
    is_page = Headers(raw=start["headers"]).get("content-type", "").startswith("text/html")
    return (
        start["status"] == 200
        and "set-cookie" not in Headers(raw=start["headers"])
        and (page_files.is_page(path) if is_page else True)
    )


def _compressed(answer: tuple[Message, bytes], path: str) -> _Kept:
    """The answer as it is sent: a page with the files it needs; text compressed; how long browsers keep a file."""
    start, body = answer
    headers = MutableHeaders(raw=list(start["headers"]))
    kind = headers.get("content-type", "")
    for name in _OF_ONE_ANSWER:
        del headers[name]
    if start["status"] == 200 and kind.startswith("text/html") and page_files.is_page(path):
        body = page_files.with_files(body, path)
    if start["status"] == 200 and not kind.startswith("text/html"):
        headers["cache-control"] = _KEPT_FOR_EVER if _CONTENT_IN_ITS_NAME.search(path) else _KEPT_FOR_A_DAY
    if kind.startswith(_TEXT):
        body = gzip.compress(body, 6, mtime=0)
        headers["content-encoding"] = "gzip"
        headers["vary"] = "Accept-Encoding"
    headers["content-length"] = str(len(body))
    return _Kept(headers.raw, body)
