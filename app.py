"""The server: security headers, who may connect, the health check, the map's own files, and the screens.

``streamlit run app.py`` and ``blokwijzer run`` both start this. It is not the script of the screens, because Streamlit
would serve a ``pages/`` folder beside that script without asking who is there; ``pages/start.py`` asks.
"""

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from xstatic.pkg import leaflet

import data
import domain
import pages.shared.cached
from pages.shared import error_handler
from pages.shared.middleware import SecurityHeaders, ThisMachineOnly
from pages.shared.theme import LEAFLET

# Imported before Streamlit puts pages/ itself on the path, where a screen's name would hide a package of this name.
# Never import streamlit_folium here (area_map does): a component that is declared before the server runs is not served.
ROOMS = (pages, domain, data)


async def healthz(_request: Request) -> JSONResponse:
    """200 when the store answers a query, else 503; says nothing about the data."""
    try:
        await run_in_threadpool(pages.shared.cached.own_version)
    except Exception:
        return JSONResponse({"store": "does not answer"}, status_code=503)
    return JSONResponse({"store": "answers"})


app = st.App(
    "pages/start.py",
    routes=[Route("/healthz", healthz), Mount(LEAFLET, StaticFiles(directory=leaflet.BASE_DIR))],
    middleware=[Middleware(SecurityHeaders), Middleware(ThisMachineOnly)],
    on_script_error=error_handler.show,
)
