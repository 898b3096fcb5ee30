"""Bots that are asked over real HTTP by a server of a test's."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from ryadom.core.outgoing.client import Caller
from ryadom.core.recipients import add_recipient
from ryadom.core.sealing import Seal
from ryadom.core.webhook_bots.wanted import BotWanted
from ryadom.core.webhooks.endpoints import MadeEndpoint, Webhooks
from ryadom.core.webhooks.sending import PURPOSE
from ryadom.privacy.egress import Egress, moscow_today
from ryadom.privacy.resolver import SystemResolver
from ryadom.store.database import Database
from ryadom.store.egress import DataLevel, Recipient
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.sites import Site
from ryadom.store.sql import Connection
from tests.receiver import Answers, Heard, Receiver, receiver, says

NAME = "Помощник"


def replies(answer_of: Callable[[str], object]) -> Answers:
    """A bot that answers what `answer_of` makes of the visitor's words; None is silence."""

    async def answer(heard: Heard, writer: asyncio.StreamWriter) -> None:
        said = answer_of(words_of(heard))
        body = b"" if said is None else json.dumps(said).encode()
        await says(body=body, content_type="application/json")(heard, writer)

    return answer


def echoes(words: str) -> object:
    """The simplest bot."""
    return {"messages": [{"text": f"Вы пишете: {words}"}]}


def words_of(heard: Heard) -> str:
    """What the visitor said, of a request to a bot."""
    return str(asked(heard)["data"]["message"]["body"])


def asked(heard: Heard) -> dict[str, Any]:
    """The body of a request to a bot."""
    return dict(json.loads(heard.body))


@asynccontextmanager
async def endpoints(database: Database, secret_key: str) -> AsyncIterator[Webhooks]:
    """What adds and changes them."""
    caller = Caller(Egress(database, SystemResolver()))
    try:
        yield Webhooks(database=database, caller=caller, seal=Seal([secret_key], purpose=PURPOSE))
    finally:
        await caller.aclose()


async def allow(database: Database, site: Site, port: int, *, most: DataLevel = DataLevel.CONTENTS_AND_CONTACTS) -> str:
    """Puts a bot on this machine into the register; gives its URL."""
    recipient = Recipient(
        controller_id=site.controller_id,
        host="127.0.0.1",
        port=port,
        recipient="ООО «Умный чат»",
        country="RU",
        purpose="Ответы на вопросы",
        categories="сообщения",
        is_local=True,
        most_data=most,
    )
    await add_recipient(database, SystemResolver(), recipient, today=moscow_today())
    return f"http://127.0.0.1:{port}/bot"


@asynccontextmanager
async def bot_on(
    database: Database,
    site: Site,
    answer: Answers,
    *,
    secret_key: str,
    answer_within_s: int = 10,
    close_after_min: int | None = None,
    data: DataLevel = DataLevel.CONTENTS,
) -> AsyncIterator[tuple[Receiver, MadeEndpoint]]:
    """A bot that answers on a site, and the endpoint by which it is asked."""
    async with receiver(answer) as bot, endpoints(database, secret_key) as webhooks:
        made = await webhooks.add(
            await allow(database, site, bot.port),
            [site],
            events=[],
            data=data,
            is_for_all=False,
            by=COMMAND_LINE,
            bot=BotWanted(name=NAME, answer_within_s=answer_within_s, close_after_min=close_after_min),
        )
        yield bot, made


async def turns(database: Database, endpoint_id: UUID) -> list[tuple[str | None, str]]:
    """How each turn of a bot's ended, and why it failed, in their order."""
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT outcome, failure FROM webhook_deliveries WHERE endpoint_id = $1 ORDER BY ordinal", endpoint_id
        )
    return [(row["outcome"], row["failure"]) for row in rows]


async def age_turns(connection: Connection, by: timedelta) -> None:
    """As if all turns had come, and been tried, so much earlier."""
    await connection.execute(
        "UPDATE webhook_deliveries SET queued_at = queued_at - $1::interval, tried_at = tried_at - $1::interval",
        by,
    )
