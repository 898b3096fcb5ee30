"""How many statements the requests about an open conversation take: none of them for a limit that its operator has not.

The names are those of the .sql files, so whoever adds one sees here what it costs, and whom. What is done for many
requests at once, the journal's appends and the news of limited sockets, is nobody's.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from msgspec import Struct

from ryadom.store.sql import Query
from tests.web.accounts import Account, account
from tests.web.client import Client, Server
from tests.web.own_departments import ANNA, OLEG, add_colleague, divide

OF_REQUESTS = {"Socket._converse", "RequestResponseCycle.run_asgi", "PostQueue._flush", "Writer._write"}
"""Which coroutines ask for somebody; the others are the server's own."""

HEAD = ("find_session", "sites_of_operator", "find_seen_head")
PLACE = ("find_session", "sites_in_purview", "find_seen_head")
OVER_HTTP = {
    "card": (
        *PLACE, "find_standing", "own_messages", "events_of_visitor", "linked_to", "browsers_of_people",
        "other_conversations", "origin_of", "list_events", "find_identity", "read_attributes", "find_names",
    ),
    "customer": (
        *PLACE, "find_standing", "find_card", "list_notes", "linked_to", "find_identity", "own_messages",
    ),
    "ban": (*HEAD, "find_ban"),
    "pages": (*HEAD, "list_visited_pages"),
    "merge-choices": (*PLACE, "linked_to", "browsers_of_people", "list_others", "find_rows"),
}  # fmt: skip
BY_SOCKET = {
    "history": ("find_head", "list_before", "find_names"),
    "row": ("find_conversation",),
    "mark": ("mark_read_by_operator",),
    "message": ("append_messages", "delete_mark"),
    "note": (
        "lock_visitor",
        "lock_conversation",
        "find_seen_head",
        "find_by_echo",
        "find_standing",
        "operators_among",
        "append_note",
    ),
}
LIMITED = ("find_seen_owner",)
"""What whoever is limited pays for a command: whether they see the conversation."""


class Heard:
    """The statements that Postgres is asked for a request, by name."""

    def __init__(self) -> None:
        self.names: Counter[str] = Counter()

    def hear(self, query: Query) -> None:
        task = asyncio.current_task()
        if task is not None and getattr(task.get_coro(), "__qualname__", "") in OF_REQUESTS:
            self.names[query.name] += 1

    async def during(self, request: Awaitable[object]) -> Counter[str]:
        self.names = Counter()
        await request
        return self.names


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    heard, ordered = Heard(), Query._ordered

    def listening(query: Query, values: dict[str, object]) -> list[object]:
        heard.hear(query)
        return ordered(query, values)

    monkeypatch.setattr(Query, "_ordered", listening)
    return heard


class Desk(Struct, frozen=True):
    """An operator who leads a conversation that they have opened."""

    person: Account
    panel: Client
    id: str

    async def get(self, part: str) -> None:
        answer = await self.person.http.get(f"/panel/api/conversations/{self.id}/{part}")
        assert answer.status_code == 200, answer.text

    async def ask(self, command: str, answer: str) -> None:
        await self.panel.send(command, request_id="one", conversation_id=self.id)
        assert await self.panel.receive(answer)

    async def mark_read(self) -> None:
        await self.panel.send("mark_read", conversation_id=self.id, seq=2)
        await self.panel.ping()

    async def say(self) -> None:
        await self.panel.say("Ещё", conversation_id=self.id)
        # What comes of it once it is acknowledged.
        await self.panel.ping()

    async def note(self) -> None:
        await self.panel.send("add_note", conversation_id=self.id, echo_id=uuid4(), body="Заметка")
        assert await self.panel.receive("note_added")

    def commands(self) -> dict[str, Callable[[], Awaitable[object]]]:
        return {
            "history": lambda: self.ask("fetch_history", "history"),
            "row": lambda: self.ask("fetch_conversation", "conversation_fetched"),
            "mark": self.mark_read,
            "message": self.say,
            "note": self.note,
        }


@pytest.mark.parametrize(("email", "paid"), [(OLEG, ()), (ANNA, LIMITED)], ids=["unlimited", "limited"])
async def test_requests_about_an_open_conversation_take_these_statements_and_no_more(
    server: Server, heard: Heard, email: str, paid: tuple[str, ...]
) -> None:
    shop = await divide(server)
    await add_colleague(server)
    async with account(server, email) as person, person.panel() as panel, server.visitor() as visitor:
        id = (await visitor.say("Вопрос", department=shop.sales))["conversation_id"]
        await panel.say("Ответ", conversation_id=id)
        desk = Desk(person, panel, id)
        for name, do in desk.commands().items():
            assert await heard.during(do()) == Counter((*BY_SOCKET[name], *paid)), name
        for part, statements in OVER_HTTP.items():
            assert await heard.during(desk.get(part)) == Counter(statements), part
