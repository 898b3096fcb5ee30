"""Two servers on one database: whoever is on one is met by whoever is on the other."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import pytest
from msgspec import Struct

from ryadom.core.blocking import BlockReason, block_person, unblock_person
from ryadom.core.revocation import revoke_visitor
from ryadom.live.lines import installation_line
from ryadom.privacy.persons import find_person
from ryadom.store.conversations import lock_head
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, append_entry
from ryadom.web.context import Context
from tests.buses import Bus
from tests.web.client import PASSWORD, Client, JsonObject, Server
from tests.web.conftest import another_server, serving


class Nodes(Struct, frozen=True):
    """Visitors come to `near`, operators to `far`, unless a test says otherwise."""

    near: Server
    far: Server


@pytest.fixture
async def nodes(database_url: str, database: Database, bus: Bus) -> AsyncIterator[Nodes]:
    async with (
        serving(database_url, database, bus_url=bus.url) as near,
        another_server(database_url, database, near.site, bus_url=bus.url) as far,
    ):
        yield Nodes(near, far)


async def _until_met(visitor: Client) -> None:
    """Returns when the visitor's node knows of the operators on the other."""
    if not visitor.welcome["site"]["operators_online"]:
        assert (await visitor.receive("availability_changed"))["operators_online"]


async def _posted(client: Client, body: str) -> JsonObject:
    while (posted := await client.receive("message_posted"))["body"] != body:
        pass
    return posted


async def test_visitor_on_one_and_operator_on_the_other_talk(nodes: Nodes) -> None:
    async with nodes.far.operator() as operator, nodes.near.visitor() as visitor:
        conversation_id = (await visitor.say("Здравствуйте"))["conversation_id"]

        started = (await operator.receive("conversation_started"))["conversation"]
        assert (started["id"], started["visitor_online"]) == (conversation_id, True)
        assert (await _posted(operator, "Здравствуйте"))["seq"] == 1
        await operator.say("Добрый день", conversation_id=conversation_id)
        assert (await _posted(visitor, "Добрый день"))["seq"] == 3
        await visitor.say("Есть молочный улун?")
        assert (await _posted(operator, "Есть молочный улун?"))["prev_seq"] == 3
        await operator.send("set_status", echo_id=uuid4(), conversation_id=conversation_id, status="closed")
        assert (await visitor.receive("status_changed"))["status"] == "closed"


async def test_everybody_sees_every_message_once_and_in_order_whoever_stores_it(nodes: Nodes) -> None:
    async with nodes.far.operator() as operator, nodes.near.visitor() as visitor:
        conversation_id = (await visitor.say("0"))["conversation_id"]
        await _posted(operator, "0")
        await operator.say("1", conversation_id=conversation_id)
        await _posted(visitor, "1")
        for number in range(2, 40):
            await visitor.say(str(number))
        await visitor.say("конец")
        seen: list[JsonObject] = []
        while not seen or seen[-1]["body"] != "конец":
            seen.append(await operator.receive("message_posted"))
        assert [entry["body"] for entry in seen] == [str(number) for number in range(2, 40)] + ["конец"]


async def test_blocked_visitor_leaves_panels_everywhere_and_says_hello_anew_everywhere(
    nodes: Nodes, database: Database, database_url: str, bus: Bus
) -> None:
    line = await installation_line(database, database_url=database_url, bus_url=bus.url)
    async with nodes.far.operator() as operator, nodes.near.operator() as colleague, nodes.near.visitor() as visitor:
        await _until_met(visitor)
        conversation_id = (await visitor.say("Здравствуйте"))["conversation_id"]
        await _posted(operator, "Здравствуйте")
        person = await find_person(database, site_key=nodes.near.site.key, conversation_id=UUID(conversation_id))
        token = visitor.welcome["token"]
        await block_person(database, line, person, now=datetime.now(UTC), reason=BlockReason.UNLAWFUL)
        for panel in (operator, colleague):
            assert (await panel.receive("conversation_hidden"))["conversation_id"] == conversation_id
        assert (await visitor.closed())[0] == 4490
        async with nodes.far.visitor(token=token) as elsewhere:
            await elsewhere.send("send_message", echo_id=uuid4(), body="и ещё")
            assert (await elsewhere.error())["code"] == "visitor_blocked"
            await unblock_person(database, line, person)
            for panel in (operator, colleague):
                assert (await panel.receive("conversation_shown"))["conversation_id"] == conversation_id
            assert (await elsewhere.closed())[0] == 4490
        async with nodes.far.visitor(token=token) as back:
            await back.say("снова я")
        assert (await _posted(colleague, "снова я"))["seq"] == 2


async def test_typing_read_marks_and_pages_cross(nodes: Nodes) -> None:
    async with nodes.far.operator() as operator, nodes.near.visitor() as visitor:
        await _until_met(visitor)
        conversation_id = (await visitor.say("вопрос"))["conversation_id"]
        await operator.say("ответ", conversation_id=conversation_id)

        await visitor.send("set_typing", conversation_id=conversation_id, active=True)
        assert (await operator.receive("typing"))["author"]["kind"] == "visitor"
        await operator.send("set_typing", conversation_id=conversation_id, active=True)
        assert (await visitor.receive("typing"))["author"]["name"] == "Анна"
        await operator.send("mark_read", conversation_id=conversation_id, seq=1)
        await visitor.send("mark_read", conversation_id=conversation_id, seq=3)
        assert (await operator.receive("read_marked"))["seq"] == 3
        await visitor.send("visit_page", page={"url": "http://shop.test/чай", "title": "Чай"})
        assert (await operator.receive("page_visited"))["page"]["title"] == "Чай"


@pytest.mark.usefixtures("short_leases")
async def test_presence_crosses_both_ways_and_ends(nodes: Nodes) -> None:
    async with nodes.near.visitor() as visitor:
        conversation_id = (await visitor.say("вопрос"))["conversation_id"]
        async with nodes.far.operator() as operator:
            assert (await visitor.receive("availability_changed"))["operators_online"]
            await operator.send("fetch_conversation", request_id="r", conversation_id=conversation_id)
            assert (await operator.receive("conversation_fetched"))["conversation"]["visitor_online"]
            async with nodes.near.visitor() as another:
                assert another.welcome["site"]["operators_online"]
            await visitor.connection.close()
            assert not (await operator.receive("visitor_presence_changed"))["visitor_online"]
            async with nodes.near.visitor(token=visitor.welcome["token"]) as back:
                assert (await operator.receive("visitor_presence_changed"))["visitor_online"]
                await operator.connection.close()
                assert not (await back.receive("availability_changed"))["operators_online"]


@pytest.mark.usefixtures("short_leases")
async def test_visitor_whose_other_tab_began_the_conversation_is_here_while_either_tab_is(nodes: Nodes) -> None:
    async with nodes.near.visitor() as visitor, nodes.near.operator() as operator:
        async with nodes.far.visitor(token=visitor.welcome["token"]) as other_tab:
            conversation_id = (await visitor.say("вопрос"))["conversation_id"]
            await other_tab.receive("message_posted")
            # What comes later by the same line: this node has heard by then that the other tab is here.
            await other_tab.send("set_typing", conversation_id=conversation_id, active=True)
            await operator.receive("typing")
            await visitor.connection.close()
            # Who leaves after them is found gone after them.
            async with nodes.near.visitor() as later:
                later_id = (await later.say("вопрос"))["conversation_id"]
            assert await _gone_from(operator) == later_id
            await operator.send("fetch_conversation", request_id="r", conversation_id=conversation_id)
            assert (await operator.receive("conversation_fetched"))["conversation"]["visitor_online"]
        assert await _gone_from(operator) == conversation_id


async def _gone_from(operator: Client) -> str:
    """The conversation whose visitor is the next to be told gone."""
    while (frame := await operator.receive("visitor_presence_changed"))["visitor_online"]:
        pass
    return str(frame["conversation_id"])


@pytest.mark.usefixtures("short_leases")
async def test_operators_of_a_node_that_fell_silent_are_gone(database_url: str, database: Database, bus: Bus) -> None:
    async with serving(database_url, database, bus_url=bus.url) as near, near.visitor() as visitor:
        async with another_server(database_url, database, near.site, bus_url=bus.url) as far, far.operator():
            assert (await visitor.receive("availability_changed"))["operators_online"]
        assert not (await visitor.receive("availability_changed"))["operators_online"]


async def test_visitor_who_moves_to_the_other_node_was_never_away(nodes: Nodes) -> None:
    async with nodes.far.operator() as operator:
        async with nodes.near.visitor() as visitor:
            await visitor.say("вопрос")
        async with nodes.far.visitor(token=visitor.welcome["token"]) as moved:
            await moved.say("ещё вопрос")
            await operator.ping()
            assert (await moved.say("и ещё"))["seq"] == 3
            while (frame := await operator.receive()).get("body") != "и ещё":
                assert frame["type"] != "visitor_presence_changed"


async def test_signing_out_on_one_node_closes_the_sessions_sockets_on_the_other(nodes: Nodes) -> None:
    near, far = nodes.near, nodes.far
    async with httpx.AsyncClient(base_url=near.http_url, headers={"Origin": near.http_url}, trust_env=False) as browser:
        await browser.post("/panel/api/session", json={"email": "anna@shop.test", "password": PASSWORD})
        cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in browser.cookies.items())}
        async with far.socket("/ws/operator", origin=far.http_url, additional_headers=cookies) as panel:
            await panel.hello()
            assert (await browser.delete("/panel/api/session")).status_code == 204
            assert (await panel.closed())[0] == 4440


async def test_revoked_visitor_is_closed_on_the_other_node(nodes: Nodes) -> None:
    context: Context = nodes.far.app.state.context
    async with nodes.near.visitor() as visitor:
        await revoke_visitor(
            nodes.far.database,
            context.relay,
            context.visitor_desk.tokens,
            site_id=nodes.far.site.id,
            visitor_id=UUID(visitor.welcome["visitor_id"]),
        )
        assert (await visitor.closed())[0] == 4401


async def test_message_of_a_process_that_died_before_telling_anybody_arrives_within_two_seconds(nodes: Nodes) -> None:
    async with nodes.near.visitor() as visitor, nodes.far.operator() as operator:
        conversation_id = UUID((await visitor.say("вопрос"))["conversation_id"])
        async with nodes.near.database.transaction() as connection:
            head = await lock_head(connection, site_id=nodes.near.site.id, id=conversation_id)
            assert head is not None
            await append_entry(
                connection, head=head, author=head.visitor, echo_id=uuid4(), content=NewMessage(body="из ниоткуда")
            )
        async with asyncio.timeout(2):
            assert (await _posted(visitor, "из ниоткуда"))["seq"] == 2
            assert (await _posted(operator, "из ниоткуда"))["seq"] == 2


async def test_chat_goes_on_when_the_line_is_cut(nodes: Nodes, bus: Bus) -> None:
    async with nodes.near.visitor() as visitor, nodes.far.operator() as operator:
        await _until_met(visitor)
        conversation_id = (await visitor.say("до"))["conversation_id"]
        await _posted(operator, "до")
        await bus.cut()
        await visitor.say("во время")
        await _posted(operator, "во время")
        await operator.say("после", conversation_id=conversation_id)
        await _posted(visitor, "после")


async def test_operators_are_told_when_signs_may_have_been_lost_between_servers(nodes: Nodes, bus: Bus) -> None:
    async with nodes.near.visitor() as visitor, nodes.far.operator() as operator:
        await _until_met(visitor)
        await bus.cut()
        await operator.receive("signs_missed")


async def test_strange_payload_hurts_nobody(nodes: Nodes, bus: Bus, database_url: str) -> None:
    line = await installation_line(nodes.near.database, database_url=database_url, bus_url=bus.url)
    strange = (b"", b"{", b'{"node":"x","envelopes":[{"t":"later"}]}', b'{"node":"x","envelopes":[{"t":"here"}]}')
    async with nodes.near.visitor() as visitor, nodes.far.operator() as operator:
        async with line.listening(lambda _payload: None):
            for payload in strange:
                await line.publish([payload])
        await visitor.say("всё цело")
        await _posted(operator, "всё цело")
