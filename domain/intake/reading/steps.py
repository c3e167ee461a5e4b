"""The steps in which a file is read, for who waits for it."""

from collections.abc import Callable

Step = Callable[[float, str], None]
"""Called before each step with the part done, 0 to 1, and the name of the file or sheet that is next."""


def unseen(_done: float, _name: str) -> None:
    """Tell nobody."""
