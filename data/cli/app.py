"""The commands that start the app and make its demo neighbourhood."""

import tempfile
from pathlib import Path

import click

from data import demo as demos
from data.cli import server
from data.cli.options import DATABASE, actor
from data.demo.opening import open_demo
from data.store import backup, import_log
from data.store.database import Store, open_store
from domain.errors import WrongValue


@click.command()
@click.option("--host", default="localhost", show_default=True, help="Address to listen on.")
@click.option("--port", default=8501, show_default=True)
@click.option("--without-sign-in", is_flag=True, help="Let others in although nobody has to sign in.")
@click.option("--by-link", is_flag=True, help="Serve only browsers that open the link printed here.")
@DATABASE
@click.pass_context
def run(
    context: click.Context, host: str, port: int, without_sign_in: bool, by_link: bool, database: str | None
) -> None:
    """Start the app, with the demo neighbourhood until there is data of your own."""
    backup.remove_leftovers()
    context.exit(server.run(host, port, without_sign_in, database or context.obj, by_link))


@click.command()
@DATABASE
@click.pass_context
def demo(context: click.Context, database: str | None) -> None:
    """Restore the demo neighbourhood in its own store; with --database, make it in that empty store."""
    url = database or context.obj
    store = open_store(url) if url else open_demo()
    context.call_on_close(store.close)
    if not url:
        _renew(store)
    elif import_log.history(store).height:
        raise WrongValue("{url} holds imports already; the demo goes into an empty store only.", url=store.url)
    else:
        demos.load_demo(store, actor())
    click.echo(f"The demo neighbourhood is ready in {store.url}. Look at it with: blokwijzer run")


def _renew(store: Store) -> None:
    """Restore the demo's store to its initial state; the app may be reading it."""
    with tempfile.TemporaryDirectory() as folder:
        new = open_store(f"sqlite:///{Path(folder) / 'new.sqlite'}")
        demos.load_demo(new, actor())
        backup.backup(new, Path(folder) / "new.zip")
        new.close()
        backup.restore(store, actor(), Path(folder) / "new.zip", keep_releases=False)


COMMANDS = (run, demo)
