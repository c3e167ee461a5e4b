"""Which request a log line belongs to, and who asked for it, as codes."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from contextvars import ContextVar

_request: ContextVar[str | None] = ContextVar("_request", default=None)
_actor: ContextVar[str | None] = ContextVar("_actor", default=None)
_KEY_OF_THIS_PROCESS = secrets.token_bytes(32)
_fallback: list[Callable[[], str | None]] = []


def begin(actor: str | None = None) -> str:
    """Begin a request: an HTTP request, a run of a page's script, or a command; return its number.

    ``actor``: the code of whoever asks (``actor_code``).
    """
    number = secrets.token_hex(6)
    _request.set(number)
    _actor.set(actor)
    return number


def by(actor: str) -> None:
    """Note who asks, once that is known."""
    _actor.set(actor)


def request() -> str:
    """The number of the request that this thread works for; a new one where none was begun."""
    return _request.get() or begin()


def actor() -> str | None:
    """The code of who asks; None where nobody is known, as before signing in."""
    return _actor.get() or next((found for ask in _fallback if (found := ask())), None)


def look_up_actor(ask: Callable[[], str | None]) -> None:
    """Ask this function for the code of who asks where none was noted, as in a part of a page that runs by itself."""
    _fallback[:] = [ask]


def actor_code(name: str, key: bytes | None) -> str:
    """The code of a person or program in the log: ten characters of a keyed hash of its name.

    ``key``: of the store; with the same key the same name has the same code. None: there is none yet, and the code
    holds for this process only.
    """
    return hmac.new(key or _KEY_OF_THIS_PROCESS, f"log {name}".encode(), hashlib.sha256).hexdigest()[:10]
