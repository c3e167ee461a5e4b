"""The command about one address or reporter."""

import json

from tests.data.cli.conftest import run


def test_an_address_is_listed_handed_over_and_erased(imported):
    of = ("--address", "Lindehof 12, Meerwijk")
    counts = json.loads(run("person", *of, "--json").stdout)
    assert counts["reports"] > 0
    run("person", *of, "--out", "lindehof.csv")
    assert (imported / "lindehof.csv").stat().st_mode & 0o777 == 0o600
    assert "Lindehof" in (imported / "lindehof.csv").read_text("utf-8-sig")
    run("person", *of, "--erase", code=1)
    run("person", *of, "--reporter", "Jan", code=2)
    assert "Erased: " in run("person", *of, "--erase", "--reason", "Verzoek 12").stdout
    again = json.loads(run("import", "meldingen.csv", "--json").stdout)
    assert again["erased"] == counts["reports"]
    assert "Nothing is kept" in run("person", *of).stdout
