"""The log: one line of text or one JSON object for each event, on the error output.

A line holds what happened, numbers, and words of the program itself. Of the records of other libraries (Streamlit,
uvicorn) it holds the sentence without what was filled in: that can be an address of a page, with what was typed.
"""

import json
import logging
import os
import re
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

from data.monitoring.log_records import leave_out_messages
from domain.errors import N_, WrongValue

FORM, LEVEL = "BLOKWIJZER_LOG", "BLOKWIJZER_LOG_LEVEL"  # variables of the environment
FORMS = ("text", "json")
LEVELS = ("debug", "info", "warning", "error")
LOG = logging.getLogger("blokwijzer")
LOG.addHandler(logging.NullHandler())  # without ``configure`` nothing is written anywhere
_WORD = re.compile(r"[A-Za-z0-9_.:-]{1,60}")  # what a field may hold beside numbers: a word of the program
_LEFT_OUT = "…"
Field = str | int | float | bool | None


def event(what: str, level: int = logging.INFO, **fields: Field) -> None:
    """Log that something happened. ``fields``: numbers, and words of the program such as a kind of file.

    Any other text is left out.
    """
    LOG.log(level, what, extra={"fields": fields}, stacklevel=2)


def failure(what: str, error: BaseException, **fields: Field) -> None:
    """Log an error: its kind, where it happened and its code, without its message."""
    LOG.error(what, exc_info=error, extra={"fields": fields}, stacklevel=2)


def is_asked() -> bool:
    """Whether the environment asks for a log, so that a command keeps one too."""
    return bool(os.environ.get(FORM, "").strip())


def configure(stream: TextIO | None = None) -> logging.Handler:
    """Log to ``stream`` (default: the error output), as the environment says; return the handler of all loggers.

    Raises:
        WrongValue: it names another form or level.
    """
    form, level = _setting(FORM, FORMS, "text"), _setting(LEVEL, LEVELS, "info")
    leave_out_messages()
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Json() if form == "json" else _Text())
    handler.setLevel(level.upper())
    logging.root.handlers[:] = [handler]
    LOG.setLevel(level.upper())
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda found: _log_uncaught(found.exc_type, found.exc_value, found.exc_traceback)
    return handler


def _setting(name: str, allowed: tuple[str, ...], default: str) -> str:
    given = os.environ.get(name, "").strip().lower() or default
    if given not in allowed:
        raise WrongValue(
            N_("{variable} is “{value}”. It must be one of: {allowed}."),
            variable=name,
            value=given,
            allowed=", ".join(allowed),
        )
    return given


def _log_uncaught(
    _kind: type[BaseException], error: BaseException | None, _traceback: TracebackType | None = None
) -> None:
    if error is not None and not isinstance(error, KeyboardInterrupt | SystemExit):
        failure("uncaught error", error)


def _described(record: logging.LogRecord) -> dict[str, Field]:
    """What a line says of a record, by name."""
    sentence = record.msg.splitlines()[0] if isinstance(record.msg, str) and record.msg else type(record.msg).__name__
    given: Mapping[str, Field] = getattr(record, "fields", {})
    found: dict[str, Field] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": sentence,
        "request": getattr(record, "request", None),
        "actor": getattr(record, "actor", None),
        "error": getattr(record, "error", None),
        "code": getattr(record, "code", None),
        **{name: _plain(value) for name, value in given.items()},
        "where": record.exc_text,
    }
    return {name: value for name, value in found.items() if value is not None}


def _plain(value: Field) -> Field:
    if isinstance(value, float):
        return round(value, 3)
    return value if not isinstance(value, str) or _WORD.fullmatch(value) else _LEFT_OUT


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_described(record), ensure_ascii=False)


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        found = _described(record)
        head = " ".join(str(found.pop(name)) for name in ("at", "level", "logger", "event"))
        where = found.pop("where", None)
        line = " ".join([head, *(f"{name}={value}" for name, value in found.items())])
        return line if where is None else f"{line}\n{where}"
