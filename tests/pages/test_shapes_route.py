"""The address of outlines: for who may see the map, and with what they may see only."""

import gzip
import json

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.testclient import TestClient

from data.services.import_file import import_file
from domain.roles import RoleNames
from pages.shared import access, cached, cached_shapes, file_requests, shapes_route, stores
from pages.shared.maps import shape_files
from pages.shared.middleware import KnownPages, SecurityHeaders, ThisMachineOnly

FEW = 1  # reports of a street that no list of dwellings has


@pytest.fixture
def client() -> TestClient:
    routes = [Route(shapes_route.PATH, shapes_route.shapes)]
    layers = [Middleware(each) for each in (SecurityHeaders, ThisMachineOnly, KnownPages)]
    return TestClient(Starlette(routes=routes, middleware=layers), "http://localhost:8501", client=("127.0.0.1", 50000))


@pytest.fixture
def streets(own):
    """The own store with a street of many reports, and one of few; all that is known of them is where reports were."""
    rows = [
        f"{number};{1 + number % 28:02}-{1 + number % 9:02}-2025;Zwerfafval;{street};{1 + number};{town};{lat};{lon}"
        for street, town, count, lat, lon in (
            ("Lindelaan", "Meerwijk", 40, 52.1, 5.1),
            ("Achterom", "Meerwijk", FEW, 52.2, 5.2),
            ("Kade", "Elders", 40, 52.3, 5.3),
        )
        for number in range(count)
    ]
    head = "Nr;Datum melding;Categorie;Straat;Huisnummer;Plaats;Breedtegraad;Lengtegraad"
    import_file(own, "meldingen.csv", "\n".join([head, *rows]).encode(), actor="jan")
    return own


@pytest.fixture
def signed_in(monkeypatch):
    """Set who asks; None for nobody. The names of roles are those of the program."""
    who = {}
    monkeypatch.setattr(access, "sign_in_configured", lambda: True)
    monkeypatch.setattr(access, "configured_roles", RoleNames)
    monkeypatch.setattr(file_requests, "signed_in", lambda _request: who["is"])
    return lambda *roles, **more: who.update({"is": {"roles": list(roles), **more} if roles else None})


def address(level: str, limit: tuple[str, ...], full: bool, data_set: str = "own") -> str:
    """The address of the file for a reader."""
    store = stores.own() if data_set == "own" else stores.demo()
    file = cached.in_store(store, lambda: shape_files.file_for(level, limit, full))
    return f"/shapes/{data_set}/{level}/{file.digest}"


def names(answer: httpx.Response) -> set[str]:
    """The names in a file."""
    assert answer.status_code == 200, answer.text
    return set(answer.json()["names"])


def test_a_browser_keeps_the_outlines_for_itself(demo, client):
    answer = client.get(address("block", (), True, "demo"))
    found = answer.json()
    assert len(found["ids"]) == len(found["names"]) == len(found["lone"]) == len(found["rings"]) > 50
    assert answer.headers["cache-control"] == "private, immutable, max-age=86400"
    assert answer.headers["vary"] == "Accept-Encoding"  # Streamlit sets another cookie with each page
    assert answer.headers["content-encoding"] == "gzip"
    for wrong in ("/shapes/demo/block/0", "/shapes/demo/house/0", "/shapes/other/block/0"):
        refused = client.get(wrong, headers={"accept": "text/html"})
        assert (refused.status_code, refused.headers["cache-control"]) == (404, "no-store")


def test_a_file_has_all_outlines_of_its_level(demo):
    file = cached.in_store(stores.demo(), lambda: shape_files.file_for("street", (), True))
    shapes = cached.in_store(stores.demo(), lambda: cached_shapes.shapes("street"))
    found = json.loads(gzip.decompress(file.content))
    assert dict(zip(found["ids"], found["rings"], strict=True)) == {
        area: json.loads(rings) for area, rings in shapes.select("area_id", "rings").iter_rows()
    }
    assert [found["ids"][at] for at in file.areas["at"]] == file.areas["area_id"].to_list()
    both = shape_files.numbers([file, file])
    assert both["at"].to_list() == list(range(2 * file.areas.height))


def test_who_may_not_see_the_map_gets_no_outline(streets, client, signed_in):
    full = address("street", (), True)
    for roles in ((), ("privacy_officer",), ("somebody",)):
        signed_in(*roles)
        refused = client.get(full)
        assert (refused.status_code, refused.headers["cache-control"]) == (403, "no-store")
    signed_in("consultant")
    assert names(client.get(full)) == {"Lindelaan", "Achterom", "Kade"}


def test_who_may_not_see_full_figures_gets_no_outline_around_a_few_reports(streets, client, signed_in):
    full, less = address("street", (), True), address("street", (), False)
    for role in ("manager", "caretaker"):
        signed_in(role)
        assert client.get(full).status_code == 404
        assert names(client.get(less)) == {"Lindelaan", "Kade"}


def test_who_is_limited_to_a_district_gets_its_outlines_only(streets, client, signed_in, monkeypatch):
    monkeypatch.setattr(access, "_secret", lambda name: {"Team noord": ["Elders"]} if name == "districts" else None)
    signed_in("consultant", "Team noord")
    assert client.get(address("street", (), True)).status_code == 404
    assert names(client.get(address("street", ("town:elders",), True))) == {"Kade"}
