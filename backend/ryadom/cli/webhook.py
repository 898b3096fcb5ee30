"""`ryadom webhook`: programs that are told of what happens."""

import asyncio
from uuid import UUID

import click

from ryadom.cli.tables import printable
from ryadom.cli.webhook_log import log, replay
from ryadom.cli.webhook_opening import open_webhooks
from ryadom.cli.webhook_wanted import add, change

_id = click.argument("id", type=click.UUID)


@click.group()
def webhook() -> None:
    """Add, change, try, list, enable and remove webhooks; docs/webhooks.md says what they are told."""


for _command in (add, change, log, replay):
    webhook.add_command(_command)


@webhook.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def list_command(as_json: bool) -> None:
    """Show all webhooks, without the paths of their URLs, how it goes, and which key each ends with."""
    asyncio.run(_list(as_json=as_json))


@webhook.command()
@_id
def test(id: UUID) -> None:
    """Send an event of the type webhook.test at once, and show the answer."""
    asyncio.run(_test(id))


@webhook.command()
@_id
def rotate(id: UUID) -> None:
    """Make a new secret and print it; for a day deliveries are signed by the one until now, too."""
    asyncio.run(_rotate(id))


@webhook.command()
@_id
def enable(id: UUID) -> None:
    """Go on with a webhook that was disabled."""
    asyncio.run(_change(id, "enable", "is told again."))


@webhook.command()
@_id
def disable(id: UUID) -> None:
    """Tell it nothing more, for now."""
    asyncio.run(_change(id, "disable", "is told nothing more."))


@webhook.command()
@_id
def remove(id: UUID) -> None:
    """Forget a webhook, with what waits for it and its log."""
    asyncio.run(_change(id, "remove", "is removed."))


async def _list(*, as_json: bool) -> None:
    from ryadom.cli import webhook_list

    async with open_webhooks() as webhooks:
        known = await webhooks.all()
    if as_json:
        click.echo(webhook_list.as_json(known))
    else:
        webhook_list.table(known)


async def _test(id: UUID) -> None:
    from ryadom.core.webhooks.trials import send_trial

    async with open_webhooks() as webhooks:
        answer = await send_trial(webhooks, id)
    click.echo(f"{answer.host} answered {answer.status} within {answer.took_s:.1f} s.")
    if answer.text:
        click.echo(printable(answer.text))
    if not answer.is_good:
        raise SystemExit(1)


async def _rotate(id: UUID) -> None:
    from ryadom.store.journal_chain import COMMAND_LINE

    async with open_webhooks() as webhooks:
        made = await webhooks.rotate(id, by=COMMAND_LINE)
    click.echo("The new secret, shown this once; the one until now signs beside it for a day:", err=True)
    click.echo(made.secret)


async def _change(id: UUID, what: str, said: str) -> None:
    from ryadom.store.journal_chain import COMMAND_LINE

    async with open_webhooks() as webhooks:
        changes = {"enable": webhooks.enable, "disable": webhooks.disable, "remove": webhooks.remove}
        endpoint = await changes[what](id, by=COMMAND_LINE)
    click.echo(f"{endpoint.origin} {said}")
