"""What a bot was asked, as people are shown it: made anew up to where it was asked, told apart, and journalled."""

import json
from typing import Any
from uuid import UUID

import pytest

from ryadom.core.webhooks.endpoints import MadeEndpoint
from ryadom.core.webhooks.requests import ShownRequest, Withheld, show_request
from ryadom.errors import WebhookUnknown
from ryadom.privacy.erasure import overwrite, shut_out
from ryadom.privacy.persons import Person
from ryadom.store.egress import DataLevel
from ryadom.store.journal_chain import COMMAND_LINE, Action
from tests.bots import echoes, replies, turns
from tests.receiver import says, stalls
from tests.waiting import until_true, until_waiting_for_locks
from tests.web.accounts import enrolled
from tests.web.client import Server
from tests.web.test_display_masking import records
from tests.web.test_leading import deed
from tests.web.test_webhook_bots import Thinking, bot_of, handed_over
from tests.web.test_webhooks_page import WEBHOOKS, log_of
from tests.web.test_widget_settings import admin

PHONE = "+7 912 345-67-89"
ALL = DataLevel.CONTENTS_AND_CONTACTS
SILENT = says("204 No Content")


async def shown(server: Server, made: MadeEndpoint, *, most: DataLevel = ALL) -> ShownRequest:
    """The newest question."""
    webhooks = server.app.state.context.webhook_desk.webhooks
    log = await webhooks.log(made.id, only_failed=False, limit=1)
    endpoint = await webhooks.find(made.id)
    return await show_request(webhooks, endpoint, log.deliveries[0].event_id, by=COMMAND_LINE, most=most)


def data_of(request: ShownRequest) -> dict[str, Any]:
    assert request.body is not None
    return dict(json.loads(request.body)["data"])


async def are_over(server: Server, made: MadeEndpoint, count: int) -> None:
    async def is_so() -> bool:
        outcomes = [outcome for outcome, _ in await turns(server.database, made.id)]
        return len(outcomes) == count and None not in outcomes

    await until_true(is_so)


async def test_question_is_what_was_asked_as_long_as_nothing_has_happened_since(server: Server) -> None:
    async with (
        enrolled(server, await admin(server)) as vera,
        server.visitor() as guest,
        bot_of(server, SILENT, data=ALL) as (bot, made),
    ):
        conversation_id = (await guest.say(f"Мой телефон {PHONE}"))["conversation_id"]
        await are_over(server, made, 1)
        [line] = (await log_of(vera, str(made.id)))["deliveries"]
        [heard] = bot.heard
        assert (line["sent_bytes"], line["sent_data"]) == (len(heard.body), "contents_and_contacts")
        answer = await vera.http.get(f"{WEBHOOKS}/{made.id}/log/{line['event_id']}/request")
        assert answer.status_code == 200, answer.text
        request = answer.json()
        assert (request["is_same"], request["withheld"], request["is_masked"]) == (True, None, False)
        assert request["body"].encode() == heard.body
        for secret in (made.secret, heard.headers["webhook-signature"]):
            assert secret not in answer.text
        [record] = await records(server, Action.REVEALED)
        assert (record.details["what"], record.details["events"]) == ("webhook_request", "bot.message")
        assert (record.actor.name, record.conversation_ids) == ("Вера", (UUID(conversation_id),))
        assert [str(id) for id in record.visitor_ids] == [guest.welcome["visitor_id"]]


async def test_question_ends_where_it_was_asked_and_what_is_in_it_is_of_now(server: Server) -> None:
    async with (
        server.operator() as anna,
        server.visitor() as guest,
        bot_of(server, replies(echoes)) as (_, made),
    ):
        await guest.say("Есть чай?")
        await guest.receive("message_posted")
        posted = await guest.say("Карта 4276")
        await guest.receive("message_posted")
        await are_over(server, made, 2)
        id = posted["conversation_id"]
        await deed(anna, "send_message", conversation_id=id, body="Есть любой")
        async with server.database.connection() as connection:
            await connection.execute("UPDATE entries SET body = 'Карта ****' WHERE body = 'Карта 4276'")
        request = await shown(server, made)
        said = [one["body"] for one in data_of(request)["messages"]]
        assert said == ["Есть чай?", "Вы пишете: Есть чай?", "Карта ****"]
        assert (data_of(request)["message"]["body"], request.is_same) == ("Карта ****", False)
        assert data_of(request)["bot"] == "Помощник"


async def test_contacts_stand_only_for_who_sees_them_and_a_bot_that_may_have_no_words_has_no_question(
    server: Server,
) -> None:
    async with server.visitor() as guest, bot_of(server, SILENT, data=ALL) as (_, made):
        await guest.say(f"Мой телефон {PHONE}")
        await are_over(server, made, 1)
        masked = await shown(server, made, most=DataLevel.CONTENTS)
        assert masked.body is not None
        assert (PHONE in masked.body, "Мой телефон" in masked.body) == (False, True)
        # What is compared is what would be asked, whoever looks.
        assert (masked.is_masked, masked.is_same, data_of(masked)["sends"]) == (True, True, "contents")
        for statement in ("UPDATE egress_recipients SET most_data = 'ids'", "DELETE FROM egress_recipients"):
            async with server.database.connection() as connection:
                await connection.execute(statement)
            assert (await shown(server, made)).withheld is Withheld.REGISTER
        assert len(await records(server, Action.REVEALED)) == 1


async def test_nothing_is_shown_of_who_is_blocked_or_erased_or_of_another_site(server: Server) -> None:
    async with server.visitor() as guest, bot_of(server, SILENT, data=ALL) as (_, made):
        await guest.say("Есть чай?")
        await are_over(server, made, 1)
        async with server.database.connection() as connection:
            other = await connection.fetchval("SELECT id FROM sites WHERE id <> $1", server.site.id)
            await connection.execute("UPDATE webhook_endpoints SET site_ids = ARRAY[$1::uuid]", other)
        assert (await shown(server, made)).withheld is Withheld.NOT_TOLD
        async with server.database.connection() as connection:
            await connection.execute("UPDATE webhook_endpoints SET site_ids = ARRAY[$1::uuid]", server.site.id)
            await connection.execute("UPDATE visitors SET blocked_at = now(), block_reason = 'request'")
        assert (await shown(server, made)).withheld is Withheld.PERSON
        webhooks = server.app.state.context.webhook_desk.webhooks
        [line] = (await webhooks.log(made.id, only_failed=False, limit=1)).deliveries
        assert line.visitor_id is not None
        person = Person(server.site, line.visitor_id)
        await shut_out(server.database, person, generation=1)
        await overwrite(server.database, person)
        with pytest.raises(WebhookUnknown):
            await show_request(webhooks, await webhooks.find(made.id), line.event_id, by=COMMAND_LINE)
        assert await records(server, Action.REVEALED) == []


async def test_what_was_asked_is_known_also_where_an_operator_came_meanwhile_and_never_where_nobody_was(
    server: Server,
) -> None:
    async with (
        server.operator() as anna,
        server.visitor() as guest,
        bot_of(server, stalls(), answer_within_s=2) as (bot, made),
    ):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        heard = await bot.next()
        own = anna.welcome["operator"]["id"]
        await deed(anna, "assign_conversation", conversation_id=id, operator_id=own)

        async def is_noted() -> bool:
            return (await shown(server, made)).sent_bytes == len(heard.body)

        await until_true(is_noted)
        async with server.visitor() as other:
            await other.say("Позовите оператора")
            await handed_over(other)
            request = await shown(server, made)
            assert (request.sent_at, request.is_same) == (None, None)
            assert [one["body"] for one in data_of(request)["messages"]] == ["Позовите оператора"]


async def test_what_was_asked_is_noted_behind_whoever_holds_the_conversation(server: Server) -> None:
    thinking = Thinking()
    async with server.visitor() as guest, bot_of(server, thinking) as (bot, made):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        heard = await bot.next()
        async with server.database.transaction() as connection:
            await connection.execute("SELECT FROM conversations WHERE id = $1 FOR UPDATE", UUID(id))
            thinking.may_answer.set()
            await until_waiting_for_locks(server.database, 1)
            # As whoever takes the conversation does: in the other order Postgres would end one of the two.
            await connection.execute(
                "UPDATE webhook_deliveries SET outcome = 'dropped', due_at = NULL WHERE endpoint_id = $1", made.id
            )

        async def is_noted() -> bool:
            return (await shown(server, made)).sent_bytes == len(heard.body)

        await until_true(is_noted)
        assert await turns(server.database, made.id) == [("dropped", "")]
