"""The checks in progress, held in the server's memory, so that they survive leaving or reloading the page.

A check is found by a random token in the link, which holds no data, and only by the person who began it. It is deleted
once imported, when the person discards it or begins ``PENDING_CHECKS_MAX`` others, ``HELD_FOR`` after its last use, and
when the server stops. It is never written to disk.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock, Timer
from typing import Any

HELD_FOR = timedelta(hours=2)
PENDING_CHECKS_MAX = 3  # checks of one person


@dataclass
class _Held:
    owner: str
    check: Any
    used_at: float


class PendingChecks:
    """Checks by token. ``clock``: seconds, as ``time.monotonic`` gives them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: dict[str, _Held] = {}
        self._lock = Lock()
        self._timer: Timer | None = None

    def put(self, owner: str, check: Any, most: int | None = PENDING_CHECKS_MAX) -> str:
        """Store a check; return its token. Of the owner's checks, the ``most`` used last are kept; null keeps all."""
        token = secrets.token_urlsafe(18)
        with self._lock:
            mine = [token for token, held in self._held.items() if held.owner == owner]
            mine.sort(key=lambda token: self._held[token].used_at, reverse=True)
            for over in mine[most - 1 :] if most else ():
                del self._held[over]
            self._held[token] = _Held(owner, check, self._clock())
            self._wake()
        return token

    def get(self, owner: str, token: str | None) -> Any:
        """Return the owner's check with this token, None if there is none (any more)."""
        self.sweep()
        with self._lock:
            held = self._held.get(token or "")
            if held is None or held.owner != owner:
                return None
            held.used_at = self._clock()
            return held.check

    def latest(self, owner: str) -> str | None:
        """Return the token of the owner's most recently used check, None without one."""
        self.sweep()
        with self._lock:
            mine = [(held.used_at, token) for token, held in self._held.items() if held.owner == owner]
        return max(mine)[1] if mine else None

    def drop(self, owner: str, token: str | None) -> None:
        """Delete the owner's check with this token, if it is still held."""
        with self._lock:
            held = self._held.get(token or "")
            if held is not None and held.owner == owner:
                del self._held[token or ""]

    def sweep(self) -> None:
        """Delete the checks that have expired."""
        with self._lock:
            over = self._clock() - HELD_FOR.total_seconds()
            self._held = {token: held for token, held in self._held.items() if held.used_at > over}

    def _wake(self) -> None:
        """Start a timer that sweeps when the first check expires, without waiting for a request."""
        if self._timer is None:
            self._timer = Timer(HELD_FOR.total_seconds() + 1, self._swept)
            self._timer.daemon = True
            self._timer.start()

    def _swept(self) -> None:
        self.sweep()
        with self._lock:
            self._timer = None
            if self._held:
                self._wake()


CHECKS = PendingChecks()
