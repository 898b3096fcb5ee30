"""Asking a visitor in: told to their widget, and a message only once they answer: exactly once, and in its place."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from uuid import UUID, uuid4

import pytest
from msgspec import Struct

from ryadom.core.chat_invitations import RATE_MOST
from ryadom.store.database import Database
from tests.buses import Bus
from tests.consents import ask_for_consent
from tests.web.accounts import account
from tests.web.client import Client, JsonObject, Server
from tests.web.conftest import another_server, serving
from tests.web.site_visitors import ListOf, open_list, show_visitors

TEA = {"url": "http://shop.test/tea", "title": "Чай", "referrer": ""}
HELLO = "Здравствуйте, подсказать с выбором?"


class Desk(Struct, frozen=True, kw_only=True):
    """Anna looks at who is there."""

    server: Server
    anna: ListOf

    async def row(self, visitor: Client) -> JsonObject:
        rows = await self.anna.visitors()
        return next(row for row in rows if row["visitor_id"] == visitor.welcome["visitor_id"])

    async def invite(self, visitor: Client, body: str = HELLO) -> JsonObject:
        response = await self.anna.invite(await self.row(visitor), body)
        assert response.status_code == 200, response.text
        return await visitor.receive("invited")

    async def refusal(self, visitor: Client, body: str = HELLO) -> str:
        response = await self.anna.invite(await self.row(visitor), body)
        assert response.status_code != 200
        return str(response.json()["error"]["code"])


@pytest.fixture
async def desk(server: Server) -> AsyncIterator[Desk]:
    await show_visitors(server.database, server.site)
    async with account(server, "anna@shop.test") as person:
        yield Desk(server=server, anna=await open_list(person))


async def timeline(server: Server) -> list[tuple[str, str, str]]:
    """Kind, author and body of everything stored."""
    async with server.database.connection() as connection:
        rows = await connection.fetch("SELECT kind, author_kind, body FROM entries ORDER BY conversation_id, seq")
    return [(row["kind"], row["author_kind"], row["body"] or "") for row in rows]


async def held(server: Server) -> int:
    async with server.database.connection() as connection:
        return int(await connection.fetchval("SELECT count(*) FROM chat_invitations"))


async def test_answer_brings_the_invitation_before_it_once_and_the_conversation_to_who_invited(desk: Desk) -> None:
    async with desk.server.visitor(page=TEA) as visitor, desk.server.operator() as operator:
        invited = await desk.invite(visitor)
        assert (invited["body"], invited["operator"]["name"]) == (HELLO, "Анна")
        assert 0 < invited["expires_in_s"] <= 3_600
        assert await timeline(desk.server) == []
        echo_id = uuid4()
        said = await visitor.say("Да, нужен улун", echo_id=echo_id)
        assert said["seq"] == 3
        # Said again, as after a lost acknowledgement.
        await visitor.say("Да, нужен улун", echo_id=echo_id)
        await visitor.say("Молочный")
        assert await timeline(desk.server) == [
            ("assignment", "operator", ""),
            ("message", "operator", HELLO),
            ("message", "visitor", "Да, нужен улун"),
            ("message", "visitor", "Молочный"),
        ]
        started = (await operator.receive("conversation_started"))["conversation"]
        assert started["assignee"]["name"] == "Анна"
        assert started["last_message"]["body"] == "Да, нужен улун"
        assert started["waiting_since"] is not None
        assert (await desk.row(visitor))["operator_name"] == "Анна"
        assert await held(desk.server) == 0


async def test_closed_conversation_is_opened_again_with_the_invitation_before_the_answer(desk: Desk) -> None:
    async with desk.server.visitor(page=TEA) as visitor, desk.server.operator() as operator:
        conversation_id = (await visitor.say("Спасибо"))["conversation_id"]
        assert await desk.refusal(visitor) == "invitation_unsuitable"
        await operator.send("set_status", echo_id=uuid4(), conversation_id=conversation_id, status="closed")
        await visitor.receive("status_changed")
        await desk.invite(visitor)
        await visitor.say("Ещё вопрос")
        assert [body for kind, _, body in await timeline(desk.server) if kind == "message"] == [
            "Спасибо",
            HELLO,
            "Ещё вопрос",
        ]
        assert (await desk.row(visitor))["operator_name"] == "Анна"


async def test_two_tabs_that_answer_at_once_bring_it_once(desk: Desk) -> None:
    async with desk.server.visitor(page=TEA) as visitor:
        await desk.invite(visitor)
        async with desk.server.visitor(page=TEA, token=visitor.welcome["token"]) as tab:
            # The page that is opened later shows it too.
            assert (await tab.receive("invited"))["body"] == HELLO
            await asyncio.gather(visitor.say("раз"), tab.say("два"))
    bodies = [body for kind, _, body in await timeline(desk.server) if kind == "message"]
    assert bodies[0] == HELLO
    assert sorted(bodies[1:]) == ["два", "раз"]


async def test_dismissed_invitation_is_shown_no_more_and_nobody_asks_again(desk: Desk) -> None:
    async with desk.server.visitor(page=TEA) as visitor:
        invited = await desk.invite(visitor)
        await visitor.send("dismiss_invitation", invitation_id=uuid4())
        await visitor.ping()
        assert not (await desk.row(visitor))["is_dismissed"]
        await visitor.send("dismiss_invitation", invitation_id=invited["invitation_id"])
        await visitor.ping()
        assert (await desk.row(visitor))["is_dismissed"]
        await _grow_older(desk.server, hours=2)
        assert await desk.refusal(visitor) == "invitation_unsuitable"
        async with desk.server.visitor(page=TEA, token=visitor.welcome["token"]) as tab:
            await tab.send("ping")
            assert (await tab.receive())["type"] == "pong"
        await visitor.say("Сам напишу")
        assert [body for kind, _, body in await timeline(desk.server) if kind == "message"] == ["Сам напишу"]


async def test_nobody_is_asked_twice_within_the_hour_and_what_is_over_is_no_message(desk: Desk) -> None:
    async with desk.server.visitor(page=TEA) as visitor:
        await desk.invite(visitor)
        assert await desk.refusal(visitor) == "invitation_unsuitable"
        await _grow_older(desk.server, hours=2)
        await desk.invite(visitor, "Ещё раз здравствуйте")
        await _grow_older(desk.server, hours=2)
        await visitor.say("Добрый день")
        assert [body for kind, _, body in await timeline(desk.server) if kind == "message"] == ["Добрый день"]


async def test_old_invitations_are_forgotten(desk: Desk) -> None:
    async with desk.server.visitor(page=TEA) as visitor:
        await desk.invite(visitor)
        invitations = desk.server.app.state.context.chat_invitations
        await _grow_older(desk.server, hours=11)
        await invitations.forget_old()
        assert await held(desk.server) == 1
        await _grow_older(desk.server, hours=2)
        await invitations.forget_old()
        assert await held(desk.server) == 0


async def test_operator_who_invites_everybody_is_slowed(desk: Desk) -> None:
    async with AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(desk.server.visitor(page=TEA)) for _ in range(RATE_MOST + 1)]
        for visitor in visitors[:-1]:
            await desk.invite(visitor)
        assert await desk.refusal(visitors[-1]) == "rate_limited"


async def test_words_that_can_be_no_invitation_are_refused(desk: Desk) -> None:
    async with desk.server.visitor(page=TEA) as visitor:
        for body in ("", "  ", "я" * 501, "a\0b"):
            assert await desk.refusal(visitor, body) == "bad_body"
        assert await held(desk.server) == 0


async def test_who_is_gone_or_has_withdrawn_or_whose_site_turned_it_off_is_not_asked(desk: Desk) -> None:
    document = await ask_for_consent(desk.server.database, desk.server.site)
    async with desk.server.visitor(page=TEA) as visitor:
        await visitor.send("agree", echo_id=uuid4(), document_ids=[document.id])
        await visitor.receive("consents_changed")
        await visitor.ping()
        row = await desk.row(visitor)
        await visitor.send("withdraw_consent", echo_id=uuid4())
        await visitor.ping()
        assert (await desk.anna.invite(row)).json()["error"]["code"] == "visitor_gone"
        assert (await desk.anna.invite(row | {"visitor_id": str(uuid4())})).json()["error"]["code"] == "visitor_gone"
        assert (await desk.anna.invite(row | {"site_id": str(uuid4())})).json()["error"]["code"] == "visitor_gone"
        await show_visitors(desk.server.database, desk.server.site, is_on=False)
        assert (await desk.anna.invite(row)).json()["error"]["code"] == "visitors_off"
        assert await held(desk.server) == 0


async def test_who_invited_whom_is_journalled(desk: Desk) -> None:
    async with desk.server.visitor(page=TEA) as visitor:
        await desk.invite(visitor)
        async with desk.server.database.connection() as connection:
            rows = await connection.fetch("SELECT visitor_ids FROM journal WHERE action = 'visitor_invited'")
        assert [row["visitor_ids"] for row in rows] == [[UUID(visitor.welcome["visitor_id"])]]


@pytest.mark.usefixtures("short_leases")
async def test_visitor_of_another_node_is_asked_and_answers_there(
    database_url: str, database: Database, bus: Bus
) -> None:
    async with (
        serving(database_url, database, bus_url=bus.url) as far,
        another_server(database_url, database, far.site, bus_url=bus.url) as near,
        account(far, "anna@shop.test") as person,
    ):
        await show_visitors(database, far.site)
        anna = await open_list(person)
        async with near.visitor(page=TEA) as visitor, far.operator() as operator:
            [row] = await anna.until(lambda rows: len(rows) == 1)
            assert (await anna.invite(row, HELLO)).status_code == 200
            assert (await visitor.receive("invited"))["body"] == HELLO
            await visitor.say("Да")
            while (posted := await operator.receive("message_posted"))["body"] != "Да":
                pass
            assert posted["seq"] == 3
            assert [body for kind, _, body in await timeline(far) if kind == "message"] == [HELLO, "Да"]


async def _grow_older(server: Server, *, hours: int) -> None:
    async with server.database.connection() as connection:
        await connection.execute(
            "UPDATE chat_invitations SET invited_at = invited_at - make_interval(hours => $1), "
            "dismissed_at = dismissed_at - make_interval(hours => $1)",
            hours,
        )
