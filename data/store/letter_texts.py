"""What an association puts in letters to residents: its name, a link, and its own texts in each language."""

from collections.abc import Mapping
from dataclasses import asdict
from urllib.parse import urlsplit

import sqlalchemy as sa

from data.store import settings
from data.store.database import Store
from data.store.schema import settings as table
from domain.documents.letter import Sender, check_wording, wording
from domain.errors import N_, WrongValue
from domain.roles import Act

LINK_LENGTH_MAX = 200  # characters; a longer link makes a code that phones hardly read
_SENDER, _TEXTS = "letter sender", "letter texts "
_SCHEMES = ("https", "http", "mailto", "tel")


def sender(store: Store) -> Sender:
    """The sender of letters; without name and link if nobody stated them."""
    return Sender(**settings.get(store, _SENDER, {}))


def keep_sender(store: Store, actor: str, name: str, link: str) -> None:
    """Store the sender.

    Raises:
        WrongValue: the link is no address of a page, mailbox or telephone, or is too long.
    """
    who = Sender(name.strip(), link.strip())
    if who.link and (len(who.link) > LINK_LENGTH_MAX or not _is_link(who.link)):
        raise WrongValue(
            N_("“{link}” is not a link of at most {most} characters, such as https://… or tel:…."),
            link=who.link,
            most=LINK_LENGTH_MAX,
        )
    settings.put(store, actor, _SENDER, asdict(who), act=Act.WORK)


def _is_link(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in _SCHEMES and bool(parts.netloc or (parts.scheme in _SCHEMES[2:] and parts.path))


def own_texts(store: Store, language: str) -> dict[str, str]:
    """The association's own texts in a language ("tr"): by the English text, its own; empty if it has none."""
    return dict(settings.get(store, _TEXTS + language, {}))


def keep_own_texts(store: Store, actor: str, language: str, texts: Mapping[str, str]) -> None:
    """Store the texts in a language; those left empty have none.

    Raises:
        WrongValue: a text has other blanks to fill than the English one.
    """
    known = set(wording())
    filled = {original: text.strip() for original, text in texts.items() if original in known and text.strip()}
    check_wording(filled)
    settings.put(store, actor, _TEXTS + language, filled, act=Act.WORK)


def languages(store: Store) -> list[str]:
    """The languages in which the association has texts of its own, also unfinished ones."""
    named = sa.select(table.c.name).where(table.c.name.startswith(_TEXTS)).order_by(table.c.name)
    found = (row.name.removeprefix(_TEXTS) for row in store.rows(named))
    return [language for language in found if own_texts(store, language)]
