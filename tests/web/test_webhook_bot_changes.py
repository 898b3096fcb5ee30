"""What a bot was given when it was made can be changed: it counts for what the bot is asked from then on."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from ryadom.core.webhook_bots.wanted import BotChange
from ryadom.core.webhooks.events import Event
from ryadom.store.bot_turns import list_overdue
from ryadom.store.egress import DataLevel
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.operators import Role
from tests.bots import NAME, age_turns, asked, echoes, endpoints, replies, turns
from tests.receiver import receiver, stalls
from tests.waiting import until_true, until_waiting_for_locks
from tests.web.accounts import enrolled
from tests.web.client import JsonObject, Server
from tests.web.conftest import SECRET_KEY
from tests.web.test_api_keys_page import somebody_elses, works_on_all
from tests.web.test_own_sites import changes
from tests.web.test_webhook_bot_closing import closed
from tests.web.test_webhook_bots import bot_of, handed_over
from tests.web.test_webhooks_page import WEBHOOKS, added, allow, error_of, one_of
from tests.web.test_webhooks_page import asked as form_of
from tests.web.test_widget_settings import admin

AS_IT_IS: dict[str, Any] = {"events": None, "data": None, "is_for_all": False, "by": COMMAND_LINE}


async def change(server: Server, made: Any, bot: BotChange) -> None:
    async with endpoints(server.database, SECRET_KEY) as webhooks:
        await webhooks.change(made.id, None, **AS_IT_IS, bot=bot)


async def test_form_changes_time_and_silence_of_a_bot_which_counts_from_the_next_question_on(
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
        wanted = {"answer_within_s": 7, "close_after_min": 60}
        assert (await vera.http.put(f"{WEBHOOKS}/{id}", json=same | {"bot": wanted})).status_code == 204
        own = await one_of(vera)
        assert (own["bot"], own["answer_within_s"], own["close_after_min"]) == (NAME, 7, 60)
        while not (await guest.receive("message_posted"))["author"].get("bot"):
            pass
        await guest.say("А кофе?", conversation_id=conversation_id)
        second = asked(await program.next())["data"]
        assert [(one["bot"], one["answer_within_s"]) for one in (first, second)] == [(NAME, 15), (NAME, 7)]
        # What is left out stays, and so it does of a page of before, which says nothing of a bot.
        for bot_change in ({"bot": {"close_after_min": None}}, {"bot": wanted | {"close_after_min": None}}, {}):
            assert (await vera.http.put(f"{WEBHOOKS}/{id}", json=same | bot_change)).status_code == 204
        own = await one_of(vera)
        assert (own["bot"], own["answer_within_s"], own["close_after_min"]) == (NAME, 7, None)
        told = await changes(server, "webhook_changed")
        names = {"answer_within_s", "close_after_min"}
        of_bot = [{name: value for name, value in one.items() if name in names} for one in told]
        first_change = {"answer_within_s": "7", "close_after_min": "60"}
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
        # Others may write under it, also where she has no rights.
        ({"name": "Алиса"}, 400, "bot"),
    ],
    ids=str,
)
async def test_change_that_can_not_be_names_its_field_and_changes_nothing(
    server: Server, bot: JsonObject, status: int, field: str
) -> None:
    async with receiver(replies(echoes)) as program, enrolled(server, await admin(server)) as vera:
        wanted = {"name": NAME, "answer_within_s": 15}
        id = (await added(vera, server, await allow(server, program.port), bot=wanted, data="contents"))["id"]
        before = await one_of(vera)
        order = {"events": [], "data": "contents", "site_ids": [str(server.site.id)]}
        refused = await vera.http.put(f"{WEBHOOKS}/{id}", json=order | {"bot": bot})
        assert (refused.status_code, error_of(refused)[2]) == (status, field)
        assert await one_of(vera) == before
        assert await changes(server, "webhook_changed") == []


async def test_what_a_form_leaves_out_stays_as_a_colleague_has_left_it(server: Server) -> None:
    async with receiver(replies(echoes)) as program, enrolled(server, await admin(server)) as vera:
        wanted = {"name": NAME, "answer_within_s": 15}
        url = await allow(server, program.port, most=DataLevel.CONTENTS_AND_CONTACTS)
        id = (await added(vera, server, url, bot=wanted, data="contents"))["id"]
        for order in ({"data": "contents_and_contacts"}, {"bot": {"close_after_min": 60}}, {}):
            assert (await vera.http.put(f"{WEBHOOKS}/{id}", json=order)).status_code == 204
        own = await one_of(vera)
        assert (own["answer_within_s"], own["close_after_min"]) == (15, 60)
        assert (own["data"], own["site_ids"], own["is_for_all"]) == (
            "contents_and_contacts",
            [str(server.site.id)],
            False,
        )
        for field in ("events", "data"):
            refused = await vera.http.put(f"{WEBHOOKS}/{id}", json={field: None})
            assert (refused.status_code, error_of(refused)[2]) == (400, field)


async def test_who_may_not_give_all_sites_keeps_none_of_them_by_leaving_them_out(server: Server) -> None:
    async with (
        receiver(replies(echoes)) as program,
        enrolled(server, await works_on_all(server, Role.ADMIN)) as vera,
        enrolled(server, await works_on_all(server, Role.OWNER)) as olga,
    ):
        wanted = {"name": NAME, "answer_within_s": 15}
        url = await allow(server, program.port, most=DataLevel.CONTENTS_AND_CONTACTS)
        id = (await added(olga, server, url, bot=wanted, data="contents", site_ids=None))["id"]
        refused = await vera.http.put(f"{WEBHOOKS}/{id}", json={"data": "contents_and_contacts"})
        assert error_of(refused) == (403, "right_missing", "controller_id")
        assert (await one_of(vera))["data"] == "contents"
        assert (await olga.http.put(f"{WEBHOOKS}/{id}", json={"bot": {"answer_within_s": 5}})).status_code == 204
        assert (await one_of(olga))["is_for_all"] is True


async def test_sites_that_stay_are_those_that_a_colleague_has_named_at_the_same_moment(server: Server) -> None:
    beside = await somebody_elses(server)
    async with receiver(replies(echoes)) as program, enrolled(server, await admin(server)) as vera:
        id = (await added(vera, server, await allow(server, program.port)))["id"]
        async with server.database.transaction() as connection:
            await connection.execute("SELECT FROM webhook_endpoints WHERE id = $1 FOR UPDATE", id)
            order = {"events": ["message.created"]}
            changing = asyncio.create_task(vera.http.put(f"{WEBHOOKS}/{id}", json=order))
            await until_waiting_for_locks(server.database, 1)
            await connection.execute(
                "UPDATE webhook_endpoints SET site_ids = site_ids || $2::uuid WHERE id = $1", id, beside.id
            )
        assert error_of(await changing) == (403, "right_missing", "controller_id")
        assert await changes(server, "webhook_changed") == []


async def test_webhook_that_answers_nobody_has_no_times(server: Server) -> None:
    async with receiver(replies(echoes)) as program, enrolled(server, await admin(server)) as vera:
        id = (await added(vera, server, await allow(server, program.port)))["id"]
        order = {"events": ["message.created"], "data": "ids", "site_ids": [str(server.site.id)]}
        refused = await vera.http.put(f"{WEBHOOKS}/{id}", json=order | {"bot": {"answer_within_s": 5}})
        assert error_of(refused) == (422, "bad_body", "bot")
        assert (await vera.http.put(f"{WEBHOOKS}/{id}", json=order | {"bot": None})).status_code == 204


async def test_who_is_being_asked_is_waited_for_no_longer_than_a_shorter_time_allows(server: Server) -> None:
    async with server.visitor() as guest, bot_of(server, stalls(), answer_within_s=60) as (bot, made):
        await guest.say("Есть чай?")
        await bot.next()
        async with server.database.transaction() as connection:
            await age_turns(connection, timedelta(seconds=40))
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


async def _ended(server: Server, made: Any, count: int) -> bool:
    return await turns(server.database, made.id) == [("delivered", "")] * count


async def test_events_of_a_bot_are_refused_by_name_unless_a_form_of_before_sends_all(server: Server) -> None:
    async with receiver(replies(echoes)) as program, enrolled(server, await admin(server)) as vera:
        url = await allow(server, program.port)
        bot = {"name": NAME, "answer_within_s": 15}
        order = form_of(server, url, bot=bot, data="contents", events=["message.created", "conversation.closed"])
        refused = await vera.http.post(WEBHOOKS, json=order)
        assert error_of(refused) == (422, "bad_body", "events")
        assert "leave `events` empty, and add another webhook" in refused.json()["error"]["message"]
        assert (await vera.http.get(WEBHOOKS)).json()["webhooks"] == []
        id = (await added(vera, server, url, bot=bot, data="contents", events=list(Event)))["id"]
        for events, status in ((["message.created"], 422), (list(Event), 204), ([], 204)):
            changed = await vera.http.put(f"{WEBHOOKS}/{id}", json={"events": events})
            assert changed.status_code == status, changed.text
        assert (await one_of(vera))["events"] == ["bot.message"]
        assert [told["fields"] for told in await changes(server, "webhook_changed")] == ["", ""]
