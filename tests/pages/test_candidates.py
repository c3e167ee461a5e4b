"""The Candidates page: a ranked list that says why and how sure, a shortlist, and the way to a project."""

from tests.pages.conftest import words


def test_without_data_it_says_what_to_do(local, screen):
    test = screen("candidates.py", link={"store": "own"})
    assert not test.exception
    assert "Er zijn nog geen kandidaten" in words(test)


def test_each_candidate_says_why_and_how_sure(with_demo, screen):
    test = screen("candidates.py")
    assert not test.exception
    assert words(test).count("1,5 keer het gemiddelde") >= 10
    more = test.button(key="more")
    before = words(test).count("1,5 keer het gemiddelde")
    more.click().run()
    assert words(test).count("1,5 keer het gemiddelde") > before


def test_the_shortlist_keeps_an_area_with_its_reason(with_demo, screen):
    test = screen("candidates.py")
    button = next(button for button in test.button if str(button.key).startswith("shortlist-list-"))
    area = button.key.removeprefix("shortlist-list-")
    button.click().run()
    test.text_input(key=f"why-{area}").set_value("de renovatie begint").run()
    assert not test.exception
    again = screen("candidates.py")
    assert again.text_input(key=f"why-{area}").value == "de renovatie begint"
    again.button(key=f"shortlist-shortlist-{area}").click().run()
    assert "Er staat nog niets op de shortlist" in words(again)
