"""The program's files that a page needs, named in its HTML, so that browsers fetch them while it is worked out.

Streamlit's first HTML names only what a bare page needs. The part that draws a chart, a table or a map is asked for
when the first of them arrives; its fonts when the first word in them is drawn.
"""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from streamlit.file_util import get_static_dir

from pages.shared import access, navigation
from pages.shared.theme import LEAFLET

_ON_EACH_PAGE = ("Html", "Button", "PageLink", "ButtonGroup")
_MAP = ("ComponentInstance",)
_PARTS = {
    "": ("BidiComponent", "Metric"),
    "map": ("Selectbox", *_MAP, "Slider", "TextInput", "BidiComponent"),
    "candidates": ("Selectbox", "TextInput", "BidiComponent", "DownloadButton", *_MAP, "LinkButton"),
    "plan": ("BidiComponent", "DownloadButton"),
    "track-record": (),
    "projects": ("Checkbox",),
    "network": (*_MAP, "BidiComponent"),
    access.GUEST: ("TextInput", "NumberInput", "Multiselect"),
    "signal": ("Selectbox", "TextArea", "DateInput"),
    "data": ("FileUploader",),
    "settings": ("Radio", "NumberInput", "TextInput", "Selectbox"),
}
"""Streamlit's parts of its front end by a page's address, in the order in which the page shows them."""
_FONTS = ("SourceSerifVariable-Roman", "MaterialSymbols-Rounded")
_IMPORTED = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')
_NAMED = re.compile(r'href="\./static/js/([\w.-]+\.js)"|src="\./static/js/([\w.-]+\.js)"')
# Streamlit else asks at each part of the address whether the server answers there.
_SERVER = '<script>window.__streamlit = {BACKEND_BASE_URL: new URL("/", location).href}</script>'


def is_page(path: str) -> bool:
    """Whether a path is that of a page ("/map")."""
    return path.strip("/") in {address for _name, address, _title in navigation.PAGES}


def with_files(html: bytes, path: str) -> bytes:
    """Streamlit's HTML with the files that the page at a path needs; what is missing in its front end is left out."""
    return html.replace(b"<head>", f"<head>{_SERVER}".encode(), 1).replace(
        b"</head>", f"{_links(path.strip('/'))}</head>".encode(), 1
    )


@cache
def _links(address: str) -> str:
    """The links of a page: modules, styles and fonts to load at once; files of the map's frame to keep at hand."""
    static = Path(get_static_dir()) / "static"
    parts = (*_ON_EACH_PAGE, *_PARTS.get(address, ()))
    fonts = (f"./static/media/{found.name}" for name in _FONTS for found in static.glob(f"media/{name}.*.woff2"))
    styles = (f"./static/css/{found.name}" for part in parts for found in static.glob(f"css/{part}.*.css"))
    links = [f'<link rel="preload" as="font" type="font/woff2" crossorigin href="{href}">' for href in fonts]
    links += [f'<link rel="preload" as="style" crossorigin href="{href}">' for href in styles]
    links += [f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in _modules(static, parts)]
    if set(_MAP) <= set(parts):
        links += [f'<link rel="prefetch" href="{href}">' for href in _of_the_frame()]
    return "".join(links)


def _modules(static: Path, parts: tuple[str, ...]) -> list[str]:
    """The names of the files of parts and of all that they import, but for those that the HTML names already."""
    index = (static.parent / "index.html").read_text(encoding="utf-8")
    known = {name for names in _NAMED.findall(index) for name in names if name}
    found: dict[str, None] = {}
    asked = [file.name for part in reversed(parts) for file in static.glob(f"js/{part}.*.js")]
    while asked:
        name = asked.pop()
        if name not in known:
            known.add(name)
            found[name] = None
            asked += _IMPORTED.findall((static / "js" / name).read_text(encoding="utf-8"))
    return list(found)


def _of_the_frame() -> list[str]:
    """The files of the map, which is a page of its own in a frame."""
    found = find_spec("streamlit_folium")
    built = Path(found.origin).parent / "frontend" / "build" if found and found.origin else Path()
    scripts = [
        f"/component/streamlit_folium.st_folium/{each.relative_to(built)}" for each in built.glob("static/js/*.js")
    ]
    return [*scripts, f"{LEAFLET}/leaflet.js", f"{LEAFLET}/leaflet.css"]
