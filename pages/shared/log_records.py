"""What the log of the server says of an error: its kind and where it happened.

The message of an error can hold what was typed, a cell of an export, or a row of the store.
"""

import logging
import traceback
from typing import Any


def leave_out_messages() -> None:
    """Let no log record of this process hold the message of an exception from now on."""
    made = logging.getLogRecordFactory()
    if getattr(made, "leaves_out_messages", False):
        return

    def record(*arguments: Any, **named: Any) -> logging.LogRecord:
        found = made(*arguments, **named)
        if found.exc_info and found.exc_info[1] is not None:
            found.exc_text, found.exc_info = _without_message(found.exc_info[1]), None
        return found

    record.leaves_out_messages = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(record)


def _without_message(error: BaseException) -> str:
    """The lines of code that an error went through, and its kind; first those of the error that it came from."""
    chain: list[BaseException] = []
    found: BaseException | None = error
    while found is not None and found not in chain:
        chain.append(found)
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    parts = ["".join(traceback.format_tb(each.__traceback__)) + type(each).__name__ for each in reversed(chain)]
    return "\n".join(parts)
