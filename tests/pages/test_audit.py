"""The screen of the audit trail."""

from data.store import choices, settings
from domain.roles import Act


def test_it_says_what_was_done_by_whom_and_that_the_trail_is_whole(own, screen):
    settings.put(own, "fatma", "weights", {"litter": 1}, act=Act.OWN)
    choices.shortlist_area(own, "jan", "street:a/b", "B", "veel afval")
    test = screen("audit", link={"store": "own"})
    (rows,) = (each.value for each in test.dataframe)
    assert rows["Wie"].to_list() == ["jan", "fatma"]
    assert rows["Wat"].to_list() == ["op de shortlist gezet", "ingesteld"]
    test.selectbox(key="audit-actor").select("fatma").run()
    assert test.dataframe[0].value["Wie"].to_list() == ["fatma"]
    test.button(key="audit-check").click().run()
    assert "2 regels sluiten op elkaar aan" in test.success[0].value
