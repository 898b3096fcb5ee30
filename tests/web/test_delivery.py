"""A message acknowledged is stored once, in order, and reaches whoever should see it, also after an absence."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from ryadom.core.revocation import revoke_visitor
from ryadom.live.hub import VisitorTopic
from ryadom.live.outbox import MAX_FRAMES
from ryadom.protocol.shared import Pong
from ryadom.web.context import Context
from tests.web.client import Client, Server


async def _bodies(client: Client, conversation_id: str, **fields: object) -> list[tuple[int, str]]:
    await client.send("fetch_history", request_id="h", conversation_id=conversation_id, **fields)
    history = await client.receive("history")
    return [(entry["seq"], entry.get("body", entry["type"])) for entry in history["entries"]]


async def test_same_echo_id_is_stored_once_and_acknowledged_again(server: Server) -> None:
    echo_id = uuid4()
    async with server.visitor() as visitor:
        first = await visitor.say("раз", echo_id=echo_id)
        again = await visitor.say("раз", echo_id=echo_id)
        assert again == first
        assert (await visitor.say("два"))["seq"] == 2


async def test_same_echo_id_on_two_sockets_at_once_is_stored_once(server: Server) -> None:
    async with server.visitor() as first:
        conversation_id = (await first.say("начало"))["conversation_id"]
        token = first.welcome["token"]
        async with server.visitor(token=token) as second:
            echo_id = uuid4()
            posted = await asyncio.gather(*(client.say("вместе", echo_id=echo_id) for client in (first, second)))
            assert [entry["seq"] for entry in posted] == [2, 2]
            assert (await first.say("дальше"))["seq"] == 3
            assert await _bodies(second, conversation_id) == [(1, "начало"), (2, "вместе"), (3, "дальше")]


async def test_two_tabs_that_write_first_at_once_share_one_conversation(server: Server) -> None:
    async with server.visitor() as first, server.visitor(token=first.welcome["token"]) as second:
        posted = await asyncio.gather(first.say("из первой"), second.say("из второй"))
        assert posted[0]["conversation_id"] == posted[1]["conversation_id"]
        assert sorted(entry["seq"] for entry in posted) == [1, 2]


async def test_senders_at_once_get_a_gapless_order(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as operator:
        conversation_id = (await visitor.say("0"))["conversation_id"]

        async def burst(client: Client, count: int) -> None:
            for number in range(count):
                await client.say(str(number), conversation_id=conversation_id)

        await asyncio.gather(burst(visitor, 15), burst(operator, 15))
        entries = await _bodies(operator, conversation_id, limit=100)
        assert [seq for seq, _ in entries] == list(range(1, len(entries) + 1))
        assert len(entries) == 1 + 30 + 1  # the operator's first message assigns the conversation


async def test_reconnecting_visitor_receives_missed_messages_once(server: Server) -> None:
    async with server.visitor() as visitor:
        conversation_id = (await visitor.say("вопрос"))["conversation_id"]
        token = visitor.welcome["token"]
    async with server.operator() as operator:
        for body in ("ответ", "ещё"):
            await operator.say(body, conversation_id=conversation_id)
    async with server.visitor(token=token, conversation_id=conversation_id, after_seq=1) as back:
        assert back.history is not None
        assert [entry["seq"] for entry in back.history["entries"]] == [2, 3, 4]
        assert (back.history["last_seq"], back.history["has_after"]) == (4, False)


async def test_reload_shows_the_latest_and_older_pages_on_demand(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as operator:
        conversation_id = (await visitor.say("1"))["conversation_id"]
        for number in range(2, 61):
            await operator.say(str(number), conversation_id=conversation_id)
        async with server.visitor(token=visitor.welcome["token"]) as back:
            assert back.history is not None
            entries = back.history["entries"]
            assert (len(entries), entries[-1]["body"], back.history["has_before"]) == (50, "60", True)
            older = await _bodies(back, conversation_id, before_seq=entries[0]["seq"])
            assert [seq for seq, _ in older] == list(range(1, entries[0]["seq"]))


async def test_every_hello_renews_the_token_and_keeps_the_visitor(server: Server) -> None:
    async with server.visitor() as visitor:
        await visitor.say("привет")
        first = visitor.welcome
    async with server.visitor(token=first["token"]) as back:
        assert back.welcome["visitor_id"] == first["visitor_id"]
        assert back.welcome["token"] != first["token"]


async def test_nothing_is_stored_of_a_visitor_who_has_not_written(server: Server) -> None:
    async with server.visitor(page={"url": "http://shop.test/"}) as visitor:
        await visitor.send("visit_page", page={"url": "http://shop.test/cart"})
        await visitor.ping()
    async with server.database.connection() as connection:
        for table in ("visitors", "conversations", "entries"):
            assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0  # noqa: S608 - names from the line above


async def test_revoked_visitor_is_closed_and_the_token_is_refused(server: Server) -> None:
    context: Context = server.app.state.context
    async with server.visitor() as visitor:
        await visitor.say("привет")
        token, visitor_id = visitor.welcome["token"], visitor.welcome["visitor_id"]
        await revoke_visitor(
            server.database,
            context.relay,
            context.visitor_desk.tokens,
            site_id=server.site.id,
            visitor_id=UUID(visitor_id),
        )
        code, frames = await visitor.closed()
        assert (code, frames[-1]["code"]) == (4401, "token_revoked")
    async with server.visitor(hello=False) as back:
        await back.send("hello", protocol=1, site=server.site.key, token=token)
        code, frames = await back.closed()
        assert (code, frames[-1]["code"]) == (4401, "token_revoked")


async def test_message_into_a_closed_conversation_opens_it_and_queues_it(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as operator:
        conversation_id = (await visitor.say("вопрос"))["conversation_id"]
        await operator.say("ответ", conversation_id=conversation_id)
        await operator.send("set_status", echo_id=uuid4(), conversation_id=conversation_id, status="closed")
        assert (await visitor.receive("status_changed"))["status"] == "closed"
        await visitor.say("ещё вопрос")
        entries = await _bodies(operator, conversation_id)
        assert [body for _, body in entries][-3:] == ["conversation_assigned", "status_changed", "ещё вопрос"]
        await operator.send("list_conversations", request_id="w", folder="waiting")
        waiting = (await operator.receive("conversation_list"))["conversations"]
        assert [(row["id"], row["assignee"], row["status"]) for row in waiting] == [(conversation_id, None, "open")]


async def test_reply_to_nobodys_conversation_makes_it_mine(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as operator:
        conversation_id = (await visitor.say("вопрос"))["conversation_id"]
        await operator.say("ответ", conversation_id=conversation_id)
        await operator.send("fetch_counts", request_id="c")
        assert (await operator.receive("counts_fetched"))["counts"] == {
            "waiting": 0,
            "own_waiting": 0,
            "mine": 1,
            "department": 0,
            "all": 1,
            "snoozed": 0,
            "closed": 0,
        }


async def test_folders_are_paged_by_key_without_holes(server: Server) -> None:
    expected = []
    for number in range(7):
        async with server.visitor() as visitor:
            expected.append((await visitor.say(str(number)))["conversation_id"])
    async with server.operator() as operator:
        for folder, order in (("waiting", expected), ("all", expected[::-1])):
            seen: list[str] = []
            cursor = None
            while True:
                await operator.send("list_conversations", request_id="l", folder=folder, limit=3, cursor=cursor)
                page = await operator.receive("conversation_list")
                seen += [row["id"] for row in page["conversations"]]
                if (cursor := page["next_cursor"]) is None:
                    break
            assert seen == order


async def test_read_marks_go_forward_only_and_reach_the_other_side(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as operator:
        conversation_id = (await visitor.say("раз"))["conversation_id"]
        await visitor.say("два")
        await operator.send("mark_read", conversation_id=conversation_id, seq=2)
        marked = await visitor.receive("read_marked")
        assert (marked["reader"], marked["seq"]) == ("operator", 2)
        await operator.send("mark_read", conversation_id=conversation_id, seq=1)
        await operator.send("mark_read", conversation_id=conversation_id, seq=99)
        await operator.ping()
        await operator.send("fetch_conversation", request_id="f", conversation_id=conversation_id)
        row = (await operator.receive("conversation_fetched"))["conversation"]
        assert (row["operator_read_seq"], row["unread_count"]) == (2, 0)


async def test_typing_reaches_the_other_side_only(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as operator:
        conversation_id = (await visitor.say("привет"))["conversation_id"]
        await operator.send("set_typing", conversation_id=conversation_id, active=True)
        typing = await visitor.receive("typing")
        assert (typing["author"]["name"], typing["active"], typing["expires_in_s"] > 0) == ("Анна", True, True)
        await visitor.send("set_typing", conversation_id=conversation_id, active=True)
        assert (await operator.receive("typing"))["author"]["kind"] == "visitor"


@pytest.fixture
def long_linger(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may take longer for a sign-in than a page that reloads."""
    monkeypatch.setattr("ryadom.core.presence.LINGER_S", 120.0)


@pytest.mark.usefixtures("long_linger")
async def test_operator_who_comes_is_announced_and_a_reload_is_not_an_absence(server: Server) -> None:
    async with server.visitor() as visitor:
        assert visitor.welcome["site"]["operators_online"] is False
        async with server.operator():
            assert (await visitor.receive("availability_changed"))["operators_online"] is True
        async with server.operator():
            await visitor.send("ping")
            assert (await visitor.receive())["type"] == "pong"


async def test_visited_page_and_presence_reach_the_operator(server: Server) -> None:
    async with server.operator() as operator:
        async with server.visitor(page={"url": "http://shop.test/a", "referrer": "http://ya.ru/"}) as visitor:
            conversation_id = (await visitor.say("привет"))["conversation_id"]
            await visitor.send("visit_page", page={"url": "http://shop.test/b", "title": "Б"})
            visited = await operator.receive("page_visited")
            assert (visited["conversation_id"], visited["page"]["url"]) == (conversation_id, "http://shop.test/b")
        await operator.send("fetch_conversation", request_id="f", conversation_id=conversation_id)
        row = (await operator.receive("conversation_fetched"))["conversation"]
        assert row["page"] == {"url": "http://shop.test/b", "title": "Б", "referrer": "http://ya.ru/"}


async def test_where_a_visitor_came_from_is_kept_from_the_first_page_that_is_told(server: Server) -> None:
    async with server.operator() as operator, server.visitor() as visitor:
        conversation_id = (await visitor.say("вопрос"))["conversation_id"]
        page = {"url": "http://shop.test/a", "title": "", "referrer": "http://ya.ru/"}
        await visitor.send("visit_page", page=page)
        assert (await operator.receive("page_visited"))["page"] == page
        await operator.send("fetch_conversation", request_id="r", conversation_id=conversation_id)
        assert (await operator.receive("conversation_fetched"))["conversation"]["page"] == page


async def test_client_that_falls_too_far_behind_is_closed_and_resumes(server: Server) -> None:
    context: Context = server.app.state.context
    async with server.visitor() as slow:
        conversation_id = (await slow.say("вопрос"))["conversation_id"]
        topic = VisitorTopic(server.site.id, UUID(slow.welcome["visitor_id"]))
        # Between two turns of the loop the client reads nothing: the kernel's buffers fill, then frames wait.
        for _ in range(40 * MAX_FRAMES):
            context.hub.publish(topic, Pong(server_time=datetime.now(UTC)))
        code, frames = await slow.closed()
        assert (code, frames[-1]["code"]) == (4490, "slow_consumer")
    async with server.visitor(token=slow.welcome["token"], conversation_id=conversation_id, after_seq=0) as back:
        assert back.history is not None
        assert [entry["body"] for entry in back.history["entries"]] == ["вопрос"]


async def test_goodbye_tells_everybody_when_to_come_back(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as operator:
        await server.app.state.drain()
        for client in (visitor, operator):
            assert 1 <= (await client.receive("goodbye"))["reconnect_in_s"] <= 5
