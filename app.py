"""The server: security headers, access control, the health check, the map's static files, and the screens.

``streamlit run app.py`` and ``blokwijzer run`` both start this. The script of the screens is ``pages/start.py``,
which checks access: Streamlit would serve a ``pages/`` folder beside the script without that check.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from altair.utils import schemapi
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from xstatic.pkg import leaflet

import data
import domain
import pages.shared.stores
from data.configuration import read_files
from data.services import cluster
from data.services.cluster_address import cluster as named_cluster
from data.store.health import health
from domain.errors import WrongValue
from pages.overview import preparation
from pages.shared import calendar_route, error_handler, metrics_route, server_log, shapes_route
from pages.shared.file_requests import SignedInOnly, UploadLimit
from pages.shared.middleware import (
    KnownPages,
    NoOtherDoors,
    OwnHostsOnly,
    OwnOriginOnly,
    SecurityHeaders,
    StartToken,
    ThisMachineOnly,
)
from pages.shared.program_files import ProgramFiles
from pages.shared.theme import LEAFLET

# Imported before Streamlit puts pages/ itself on the path, where a screen could shadow a package of the same name.
# Never import streamlit_folium here (area_map does): a component that is declared before the server runs is not served.
ROOMS = (pages, domain, data)


read_files()
server_log.configure()  # before Dask is imported, which else keeps a log of its own
try:
    named_cluster()
except WrongValue as error:  # the log would leave out what is wrong
    raise SystemExit(str(error)) from None
schemapi.disable_debug_mode()  # Altair would check each chart against Vega-Lite's schema; the tests do that


async def healthz(_request: Request) -> JSONResponse:
    """Return 200 if the store answers and fits this program, else 503 with the reason; nothing about the data."""
    found = await run_in_threadpool(health, pages.shared.stores.own)
    return JSONResponse(found.to_dict() | cluster.state(), status_code=200 if found.state == "ok" else 503)


@asynccontextmanager
async def working_ahead(_app: st.App) -> AsyncIterator[dict[str, Any] | None]:
    """Work out new data behind the screens as long as the server runs."""
    stop = preparation.begin()
    try:
        yield None
    finally:
        stop.set()


app = st.App(
    "pages/start.py",
    lifespan=working_ahead,
    routes=[
        Route("/healthz", healthz),
        Route(metrics_route.PATH, metrics_route.metrics),
        Route(calendar_route.PATH, calendar_route.calendar),
        Route(shapes_route.PATH, shapes_route.shapes),
        Mount(LEAFLET, StaticFiles(directory=leaflet.BASE_DIR)),
    ],
    middleware=[
        Middleware(each)
        for each in (
            server_log.RequestLog,
            SecurityHeaders,
            OwnHostsOnly,
            ThisMachineOnly,
            NoOtherDoors,
            StartToken,
            KnownPages,
            OwnOriginOnly,
            SignedInOnly,
            metrics_route.ByToken,
            UploadLimit,
            ProgramFiles,
        )
    ],
    on_script_error=error_handler.show,
)
