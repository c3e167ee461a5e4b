"""Sign-ins that ended before they expired. They are in the store because other servers must refuse them too."""

import hashlib
from datetime import UTC, datetime

import sqlalchemy as sa

from data.store.database import Store
from data.store.schema import signed_out
from domain.roles import Act

_LAST = datetime(9999, 1, 1, tzinfo=UTC).timestamp()


def sign_out(store: Store, actor: str, account: str, since: float, until: float) -> None:
    """End the sign-in of an account that began at ``since`` and expires at ``until``, both in seconds since 1970."""
    mine, expires = _sign_in(account, since), datetime.fromtimestamp(min(until, _LAST), UTC)
    with store.begin(actor, Act.OWN) as transaction:
        transaction.execute(signed_out.delete().where(signed_out.c.until < transaction.at))
        if not transaction.execute(sa.select(signed_out).where(signed_out.c.sign_in == mine)).first():
            transaction.execute(signed_out.insert().values(sign_in=mine, until=expires))
        transaction.audit("sign_out", "sign_in", mine[:12])


def has_signed_out(store: Store, account: str, since: float) -> bool:
    """Whether this sign-in ended."""
    return bool(store.rows(sa.select(signed_out.c.until).where(signed_out.c.sign_in == _sign_in(account, since))))


def _sign_in(account: str, since: float) -> str:
    """A hash, because the account need not be read from the store."""
    return hashlib.sha256(f"{account} {since}".encode()).hexdigest()
