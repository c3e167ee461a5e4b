"""All errors shown to users, in one tree.

    BlokwijzerError
    ├── NotUnderstood    a file cannot be read as what it should be; nothing was stored
    ├── WrongValue       a value that was typed, mapped or given as an option is not allowed
    ├── NotFound         the requested thing does not exist (any more)
    ├── NotAllowed       this person may not do or see this
    ├── NotStored        the store cannot take anything now
    ├── OtherVersion     the store and the program are of different versions, as during an update
    │   ├── StoreOlder   the store was not migrated yet
    │   └── StoreNewer   the store was migrated for a newer program
    └── Conflict         someone else changed the same thing first; both versions are kept for choosing

A message is an English template, which is also the id for translation, and its values. A screen can thus show it in the
reader's language: ``NotUnderstood(N_("{file} holds no rows."), file="x.csv")``.
"""

from collections.abc import Mapping
from typing import Any


def N_(text: str) -> str:  # noqa: N802  # gettext's own name for a text that is marked and translated later
    """Mark a text for translation where it is defined; it is translated where it is shown."""
    return text


class BlokwijzerError(Exception):
    """A sentence for a person: what is wrong, where, and what to do.

    ``text``: the English template. ``values``: the values of its placeholders. ``str(error)`` is the English sentence.
    """

    def __init__(self, text: str, **values: Any) -> None:
        super().__init__(text, values)
        self.text = text
        self.values = values

    def __str__(self) -> str:
        return self.text.format(**self.values)


class NotUnderstood(BlokwijzerError):
    """A file cannot be read as what it should be. Nothing of it was stored."""


class WrongValue(BlokwijzerError):
    """A value that was typed, mapped or given as an option is not allowed."""


class NotFound(BlokwijzerError):
    """The requested thing does not exist (any more)."""


class NotAllowed(BlokwijzerError):
    """This person may not do or see this."""


class NotStored(BlokwijzerError):
    """The store cannot take anything now. Nothing was stored."""


class OtherVersion(BlokwijzerError):
    """The store and the program are of different versions, as during an update. Nothing was read or stored.

    ``values["found"]``: the revision of the store's tables.
    """


class StoreOlder(OtherVersion):
    """The store was not migrated yet to what this program needs."""


class StoreNewer(OtherVersion):
    """The store was migrated for a newer program than this one."""


class Conflict(BlokwijzerError):
    """Someone else saved the same thing first.

    ``mine`` holds what was to be saved, ``theirs`` what is stored now, field by field.
    """

    def __init__(self, text: str, mine: Mapping[str, Any], theirs: Mapping[str, Any], **values: Any) -> None:
        super().__init__(text, **values)
        self.mine = dict(mine)
        self.theirs = dict(theirs)
