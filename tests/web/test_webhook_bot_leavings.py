"""Conversations of bots to which something else happens: nobody is left with a bot that says nothing more."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from ryadom.core.blocking import BlockReason, block_person, unblock_person
from ryadom.live.lines import installation_line
from ryadom.privacy.persons import find_person
from ryadom.store.bot_turns import list_stranded
from ryadom.store.egress import DataLevel
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.sites import all_sites
from ryadom.store.webhook_queue import Outcome
from tests.bots import NAME, echoes, endpoints, replies, turns, words_of
from tests.receiver import says
from tests.waiting import until_true
from tests.web.client import Server
from tests.web.conftest import SECRET_KEY
from tests.web.programs import WRITES, key, patch, program
from tests.web.test_leading import deed, history, ids_in, row_of
from tests.web.test_webhook_bots import PERSON, Thinking, bot_of, handed_over, said


async def _dropped(server: Server, endpoint_id: UUID) -> bool:
    return (Outcome.DROPPED, "") in await turns(server.database, endpoint_id)


async def test_program_that_names_a_department_takes_no_answer_from_the_visitor(server: Server) -> None:
    department_id = uuid4()
    async with server.database.connection() as connection:
        await connection.execute(
            "INSERT INTO departments (site_id, id, name, place) VALUES ($1, $2, 'Склад', 0)",
            server.site.id,
            department_id,
        )
    thinking = Thinking()
    async with (
        server.operator() as anna,
        server.visitor() as guest,
        bot_of(server, thinking) as (bot, made),
        program(server, (await key(server, scopes=WRITES)).secret) as crm,
    ):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await bot.next()
        assert (await patch(crm, f"conversations/{id}", department_id=str(department_id))).status_code == 200
        thinking.may_answer.set()
        assert (await guest.receive("message_posted"))["body"] == "Вы пишете: Есть чай?"
        row = await row_of(anna, id)
        assert (row["assignee"]["name"], row["department"]["name"]) == (NAME, "Склад")
        assert await turns(server.database, made.id) == [(Outcome.DELIVERED, "")]


async def test_who_waits_in_what_an_operator_opens_again_is_a_persons(server: Server) -> None:
    thinking = Thinking()
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, thinking) as (bot, made):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await bot.next()
        await deed(anna, "set_status", conversation_id=id, status="closed")
        thinking.may_answer.set()
        await until_true(lambda: _dropped(server, made.id))
        await deed(anna, "set_status", conversation_id=id, status="open")
        await handed_over(guest)
        assert await ids_in(anna, "waiting") == [id]
        assert said(await history(anna, id)) == ["Есть чай?", PERSON]


async def test_what_was_not_asked_while_its_visitor_was_blocked_is_a_persons_after_that(
    server: Server, database_url: str
) -> None:
    thinking = Thinking()
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, thinking) as (bot, made):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await bot.next()
        line = await installation_line(server.database, database_url=database_url, bus_url=None)
        person = await find_person(server.database, site_key=server.site.key, conversation_id=UUID(id))
        await block_person(
            server.database, line, person, now=datetime(2026, 11, 28, tzinfo=UTC), reason=BlockReason.INACCURATE
        )
        thinking.may_answer.set()
        await until_true(lambda: _dropped(server, made.id))
        await unblock_person(server.database, line, person)
        await until_true(lambda: _waits(server, id))
        assert await ids_in(anna, "waiting") == [id]


async def test_conversation_that_its_visitor_has_ended_and_an_operator_opens_stays_with_the_bot(
    server: Server,
) -> None:
    """Nobody waits in it."""
    thinking = Thinking()
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, thinking) as (bot, made):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await bot.next()
        await guest.send("end_conversation", echo_id=str(uuid4()), conversation_id=id)
        await guest.receive("status_changed")
        thinking.may_answer.set()
        await until_true(lambda: _dropped(server, made.id))
        await deed(anna, "set_status", conversation_id=id, status="open")
        async with server.database.connection() as connection:
            assert await list_stranded(connection, limit=1) == []
        assert (await row_of(anna, id))["assignee"]["name"] == NAME


async def test_operator_who_took_it_by_a_server_of_the_version_before_is_not_talked_over(server: Server) -> None:
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, replies(echoes)) as (bot, _):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await bot.next()
        await guest.receive("message_posted")
        async with server.database.connection() as connection:
            await connection.execute(
                "UPDATE conversations SET assignee_id = $1 WHERE id = $2",
                UUID(anna.welcome["operator"]["id"]),
                UUID(id),
            )
        await guest.say("А чёрный?")
        async with server.visitor() as other:
            await other.say("А мне?")
            assert words_of(await bot.next()) == "А мне?"


async def test_bot_is_not_asked_again_of_what_is_an_operators_by_then(server: Server) -> None:
    async with (
        server.operator() as anna,
        server.visitor() as guest,
        bot_of(server, says("503 Unavailable")) as (bot, made),
    ):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await bot.next()
        await deed(anna, "send_message", conversation_id=id, body="Есть")
        await until_true(lambda: _dropped(server, made.id))
        assert len(bot.heard) == 1


async def test_bot_that_is_for_another_site_now_is_told_nothing_of_this_one(server: Server) -> None:
    thinking = Thinking()
    async with (
        server.operator() as anna,
        server.visitor() as guest,
        bot_of(server, thinking) as (bot, made),
        endpoints(server.database, SECRET_KEY) as webhooks,
    ):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await bot.next()
        await guest.say("А чёрный?")
        await until_true(lambda: _has_two(server, made.id))
        async with server.database.connection() as connection:
            others = [one for one in await all_sites(connection) if one.id != server.site.id]
        await webhooks.change(
            made.id, others[:1], events=[], data=DataLevel.CONTENTS, is_for_all=False, by=COMMAND_LINE
        )
        thinking.may_answer.set()
        await handed_over(guest)
        assert await ids_in(anna, "waiting") == [id]
        assert len(bot.heard) == 1


async def _has_two(server: Server, endpoint_id: UUID) -> bool:
    return len(await turns(server.database, endpoint_id)) == 2


async def test_who_is_led_by_a_bot_is_not_among_those_whom_nobody_answered(server: Server) -> None:
    thinking = Thinking()
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, thinking) as (bot, _):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await bot.next()
        assert await ids_in(anna, "filtered", filter={"is_unanswered": True}) == []
        await deed(anna, "assign_conversation", conversation_id=id, operator_id=None)
        assert await ids_in(anna, "filtered", filter={"is_unanswered": True}) == [id]


async def _waits(server: Server, id: str) -> bool:
    async with server.database.connection() as connection:
        return bool(
            await connection.fetchval("SELECT queued_at IS NOT NULL FROM conversations WHERE id = $1", UUID(id))
        )
