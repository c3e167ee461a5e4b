"""The command line ``blokwijzer``, also ``python -m data``: all functions that need no screen.

Exit codes: 0 done; 2 a file or its reading options cannot be understood (nothing of it was stored); 1 any
other error. Errors are one sentence on stderr; results are on stdout.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from data.cli import (
    app,
    audit,
    candidates,
    effects,
    expire,
    files,
    imports,
    mail,
    person,
    places,
    publish,
    store,
    tenants,
)
from data.cli.options import DATABASE, FAILED, NOT_UNDERSTOOD, require_one_store
from data.cli.tenants import enter
from data.configuration import read_files
from data.monitoring import context as monitored
from data.monitoring import log
from domain.errors import BlokwijzerError, NotUnderstood

OF_ALL = ("tenants", "migrate", "backup-key")  # commands that may be called for no tenant, or see to it themselves


class _Group(click.Group):
    """A command group that reports expected errors as one sentence instead of a traceback."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command."""
        monitored.begin()
        try:
            if log.is_asked():
                log.configure()
            with _logged(context):
                return super().invoke(context)
        except NotUnderstood as error:
            _fail(context, error, str(error), NOT_UNDERSTOOD)
        except (BlokwijzerError, OSError) as error:
            _fail(context, error, str(error))
        except SQLAlchemyError as error:
            _fail(context, error, f"The database does not answer as it should: {str(error).splitlines()[0]}")


@contextmanager
def _logged(context: click.Context) -> Iterator[None]:
    """Log how a command ended."""
    started, code = time.perf_counter(), FAILED
    try:
        yield
        code = 0
    except click.exceptions.Exit as ended:
        code = ended.exit_code
        raise
    except NotUnderstood:
        code = NOT_UNDERSTOOD
        raise
    finally:
        name = context.invoked_subcommand or "none"
        log.event("command ended", command=name, exit_code=code, seconds=time.perf_counter() - started)


def _fail(context: click.Context, error: Exception, sentence: str, code: int = FAILED) -> None:
    log.failure("command failed", error)
    click.echo(sentence, err=True)
    context.exit(code)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@DATABASE
@click.option("--tenant", metavar="NAME", help="For this association of several (the file in BLOKWIJZER_TENANTS).")
@click.pass_context
def main(context: click.Context, database: str | None, tenant: str | None) -> None:
    """Which street or block to take on next, why, and whether it worked."""
    if tenant:
        context.default_map = {"run": {"port": enter(tenant).port}}
    elif context.invoked_subcommand not in OF_ALL:
        require_one_store(database)
    read_files()
    context.obj = database


ROOMS = (app, imports, candidates, places, files, publish, effects, mail, audit, person, expire, store, tenants)
for group in ROOMS:
    for command in group.COMMANDS:
        main.add_command(command)
