"""Conversations of one person that operators merge: one is closed and points to the other, and no message moves."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from ryadom.core.blocking import BlockReason, block_person, unblock_person
from ryadom.core.erasure import erase_person
from ryadom.core.operators import add_operator
from ryadom.core.sites import add_site
from ryadom.privacy.persons import find_person
from ryadom.store.conversations import insert_conversation
from ryadom.store.ids import new_id
from tests.files import no_files
from tests.identities import make_secret
from tests.web.accounts import account
from tests.web.client import PASSWORD, Server
from tests.web.labels import make_labels
from tests.web.merging import Pair, kinds, merged, one_person, refusal, take
from tests.web.test_customer_links import guest, link
from tests.web.test_erasure import line_of
from tests.web.test_identify import identified
from tests.web.test_leading import counts, deed, history, ids_in, row_of
from tests.web.work import add_colleague


@pytest.fixture
async def pair(server: Server) -> AsyncIterator[Pair]:
    async with one_person(server) as made:
        yield made


async def test_merged_conversation_is_closed_and_points_to_the_one_in_which_it_goes_on(pair: Pair) -> None:
    await take(pair.anna, pair.phone)
    closed = await merged(pair.anna, pair)
    assert (closed["type"], closed["status"], closed["seq"]) == ("status_changed", "closed", 3)
    row, other = [await row_of(pair.anna, one.conversation_id) for one in (pair.phone, pair.computer)]
    assert (row["status"], row["merged_into"], row["unread_count"], row["queued_at"]) == (
        "closed",
        pair.computer.conversation_id,
        1,
        None,
    )
    # Nobody led the other one: so it is hers from here on.
    assert (other["status"], other["merged_into"], other["assignee"]["name"]) == ("open", None, "Анна")
    entries = await history(pair.anna, pair.computer.conversation_id)
    assert kinds(entries) == ["message_posted", "conversation_assigned", "conversation_merged"]
    assert (entries[-1]["from_id"], entries[-1]["author"]["name"]) == (pair.phone.conversation_id, "Анна")
    assert [entry["seq"] for entry in entries] == [1, 2, 3]
    assert await ids_in(pair.anna, "all") == [pair.computer.conversation_id]
    assert (await counts(pair.anna))["closed"] == 1


async def test_visitors_are_told_of_a_closing_and_no_more(pair: Pair) -> None:
    closed = await merged(pair.anna, pair)
    told = await pair.phone.client.receive("status_changed")
    assert told == {name: value for name, value in closed.items() if name != "merged_into"} | {
        "asks_rating": False,
        "author": told["author"],
        "prev_seq": 1,
    }
    await deed(pair.anna, "send_message", conversation_id=pair.computer.conversation_id, body="Едет")
    posted = await pair.computer.client.receive("message_posted")
    # 2 is the merger, 3 that Anna has taken it: what she sees alone is passed over.
    assert (posted["seq"], posted["prev_seq"]) == (4, 3)
    seen = [
        told,
        posted,
        await history(pair.phone.client, pair.phone.conversation_id),
        await history(pair.computer.client, pair.computer.conversation_id),
    ]
    text = str(seen)
    for secret in ("merged", "from_id", "into"):
        assert secret not in text
    # Neither is shown what was said in the other browser.
    assert pair.phone.conversation_id not in str(seen[3])
    assert pair.computer.conversation_id not in str(seen[2])


async def test_visitor_who_was_away_resumes_over_the_merger(server: Server, pair: Pair) -> None:
    token, id = pair.computer.client.welcome["token"], pair.computer.conversation_id
    await merged(pair.anna, pair)
    async with server.visitor(token=token, conversation_id=id, after_seq=1) as back:
        assert back.history is not None
        assert (back.history["entries"], back.history["last_seq"]) == ([], 1)
        assert (await back.say("Алло?"))["prev_seq"] == 1


async def test_command_that_is_repeated_merges_once_and_tells_of_both_again(pair: Pair) -> None:
    echo_id = str(uuid4())
    for _ in range(2):
        await pair.anna.send("merge_conversations", echo_id=echo_id, **pair.merging())
        told = [await pair.anna.receive("status_changed", "conversation_merged") for _ in range(2)]
        assert {entry["conversation_id"] for entry in told} == {
            pair.phone.conversation_id,
            pair.computer.conversation_id,
        }
        assert {entry["echo_id"] for entry in told} == {echo_id}
    assert len(await history(pair.anna, pair.phone.conversation_id)) == 2
    assert len(await history(pair.anna, pair.computer.conversation_id)) == 2


async def test_number_that_the_other_conversation_knows_already_is_refused(pair: Pair) -> None:
    echo_id = str(uuid4())
    note = {"echo_id": echo_id, "conversation_id": pair.computer.conversation_id, "body": "Тот же человек"}
    await pair.anna.send("add_note", **note)
    await pair.anna.receive("note_added")
    await pair.anna.send("merge_conversations", echo_id=echo_id, **pair.merging())
    assert (await pair.anna.error())["code"] == "echo_id_taken"
    assert (await row_of(pair.anna, pair.phone.conversation_id))["status"] == "open"


async def test_tags_come_along_and_nobody_is_taken_from_who_leads(server: Server, pair: Pair) -> None:
    labels = await make_labels(server, tags=("VIP", "Возврат"), results=("Решено",))
    vera = await add_colleague(server, "Вера")
    async with server.operator(vera) as second:
        await take(second, pair.computer)
        await take(pair.anna, pair.phone)
        both = [labels["VIP"], labels["Возврат"]]
        await deed(pair.anna, "tag_conversation", conversation_id=pair.phone.conversation_id, add_ids=both)
        await deed(pair.anna, "tag_conversation", conversation_id=pair.computer.conversation_id, add_ids=both[:1])
        await merged(pair.anna, pair)
        other = await row_of(pair.anna, pair.computer.conversation_id)
        assert (other["assignee"]["name"], other["tag_ids"]) == ("Вера", both)
        entries = await history(pair.anna, pair.computer.conversation_id)
        assert (entries[-2]["added_ids"], entries[-2]["removed_ids"]) == (both[1:], [])
        assert (await row_of(pair.anna, pair.phone.conversation_id))["tag_ids"] == both


async def test_opening_it_again_undoes_the_merger(pair: Pair) -> None:
    await take(pair.anna, pair.phone)
    seen = (await row_of(pair.anna, pair.phone.conversation_id))["last_seq"]
    await merged(pair.anna, pair, over_seq=seen)
    target = {"conversation_id": pair.phone.conversation_id}
    # With the version of the deed itself, as any deed is undone.
    reopened = await deed(pair.anna, "set_status", **target, status="open", over_seq=seen)
    assert reopened["status"] == "open"
    row = await row_of(pair.anna, **target)
    assert (row["status"], row["merged_into"], row["assignee"]["name"]) == ("open", None, "Анна")
    # Closing answered nobody, and nobody has read more by it.
    assert (row["waiting_since"] is None, row["unread_count"]) == (False, 1)
    await deed(pair.anna, "set_status", **target, status="closed")
    assert (await row_of(pair.anna, **target))["merged_into"] is None


async def test_closing_a_merged_one_once_more_leaves_where_it_goes_on_and_asks_for_no_rating(pair: Pair) -> None:
    await merged(pair.anna, pair)
    target = {"conversation_id": pair.phone.conversation_id}
    closed = await deed(pair.anna, "set_status", **target, status="closed")
    assert closed["merged_into"] == pair.computer.conversation_id
    assert closed in await history(pair.anna, **target)
    for one in [await pair.phone.client.receive("status_changed") for _ in range(2)]:
        assert (one["asks_rating"], one.get("merged_into")) == (False, None)
    refused = await deed(pair.phone.client, "rate_conversation", **target, score=1, comment="")
    assert refused["code"] == "rating_unsuitable"
    # Opened and closed as any other, it may be rated.
    await deed(pair.anna, "set_status", **target, status="open")
    plain = await deed(pair.anna, "set_status", **target, status="closed")
    assert plain.get("merged_into") is None
    assert (await deed(pair.phone.client, "rate_conversation", **target, score=5, comment=""))["score"] == 5
    await deed(pair.anna, "set_status", **target, status="open")
    await merged(pair.anna, pair)
    await deed(pair.anna, "set_status", **target, status="closed")
    assert (await row_of(pair.anna, **target))["merged_into"] == pair.computer.conversation_id


async def test_colleague_who_was_quicker_is_not_overruled(server: Server, pair: Pair) -> None:
    vera = await add_colleague(server, "Вера")
    async with server.operator(vera) as second:
        seen = (await row_of(second, pair.phone.conversation_id))["last_seq"]
        other = (await row_of(second, pair.computer.conversation_id))["last_seq"]
        await merged(pair.anna, pair, over_seq=seen)
        refused = await deed(second, "merge_conversations", **pair.merging(over_seq=seen))
        assert (refused["code"], refused["field"]) == ("conversation_changed", "over_seq")
        # What has come into the other one is news to who closes it.
        refused = await deed(
            second, "set_status", conversation_id=pair.computer.conversation_id, status="closed", over_seq=other
        )
        assert refused["code"] == "conversation_changed"
        await deed(pair.anna, "set_status", conversation_id=pair.phone.conversation_id, status="open")
        await take(pair.anna, pair.phone)
        refused = await deed(second, "merge_conversations", **pair.merging(over_seq=seen))
        assert refused["code"] == "conversation_changed"


async def test_only_two_open_ones_of_one_person_are_merged(server: Server, pair: Pair) -> None:
    phone, computer = pair.phone.conversation_id, pair.computer.conversation_id
    async with AsyncExitStack() as stack:
        stranger = (await guest(stack, server, "Другой человек")).conversation_id
        assert await refusal(pair.anna, phone, phone) == ("merge_unsuitable", "into_id")
        assert await refusal(pair.anna, phone, stranger) == ("not_one_person", "into_id")
        assert await refusal(pair.anna, phone, str(uuid4())) == ("conversation_unknown", "into_id")
        assert await refusal(pair.anna, str(uuid4()), phone) == ("conversation_unknown", "conversation_id")
        await merged(pair.anna, pair)
        assert await refusal(pair.anna, phone, computer) == ("merge_unsuitable", "conversation_id")
        assert await refusal(pair.anna, computer, phone) == ("merge_unsuitable", "into_id")
        assert kinds(await history(pair.anna, computer)) == ["message_posted", "conversation_merged"]


async def test_other_sites_are_not_merged_into_and_their_operators_merge_nothing(server: Server, pair: Pair) -> None:
    await add_site(server.database, key="bank-key-1", name="Банк", origins=["https://bank.test"])
    await add_operator(server.database, email="banker@bank.test", name="Б", password=PASSWORD, site_keys=["bank-key-1"])
    await add_operator(
        server.database,
        email="both@shop.test",
        name="Обе",
        password=PASSWORD,
        site_keys=[server.site.key, "bank-key-1"],
    )
    async with AsyncExitStack() as stack:
        there = await guest(stack, server, "Здесь тоже я", site="bank-key-1", origin="https://bank.test")
        both_account = await stack.enter_async_context(account(server, "both@shop.test"))
        await link(both_account, pair.phone, there)
        both = await stack.enter_async_context(server.operator("both@shop.test"))
        banker = await stack.enter_async_context(server.operator("banker@bank.test"))
        ours, theirs = pair.phone.conversation_id, there.conversation_id
        assert await refusal(both, ours, theirs) == ("merge_unsuitable", "into_id")
        assert await refusal(banker, ours, pair.computer.conversation_id) == ("conversation_unknown", "conversation_id")
        assert await refusal(banker, theirs, ours) == ("conversation_unknown", "into_id")
        assert await refusal(pair.anna, ours, theirs) == ("conversation_unknown", "into_id")
        path = f"/panel/api/conversations/{ours}/merge-choices"
        shown = (await both_account.http.get(path)).json()["conversations"]
        assert [row["id"] for row in shown] == [pair.computer.conversation_id]
        banker_account = await stack.enter_async_context(account(server, "banker@bank.test"))
        assert (await banker_account.http.get(path)).status_code == 404


@pytest.mark.parametrize("is_source", [True, False])
async def test_who_is_blocked_or_erased_is_merged_with_nobody(
    server: Server, database_url: str, pair: Pair, is_source: bool
) -> None:
    gone, field = (pair.phone, "conversation_id") if is_source else (pair.computer, "into_id")
    person = await find_person(server.database, site_key=server.site.key, conversation_id=UUID(gone.conversation_id))
    line = await line_of(server, database_url)
    both = pair.phone.conversation_id, pair.computer.conversation_id
    await block_person(server.database, line, person, now=datetime.now(UTC), reason=BlockReason.INACCURATE)
    assert await refusal(pair.anna, *both) == ("conversation_unknown", field)
    path = f"/panel/api/conversations/{pair.phone.conversation_id}/merge-choices"
    shown = await pair.account.http.get(path)
    assert shown.status_code == 404 if is_source else shown.json() == {"conversations": []}
    await unblock_person(server.database, line, person)
    await erase_person(server.database, line, person, contents=no_files(server.database), now=datetime.now(UTC))
    assert await refusal(pair.anna, *both) == ("merge_unsuitable", field)


async def test_two_conversations_of_one_browser_are_merged_without_a_word_of_anybody(server: Server) -> None:
    async with AsyncExitStack() as stack:
        one = await guest(stack, server, "Первый")
        second_id = new_id()
        async with server.database.transaction() as connection:
            await insert_conversation(
                connection,
                site_id=server.site.id,
                id=second_id,
                visitor_id=UUID(one.ref["visitor_id"]),
                page=None,
            )
        anna = await stack.enter_async_context(server.operator())
        fields = {"conversation_id": str(second_id), "into_id": one.conversation_id}
        assert (await deed(anna, "merge_conversations", **fields))["merged_into"] == one.conversation_id
        assert kinds(await history(anna, one.conversation_id)) == ["message_posted", "conversation_merged"]


async def test_who_is_one_person_by_the_sites_word_needs_no_other(server: Server) -> None:
    secret = await make_secret(server.app.state.context.identity_secrets, server.site)
    async with AsyncExitStack() as stack:
        phone, computer = [await guest(stack, server, body) for body in ("С телефона", "С компьютера")]
        await identified(phone.client, secret, sub="customer-7")
        async with server.database.connection() as connection:
            # As an older server, which gave each browser a visitor of its own, would have kept them.
            await connection.execute(
                "INSERT INTO visitor_identities (site_id, visitor_id, external_id, name, email, phone, is_verified)"
                " SELECT site_id, $1, external_id, name, email, phone, is_verified FROM visitor_identities",
                UUID(computer.ref["visitor_id"]),
            )
        anna = await stack.enter_async_context(server.operator())
        fields = {"conversation_id": phone.conversation_id, "into_id": computer.conversation_id}
        assert (await deed(anna, "merge_conversations", **fields))["type"] == "status_changed"
