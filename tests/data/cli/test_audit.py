"""The commands about the audit trail."""

import json

import adbc_driver_sqlite.dbapi as adbc

from tests.data.cli.conftest import run


def test_the_trail_is_checked_and_written_and_a_broken_row_ends_with_an_error(files):
    run("import", "meldingen.csv")
    whole = json.loads(run("audit", "verify", "--json").stdout)
    assert (whole["broken"], whole["why"]) == (None, None)
    head = f"{whole['last_id']}:{whole['last_hash']}"
    assert head in run("audit", "verify", "--head", head).stdout
    run("audit", "verify", "--head", "nonsense", code=2)
    run("audit", "export", "--out", "trail.csv", "--action", "import")
    assert (files / "trail.csv").stat().st_mode & 0o777 == 0o600
    assert len((files / "trail.csv").read_text("utf-8-sig").splitlines()) == 2
    with adbc.connect(str(files / "store.sqlite"), autocommit=True) as connection, connection.cursor() as cursor:
        for statement in ("DROP TRIGGER audit_no_update", "UPDATE audit SET actor = 'piet' WHERE action = 'import'"):
            cursor.execute(statement).fetchall()
    assert "broken at row" in run("audit", "verify", code=1).stderr
