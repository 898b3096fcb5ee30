"""`ryadom reseal --forget-lost`: what no secret key opens any more is named, and dropped by who has seen it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ryadom.core.lost_secrets import LostSecrets

FOLLOWS = {
    "second_factors": "all of the operator's sessions end, and the password alone signs in until a new one is set up",
    "identity_secrets": "the site signs nobody in until it has got a new secret, or goes back to the one before",
    "webhooks": "the webhook or bot is removed, with its log and what waits for it; what a bot led goes to people. Add "
    "it anew. Of a secret that was replaced nothing but that",
    "connectors": "the connector is removed, with what waits for it; cards in the CRM stay. Connect it anew",
    "person_keys": "what the journal has of these people's details can never be read again; the chain stays whole",
    "kept_keys": "`mail refusals`: whoever refused mail under it is mailed again. `mail stop links`: links in mails "
    "from then lead nowhere",
}


async def forget_lost(code: str | None, words: Mapping[str, str]) -> bool:
    """Shows what is lost, or drops it by its code; whether nothing is lost any more."""
    from ryadom.cli.tables import print_table, printable
    from ryadom.core.lost_secrets import code_of
    from ryadom.store.journal_chain import COMMAND_LINE

    async with _lost_secrets() as secrets:
        lost = await secrets.look()
        if lost and code == code_of(lost):
            await secrets.drop(lost, by=COMMAND_LINE)
            # What a server has sealed meanwhile is looked at, too
            left = await secrets.look()
            click.echo("Dropped." if not left else "Dropped, and there is more by now: look again.", err=True)
            return not left
        opened = await secrets.resealing.look() if lost else {}
    if not lost:
        click.echo("The keys open everything that is sealed in the database: nothing is lost.", err=True)
        return True
    # A webhook has several values: it is named once
    rows = dict.fromkeys((words[one.place], printable(one.name), str(one.value.id)) for one in lost)
    print_table(("Of", "What", "Number"), list(rows))
    click.echo("Opened by none of the keys. Dropped, it is gone for good:", err=True)
    for place in dict.fromkeys(one.place for one in lost):
        click.echo(f"- {words[place]}: {FOLLOWS[place]}.", err=True)
    if not any(one.newest or one.older for one in opened.values()):
        click.echo("Not one secret opens: make sure that RYADOM_SECRET_KEY is not simply a wrong one.", err=True)
    if code is not None:
        click.echo(f"{code} is not the code of what is lost now. Nothing was dropped.", err=True)
    click.echo(
        "Servers that have more keys than this command still open it. If a key is anywhere, put it behind the newest; "
        f"else make a backup, and drop all of this by `ryadom reseal --forget-lost --confirm {code_of(lost)}`.",
        err=True,
    )
    return False


@asynccontextmanager
async def _lost_secrets() -> "AsyncIterator[LostSecrets]":
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.connectors.desk import Connectors
    from ryadom.core.connectors.line import Pace
    from ryadom.core.connectors.opening import PURPOSE as CONNECTOR_SETTINGS
    from ryadom.core.lost_secrets import LostSecrets
    from ryadom.core.outgoing.client import Caller
    from ryadom.core.resealing import Resealing
    from ryadom.core.sealing import Seal
    from ryadom.core.webhooks.endpoints import Webhooks
    from ryadom.core.webhooks.sending import PURPOSE as WEBHOOK_ENDPOINT
    from ryadom.privacy.egress import Egress
    from ryadom.privacy.resolver import SystemResolver
    from ryadom.settings import with_secret_keys

    settings = settings_for_command()
    keys = with_secret_keys(settings).secret_keys
    async with command_database(settings) as database:
        # Nobody is called: the desks remove, and want one.
        caller = Caller(Egress(database, SystemResolver()))
        try:
            yield LostSecrets(
                database=database,
                resealing=Resealing(database, keys),
                webhooks=Webhooks(database=database, caller=caller, seal=Seal(keys, purpose=WEBHOOK_ENDPOINT)),
                connectors=Connectors(
                    database=database,
                    caller=caller,
                    seal=Seal(keys, purpose=CONNECTOR_SETTINGS),
                    pace=Pace(database),
                    public_url=settings.public_url,
                ),
            )
        finally:
            await caller.aclose()
