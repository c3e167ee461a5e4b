"""What commands have in common: the store they open, options, exit codes, and who acts."""

import os
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from getpass import getuser
from typing import Any

import click

from data.cli.tenants import TENANTS
from data.monitoring import context as monitored
from data.monitoring import log
from data.store.database import open_store
from data.store.settings import known_keys
from domain.errors import WrongValue
from domain.schemas import AREA_LEVELS

FAILED, NOT_UNDERSTOOD = 1, 2
DATABASE = click.option(
    "--database", metavar="URL", help="The store; default: BLOKWIJZER_DATABASE, else a SQLite file (see README)."
)
LEVEL = click.option("--level", type=click.Choice(AREA_LEVELS), default="block", show_default=True)
WITHIN = click.option(
    "--within",
    "within",
    multiple=True,
    metavar="NAME",
    help="Only this town or neighbourhood, by name or id; may be repeated. Figures stay compared with the whole stock.",
)
MONTHS = click.option(
    "--months", type=click.IntRange(1, 120), default=12, show_default=True, help="How far to look back."
)
FORMAT = click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True
)


def _day(_context: click.Context, _option: click.Parameter, moment: datetime | None) -> date | None:
    return moment.date() if moment else None


AS_OF = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_day,
    help="Last day to count; default: of the newest report.",
)


def with_store(command: Callable[..., None]) -> Callable[..., None]:
    """Add ``--database``; the command gets, as its first argument, the open store, which closes after it.

    The store is the one given to the command, else to ``blokwijzer`` itself, else by the environment.
    """

    @wraps(command)
    @DATABASE
    @click.pass_context
    def opened(context: click.Context, database: str | None, **given: Any) -> None:
        store = open_store(database or context.obj)
        context.call_on_close(store.close)
        if log.is_asked():
            monitored.by(monitored.actor_code(actor(), next(iter(known_keys(store)), None)))
        command(store, **given)

    return opened


def require_one_store(database: str | None) -> None:
    """Where several associations share the installation, a command is for one of them, or for a store that it names.

    Raises:
        WrongValue: neither was said.
    """
    if os.environ.get(TENANTS) and not database:  # the processes of one tenant do not have this setting
        raise WrongValue("This installation has several associations: say which, with --tenant NAME.")


def actor() -> str:
    """The actor that the audit trail records for a change from the command line."""
    try:
        return f"{getuser()} (command line)"
    except (KeyError, OSError):
        return "command line"
