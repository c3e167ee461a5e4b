"""The command that sends the weekly mail, by cron."""

import click

from data import clock
from data.cli.options import FAILED, with_store
from data.cli.server import origins
from data.services.mail_server import mail_server, send
from data.services.weekly_mail import weekly_mails, with_address
from data.store.database import Store
from data.store.mail_subscriptions import checked_address, keep_told, subscriptions
from data.texts.language import DEFAULT, LANGUAGES


@click.command()
@click.option(
    "--to",
    multiple=True,
    metavar="ADDRESS",
    help="Only to this address, also if nobody asked for it in Settings; it then hears of the whole stock.",
)
@click.option(
    "--language",
    type=click.Choice(list(LANGUAGES)),
    default=DEFAULT,
    show_default=True,
    help="For an address that is not in Settings.",
)
@click.option("--dry-run", is_flag=True, help="Print the mails; send and store nothing.")
@with_store
@click.pass_context
def mail(context: click.Context, store: Store, to: tuple[str, ...], language: str, dry_run: bool) -> None:
    """Send the weekly mail to who asked for it in Settings: what is late, emerges, opens or got old.

    Who has nothing new since their last mail gets none. The mails hold no figures, no free text and no name of a
    person. The server and the sender are in BLOKWIJZER_SMTP and BLOKWIJZER_MAIL_FROM.
    """
    server = None if dry_run else mail_server()
    known = subscriptions(store)
    asked = [with_address(known, checked_address(each), language) for each in dict.fromkeys(to)]
    origin = (origins() or [""])[0]
    sent, failed, nothing = 0, 0, 0
    for each in weekly_mails(
        store, asked or [one for one in known if one.weekly], clock.today(), origin, dry_run=dry_run
    ):
        if each.text is None:
            nothing += 1
            continue
        if server is None:
            click.echo(f"To: {each.to.address}\nSubject: {each.text.subject}\n\n{each.text.plain}")
            continue
        try:
            send(server, each.to.address, each.text)
        except OSError as error:
            failed += 1
            click.echo(f"The mail to {each.to.address} was not sent: {error}", err=True)
            continue
        keep_told(store, each.to, each.told)
        sent += 1
    if not dry_run:
        click.echo(f"{sent} sent, {failed} not sent, nothing new for {nothing}.")
    context.exit(FAILED if failed else 0)


COMMANDS = (mail,)
