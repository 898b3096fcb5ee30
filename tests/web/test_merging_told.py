"""Who else is told of merged conversations: whoever chooses one, programs, reports, the version before."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from uuid import UUID

import httpx
import pytest

from ryadom.core.api_keys import Scope
from ryadom.privacy.detect import Kind
from ryadom.privacy.policies import Policy
from ryadom.store.journal_chain import Action
from ryadom.store.operators import Role
from tests.rounds import keep_rounds
from tests.web.accounts import account
from tests.web.client import Server
from tests.web.customers import add_role
from tests.web.merging import Pair, merged, one_person, take
from tests.web.programs import READS, key, program
from tests.web.test_customer_card import mask
from tests.web.test_customer_links import guest, link
from tests.web.test_display_masking import records
from tests.web.test_leading import deed, row_of


@pytest.fixture
async def pair(server: Server) -> AsyncIterator[Pair]:
    async with one_person(server) as made:
        yield made


async def test_choices_are_the_persons_other_conversations_open_ones_first(server: Server, pair: Pair) -> None:
    async with AsyncExitStack() as stack:
        tablet = await guest(stack, server, "С планшета")
        await guest(stack, server, "Чужой")
        await link(pair.account, pair.phone, tablet)
        await take(pair.anna, pair.computer)
        await deed(pair.anna, "set_status", conversation_id=tablet.conversation_id, status="closed")
        path = f"/panel/api/conversations/{pair.phone.conversation_id}/merge-choices"
        shown = (await pair.account.http.get(path)).json()["conversations"]
        assert [(row["id"], row["status"]) for row in shown] == [
            (pair.computer.conversation_id, "open"),
            (tablet.conversation_id, "closed"),
        ]
        assert (shown[0]["last_message"]["body"], shown[0]["assignee"]["name"]) == ("Здравствуйте, где заказ?", "Анна")
        listed = (await records(server, Action.CONVERSATIONS_LISTED))[-1]
        ids = (pair.phone.conversation_id, pair.computer.conversation_id, tablet.conversation_id)
        assert set(listed.conversation_ids) == {UUID(id) for id in ids}


async def test_who_sees_contacts_masked_chooses_among_masked_rows(server: Server) -> None:
    async with AsyncExitStack() as stack:
        await mask(server, Policy.MASK, Kind.PHONE)
        phone = await guest(stack, server, "Вопрос")
        computer = await guest(stack, server, "Мой номер 8 916 123-45-67")
        anna = await stack.enter_async_context(account(server, "anna@shop.test"))
        await link(anna, phone, computer)
        email = await add_role(server, Role.OPERATOR)
        person = await stack.enter_async_context(account(server, email))
        shown = await person.http.get(f"/panel/api/conversations/{phone.conversation_id}/merge-choices")
        [row] = shown.json()["conversations"]
        assert row["last_message"]["body"].startswith("Мой номер")
        assert "123-45" not in row["last_message"]["body"]


async def test_programs_are_told_where_a_conversation_goes_on(server: Server, pair: Pair) -> None:
    made = await key(server, scopes=[*READS, Scope.READ_CHANGES])
    async with program(server, made.secret) as crm:
        await merged(pair.anna, pair)
        one = (await crm.get(f"conversations/{pair.phone.conversation_id}")).json()
        assert (one["status"], one["merged_into"]) == ("closed", pair.computer.conversation_id)
        changes = (await crm.get("changes", params={"wait": 0})).json()["changes"]
        told = {each["object"]["id"]: each["object"] for each in changes}
        assert told[pair.phone.conversation_id]["merged_into"] == pair.computer.conversation_id
        other = told[pair.computer.conversation_id]
        assert (other["merged_into"], other["version"]) == (None, 2)
        await deed(pair.anna, "set_status", conversation_id=pair.phone.conversation_id, status="open")
        assert (await crm.get(f"conversations/{pair.phone.conversation_id}")).json()["merged_into"] is None


async def figures(server: Server, board: httpx.AsyncClient) -> tuple[int, int, int, int]:
    """Rounds, those that were answered, missed and are open; and the same number of rounds by the hour."""
    await keep_rounds(server.database)
    report = (await board.get("reports", params={"zone": "UTC"})).json()
    total = report["total"]
    return total["conversations"], total["answered"], total["missed"], total["open"]


async def test_reports_count_in_the_other_one_what_nobody_had_answered_when_it_was_merged(
    server: Server, pair: Pair
) -> None:
    made = await key(server, scopes=[Scope.READ_REPORTS])
    async with program(server, made.secret) as board:
        assert await figures(server, board) == (2, 0, 0, 2)
        await merged(pair.anna, pair)
        assert await figures(server, board) == (1, 0, 0, 1)
        await deed(pair.anna, "send_message", conversation_id=pair.computer.conversation_id, body="Едет")
        assert await figures(server, board) == (1, 1, 0, 1)
        # Undone, it is a question that waits again; closed without an answer, one that was missed.
        target = {"conversation_id": pair.phone.conversation_id}
        await deed(pair.anna, "set_status", **target, status="open")
        assert await figures(server, board) == (2, 1, 0, 2)
        await deed(pair.anna, "set_status", **target, status="closed")
        assert await figures(server, board) == (2, 1, 1, 1)


async def test_answered_round_counts_though_it_was_merged_and_coming_back_begins_another(
    server: Server, pair: Pair
) -> None:
    made = await key(server, scopes=[Scope.READ_REPORTS])
    async with program(server, made.secret) as board:
        await deed(pair.anna, "send_message", conversation_id=pair.phone.conversation_id, body="Сейчас")
        await merged(pair.anna, pair)
        assert await figures(server, board) == (2, 1, 0, 1)
        # Closing what is closed changes nothing.
        await deed(pair.anna, "set_status", conversation_id=pair.phone.conversation_id, status="closed")
        await pair.phone.client.say("А теперь?")
        assert await figures(server, board) == (3, 1, 0, 2)


async def test_server_of_the_version_before_reads_a_merger_as_a_status_and_lifts_it(server: Server, pair: Pair) -> None:
    await merged(pair.anna, pair)
    async with server.database.connection() as connection:
        row = await connection.fetchrow("SELECT kind, status, public FROM entries_shown WHERE own_kind = 'merge'")
        assert row is not None
        assert list(row) == ["status", "open", False]
        # As it opens a conversation: it names no column that it does not know.
        await connection.execute(
            "UPDATE conversations SET status = 'open', queued_at = now() WHERE id = $1",
            UUID(pair.phone.conversation_id),
        )
    assert (await row_of(pair.anna, pair.phone.conversation_id))["merged_into"] is None
