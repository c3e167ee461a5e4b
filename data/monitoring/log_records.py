"""What a log record holds of an error: its kind, where it happened, and a code.

The message of an error can hold what was typed, a cell of an export, or a row of the store. It is never kept.
"""

import logging
import secrets
import traceback
from typing import Any

from data.monitoring import context

_CODE = "_blokwijzer_code"


def code_of(error: BaseException) -> str:
    """The code of one error: the log has it, and the screen that shows the error."""
    if not hasattr(error, _CODE):
        setattr(error, _CODE, secrets.token_hex(4))
    return str(getattr(error, _CODE))


def leave_out_messages() -> None:
    """Let no log record of this process hold the message of an exception from now on."""
    made = logging.getLogRecordFactory()
    if getattr(made, "leaves_out_messages", False):
        return

    def record(*arguments: Any, **named: Any) -> logging.LogRecord:
        found = made(*arguments, **named)
        found.request, found.actor = context.request(), context.actor()
        if found.exc_info and found.exc_info[1] is not None:
            found.error = type(found.exc_info[1]).__name__
            found.code = code_of(found.exc_info[1])
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
