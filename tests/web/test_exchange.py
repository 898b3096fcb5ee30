"""The visitor's side by requests: all that a socket does, whichever process takes which request."""

import asyncio
from uuid import UUID, uuid4

import pytest

from ryadom.core.revocation import revoke_visitor
from ryadom.live.hub import VisitorTopic
from ryadom.store.database import Database
from ryadom.web import visitor_exchange
from ryadom.web.context import Context
from ryadom.web.exchange import Exchange
from tests.consents import ask_for_consent
from tests.waiting import until
from tests.web.client import ORIGIN, JsonObject, Server
from tests.web.conftest import another_server
from tests.web.exchanges import PATH, Exchanges, exchanging


def _types(frames: list[JsonObject]) -> list[str]:
    return [frame["type"] for frame in frames]


def _open(server: Server) -> float:
    context: Context = server.app.state.context
    return context.metrics.sample("ryadom_sockets", side="visitor_exchange") or 0


async def _waiting(server: Server, visitor: Exchanges) -> "asyncio.Task[list[JsonObject]]":
    """A wait that has begun: what happens from now on ends it."""
    welcome = await visitor.greet()
    context: Context = server.app.state.context
    topic = VisitorTopic(server.site.id, UUID(welcome["visitor_id"]))
    await until(lambda: not context.hub.subscribers(topic))
    waiting = asyncio.create_task(visitor.wait())
    await until(lambda: bool(context.hub.subscribers(topic)))
    return waiting


async def _say(tab: Exchanges, body: str) -> None:
    echo_id = str(uuid4())
    frames = await tab.tell("send_message", echo_id=echo_id, body=body)
    assert echo_id in [frame.get("echo_id") for frame in frames if frame["type"] == "message_posted"]


async def test_visitor_and_operator_talk(server: Server) -> None:
    async with server.operator() as operator, exchanging(server) as visitor:
        await visitor.greet()
        await _say(visitor, "Здравствуйте")
        conversation_id = (await operator.receive("conversation_started"))["conversation"]["id"]
        waiting = asyncio.create_task(visitor.receive("message_posted"))
        await operator.say("Добрый день", conversation_id=conversation_id)
        assert (await waiting)["body"] == "Добрый день"
        assert visitor.bodies == ["Здравствуйте", "Добрый день"]


async def test_signs_of_the_other_side_come_and_ones_own_go(server: Server) -> None:
    async with server.operator() as operator, exchanging(server) as visitor:
        await visitor.greet()
        await _say(visitor, "Вопрос")
        started = await operator.receive("conversation_started")
        conversation_id = started["conversation"]["id"]
        await operator.say("Ответ", conversation_id=conversation_id)
        waiting = await _waiting(server, visitor)
        await operator.send("set_typing", conversation_id=conversation_id, active=True)
        assert "typing" in _types(await waiting)
        await visitor.tell("set_typing", conversation_id=conversation_id, active=True)
        assert (await operator.receive("typing"))["author"]["kind"] == "visitor"
        await visitor.tell("mark_read", conversation_id=conversation_id, seq=max(visitor.entries))
        while (await operator.receive("read_marked"))["reader"] != "visitor":
            pass


async def test_typing_ends_a_wait_but_not_what_it_stands_on(server: Server) -> None:
    async with server.operator() as operator, exchanging(server) as visitor:
        await visitor.greet()
        await _say(visitor, "Вопрос")
        conversation_id = (await operator.receive("conversation_started"))["conversation"]["id"]
        waiting = await _waiting(server, visitor)
        mark = visitor.mark
        await operator.send("set_typing", conversation_id=conversation_id, active=True)
        assert _types(await waiting) == ["typing"]
        assert visitor.mark == mark != ""


async def test_what_came_between_two_exchanges_is_told_by_the_next(server: Server) -> None:
    async with server.operator() as operator, exchanging(server) as visitor:
        await visitor.greet()
        await _say(visitor, "Вопрос")
        conversation_id = (await operator.receive("conversation_started"))["conversation"]["id"]
        await visitor.greet()
        await operator.say("Пока никто не слушал", conversation_id=conversation_id)
        assert await visitor.wait() == []
        assert visitor.mark == ""
        await visitor.greet()
        assert visitor.bodies == ["Вопрос", "Пока никто не слушал"]


async def test_state_that_changed_between_two_exchanges_is_told_by_the_next(server: Server) -> None:
    async with exchanging(server) as visitor:
        assert not (await visitor.greet())["site"]["operators_online"]
        async with server.operator():
            assert await visitor.wait() == []
            assert (await visitor.greet())["site"]["operators_online"]


async def test_only_a_first_greeting_gives_a_new_token(server: Server) -> None:
    async with exchanging(server) as visitor:
        tokens = [(await visitor.greet())["token"] for _ in range(3)]
        assert len(set(tokens)) == 1
    async with exchanging(server, token=tokens[0]) as reloaded:
        assert (await reloaded.greet())["token"] != tokens[0]


async def test_silence_ends_a_wait_and_asks_to_be_greeted_again(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitor_exchange, "Exchange", lambda asked: Exchange(asked, patience_s=0.05))
    async with exchanging(server) as visitor:
        await visitor.greet()
        assert visitor.mark
        assert await visitor.wait() == []
        assert visitor.mark == ""


async def test_repeated_request_stores_its_message_once(server: Server) -> None:
    async with exchanging(server) as visitor:
        await visitor.greet()
        command = {"type": "send_message", "echo_id": str(uuid4()), "body": "Один раз"}
        answers = await asyncio.gather(*(visitor.ask(commands=[command]) for _ in range(5)))
        seqs = {frame["seq"] for answer in answers for frame in answer["frames"] if frame["type"] == "message_posted"}
        assert seqs == {1}
        await visitor.greet()
        assert visitor.bodies == ["Один раз"]


async def test_each_request_may_reach_another_server(server: Server, database_url: str, database: Database) -> None:
    async with (
        another_server(database_url, database, server.site) as other,
        server.operator() as operator,
        exchanging(server) as visitor,
        exchanging(other) as elsewhere,
    ):
        await visitor.greet()
        # One tab, whose requests are dealt out.
        elsewhere.hello = visitor.hello
        elsewhere.entries = visitor.entries
        await _say(elsewhere, "Через другой")
        conversation_id = (await operator.receive("conversation_started"))["conversation"]["id"]
        waiting = asyncio.create_task(elsewhere.receive("message_posted"))
        await operator.say("Ответ", conversation_id=conversation_id)
        assert (await waiting)["body"] == "Ответ"
        await _say(visitor, "И обратно")
        await elsewhere.greet()
        assert elsewhere.bodies == ["Через другой", "Ответ", "И обратно"]


@pytest.mark.usefixtures("short_leases")
async def test_visitor_who_waits_is_present_and_gone_once_they_have_left(server: Server) -> None:
    async with server.operator() as operator:
        async with exchanging(server) as visitor:
            await visitor.greet()
            await _say(visitor, "Я здесь")
            await operator.receive("conversation_started")
            waiting = await _waiting(server, visitor)
            assert _open(server) == 1
            waiting.cancel()
        await until(lambda: not _open(server))
        while (await operator.receive("visitor_presence_changed"))["visitor_online"]:
            pass


async def test_revoked_visitor_is_told_so_at_once(server: Server, database: Database) -> None:
    async with exchanging(server) as visitor:
        welcome = await visitor.greet()
        await _say(visitor, "До отзыва")
        waiting = await _waiting(server, visitor)
        context: Context = server.app.state.context
        visitor_id = UUID(welcome["visitor_id"])
        await revoke_visitor(
            database, context.relay, context.visitor_desk.tokens, site_id=server.site.id, visitor_id=visitor_id
        )
        assert [frame["code"] for frame in await waiting] == ["token_revoked"]
        assert (await visitor.ask(mark=""))["close"] == 4401


async def test_nothing_is_taken_before_consent_and_all_is_after(server: Server, database: Database) -> None:
    document = await ask_for_consent(database, server.site)
    async with exchanging(server) as visitor:
        await visitor.greet()
        message = {"echo_id": str(uuid4()), "body": "Только с согласием"}
        frames = await visitor.tell("send_message", **message)
        assert [frame.get("code") for frame in frames] == [None, "consent_required"]
        frames = await visitor.tell("send_message", **message, agree_to=[str(document.id)])
        assert "message_posted" in _types(frames)


async def test_stopping_server_says_goodbye_and_sends_who_comes_elsewhere(server: Server) -> None:
    async with exchanging(server) as visitor:
        waiting = await _waiting(server, visitor)
        await server.app.state.drain()
        assert _types(await waiting) == ["goodbye"]
        response = await visitor.http.post(PATH, json={"hello": visitor.hello})
        assert response.json()["close"] == 1012
        assert response.headers["connection"] == "close"


async def test_only_pages_of_the_site_may_read_what_is_told(server: Server) -> None:
    async with exchanging(server) as visitor:
        response = await visitor.http.post(PATH, json={"hello": visitor.hello})
        assert response.headers["access-control-allow-origin"] == ORIGIN
        assert response.headers["vary"] == "Origin"
        assert response.headers["cache-control"] == "no-store"
        assert "set-cookie" not in response.headers


async def test_commands_of_both_ways_count_together(server: Server) -> None:
    async with exchanging(server) as visitor:
        welcome = await visitor.greet()
        async with server.visitor(token=welcome["token"]) as tab:
            for _ in range(35):
                await tab.ping()
        answers = [await visitor.ask(commands=[{"type": "ping"}]) for _ in range(6)]
        assert "rate_limited" in [frame.get("code") for answer in answers for frame in answer["frames"]]
