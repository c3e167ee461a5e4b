"""The Candidates page: a ranked list with reasons and certainty, weights, a shortlist, and "why not street X?"."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from data import clock
from data.store import choices, postponed, projects
from data.store.database import demo_url, open_store
from domain import analysis
from domain.indicators.report_selection import Window
from domain.projects.project import ENDED
from domain.question import Question
from domain.scoring.weights import COMPONENTS, Weights
from pages.candidates import candidate_list
from pages.shared import cached, candidate_texts, tables, texts
from tests.domain.frames import not_postponed
from tests.pages.conftest import list_rows, words
from tests.pages.tabs import open_tab

YEAR = Window(date(2025, 10, 31), date(2026, 10, 31))
CLUSTER = "cluster:own/4001+own/4009"  # truth 10: two adjoining blocks that are one problem
INDIVIDUAL = "block:own/2027"  # truth 2
TWO_BLOCKS = {"block:own/4001", "block:own/4009"}


def shown(test) -> list[str]:
    """The candidates in the list, first one first."""
    return [row["id"] for row in list_rows(test)]


def test_without_data_it_says_what_to_do(local, screen):
    test = screen("candidates", link={"store": "own"})
    assert not test.exception
    assert "Er zijn nog geen kansrijke gebieden" in words(test)


def test_each_candidate_says_why_and_how_sure(with_demo, screen):
    test = screen("candidates")
    assert not test.exception
    assert "Lindehof staat bovenaan" in test.title[0].value
    assert sum("bij de eerste 5" in row["interval"] for row in list_rows(test)) == 10
    assert sum("keer het gemiddelde" in row["why"] for row in list_rows(test)) >= 8
    assert CLUSTER in shown(test)
    assert not TWO_BLOCKS & set(shown(test))
    assert INDIVIDUAL not in shown(test)
    before = len(shown(test))
    test.button(key="more").click().run()
    assert len(shown(test)) == before + 10


def test_a_preset_changes_the_order_and_the_link_keeps_it(with_demo, screen):
    test = screen("candidates")
    balanced = shown(test)
    test.selectbox(key="weights-preset").set_value("emerging").run()
    assert not test.exception
    emerging = shown(test)
    assert emerging[0] != balanced[0]
    link = test.query_params["weights"]
    other = screen("candidates", link={"weights": link[0] if isinstance(link, list) else link})
    assert shown(other) == emerging
    assert other.selectbox(key="weights-preset").value == "emerging"


def test_other_weights_rank_anew_without_the_evidence_being_worked_out_again(
    with_demo, nothing_kept, screen, monkeypatch
):
    calls = []
    for name in ("evidence", "ranking"):
        original = getattr(analysis, name)
        counted = lambda *given, name=name, original=original: calls.append(name) or original(*given)  # noqa: E731
        monkeypatch.setattr(analysis, name, counted)
    test = screen("candidates")
    calls.clear()
    test.selectbox(key="weights-preset").set_value("emerging").run()
    test.slider(key="weight-burden").set_value(80).run()
    assert not test.exception
    assert calls == ["ranking", "ranking"]


def test_the_download_is_made_when_it_is_asked_for(with_demo, screen, monkeypatch):
    """With 20,000 areas its sentences took 14 s of every redraw."""
    made = []
    monkeypatch.setattr(tables, "candidates_for_download", made.append)
    assert not screen("candidates").exception
    assert not made


def test_the_team_keeps_the_weights_of_a_slider(with_demo, screen):
    test = screen("candidates")
    test.slider(key="weight-silence").set_value(100).run()
    assert test.selectbox(key="weights-preset").value is None
    changed = shown(test)
    test.button(key="weights-keep").click().run()
    assert not test.exception
    again = screen("candidates")
    assert again.slider(key="weight-silence").value == 100
    assert shown(again) == changed
    assert "opgeslagen door iemand op deze computer" in words(again)
    assert "weights" not in again.query_params


def test_all_weights_at_nothing_is_said_and_changes_nothing(with_demo, screen):
    test = screen("candidates", link={"weights": "0,0,0,0,100,0,0"})
    before = shown(test)
    test.slider(key="weight-silence").set_value(0).run()
    assert not test.exception
    assert shown(test) == before


@pytest.mark.parametrize("link", ["x", "1,2", "-1,2,3,4,5,6,7", "0,0,0,0,0,0,0", "nan,1,1,1,1,1,1", "1,2,3,4,5,6"])
def test_weights_in_a_link_that_are_none_are_passed_over(with_demo, screen, link):
    test = screen("candidates", link={"weights": link})
    assert not test.exception
    assert test.selectbox(key="weights-preset").value == "balanced"


@pytest.mark.parametrize(
    ("area", "said"),
    [
        ("block:own/4001", "als deel van"),
        (INDIVIDUAL, "individuele gevallen"),
        ("block:own/4039", "Te weinig bekend"),
        ("block:own/1018", "Het scoort lager dan nummer 5"),
        ("block:own/nergens", "niet meer in de gegevens"),
    ],
)
def test_why_not_this_one_is_answered_for_any_area(with_demo, screen, area, said):
    test = screen("candidates", link={"area": area})
    assert not test.exception
    assert said in words(test)


def test_candidates_are_compared_side_by_side(with_demo, screen):
    test = screen("candidates")
    three = shown(test)[:3]
    open_tab(test, "candidates-tab", "compare")
    test.multiselect(key="compare").set_value(three).run()
    assert not test.exception
    table = next(html.proto.body for html in test.get("html") if "<table" in html.proto.body)
    assert table.count('scope="col"') == 3


def test_a_card_to_print_is_all_that_is_shown(with_demo, screen):
    test = screen("candidates", link={"print": CLUSTER})
    assert not test.exception
    card = next(html.proto.body for html in test.get("html") if 'class="card"' in html.proto.body)
    assert "Elzenstraat 1-35 + Berkenstraat 2-36" in card
    assert "2 blokken samen" in card
    assert not shown(test)
    assert "geen kansrijk gebied" in words(screen("candidates", link={"print": INDIVIDUAL}))


def test_the_details_of_the_first_are_open_and_those_of_another_are_a_link(with_demo, screen):
    test = screen("candidates")
    assert test.subheader[0].value == "1. Lindehof"
    third = shown(test)[2]
    other = screen("candidates", link={"area": third})
    assert other.subheader[0].value.startswith("3. ")
    assert other.button(key="details-close")


def test_a_running_project_is_opened_and_no_second_one_started(with_demo, screen):
    assert not screen("candidates").exception
    ranked = not_postponed(cached.ranking(Question(), Weights()))
    areas = dict(ranked.select("candidate_id", areas=pl.concat_list("candidate_id", "members", "folded")).iter_rows())
    of = {project.project_id: project for project in projects.load(open_store(demo_url()))}
    found = candidate_list.running(ranked)
    assert found
    for candidate, project in found.items():
        assert of[project].phase not in ENDED
        assert set(areas[candidate]) & {area for area, _name in of[project].areas}
    drawn = candidate_list.rows(ranked, set(), found)
    assert {row["id"] for row in drawn if row["does"] == "Open de aanpak"} == set(found)


def test_the_shortlist_keeps_an_area_with_its_reason(with_demo, screen):
    test = screen("candidates")
    area = shown(test)[0]
    test.button(key=f"shortlist-list-{area}").click().run()
    open_tab(test, "candidates-tab", "shortlist")
    test.text_input(key=f"why-{area}").set_value("de renovatie begint").run()
    assert not test.exception
    again = open_tab(screen("candidates"), "candidates-tab", "shortlist")
    assert again.text_input(key=f"why-{area}").value == "de renovatie begint"
    again.button(key=f"shortlist-shortlist-{area}").click().run()
    assert "De shortlist is nog leeg" in words(again)


def test_the_shortlist_keeps_the_whole_name(with_demo, screen, monkeypatch):
    monkeypatch.setattr(candidate_texts, "NAME_LENGTH_MAX", 1)
    test = screen("candidates")
    evidence = cached.evidence(Question())
    names = dict(evidence.units.filter(pl.col("kind") == "cluster").select("candidate_id", "name").iter_rows())
    area = next(each for each in shown(test) if each in names)
    assert f"{names[area]}" not in words(test)
    test = screen("candidates", link={"area": area})
    test.button(key=f"shortlist-list-{area}").click().run()
    assert choices.shortlisted(open_store(demo_url()))["name"].to_list() == [names[area]]


def test_a_link_with_large_weights_gives_the_same_proportions(with_demo, screen):
    given = ["300", "150", *["30"] * (len(COMPONENTS) - 2)]
    test = screen("candidates", link={"weights": ",".join(given)})
    assert not test.exception
    assert [test.slider(key=f"weight-{name}").value for name in COMPONENTS[:3]] == [100, 50, 10]


def test_a_link_of_weights_works_again_after_the_usual_weights(with_demo, screen):
    link = ",".join(["50"] + ["10"] * (len(COMPONENTS) - 1))
    test = screen("candidates", link={"weights": link})
    test.session_state["weights"] = Weights()
    del test.query_params["weights"]
    test.run()
    test.query_params["weights"] = link
    test.run()
    assert "weights" in test.query_params
    assert test.slider(key=f"weight-{COMPONENTS[0]}").value == 50


@pytest.mark.parametrize(
    ("kind", "name", "blocks", "shown"),
    [
        ("cluster", "A + B", 2, "A + B"),
        ("cluster", f"A + B + C + {'D' * 50}", 4, "A en 3 andere blokken"),
        ("cluster", f"A + {'B' * 50}", 2, "A en één ander blok"),
        ("cluster", "A / B +1 + C", 2, "A en één ander blok"),
        ("cluster", "Een lange naam van een hele straat, die een cluster van blokken heeft", 4, None),
        ("block", f"A + {'B' * 50}", 1, None),
    ],
)
def test_the_name_of_a_large_cluster_is_cut_short(monkeypatch, kind, name, blocks, shown):
    monkeypatch.setattr(texts, "language", lambda: "nl")
    row = pl.DataFrame({"kind": [kind], "name": [name], "members": [[str(at) for at in range(blocks)]]})
    assert candidate_texts.with_short_names(row)["name"].item() == (shown or name)


def test_a_postponed_candidate_stays_in_its_place_and_is_passed_over(demo, screen):
    test = screen("candidates")
    first = list_rows(test)[0]
    test.text_input(key="postpone-why-details").set_value("Steigers tot mei")
    test.button(key="postpone-do-details").click().run()
    assert not test.exception
    again = list_rows(test)[0]
    assert (again["id"], again["muted"], again["action"]) == (first["id"], True, "Kijken")
    assert again["why"].startswith("Uitgesteld tot")
    assert "(Steigers tot mei)" in again["why"]
    assert test.title[0].value.startswith("Afgezien van 1 uitgesteld gebied:")
    assert test.subheader[0].value.startswith("2. ")  # the first that is not postponed is open
    overview = screen()
    assert not overview.exception
    assert first["id"] not in {row["id"].removeprefix("area ") for row in list_rows(overview)}
    (kept,) = postponed.load(demo)
    postponed.put(demo, "jan", replace(kept, review_on=clock.today()))
    overview.run()
    row = next(row for row in list_rows(overview) if row["id"] == f"review {kept.area_id}")
    assert (row["group"], row["name"]) == ("Opnieuw bekijken: doet weer mee", kept.name)
    opened = screen("candidates", link={"area": kept.area_id})
    assert "Dit was uitgesteld" in words(opened)
    opened.button(key=f"end-postponement-details-{kept.area_id}").click().run()
    assert postponed.load(demo) == []
    assert list_rows(opened)[0]["muted"] is False
