"""Sign-ins that ended, on both databases."""

import time

import polars as pl
import sqlalchemy as sa

from data.store import audit, sign_outs
from data.store.database import open_store
from data.store.schema import signed_out


def test_every_server_of_a_store_knows_who_signed_out(store, store_url):
    other = open_store(store_url)
    sign_outs.sign_out(store, "fatima@example.org", "fatima", 5.0, time.time() + 60)
    sign_outs.sign_out(store, "fatima@example.org", "fatima", 5.0, time.time() + 60)  # in two tabs
    asked = [("fatima", 5.0), ("fatima", 6.0), ("jan", 5.0)]
    assert [sign_outs.has_signed_out(other, *each) for each in asked] == [True, False, False]
    other.close()
    kept = store.read(sa.select(signed_out))
    assert kept.height == 1
    assert not kept.select(pl.col("sign_in").str.contains("fatima")).item(), "the account cannot be read"
    assert audit.trail(store, "sign_in")["actor"].to_list() == ["fatima@example.org"] * 2


def test_a_sign_in_that_would_have_expired_is_forgotten_at_the_next(store):
    sign_outs.sign_out(store, "fatima@example.org", "fatima", 5.0, time.time() - 1)
    sign_outs.sign_out(store, "jan@example.org", "jan", 5.0, time.time() + 60)
    assert store.rows(sa.select(sa.func.count()).select_from(signed_out))[0][0] == 1
