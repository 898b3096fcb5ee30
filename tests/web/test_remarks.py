"""A comment of who hands a conversation over: colleagues read it, its visitor never, and it goes with the person."""

import json
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from uuid import UUID, uuid4

from ryadom.core.erasure import erase_person
from ryadom.privacy.persons import find_person
from tests.files import no_files
from tests.web.client import JsonObject, Server
from tests.web.conftest import another_server
from tests.web.exchanges import exchanging
from tests.web.test_display_masking import Desk, desk, reveal
from tests.web.test_erasure import line_of, places_of
from tests.web.test_leading import deed, history
from tests.web.work import assigned

__all__ = ["desk"]
COMMENT = "Просит скидку, ЗВОНИЛА трижды"


async def test_colleagues_on_every_server_read_the_comment_and_its_visitor_never(
    server: Server, database_url: str
) -> None:
    async with AsyncExitStack() as stack:
        far = await stack.enter_async_context(another_server(database_url, server.database, server.site))
        anna = await stack.enter_async_context(server.operator())
        colleague = await stack.enter_async_context(far.operator())
        guest = await stack.enter_async_context(server.visitor())
        elsewhere = await stack.enter_async_context(far.visitor(token=guest.welcome["token"]))
        target = (await guest.say("Вопрос"))["conversation_id"]
        told: list[JsonObject] = []
        given = await deed(
            anna,
            "assign_conversation",
            conversation_id=target,
            operator_id=anna.welcome["operator"]["id"],
            comment=f"  {COMMENT}\n",
        )
        assert (given["comment"], given.get("automatic")) == (COMMENT, None)
        assert (await assigned(colleague, target))["comment"] == COMMENT
        assert [entry.get("comment") for entry in await history(colleague, target)] == [None, COMMENT]
        told += [await assigned(guest, target), await assigned(elsewhere, target)]
        told += await history(guest, target)
        resumed = await stack.enter_async_context(
            server.visitor(token=guest.welcome["token"], conversation_id=target, after_seq=1)
        )
        assert resumed.history is not None
        told.append(resumed.history)
        tab = await stack.enter_async_context(exchanging(server, token=guest.welcome["token"]))
        await tab.greet()
        assert [entry["type"] for entry in tab.entries.values()] == ["message_posted", "conversation_assigned"]
        told += tab.frames
    text = json.dumps(told, ensure_ascii=False)
    assert text.count('"conversation_assigned"') >= 5
    for secret in (COMMENT, '"comment"', '"automatic"', '"masked"'):
        assert secret not in text


async def test_comment_that_is_too_long_is_refused_and_nothing_is_given(server: Server) -> None:
    async with server.operator() as anna, server.visitor() as guest:
        target = (await guest.say("Вопрос"))["conversation_id"]
        refused = await deed(anna, "assign_conversation", conversation_id=target, operator_id=None, comment="а" * 1_001)
        assert (refused["code"], refused["field"]) == ("bad_body", "comment")
        given = await deed(anna, "assign_conversation", conversation_id=target, operator_id=None, comment="а" * 1_000)
        assert len(given["comment"]) == 1_000
        empty = await deed(anna, "assign_conversation", conversation_id=target, operator_id=None, comment=" \n")
        assert "comment" not in empty


async def test_contact_in_a_comment_is_masked_for_who_sees_none(desk: Desk) -> None:
    async with desk.anna.panel() as anna, desk.sergey.panel() as sergey, desk.server.visitor() as guest:
        target = (await guest.say("Вопрос"))["conversation_id"]
        comment = "Звонить +7 916 123-45-67"
        await sergey.send(
            "assign_conversation", echo_id=uuid4(), conversation_id=target, operator_id=None, comment=comment
        )
        assert (await assigned(sergey, target))["comment"] == comment
        seen = await assigned(anna, target)
        loaded = (await history(anna, target))[-1]
        assert seen["comment"] == loaded["comment"]
        assert "123" not in seen["comment"]
        assert [piece["kind"] for piece in seen["masked"]] == ["phone"]
    revealed = await reveal(desk.anna, target, seq=seen["seq"])
    assert (revealed.status_code, revealed.json()["body"]) == (200, comment)


async def test_comment_is_erased_with_the_person(server: Server, database_url: str) -> None:
    async with server.operator() as anna, server.visitor() as guest:
        target = (await guest.say("Вопрос"))["conversation_id"]
        await deed(anna, "assign_conversation", conversation_id=target, operator_id=None, comment=COMMENT)
        assert await places_of(server.database, "ЗВОНИЛА") == {"entries.remark"}
        person = await find_person(server.database, site_key=server.site.key, conversation_id=UUID(target))
        await erase_person(
            server.database,
            await line_of(server, database_url),
            person,
            contents=no_files(server.database),
            now=datetime.now(UTC),
        )
        assert await places_of(server.database, "ЗВОНИЛА") == set()
        entries = await history(anna, target)
        assert all("comment" not in entry for entry in entries)
        # A dialog that was open all the while brings nothing back.
        late = await deed(anna, "assign_conversation", conversation_id=target, operator_id=None, comment=COMMENT)
        assert late["code"] == "visitor_erased"
        assert await places_of(server.database, "ЗВОНИЛА") == set()
