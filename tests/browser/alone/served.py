"""A server of the area map alone, with the app's own headers and map files."""

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from xstatic.pkg import leaflet

from pages.shared.middleware import SecurityHeaders
from pages.shared.theme import LEAFLET

app = st.App(
    "drawn.py",
    routes=[Mount(LEAFLET, StaticFiles(directory=leaflet.BASE_DIR))],
    middleware=[Middleware(SecurityHeaders)],
)
