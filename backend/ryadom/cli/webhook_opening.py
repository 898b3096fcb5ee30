"""What commands that look after webhooks work with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ryadom.core.webhooks.endpoints import Webhooks


@asynccontextmanager
async def open_webhooks() -> "AsyncIterator[Webhooks]":
    """The webhooks of the database that the settings name, for one command."""
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.outgoing.client import Caller
    from ryadom.core.sealing import Seal
    from ryadom.core.webhooks.deliverer import BOUNDS
    from ryadom.core.webhooks.endpoints import Webhooks
    from ryadom.core.webhooks.sending import PURPOSE
    from ryadom.privacy.egress import Egress
    from ryadom.privacy.resolver import SystemResolver
    from ryadom.settings import with_secret_keys

    settings = settings_for_command()
    async with command_database(settings) as database:
        caller = Caller(Egress(database, SystemResolver()), bounds=BOUNDS)
        try:
            seal = Seal(with_secret_keys(settings).secret_keys, purpose=PURPOSE)
            yield Webhooks(database=database, caller=caller, seal=seal)
        finally:
            await caller.aclose()
