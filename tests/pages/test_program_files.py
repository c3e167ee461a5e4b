"""The program's files from memory, and the files that the HTML of a page names."""

import gzip
import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.file_util import get_static_dir

from pages.shared import page_files
from pages.shared.program_files import ProgramFiles

STATIC = Path(get_static_dir())
CODE = "export const answer = 42;\n" * 1000
PICTURE = bytes(range(256))


@pytest.fixture
def app():
    """Asks a server of a few files and pages behind the middleware; ``asked``: the paths that reached the server."""
    asked = []

    async def script(request):
        asked.append(request.url.path)
        return Response(CODE, media_type="application/javascript", headers={"ETag": "x", "Cache-Control": "no-cache"})

    async def font(request):
        asked.append(request.url.path)
        return Response(PICTURE, media_type="font/woff2")

    async def page(request):
        asked.append(request.url.path)
        return HTMLResponse((STATIC / "index.html").read_text())

    async def data(request):
        asked.append(request.url.path)
        return PlainTextResponse("4711", headers={"Set-Cookie": "a=b"})

    routes = [Route("/static/js/code.AbCd_-12.js", script), Route("/leaflet/leaflet.js", script)]
    routes += [Route("/static/media/a.AbCd_-12.woff2", font), Route("/media/data.csv", data)]
    routes += [Route("/component/data.js", data), Route("/{rest:path}", page)]
    client = TestClient(ProgramFiles(Starlette(routes=routes)), "http://localhost")
    client.asked = asked
    return client


def test_a_file_is_read_and_compressed_once(app):
    answers = [app.get("/static/js/code.AbCd_-12.js") for _ in range(2)]
    assert [answer.text for answer in answers] == [CODE, CODE]
    assert app.asked == ["/static/js/code.AbCd_-12.js"]
    for answer in answers:
        assert answer.headers["content-encoding"] == "gzip"
        assert int(answer.headers["content-length"]) < len(CODE) / 10
        assert answer.headers["cache-control"] == "public, immutable, max-age=31536000"
        assert "etag" not in answer.headers


def test_a_file_whose_name_does_not_change_with_it_is_kept_for_a_day(app):
    assert app.get("/leaflet/leaflet.js").headers["cache-control"] == "public, max-age=86400"


def test_what_is_compressed_already_stays_as_it_is(app):
    answer = app.get("/static/media/a.AbCd_-12.woff2")
    assert answer.content == PICTURE
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("header", [{"Range": "bytes=0-9"}, {"If-None-Match": "x"}, {"Accept-Encoding": "identity"}])
def test_other_questions_reach_the_server_each_time(app, header):
    for _ in range(2):
        assert "content-encoding" not in app.get("/static/js/code.AbCd_-12.js", headers=header).headers
    assert len(app.asked) == 2


@pytest.mark.parametrize("path", ["/media/data.csv", "/component/data.js", "/static/js/no_such_file.js"])
def test_neither_data_nor_an_answer_with_a_cookie_nor_one_to_a_wrong_address_is_kept(app, path):
    for _ in range(2):
        assert app.get(path).status_code == 200
    assert len(app.asked) == 2


def test_a_page_names_files_that_exist_and_each_once(app):
    for path in ("/", "/map", "/settings"):
        html = app.get(path).text
        named = re.findall(r'(?:href|src)="\./(static/[^"]+)"', html)
        assert len(named) == len(set(named))
        assert [name for name in named if not (STATIC / name).exists()] == []
        assert html.index("window.__streamlit") < html.index("index.")
    figure = next(each.name for each in (STATIC / "static/js").glob("Metric.*.js"))
    assert figure in app.get("/").text
    assert figure not in app.get("/settings").text
    assert app.get("/map").text.count('rel="prefetch"') == 3
    assert app.asked == ["/", "/map", "/settings"]


def test_all_parts_are_in_the_installed_front_end():
    parts = {part for parts in page_files._PARTS.values() for part in parts} | set(page_files._ON_EACH_PAGE)
    assert [part for part in sorted(parts) if not list(STATIC.glob(f"static/js/{part}.*.js"))] == []
    assert [font for font in page_files._FONTS if not list(STATIC.glob(f"static/media/{font}.*.woff2"))] == []
    assert all(page_files.is_page(address) for address in page_files._PARTS)


def test_the_kept_bytes_are_the_compressed_ones(app):
    app.get("/static/js/code.AbCd_-12.js")
    assert gzip.decompress(app.app.kept["/static/js/code.AbCd_-12.js"].body).decode() == CODE


@pytest.mark.parametrize("path", ["/static//js/code.AbCd_-12.js", "/static/%2e/js/code.AbCd_-12.js", "/map/", "//map"])
def test_another_way_to_write_an_address_is_not_kept(path):
    asked = []

    async def answer(scope, receive, send):
        asked.append(scope["path"])
        await PlainTextResponse(CODE)(scope, receive, send)

    client = TestClient(ProgramFiles(answer), "http://localhost")
    for _time in range(2):
        assert client.get(f"http://localhost{path}").headers.get("content-encoding") is None
    assert len(asked) == 2
    client.get("/map")
    client.get("/map")
    assert len(asked) == 3
