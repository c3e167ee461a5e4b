"""The command that removes what was kept for as long as was chosen."""

import json

from data.store.database import open_store
from data.store.terms import RetentionTerm, keep_term
from tests.data.cli.conftest import run


def test_without_a_term_nothing_ends_and_with_one_it_is_counted_first(imported):
    assert "No term was chosen" in run("expire").stdout
    store = open_store()
    keep_term(store, "els", "reports", RetentionTerm(1, "tried"))
    store.close()
    dry = json.loads(run("expire", "--dry-run", "--json").stdout)
    done = json.loads(run("expire", "--json").stdout)
    assert dry["rows"] == done["rows"] == {"reports": 59}
    again = json.loads(run("import", "meldingen.csv", "--json").stdout)
    assert (again["ended"], again["added"]) == (59, 0)
