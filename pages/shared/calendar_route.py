"""The address where calendar programs fetch a person's calendar: no sign-in, a secret in the link instead."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from data.cli.server import origins
from data.demo.opening import demo_is_made
from data.services.calendars import calendar_of
from data.store.calendar_feeds import feed_of
from pages.shared import cached, stores
from pages.shared.middleware import CALENDAR

ENDING = ".ics"
PATH = CALENDAR + "{token}" + ENDING


async def calendar(request: Request) -> Response:
    """Return the calendar of the link's secret; 404 for any other, whether it once existed or not."""
    token = request.path_params["token"]
    content = await run_in_threadpool(_calendar, token, own_address(str(request.base_url)))
    if content is None:
        return PlainTextResponse("Not found", status_code=404)
    return Response(content, media_type="text/calendar; charset=utf-8")


def _calendar(token: str, address: str) -> bytes | None:
    """The calendar; None for a wrong secret, which is looked up in each store that there is."""
    every = [stores.own(), *([stores.demo()] if demo_is_made() else [])]
    found = [(store, feed_of(store, token)) for store in every]
    store, feed = next((pair for pair in found if pair[1] is not None), (None, None))
    if store is None or feed is None:
        return None
    return calendar_of(store, cached.in_store(store, cached.snapshot), feed, address)


def link(address: str, token: str) -> str:
    """The link to a calendar. ``address``: of the app."""
    return f"{address}{CALENDAR}{token}{ENDING}"


def own_address(asked: str) -> str:
    """The address of the app as browsers show it. ``asked``: as this server sees it."""
    return (origins() or [asked.rstrip("/")])[0]
