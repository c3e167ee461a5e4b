"""The terms on Settings: a number of days with its reason."""

from data.store.terms import RetentionTerm, terms
from tests.pages.tabs import open_expander


def test_a_term_is_chosen_with_its_reason(own, screen):
    test = open_expander(screen("settings", link={"store": "own"}), "term-of-notes")
    test.number_input(key="term-notes-days").set_value(365)
    save = next(each for each in test.button if each.form_id == "term-notes")
    save.click().run()
    assert [each.value for each in test.error] == ["Geef de reden van de bewaartermijn."]
    test.text_input(key="term-notes-reason").set_value("Niet langer nodig")
    next(each for each in test.button if each.form_id == "term-notes").click().run()
    assert terms(own) == {"notes": RetentionTerm(365, "Niet langer nodig")}
