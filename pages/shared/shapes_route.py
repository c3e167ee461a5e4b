"""The address of the outlines of areas, for who may see the map.

It has the access check of the page Map, by the login cookie, because a route knows no session. A browser keeps the file
for a day. What another reader may see has another address.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from data.demo.opening import demo_is_made
from data.store.database import Store
from domain.roles import EVERYTHING, Act, acts_of
from domain.schemas import AREA_LEVELS
from pages.shared import access, cached, district_limit, file_requests, stores
from pages.shared.data_set import DEMO, OWN
from pages.shared.maps.shape_files import ShapeFile, file_for
from pages.shared.middleware import SHAPES

PATH = SHAPES + "{data_set}/{level}/{digest}"
KEPT = {"cache-control": "private, immutable, max-age=86400", "vary": "Accept-Encoding"}
NOT_KEPT = {"cache-control": "no-store"}


async def shapes(request: Request) -> Response:
    """Return the outlines; 403 for who may not see the map, 404 where the reader's file is another."""
    return await run_in_threadpool(_answer, request)


def _answer(request: Request) -> Response:
    reader = file_requests.signed_in(request) if access.sign_in_configured() else {}
    acts = EVERYTHING if not access.sign_in_configured() else acts_of(access.roles_of(reader or {}))
    if reader is None or access.PAGES["map"] not in acts:
        return PlainTextResponse(file_requests.NOT_SIGNED_IN, status_code=403, headers=NOT_KEPT)
    asked = request.path_params
    store = _store(asked["data_set"])
    if store is None or asked["level"] not in AREA_LEVELS:
        return PlainTextResponse("Not found", status_code=404, headers=NOT_KEPT)
    names = access.districts_of_identity(reader) if asked["data_set"] == OWN else ()
    found = cached.in_store(store, lambda: _file(asked["level"], names, Act.FULL in acts))
    if found.digest != asked["digest"]:
        return PlainTextResponse("Not found", status_code=404, headers=NOT_KEPT)
    headers = {**KEPT, "content-encoding": "gzip"}
    return Response(found.content, media_type="application/json", headers=headers)


def _file(level: str, names: tuple[str, ...], full: bool) -> ShapeFile:
    return file_for(level, district_limit.of_names(names), full)


def _store(data_set: str) -> Store | None:
    if data_set == OWN:
        return stores.own()
    return stores.demo() if data_set == DEMO and demo_is_made() else None
