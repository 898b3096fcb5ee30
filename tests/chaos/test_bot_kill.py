"""kill -9 of the server between a bot's answer and its writing, and right after: one answer in the end."""

import asyncio
from pathlib import Path
from uuid import UUID

import pytest

from ryadom.store.database import Database, open_database
from tests.bots import bot_on, echoes, replies, turns
from tests.chaos.server_process import ServerProcess, server_process
from tests.receiver import Heard, Receiver
from tests.waiting import until_true, until_waiting_for_locks
from tests.web.client import Client, Server, furnish

SECRET = "kR8v-chaos-secret-0123456789-abcdefgh"
DEADLINE_S = 60.0


@pytest.mark.parametrize("moment", ["before it is written", "after it is written"])
async def test_killed_server_leaves_one_answer_of_the_bot(
    database_url: str, database: Database, tmp_path: Path, moment: str
) -> None:
    site = await furnish(database)
    async with (
        bot_on(database, site, replies(echoes), secret_key=SECRET) as (bot, made),
        server_process(
            tmp_path,
            RYADOM_DATABASE_URL=database_url,
            RYADOM_SECRET_KEY=SECRET,
            RYADOM_DATA_DIR=str(tmp_path / "data"),
        ) as process,
    ):
        server = Server(port=process.port, database=database, site=site)
        async with server.visitor() as guest:
            token = guest.welcome["token"]
            if moment == "before it is written":
                await killed_with_the_answer_in_hand(database_url, database, process, guest, bot)
            else:
                await guest.say("Есть чай?")
                await bot.next()
                await until_true(lambda: is_written(database), deadline_s=DEADLINE_S)
                await process.kill()
        async with database.connection() as connection:
            # As if the dead one's lease were over.
            await connection.execute("UPDATE webhook_endpoints SET leased_until = now()")
        await process.start()
        await until_true(lambda: is_written(database), deadline_s=DEADLINE_S)
        async with server.visitor(token=token) as again:
            await again.say("Спасибо")
            await bot.next()
            await until_true(lambda: has_ended(database, made.id, 2), deadline_s=DEADLINE_S)
        assert await answers(database) == ["Вы пишете: Есть чай?", "Вы пишете: Спасибо"]
        asked_twice = [heard.headers["webhook-id"] for heard in bot.heard[:-1]]
        assert (len(set(asked_twice)), len(asked_twice)) == (1, 2 if moment == "before it is written" else 1)


async def killed_with_the_answer_in_hand(
    database_url: str, database: Database, process: ServerProcess, guest: Client, bot: Receiver
) -> None:
    """The conversation is held by somebody else when the bot's answer comes; so its server dies waiting."""
    may_answer = asyncio.Event()
    at_once = bot.answer

    async def once_let(heard: Heard, writer: asyncio.StreamWriter) -> None:
        await may_answer.wait()
        await at_once(heard, writer)

    bot.answer = once_let
    posted = await guest.say("Есть чай?")
    await bot.next()
    async with open_database(database_url, pool_size=1) as other, other.transaction() as connection:
        await connection.execute("SELECT FROM conversations WHERE id = $1 FOR UPDATE", UUID(posted["conversation_id"]))
        may_answer.set()
        await until_waiting_for_locks(database, 1)
        await process.kill()


async def answers(database: Database) -> list[str]:
    """What bots have written, in order."""
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT body FROM entries WHERE author_kind = 'bot' AND kind = 'message' ORDER BY seq"
        )
    return [row["body"] for row in rows]


async def is_written(database: Database) -> bool:
    return bool(await answers(database))


async def has_ended(database: Database, id: UUID, count: int) -> bool:
    return [outcome for outcome, _ in await turns(database, id)] == ["delivered"] * count
