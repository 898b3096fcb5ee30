"""One person who has written twice, for tests of merging."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from msgspec import Struct

from tests.web.accounts import Account, account
from tests.web.client import Client, JsonObject, Server
from tests.web.conftest import lift_limits
from tests.web.test_customer_links import Guest, guest, link
from tests.web.test_leading import deed


class Pair(Struct):
    """One person who has written from a phone and from a computer, and Anna, who has taken them for one."""

    phone: Guest
    computer: Guest
    anna: Client
    account: Account

    def merging(self, **fields: Any) -> JsonObject:
        """Of the phone's into the computer's."""
        return {"conversation_id": self.phone.conversation_id, "into_id": self.computer.conversation_id, **fields}


@asynccontextmanager
async def one_person(server: Server) -> AsyncIterator[Pair]:
    """Limits are lifted for whoever comes."""
    lift_limits(server)
    async with AsyncExitStack() as stack:
        phone = await guest(stack, server, "Где мой заказ?")
        computer = await guest(stack, server, "Здравствуйте, где заказ?")
        person = await stack.enter_async_context(account(server, "anna@shop.test"))
        await link(person, phone, computer)
        yield Pair(phone, computer, await stack.enter_async_context(server.operator()), person)


async def merged(client: Client, pair: Pair, **fields: Any) -> JsonObject:
    """The closing of the phone's."""
    entry = await deed(client, "merge_conversations", **pair.merging(**fields))
    assert entry.get("merged_into") == pair.computer.conversation_id, entry
    return entry


async def take(client: Client, one: Guest) -> None:
    """The operator takes it."""
    me = client.welcome["operator"]["id"]
    taken = await deed(client, "assign_conversation", conversation_id=one.conversation_id, operator_id=me)
    assert taken["type"] == "conversation_assigned"


def kinds(entries: list[JsonObject]) -> list[str]:
    """Their types."""
    return [entry["type"] for entry in entries]


async def refusal(client: Client, conversation_id: str, into_id: str) -> tuple[str, str]:
    """Why they can't be merged, and the field that it is about."""
    refused = await deed(client, "merge_conversations", conversation_id=conversation_id, into_id=into_id)
    return refused["code"], refused["field"]
