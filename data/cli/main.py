"""The command line ``blokwijzer``, also ``python -m data``: all functions that need no screen.

Exit codes: 0 done; 2 a file or its reading options cannot be understood (nothing of it was stored); 1 any
other error. Errors are one sentence on stderr; results are on stdout.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from data.cli.options import DATABASE, FAILED, NOT_UNDERSTOOD, require_one_store
from data.cli.tenants import enter
from data.configuration import read_files
from data.monitoring import context as monitored
from data.monitoring import log
from domain.errors import BlokwijzerError, NotUnderstood

# The commands of each module of data/cli. Only the module of the command that is called is imported.
COMMANDS = {
    "app": ("run", "demo"),
    "audit": ("audit",),
    "candidates": ("rank", "explain", "plan", "backtest", "track-record"),
    "cluster": ("scheduler", "worker"),
    "effects": ("effects",),
    "expire": ("expire",),
    "files": ("export", "report", "letter"),
    "imports": ("import", "imports", "undo"),
    "mail": ("mail",),
    "person": ("person",),
    "places": ("apart", "postpone"),
    "publish": ("publish",),
    "relay": ("relay",),
    "store": ("backup", "restore", "migrate", "backup-key", "rotate-key"),
    "tenants": ("tenants",),
}
_MODULES = {name: module for module, names in COMMANDS.items() for name in names}
OF_ALL = ("tenants", "migrate", "backup-key")  # commands that may be called for no tenant, or see to it themselves
_HELP = "blokwijzer.help"  # in the context of ``main``: whether only the help of a command is asked for


class _Group(click.Group):
    """The commands. An expected error is one sentence instead of a traceback."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """The names of the commands."""
        return sorted(_MODULES)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """The command of this name, if there is one."""
        if name not in _MODULES:
            return None
        return next(each for each in import_module(f"data.cli.{_MODULES[name]}").COMMANDS if each.name == name)

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called; takes note of whether only its help is asked for."""
        found = super().resolve_command(context, args)
        context.meta[_HELP] = not set(context.help_option_names).isdisjoint(found[2])
        return found

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
        port = {"port": enter(tenant).port}
        context.default_map = {"run": port, "relay": port}
    elif context.invoked_subcommand not in OF_ALL and not context.meta[_HELP]:
        require_one_store(database)
    read_files()
    context.obj = database
