"""The Glossary page: all words, by word; a search; the word of a link; and the words of the page one comes from."""

import re

from data.texts.glossary import TERMS


def shown(test):
    """The words on the page, list by list."""
    assert not test.exception
    lists = [drawn.proto.body for drawn in test.get("html") if "<dl" in drawn.proto.body]
    return [re.findall(r"<dt[^>]*><a[^>]*>(.*?)</a>", each) for each in lists]


def test_all_words_are_there_in_the_order_of_the_alphabet(local, screen):
    (words,) = shown(screen("glossary"))  # one list, as one comes from no page
    assert len(words) == len(TERMS)
    assert words == sorted(words, key=str.casefold)
    assert words[:2] == ["Aanpak", "Actie"]


def test_a_search_narrows_it_and_says_when_nothing_matches(local, screen):
    test = screen("glossary")
    (words,) = shown(test.text_input(key="glossary-search").set_value("renovatie toch").run())
    assert words == ["Meekoppelkans", "Meekoppelkans (onderdeel van de score)"]
    assert shown(test.text_input(key="glossary-search").set_value("qwerty").run()) == []
    assert "Geen begrip gevonden." in [each.value for each in test.markdown]


def test_a_link_leads_to_one_word_and_a_page_to_its_own(local, screen):
    one, here, others = shown(screen("glossary", "en-GB", {"term": "rate", "on": "plan"}))
    assert one == ["Rate"]
    assert {"Gain", "Opportunity"} <= set(here) < {"Rate", *here, *others}
    assert "Walkabout" in others
    assert len([*one, *here, *others]) == len(TERMS)


def test_each_page_links_to_it(local, screen):
    test = screen("settings")
    (link,) = (each.proto for each in test.get("page_link") if each.proto.label == "Begrippen")
    assert "on=settings" in link.query_string
