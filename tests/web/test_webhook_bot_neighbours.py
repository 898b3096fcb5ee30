"""Bots that always fail, or are slow, cost no other bot's visitors anything; their own go to people in time."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import Any

from ryadom.core.sites import add_site
from ryadom.core.webhook_bots.talker import AT_ONCE
from ryadom.core.webhook_bots.turns import MAX_ASKED
from ryadom.core.webhooks.endpoints import MadeEndpoint
from ryadom.core.webhooks.schedule import TROUBLED
from ryadom.settings.smtp_url import smtp_url
from ryadom.store.database import Database
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.sites import Site
from tests.bots import bot_on, echoes, replies, turns
from tests.mail_server import mail_server
from tests.receiver import Answers, Receiver, says
from tests.store.journals import links_of
from tests.waiting import until_true
from tests.web.client import ORIGIN, Client, Server
from tests.web.conftest import SECRET_KEY, serving
from tests.web.test_alarms import prepare_mail
from tests.web.test_webhook_bots import Thinking, handed_over

FAILING = 100
HEALTHY = 5
QUESTIONS = 4
ANSWER_WITHIN_S = 10
AT_NIGHT = timedelta(hours=15)


async def test_bots_that_fail_or_think_keep_no_other_waiting(database_url: str, database: Database) -> None:
    thinking = Thinking()
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(serving(database_url, database, attack_newcomers=1_000))
        sites = [server.site, await beside(server, "Вторая"), await beside(server, "Третья")]
        failing, made = await stack.enter_async_context(bot_at(server, sites[0], says("500 Oops")))
        slow, slow_one = await stack.enter_async_context(bot_at(server, sites[1], thinking, answer_within_s=60))
        _, healthy_one = await stack.enter_async_context(bot_at(server, sites[2], replies(echoes)))
        waiting = await guests_of(stack, server, sites[1], AT_ONCE + 4)
        await asyncio.gather(*(guest.say("Есть чай?") for guest in waiting))
        for _ in range(AT_ONCE):
            await slow.next()
        unlucky = await guests_of(stack, server, sites[0], FAILING)
        lucky = await guests_of(stack, server, sites[2], HEALTHY)

        async def ask(guest: Client) -> None:
            for number in range(QUESTIONS):
                await guest.say(f"Вопрос {number}")
                entry = await guest.receive("message_posted")
                assert (entry["body"], entry["author"]["bot"]) == (f"Вы пишете: Вопрос {number}", True)

        await asyncio.gather(*(guest.say("Есть чай?") for guest in unlucky), *(ask(guest) for guest in lucky))
        await until_true(partial(leads_none, database, sites[0]))
        # Each healthy one within its time, with a bot beside it that has all that it may take at once
        assert await turns(database, healthy_one.id) == [("delivered", "")] * (HEALTHY * QUESTIONS)
        assert await longest_hand_over(database, sites[0]) < timedelta(seconds=2 * ANSWER_WITHIN_S)
        # As many as are asked at once, and who takes the place of the first three that fail
        assert len(failing.heard) <= (AT_ONCE + TROUBLED) * MAX_ASKED
        assert (await state_of(database, made))["failures"] == TROUBLED
        assert len(slow.heard) == AT_ONCE
        thinking.may_answer.set()
        for guest in waiting:
            assert (await guest.receive("message_posted"))["author"]["bot"] is True
        assert await turns(database, slow_one.id) == [("delivered", "")] * len(waiting)
        assert (await state_of(database, slow_one))["failures"] == 0


async def test_bot_that_fails_for_a_day_is_disabled_though_nobody_asks_it_at_night(
    database_url: str, database: Database
) -> None:
    async with mail_server() as mails:
        url = smtp_url(f"smtp://127.0.0.1:{mails.port}")
        async with (
            serving(database_url, database, smtp_url=url, mail_from="chat@shop.test") as server,
            bot_at(server, server.site, says("403 Forbidden")) as (bot, made),
        ):
            await prepare_mail(database, port=mails.port)
            for failures, slept in ((1, timedelta()), (2, AT_NIGHT), (3, AT_NIGHT)):
                await age(database, slept)
                async with server.visitor() as guest:
                    await guest.say("Есть чай?")
                    await handed_over(guest)
                await until_true(partial(has_failed, database, made, failures))
            mail = await mails.next_mail()
            assert mail["To"] == "dpo@shop.test"
            assert f"127.0.0.1:{bot.port}" in mail.get_content()
            state = await state_of(database, made)
            assert state["disabled_because"] == "failing"
            told = (await links_of(database, server.site.controller_id))[-1].record.details
            assert (told["what"], told["reason"]) == ("webhook_disabled", "failing")
            async with server.visitor() as guest:
                await guest.say("А мне?")
                await guest.ping()
            assert len(bot.heard) == 3


async def test_answer_in_between_and_three_silent_days_begin_the_day_anew(server: Server) -> None:
    fails = says("403 Forbidden")
    async with bot_at(server, server.site, fails) as (bot, made):
        for failures, answer, slept in (
            (1, fails, timedelta()),
            (0, replies(echoes), timedelta(hours=20)),
            (1, fails, timedelta(hours=20)),
            (2, fails, timedelta(hours=20)),
            (3, fails, timedelta(days=3, hours=1)),
        ):
            bot.answer = answer
            await age(server.database, slept)
            async with server.visitor() as guest:
                await guest.say("Есть чай?")
                await until_true(partial(has_failed, server.database, made, failures))
        assert (await state_of(server.database, made))["disabled_at"] is None


@asynccontextmanager
async def bot_at(
    server: Server, site: Site, answer: Answers, *, answer_within_s: int = ANSWER_WITHIN_S
) -> AsyncIterator[tuple[Receiver, MadeEndpoint]]:
    bot = bot_on(server.database, site, answer, secret_key=SECRET_KEY, answer_within_s=answer_within_s)
    async with bot as (heard, made):
        yield heard, made


async def beside(server: Server, name: str) -> Site:
    """Another site of the same firm."""
    firm = server.site.controller_id
    return await add_site(server.database, name=name, origins=[ORIGIN], controller_id=firm, by=COMMAND_LINE)


async def guests_of(stack: AsyncExitStack, server: Server, site: Site, count: int) -> list[Client]:
    return [await stack.enter_async_context(server.visitor(site=site.key)) for _ in range(count)]


async def leads_none(database: Database, site: Site) -> bool:
    """Whether whoever wrote on a site is a person's, be it that a bot handed them over or was at rest by then."""
    async with database.connection() as connection:
        row = await connection.fetchrow(
            "SELECT count(*) AS all, count(bot_id) AS led FROM conversations WHERE site_id = $1", site.id
        )
    return row is not None and (row["all"], row["led"]) == (FAILING, 0)


async def longest_hand_over(database: Database, site: Site) -> timedelta:
    """How long the last of a site's visitors waited from their first word until a person's turn."""
    async with database.connection() as connection:
        found: timedelta = await connection.fetchval(
            "SELECT max(handed.at - asked.at) FROM ("
            "SELECT conversation_id, min(created_at) AS at FROM entries "
            "WHERE site_id = $1 AND kind = 'message' AND author_kind = 'visitor' GROUP BY conversation_id) AS asked "
            "LEFT JOIN (SELECT conversation_id, max(created_at) AS at FROM entries "
            "WHERE site_id = $1 AND kind = 'assignment' AND bot_id IS NULL GROUP BY conversation_id) AS handed "
            "USING (conversation_id)",
            site.id,
        )
    return found


async def state_of(database: Database, made: MadeEndpoint) -> Mapping[str, Any]:
    async with database.connection() as connection:
        row = await connection.fetchrow("SELECT * FROM webhook_endpoints WHERE id = $1", made.id)
    assert row is not None
    return row


async def has_failed(database: Database, made: MadeEndpoint, count: int) -> bool:
    return bool((await state_of(database, made))["failures"] == count)


async def age(database: Database, by: timedelta) -> None:
    """As if bots had failed, and begun to rest, so much earlier."""
    async with database.connection() as connection:
        await connection.execute(
            "UPDATE webhook_endpoints SET failing_since = failing_since - $1::interval, "
            "failed_at = failed_at - $1::interval, paused_until = paused_until - $1::interval",
            by,
        )
