"""Streets of one name that a person separates by town."""

import pytest

from data.services.snapshot import stored
from data.store.choices import keep_street, streets_apart
from domain.errors import WrongValue


def test_a_name_is_kept_apart_until_it_is_undone(store):
    assert streets_apart(store) == ()
    keep_street(store, "jan", "Grensstraat", apart=True)
    keep_street(store, "jan", "GRENS STR.", apart=True)
    assert stored(store).streets_apart == ("grensstraat",)
    keep_street(store, "jan", "grensstraat", apart=False)
    assert streets_apart(store) == ()


def test_what_is_no_name_is_refused(store):
    with pytest.raises(WrongValue):
        keep_street(store, "jan", "--", apart=True)
