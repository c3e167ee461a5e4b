"""My district: it narrows the pages, stands in the link, and opens next time."""

import time

from data.services.snapshot import load_snapshot
from data.store import districts, projects, settings
from domain.snapshot import district as districts_of
from pages.shared import cached, district_limit
from tests.pages.conftest import list_rows, words
from tests.pages.team_session import AUTH

TREES = "neighbourhood:trintelwaard/bomenbuurt"
FLOWERS = "neighbourhood:trintelwaard/bloemenbuurt"


def in_link(test) -> str | None:
    """The district in the link."""
    found = test.query_params.get("within")
    return found[0] if isinstance(found, list) else found


def opened(test):
    """The page with the control of the district opened."""
    test.session_state["district-open"] = True
    return test.run()


def test_the_control_draws_its_content_when_it_is_opened_and_what_is_kept_is_read_once(demo, screen, monkeypatch):
    read = []
    original = settings.get
    monkeypatch.setattr(settings, "get", lambda store, name, *more: read.append(name) or original(store, name, *more))
    test = screen("map")
    assert not [each for each in test.multiselect if each.key == "district-parts"]
    opened(test).run()
    assert test.multiselect(key="district-parts").value == []
    assert [name for name in read if name.startswith(("district of", "csv:"))] == ["district of local"]


def test_a_district_narrows_the_candidates_and_stays_compared_with_the_whole_stock(with_demo, screen):
    whole = {row["id"]: row for row in list_rows(screen("candidates"))}
    test = screen("candidates", link={"within": TREES})
    assert not test.exception
    shown = list_rows(test)
    assert len(shown) == 10
    assert all(row["place"].startswith("Bomenbuurt") for row in shown)
    both = [row for row in shown if row["id"] in whole]
    assert both
    assert all(row["why"] == whole[row["id"]]["why"] for row in both)  # "2.9 times the average" is of the stock


def test_without_a_district_nothing_stands_in_the_link(with_demo, screen):
    assert in_link(screen("map")) is None


def test_a_district_is_chosen_kept_and_opens_next_time(demo, screen):
    test = opened(screen("map"))
    test.multiselect(key="district-parts").set_value([FLOWERS]).run()
    assert not test.exception
    assert in_link(test) == FLOWERS
    assert test.session_state["district-open"], "its label is another now; it stays open"
    assert "570 van de 576 voorvallen hebben een plek" in words(test)
    test.button(key="district-keep").click().run()
    assert districts.district(demo, "local") == (FLOWERS,)
    again = screen("candidates")
    assert in_link(again) == FLOWERS
    everywhere = screen("candidates", link={"within": "all"})
    assert in_link(everywhere) == "all"  # or it would open in the kept one when it is sent on
    assert len({row["id"] for row in list_rows(everywhere)} & {row["id"] for row in list_rows(again)}) < 10


def test_a_neighbourhood_has_a_card_that_adds_up(with_demo, screen):
    test = screen("map", link={"level": "neighbourhood", "area": TREES})
    assert not test.exception
    assert "De 41 blokken hebben samen 661 van deze voorvallen. Van 9 is alleen de straat of de buurt bekend." in words(
        test
    )


def test_a_district_that_is_gone_says_so(with_demo, screen):
    test = screen("map", link={"within": "neighbourhood:nergens"})
    assert not test.exception
    assert "Hiervan ligt niets in nergens (niet in de gegevens)" in words(test).replace("\\", "")
    test.button(key="district-everything").click().run()
    assert in_link(test) is None


def test_an_outline_can_stand_in_the_link(with_demo, screen):
    south_west = districts_of.outline_text([(5.2418, 52.5471), (5.2478, 52.5471), (5.2478, 52.55), (5.2418, 52.55)])
    test = opened(screen("candidates", link={"within": south_west}))
    assert not test.exception
    assert "Getekende omtrek" in test.multiselect(key="district-parts").options
    assert list_rows(test)


class OwnData:
    """The module ``cached``, for which the demo is the reader's own data."""

    is_demo = staticmethod(lambda: False)

    def __getattr__(self, name: str):
        return getattr(cached, name)


LIMITED = {
    "secrets": {"auth": AUTH, "roles": {}, "districts": {"Team Noord": "Bomenbuurt"}},
    "user": {"is_logged_in": True, "email": "fatima@x.nl", "name": "F", "exp": time.time() + 3600, "iat": 1},
}
LIMITED["user"] |= {"roles": ["consultant", "team noord"]}


def test_the_sign_in_limits_what_a_person_sees_whatever_a_link_says(demo, screen, monkeypatch):
    monkeypatch.setattr(district_limit, "cached", OwnData())
    for link in ({}, {"within": FLOWERS}, {"within": "all"}):
        test = screen("candidates", link=link, **LIMITED)
        assert not test.exception
        assert in_link(test) == TREES
        assert all(row["place"].startswith("Bomenbuurt") for row in list_rows(test))
    assert districts.district(demo, "fatima@x.nl") == (TREES,)  # mail and calendar go by it
    assert opened(test).multiselect(key="district-parts").options == ["Bomenbuurt"]


def test_a_place_outside_the_district_of_the_sign_in_is_refused_in_words(demo, screen, monkeypatch):
    monkeypatch.setattr(district_limit, "cached", OwnData())
    inside = set(districts_of.area_ids(load_snapshot(demo), (TREES,)))
    outside = next(each for each in projects.load(demo) if not inside & set(dict(each.areas)))
    test = screen("projects", link={"project": str(outside.project_id)}, **LIMITED)
    assert not test.exception
    assert "buiten uw werkgebied: Bomenbuurt" in words(test)
    assert outside.title not in words(test)


def test_a_district_of_the_sign_in_that_is_not_in_the_data_shows_nothing(demo, screen, monkeypatch):
    monkeypatch.setattr(district_limit, "cached", OwnData())
    limited = LIMITED | {"secrets": LIMITED["secrets"] | {"districts": {"Team Noord": ["Atlantis"]}}}
    test = screen("candidates", link={}, **limited)
    assert not test.exception
    assert "Hiervan ligt niets in Atlantis (niet in de gegevens)" in words(test).replace("\\", "")
