"""The team's setting for the days between reports of one incident."""

import pytest

from data.store import audit
from data.store.incident_days import incident_days, incident_longest, keep_incident_days, keep_incident_longest
from domain.errors import WrongValue
from domain.snapshot.incidents import DAYS_BETWEEN_REPORTS_MAX, INCIDENT_DAYS_MAX


def test_until_someone_chooses_it_is_the_usual_number(store):
    assert incident_days(store) == DAYS_BETWEEN_REPORTS_MAX


def test_a_choice_is_stored_logged_and_makes_everyone_recount(store):
    before = store.version("choices")
    keep_incident_days(store, "jan", 30)
    assert incident_days(store) == 30
    assert store.version("choices") > before
    assert audit.trail(store).row(0, named=True)["actor"] == "jan"


@pytest.mark.parametrize("days", [-1, 91])
def test_a_number_that_makes_no_sense_is_refused(store, days):
    with pytest.raises(WrongValue, match=str(days)):
        keep_incident_days(store, "jan", days)
    assert incident_days(store) == DAYS_BETWEEN_REPORTS_MAX


def test_after_how_many_days_an_incident_ends_is_kept(store):
    assert incident_longest(store) == INCIDENT_DAYS_MAX
    keep_incident_longest(store, "jan", 60)
    assert incident_longest(store) == 60
    with pytest.raises(WrongValue):
        keep_incident_longest(store, "jan", 0)
