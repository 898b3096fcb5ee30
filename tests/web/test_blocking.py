"""A person whose data are blocked: nobody works with them, nothing is deleted, and afterwards all is as it was."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid4

from msgspec import Struct
from websockets.exceptions import ConnectionClosed

from ryadom.core.blocking import Blocked, BlockReason, block_person, unblock_person
from ryadom.core.erasure import erase_person
from ryadom.errors import BusUnavailable
from ryadom.live.line import MAX_PAYLOAD_BYTES, Line
from ryadom.live.lines import installation_line
from ryadom.privacy.journal_check import check_journal
from ryadom.privacy.persons import Person, find_person, read_held
from ryadom.protocol.operator import Folder
from ryadom.store.visitors import lock_visitor, revoke_tokens
from tests.files import no_files
from tests.waiting import until_true, until_waiting_for_locks
from tests.web.accounts import account
from tests.web.client import Client, JsonObject, Server

HELLO_OUTDATED = 4490
NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
PAGE = {"url": "http://shop.test/tea", "title": "Чай", "referrer": ""}


FOLDERS = tuple(Folder)


class Scene(Struct, frozen=True):
    """A visitor whose conversation waits, and an operator whose panel is open."""

    server: Server
    line: Line
    person: Person
    visitor: Client
    operator: Client
    conversation_id: str
    token: str

    async def block(self, reason: BlockReason = BlockReason.INACCURATE) -> Blocked:
        return await block_person(self.server.database, self.line, self.person, now=NOW, reason=reason)

    async def unblock(self) -> Blocked:
        return await unblock_person(self.server.database, self.line, self.person)

    @asynccontextmanager
    async def back(self) -> AsyncIterator[Client]:
        """The visitor's browser on a new socket; where word of what has changed comes after its hello, on the next."""
        while True:
            async with self.server.visitor(hello=False) as client:
                try:
                    await client.hello(site=self.server.site.key, token=self.token, page=PAGE)
                except ConnectionClosed as error:
                    if error.rcvd is None or error.rcvd.code != HELLO_OUTDATED:
                        raise
                    continue
                yield client
                return

    async def seen(self) -> JsonObject:
        """All that the operator is shown when they ask."""
        answers: JsonObject = {}
        for folder in FOLDERS:
            await self.operator.send("list_conversations", request_id=folder, folder=folder)
            answers[folder] = [row["id"] for row in (await self.operator.receive("conversation_list"))["conversations"]]
        await self.operator.send("fetch_counts", request_id="counts")
        answers["counts"] = (await self.operator.receive("counts_fetched"))["counts"]
        for command in ("fetch_conversation", "fetch_history"):
            await self.operator.send(command, request_id=command, conversation_id=self.conversation_id)
            answer = await self.operator.receive("conversation_fetched", "history", "error")
            answers[command] = answer.get("code") or answer.get("conversation") or answer["entries"]
        if isinstance(row := answers["fetch_conversation"], dict):
            # A blocking closes their sockets: when they are told to be gone is another matter.
            del row["visitor_online"]
        return answers

    async def stored(self) -> Sequence[str]:
        async with self.server.database.connection() as connection:
            rows = await connection.fetch("SELECT body FROM entries WHERE kind = 'message' ORDER BY seq")
        return [row["body"] for row in rows]


@asynccontextmanager
async def scene_on(server: Server, database_url: str) -> AsyncIterator[Scene]:
    line = await installation_line(server.database, database_url=database_url, bus_url=None)
    async with server.operator() as operator, server.visitor(page=PAGE) as visitor:
        conversation_id = (await visitor.say("я Иван"))["conversation_id"]
        await operator.receive("message_posted")
        person = await find_person(server.database, site_key=server.site.key, conversation_id=UUID(conversation_id))
        yield Scene(server, line, person, visitor, operator, conversation_id, visitor.welcome["token"])


class DeafLine(Line):
    """A line that takes nothing."""

    max_payload_bytes = MAX_PAYLOAD_BYTES

    async def publish(self, payloads: Sequence[bytes]) -> None:
        raise BusUnavailable("The bus is away.")

    @asynccontextmanager
    async def listening(self, _on_payload: Callable[[bytes], None]) -> AsyncIterator[asyncio.Event]:
        yield asyncio.Event()


async def test_blocked_person_is_in_no_list_count_row_or_thread_and_comes_back_as_they_were(
    server: Server, database_url: str
) -> None:
    async with scene_on(server, database_url) as scene:
        before = await scene.seen()
        assert before["waiting"] == before["all"] == before["unanswered"] == [scene.conversation_id]
        assert before["counts"]["own_waiting"] == 1
        assert await scene.block() == Blocked(is_changed=True, is_told=True)
        assert (await scene.operator.receive("conversation_hidden"))["conversation_id"] == scene.conversation_id
        nothing: dict[str, object] = {
            "counts": {one: 0 for one in (*FOLDERS, "own_waiting") if one not in (Folder.FILTERED, Folder.UNANSWERED)},
            "fetch_conversation": "conversation_unknown",
            "fetch_history": "conversation_unknown",
        }
        assert await scene.seen() == nothing | {folder: [] for folder in FOLDERS}
        assert await scene.unblock() == Blocked(is_changed=True, is_told=True)
        assert (await scene.operator.receive("conversation_shown"))["conversation_id"] == scene.conversation_id
        assert await scene.seen() == before


async def test_operator_who_knows_the_conversation_can_do_nothing_there(server: Server, database_url: str) -> None:
    async with scene_on(server, database_url) as scene:
        await scene.seen()  # the session remembers whose it is
        await scene.block()
        place = {"conversation_id": scene.conversation_id}
        me = scene.operator.welcome["operator"]["id"]
        for command, fields in (
            ("send_message", {"body": "здравствуйте"}),
            ("assign_conversation", {"operator_id": me}),
            ("set_status", {"status": "closed"}),
            ("snooze_conversation", {"until": "2126-01-01T00:00:00Z"}),
            ("tag_conversation", {}),
        ):
            await scene.operator.send(command, echo_id=uuid4(), **place, **fields)
            assert (await scene.operator.error())["code"] == "conversation_unknown"
        await scene.operator.send("mark_read", seq=1, **place)
        await scene.operator.ping()
        await scene.unblock()
        row = (await scene.seen())["fetch_conversation"]
        assert (row["last_seq"], row["assignee"], row["unread_count"]) == (1, None, 1)


async def test_visitor_reads_what_was_said_and_is_told_that_nothing_is_taken(server: Server, database_url: str) -> None:
    async with scene_on(server, database_url) as scene:
        await scene.block()
        code, frames = await scene.visitor.closed()
        assert (code, frames[-1]["code"]) == (4490, "hello_outdated")
        async with scene.back() as visitor:
            assert visitor.history is not None
            assert [entry["body"] for entry in visitor.history["entries"]] == ["я Иван"]
            echo_id = uuid4()
            await visitor.send("send_message", echo_id=echo_id, body="и ещё")
            refused = await visitor.error()
            assert (refused["code"], refused["echo_id"]) == ("visitor_blocked", str(echo_id))
            # Signs are dropped: nobody is told, and nothing of them is kept.
            await visitor.send("set_typing", conversation_id=scene.conversation_id, active=True)
            await visitor.send("visit_page", page={"url": "http://shop.test/secret"})
            await visitor.send("mark_read", conversation_id=scene.conversation_id, seq=1)
            await visitor.ping()
        assert await scene.stored() == ["я Иван"]
        await scene.operator.receive("conversation_hidden")
        await scene.operator.send("ping")
        assert (await scene.operator.receive())["type"] in ("visitor_presence_changed", "pong")
        await scene.unblock()
        assert (await scene.seen())["fetch_conversation"]["page"]["url"] == PAGE["url"]


async def test_browser_whose_socket_was_not_told_of_the_end_writes_again(server: Server, database_url: str) -> None:
    async with scene_on(server, database_url) as scene:
        await scene.block()
        async with scene.back() as visitor:
            await visitor.send("send_message", echo_id=uuid4(), body="рано")
            assert (await visitor.error())["code"] == "visitor_blocked"
            done = await unblock_person(server.database, DeafLine(), scene.person)
            assert done == Blocked(is_changed=True, is_told=False)
            await visitor.say("теперь можно")
        assert await scene.stored() == ["я Иван", "теперь можно"]


async def test_nothing_is_taken_from_sockets_that_have_not_heard(server: Server, database_url: str) -> None:
    """As where the bus is away: the visitor's and the operator's sockets stay open."""
    async with scene_on(server, database_url) as scene:
        done = await block_person(server.database, DeafLine(), scene.person, now=NOW, reason=BlockReason.UNLAWFUL)
        assert done == Blocked(is_changed=True, is_told=False)
        for command, fields in (("send_message", {"body": "ещё"}), ("send_message", {"body": "и ещё"})):
            await scene.visitor.send(command, echo_id=uuid4(), **fields)
            assert (await scene.visitor.error())["code"] == "visitor_blocked"
        await scene.visitor.send("visit_page", page={"url": "http://shop.test/secret"})
        await scene.visitor.send("mark_read", conversation_id=scene.conversation_id, seq=1)
        await scene.visitor.ping()
        await scene.operator.send("ping")
        assert (await scene.operator.receive())["type"] == "pong"
        assert (await scene.seen())["all"] == []
        assert await scene.stored() == ["я Иван"]


async def test_message_under_way_is_either_there_before_or_refused(server: Server, database_url: str) -> None:
    async with scene_on(server, database_url) as scene, server.operator() as colleague:
        await colleague.say("здравствуйте", conversation_id=scene.conversation_id)

        async def write() -> set[str]:
            taken: set[str] = set()
            for number in range(40):
                echo_id = uuid4()
                await scene.visitor.send("send_message", echo_id=echo_id, body=str(number))
                while True:
                    answer = await scene.visitor.receive("message_posted", "error")
                    if answer["type"] == "error":
                        return taken
                    if answer["echo_id"] == str(echo_id):
                        taken.add(str(number))
                        break
            return taken

        async def block() -> Sequence[str]:
            async def are_some_stored() -> bool:
                return len(await scene.stored()) >= 6

            await until_true(are_some_stored)  # in the middle of what is being written
            await scene.block()
            return await scene.stored()

        taken, at_the_blocking = await asyncio.gather(write(), block())
        assert await scene.stored() == at_the_blocking
        assert taken <= set(at_the_blocking)
        # What was stored and not acknowledged any more is known by its echo_id when the visitor comes back.
        assert len(set(at_the_blocking) - taken - {"я Иван", "здравствуйте"}) <= 1


async def test_conversation_that_is_begun_while_the_visitor_is_blocked_is_begun_before_or_not_at_all(
    server: Server, database_url: str
) -> None:
    async with scene_on(server, database_url) as scene, server.visitor() as fresh:
        visitor_id = UUID(fresh.welcome["visitor_id"])
        person = Person(scene.person.site, visitor_id)
        row = {"site_id": server.site.id, "visitor_id": visitor_id}
        async with server.database.connection() as connection:
            await revoke_tokens(connection, generation=0, **row)  # makes a row, as the first message would
        async with server.database.transaction() as connection:
            await lock_visitor(connection, locale="ru", **row)
            await fresh.send("send_message", echo_id=uuid4(), body="первое слово")
            blocking = asyncio.create_task(
                block_person(server.database, DeafLine(), person, now=NOW, reason=BlockReason.UNLAWFUL)
            )
            # Both wait for the row that this transaction holds.
            await until_waiting_for_locks(server.database, 2)
        answer = await fresh.receive("message_posted", "error")
        await blocking
        assert (answer["type"] == "message_posted") == ("первое слово" in await scene.stored())
        assert answer.get("code", "visitor_blocked") == "visitor_blocked"
        assert (await scene.seen())["all"] == [scene.conversation_id]


async def test_answer_to_the_person_holds_all_and_says_that_they_are_blocked(server: Server, database_url: str) -> None:
    async with scene_on(server, database_url) as scene:
        await scene.block()
        held = {table.name: rows async for table, rows in read_held(server.database, scene.person) if rows}
        assert [row["body"] for row in held["entries"]] == ["я Иван"]
        [visitor] = held["visitors"]
        assert (visitor["blocked_at"], visitor["block_reason"]) == (NOW, "inaccurate")


async def test_blocked_person_is_erased_without_a_word_to_operators(server: Server, database_url: str) -> None:
    async with scene_on(server, database_url) as scene:
        await scene.block()
        await scene.operator.receive("conversation_hidden")
        await erase_person(
            server.database, scene.line, scene.person, contents=no_files(server.database), now=datetime.now(UTC)
        )
        heard = []
        while (frame := await scene.operator.receive())["type"] != "conversation_erased":
            heard.append(frame["type"])
        assert set(heard) <= {"visitor_presence_changed"}
        assert await scene.stored() == [""]
        await scene.unblock()
        row = (await scene.seen())["fetch_conversation"]
        assert (row["status"], row["unread_count"], row["visitor"]["name"]) == ("closed", 0, "")


async def test_blocking_is_journalled_with_its_reason_and_its_time_stays(server: Server, database_url: str) -> None:
    async with scene_on(server, database_url) as scene:
        await scene.unblock()  # harmless, and no record
        await scene.block(BlockReason.UNLAWFUL)
        again = await block_person(
            server.database, scene.line, scene.person, now=datetime.now(UTC), reason=BlockReason.WITHDRAWN
        )
        assert not again.is_changed
        async with server.database.connection() as connection:
            row = await connection.fetchrow("SELECT blocked_at, block_reason FROM visitors")
            assert row is not None
            assert (row["blocked_at"], row["block_reason"]) == (NOW, "withdrawn")
        await scene.unblock()
        async with server.database.connection() as connection:
            records = await connection.fetch(
                "SELECT action, details->>'reason' AS reason, visitor_ids, actor_kind FROM journal "
                "WHERE action LIKE 'person_%' ORDER BY number"
            )
        assert [(one["action"], one["reason"]) for one in records] == [
            ("person_blocked", "unlawful"), ("person_blocked", "withdrawn"), ("person_unblocked", None),
        ]  # fmt: skip
        assert {tuple(one["visitor_ids"]) for one in records} == {(scene.person.visitor_id,)}
        assert [verdict.broken for verdict in await check_journal(server.database)] == [None]


async def test_another_persons_conversation_stays(server: Server, database_url: str) -> None:
    async with scene_on(server, database_url) as scene, server.visitor() as other:
        other_id = (await other.say("а я Пётр"))["conversation_id"]
        await scene.block()
        await other.say("и ещё")
        assert (await scene.seen())["all"] == [other_id]


async def test_blocked_persons_card_is_closed_and_nothing_of_theirs_is_revealed(
    server: Server, database_url: str
) -> None:
    async with scene_on(server, database_url) as scene, account(server, "anna@shop.test") as anna:
        path = f"/panel/api/conversations/{scene.conversation_id}"
        assert (await anna.http.get(f"{path}/card")).status_code == 200
        await scene.block()
        closed = [
            await anna.http.get(f"{path}/card"),
            await anna.http.post(f"{path}/reveal", json={"seq": 1}),
        ]
        assert [(answer.status_code, answer.json()["error"]["code"]) for answer in closed] == [
            (404, "conversation_unknown")
        ] * 2
        await scene.unblock()
        assert (await anna.http.get(f"{path}/card")).status_code == 200


async def test_reason_gives_way_to_no_weaker_one(server: Server, database_url: str) -> None:
    async with scene_on(server, database_url) as scene:
        for reason, stays in (
            (BlockReason.INACCURATE, BlockReason.INACCURATE),
            (BlockReason.UNLAWFUL, BlockReason.UNLAWFUL),
            (BlockReason.INACCURATE, BlockReason.INACCURATE),
            (BlockReason.WITHDRAWN, BlockReason.WITHDRAWN),
            (BlockReason.UNLAWFUL, BlockReason.WITHDRAWN),
            (BlockReason.UNDESTROYED, BlockReason.UNDESTROYED),
            (BlockReason.INACCURATE, BlockReason.UNDESTROYED),
            (BlockReason.REGULATOR, BlockReason.REGULATOR),
            (BlockReason.WITHDRAWN, BlockReason.REGULATOR),
            (BlockReason.UNLAWFUL, BlockReason.REGULATOR),
        ):
            await scene.block(reason)
            async with server.database.connection() as connection:
                assert await connection.fetchval("SELECT block_reason FROM visitors") == stays
