"""The command that separates streets of one name by town, or merges them again."""

import click

from data.cli.options import actor, with_store
from data.services.decisions import keep_street
from data.store.database import Store


@click.command()
@click.argument("street")
@click.option("--together", is_flag=True, help="Undo it: what lies together is one street again.")
@with_store
def apart(store: Store, street: str, together: bool) -> None:
    """Separate the streets of this name by town. By default the same name within 300 metres is one street."""
    keep_street(store, actor(), street, apart=not together)
    click.echo(f"{street}: {'one street where it lies together' if together else 'a street of its own in each town'}.")


COMMANDS = (apart,)
