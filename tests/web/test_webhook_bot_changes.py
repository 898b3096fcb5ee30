"""What a bot was given when it was made can be changed: it counts for what the bot is asked from then on."""

import asyncio
from typing import Any

import pytest

from ryadom.core.webhook_bots.wanted import BotChange
from ryadom.errors import BadBody
from ryadom.store.bot_turns import list_overdue
from ryadom.store.journal_chain import COMMAND_LINE
from tests.bots import NAME, asked, echoes, endpoints, replies, turns
from tests.receiver import receiver, stalls
from tests.waiting import until_true, until_waiting_for_locks
from tests.web.accounts import enrolled
from tests.web.client import JsonObject, Server
from tests.web.conftest import SECRET_KEY
from tests.web.test_leading import history, row_of
from tests.web.test_own_sites import changes
from tests.web.test_webhook_bot_closing import closed
from tests.web.test_webhook_bots import bot_of, handed_over, said
from tests.web.test_webhooks_page import WEBHOOKS, added, allow, error_of, one_of
from tests.web.test_widget_settings import admin

AS_IT_IS: dict[str, Any] = {"events": None, "data": None, "is_for_all": False, "by": COMMAND_LINE}


async def change(server: Server, made: Any, bot: BotChange) -> None:
    async with endpoints(server.database, SECRET_KEY) as webhooks:
        await webhooks.change(made.id, None, **AS_IT_IS, bot=bot)


async def test_form_changes_name_time_and_silence_of_a_bot_which_counts_from_the_next_question_on(
    server: Server,
) -> None:
    async with (
        receiver(replies(echoes)) as program,
        enrolled(server, await admin(server)) as vera,
        server.visitor() as guest,
    ):
        bot = {"name": NAME, "answer_within_s": 15}
        id = (await added(vera, server, await allow(server, program.port), bot=bot, data="contents"))["id"]
        same: JsonObject = {"events": [], "data": "contents", "site_ids": [str(server.site.id)]}
        conversation_id = (await guest.say("Есть чай?"))["conversation_id"]
        first = asked(await program.next())["data"]
        wanted = {"name": " Алиса ", "answer_within_s": 7, "close_after_min": 60}
        assert (await vera.http.put(f"{WEBHOOKS}/{id}", json=same | {"bot": wanted})).status_code == 204
        own = await one_of(vera)
        assert (own["bot"], own["answer_within_s"], own["close_after_min"]) == ("Алиса", 7, 60)
        while not (await guest.receive("message_posted"))["author"].get("bot"):
            pass
        await guest.say("А кофе?", conversation_id=conversation_id)
        second = asked(await program.next())["data"]
        assert [(one["bot"], one["answer_within_s"]) for one in (first, second)] == [(NAME, 15), ("Алиса", 7)]
        while (entry := await guest.receive("message_posted"))["body"] != "Вы пишете: А кофе?":
            pass
        assert entry["author"]["name"] == "Алиса"
        # What is left out stays, and so it does of a page of before, which says nothing of a bot.
        for bot_change in ({"bot": {"close_after_min": None}}, {"bot": wanted | {"close_after_min": None}}, {}):
            assert (await vera.http.put(f"{WEBHOOKS}/{id}", json=same | bot_change)).status_code == 204
        own = await one_of(vera)
        assert (own["bot"], own["answer_within_s"], own["close_after_min"]) == ("Алиса", 7, None)
        told = await changes(server, "webhook_changed")
        names = {"bot", "answer_within_s", "close_after_min"}
        of_bot = [{name: value for name, value in one.items() if name in names} for one in told]
        first_change = {"bot": "Алиса", "answer_within_s": "7", "close_after_min": "60"}
        assert of_bot == [first_change, {"close_after_min": "never"}, {}, {}]


@pytest.mark.parametrize(
    ("bot", "status", "field"),
    [
        ({"answer_within_s": 0}, 422, "answer_within_s"),
        ({"answer_within_s": 61}, 422, "answer_within_s"),
        ({"answer_within_s": 10**30}, 422, "answer_within_s"),
        ({"answer_within_s": None}, 400, "bot.answer_within_s"),
        ({"close_after_min": 0}, 422, "close_after_min"),
        ({"close_after_min": 10_081}, 422, "close_after_min"),
        ({"close_after_min": "60"}, 400, "bot.close_after_min"),
        ({"name": " "}, 422, "bot"),
        ({"name": "Два\nряда"}, 422, "bot"),
        ({"name": "и" * 61}, 422, "bot"),
        ({"name": "Занято"}, 422, "bot"),
    ],
    ids=str,
)
async def test_change_that_can_not_be_names_its_field_and_changes_nothing(
    server: Server, bot: JsonObject, status: int, field: str
) -> None:
    async with receiver(replies(echoes)) as program, enrolled(server, await admin(server)) as vera:
        async with server.database.connection() as connection:
            await connection.execute(
                "INSERT INTO bots (id, controller_id, name) VALUES (gen_random_uuid(), $1, 'Занято')",
                server.site.controller_id,
            )
        wanted = {"name": NAME, "answer_within_s": 15}
        id = (await added(vera, server, await allow(server, program.port), bot=wanted, data="contents"))["id"]
        before = await one_of(vera)
        order = {"events": [], "data": "contents", "site_ids": [str(server.site.id)]}
        refused = await vera.http.put(f"{WEBHOOKS}/{id}", json=order | {"bot": bot})
        assert (refused.status_code, error_of(refused)[2]) == (status, field)
        assert await one_of(vera) == before
        assert await changes(server, "webhook_changed") == []


async def test_webhook_that_answers_nobody_has_no_name_and_no_times(server: Server) -> None:
    async with receiver(replies(echoes)) as program, enrolled(server, await admin(server)) as vera:
        id = (await added(vera, server, await allow(server, program.port)))["id"]
        order = {"events": ["message.created"], "data": "ids", "site_ids": [str(server.site.id)]}
        refused = await vera.http.put(f"{WEBHOOKS}/{id}", json=order | {"bot": {"answer_within_s": 5}})
        assert error_of(refused) == (422, "bad_body", "bot")
        assert (await vera.http.put(f"{WEBHOOKS}/{id}", json=order | {"bot": None})).status_code == 204


async def test_bot_that_is_called_otherwise_leads_on(server: Server) -> None:
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, replies(echoes)) as (bot, made):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await bot.next()
        await until_true(lambda: _ended(server, made, 1))
        await change(server, made, BotChange(name="Алиса"))
        assert (await row_of(anna, id))["assignee"]["name"] == "Алиса"
        await guest.say("А кофе?", conversation_id=id)
        await bot.next()
        await until_true(lambda: _ended(server, made, 2))
        entries = await history(anna, id)
        assert said(entries) == ["Есть чай?", "Вы пишете: Есть чай?", "А кофе?", "Вы пишете: А кофе?"]
        assert {one["author"]["name"] for one in entries if one["author"].get("bot")} == {"Алиса"}


async def test_who_is_being_asked_is_waited_for_no_longer_than_a_shorter_time_allows(server: Server) -> None:
    async with server.visitor() as guest, bot_of(server, stalls(), answer_within_s=60) as (bot, made):
        await guest.say("Есть чай?")
        await bot.next()
        async with server.database.transaction() as connection:
            ago = "INTERVAL '40 s'"
            await connection.execute(
                f"UPDATE webhook_deliveries SET queued_at = queued_at - {ago}, tried_at = tried_at - {ago}"  # noqa: S608
            )
            # As whoever looks for those whom nobody asks.
            assert await list_overdue(connection, late_s=30.0, limit=5) == []
            await connection.execute("UPDATE webhook_endpoints SET answer_within_s = 1")
            [overdue] = await list_overdue(connection, late_s=30.0, limit=5)
            assert overdue.endpoint_id == made.id
        entry = await handed_over(guest)
        assert entry["operator"] is None


async def test_silence_that_is_said_later_closes_what_was_answered_before(server: Server) -> None:
    async with server.visitor() as guest, bot_of(server, replies(echoes)) as (_, made):
        await guest.say("Есть чай?")
        await until_true(lambda: _ended(server, made, 1))
        async with server.database.connection() as connection:
            await connection.execute("UPDATE conversations SET active_at = active_at - INTERVAL '61 min'")
        await change(server, made, BotChange(close_after_min=60))
        entry = await closed(guest)
        assert entry["author"]["name"] == NAME


async def test_name_that_another_bot_takes_at_the_same_moment_is_refused(server: Server) -> None:
    async with bot_of(server, replies(echoes)) as (_, made):
        async with server.database.transaction() as connection:
            await connection.execute(
                "INSERT INTO bots (id, controller_id, name) VALUES (gen_random_uuid(), $1, 'Алиса')",
                server.site.controller_id,
            )
            changing = asyncio.create_task(change(server, made, BotChange(name="Алиса", answer_within_s=5)))
            await until_waiting_for_locks(server.database, 1)
        with pytest.raises(BadBody) as refused:
            await changing
        assert refused.value.field == "bot"
        async with endpoints(server.database, SECRET_KEY) as webhooks:
            endpoint = await webhooks.find(made.id)
        assert (endpoint.bot_name, endpoint.answer_within_s) == (NAME, 10)


async def _ended(server: Server, made: Any, count: int) -> bool:
    return await turns(server.database, made.id) == [("delivered", "")] * count
