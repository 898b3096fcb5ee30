"""Messages that are edited and deleted, over real sockets: who may, until when, and what is left of the words."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec import Struct

from ryadom.core.blocking import BlockReason, block_person
from ryadom.core.controllers import describe_controller
from ryadom.core.erasure import erase_person
from ryadom.core.holds import lift_hold, place_hold
from ryadom.core.masking import site_policies
from ryadom.core.operators import add_operator
from ryadom.privacy.detect import Kind
from ryadom.privacy.persons import find_person
from ryadom.privacy.policies import Policy
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action
from ryadom.store.operators import Role
from tests.files import no_files
from tests.store.journals import links_of
from tests.web.accounts import account
from tests.web.client import PASSWORD, Client, JsonObject, Server, furnish
from tests.web.conftest import another_server, serving
from tests.web.retention import close, keep_for, now, run
from tests.web.test_erasure import line_of, places_of

MARK = "ПЛАНТА"


class Talk(Struct, frozen=True, kw_only=True):
    """A visitor who asked, Anna who answered, and Sergey who supervises her."""

    server: Server
    visitor: Client
    anna: Client
    sergey: Client
    conversation_id: str
    asked_seq: int
    answered_seq: int

    async def amend(self, who: Client, command: str, **fields: Any) -> JsonObject:
        """The event that tells of it, or the refusal."""
        fields = {
            "echo_id": uuid4(),
            "conversation_id": self.conversation_id,
            "message_seq": self.answered_seq,
        } | fields
        await who.send(command, **fields)
        while True:
            answer = await who.receive("message_edited", "message_deleted", "error")
            if answer["echo_id"] == str(fields["echo_id"]):
                return answer

    async def history(self, who: Client) -> list[JsonObject]:
        await who.send("fetch_history", request_id="h", conversation_id=self.conversation_id)
        entries: list[JsonObject] = (await who.receive("history"))["entries"]
        assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
        return entries

    async def bodies(self, who: Client) -> list[Any]:
        return [entry.get("body", entry["type"]) for entry in await self.history(who)]

    async def stored(self) -> Sequence[tuple[str, str | None]]:
        async with self.server.database.connection() as connection:
            rows = await connection.fetch("SELECT kind, body FROM entries ORDER BY seq")
        return [(row["kind"], row["body"]) for row in rows]


@asynccontextmanager
async def talk_on(server: Server) -> AsyncIterator[Talk]:
    await add_operator(
        server.database,
        email="s@shop.test",
        name="Сергей",
        password=PASSWORD,
        site_keys=[server.site.key],
        role=Role.SUPERVISOR,
    )
    async with AsyncExitStack() as stack:
        visitor = await stack.enter_async_context(server.visitor())
        anna = await stack.enter_async_context(server.operator())
        supervisor = await stack.enter_async_context(account(server, "s@shop.test"))
        sergey = await stack.enter_async_context(supervisor.panel())
        asked = await visitor.say("Сколько стоит чай?")
        answered = await anna.say(f"Сто рублей, {MARK}", conversation_id=asked["conversation_id"])
        yield Talk(
            server=server,
            visitor=visitor,
            anna=anna,
            sergey=sergey,
            conversation_id=asked["conversation_id"],
            asked_seq=asked["seq"],
            answered_seq=answered["seq"],
        )


@pytest.fixture
async def talk(server: Server) -> AsyncIterator[Talk]:
    async with talk_on(server) as talk:
        yield talk


async def grow_old(database: Database, minutes: int) -> None:
    """As if everything had been said so long ago."""
    async with database.connection() as connection:
        await connection.execute("UPDATE entries SET created_at = created_at - make_interval(mins => $1)", minutes)


async def row_of(talk: Talk, who: Client) -> JsonObject:
    await who.send("fetch_conversation", request_id="r", conversation_id=talk.conversation_id)
    row: JsonObject = (await who.receive("conversation_fetched"))["conversation"]
    return row


async def test_edit_is_seen_by_both_sides_and_takes_the_next_seq(talk: Talk) -> None:
    edited = await talk.amend(talk.anna, "edit_message", body="Двести рублей")
    seen = await talk.visitor.receive("message_edited")
    for told in (edited, seen):
        assert (told["seq"], told["prev_seq"]) == (4, 3)
        assert (told["message_seq"], told["body"]) == (talk.answered_seq, "Двести рублей")
        assert told["author"]["name"] == "Анна"
    for who in (talk.anna, talk.visitor):
        # A client that knows nothing of edits reads the words as they are now.
        assert await talk.bodies(who) == [
            "Сколько стоит чай?", "conversation_assigned", "Двести рублей", "Двести рублей",
        ]  # fmt: skip
    row = await row_of(talk, talk.anna)
    assert (row["last_message"]["body"], row["last_message"]["seq"]) == ("Двести рублей", talk.answered_seq)
    assert row["last_seq"] == 4


async def test_edit_leaves_the_list_as_it_was(talk: Talk) -> None:
    before = await row_of(talk, talk.anna)
    await talk.amend(talk.anna, "edit_message", body="Двести рублей")
    after = await row_of(talk, talk.anna)
    for name in ("active_at", "waiting_since", "unread_count", "operator_read_seq", "visitor_read_seq"):
        assert before[name] == after[name], name


async def test_earlier_words_are_kept_and_shown_to_nobody(talk: Talk) -> None:
    await talk.amend(talk.anna, "edit_message", body="Двести рублей")
    await talk.amend(talk.anna, "edit_message", body="Триста рублей")
    assert await talk.stored() == [
        ("message", "Сколько стоит чай?"), ("assignment", None), ("message", "Триста рублей"),
        ("edit", f"Сто рублей, {MARK}"), ("edit", "Двести рублей"),
    ]  # fmt: skip
    for who in (talk.anna, talk.visitor, talk.sergey):
        assert [MARK in str(entry) for entry in await talk.history(who)] == [False] * 5
        assert (await talk.bodies(who))[3:] == ["Триста рублей", "Триста рублей"]


async def test_deletion_leaves_nothing_of_what_was_ever_said(talk: Talk) -> None:
    await talk.amend(talk.anna, "edit_message", body=f"Двести рублей, {MARK}")
    deleted = await talk.amend(talk.anna, "delete_message")
    seen = await talk.visitor.receive("message_deleted")
    assert (deleted["seq"], deleted["message_seq"], seen["message_seq"]) == (5, talk.answered_seq, talk.answered_seq)
    assert await places_of(talk.server.database, MARK) == set()
    for who in (talk.anna, talk.visitor):
        assert await talk.bodies(who) == [
            "Сколько стоит чай?", "conversation_assigned", "", "", "message_deleted",
        ]  # fmt: skip
    # An empty one would say that the person was erased.
    assert (await row_of(talk, talk.anna))["last_message"]["body"] == "Сколько стоит чай?"
    await talk.amend(talk.sergey, "delete_message", message_seq=talk.asked_seq)
    assert (await row_of(talk, talk.anna))["last_message"] is None


@pytest.mark.parametrize("command", ["edit_message", "delete_message"])
async def test_command_that_comes_again_changes_nothing_and_is_acknowledged(talk: Talk, command: str) -> None:
    echo_id = uuid4()
    fields: JsonObject = {"body": "Двести"} if command == "edit_message" else {}
    first = await talk.amend(talk.anna, command, echo_id=echo_id, **fields)
    again = await talk.amend(talk.anna, command, echo_id=echo_id, **fields)
    assert (first["seq"], again["seq"], first["type"]) == (4, 4, again["type"])
    assert len(await talk.stored()) == 4
    links = await links_of(talk.server.database, talk.server.site.controller_id)
    assert sum(link.record.action in (Action.EDITED, Action.DELETED) for link in links) == 1


async def test_journal_says_who_changed_which_message_and_nothing_of_its_words(talk: Talk) -> None:
    await talk.amend(talk.anna, "edit_message", body="Двести")
    await talk.amend(talk.sergey, "delete_message", message_seq=talk.asked_seq)
    links = await links_of(talk.server.database, talk.server.site.controller_id)
    records = [link.record for link in links if link.record.action in (Action.EDITED, Action.DELETED)]
    assert [(one.action, one.actor.name, one.details) for one in records] == [
        (Action.EDITED, "Анна", {"what": "message", "seq": str(talk.answered_seq)}),
        (Action.DELETED, "Сергей", {"what": "message", "seq": str(talk.asked_seq)}),
    ]
    assert {one.conversation_ids for one in records} == {(UUID(talk.conversation_id),)}


async def test_nothing_is_changed_while_the_journal_may_not_be_written(talk: Talk) -> None:
    async with talk.server.database.connection() as connection:
        await connection.execute("ALTER TABLE journal ADD CONSTRAINT nothing CHECK (false) NOT VALID")
    before = await talk.stored()
    for command in ("edit_message", "delete_message"):
        refused = await talk.amend(talk.anna, command, body="Двести")
        assert refused["code"] in ("journal_unavailable", "internal")
    assert await talk.stored() == before


@pytest.mark.parametrize("command", ["edit_message", "delete_message"])
async def test_author_may_until_the_window_is_over(talk: Talk, command: str) -> None:
    assert talk.anna.welcome["edit_window_s"] == 15 * 60
    await grow_old(talk.server.database, 14)
    assert "code" not in await talk.amend(talk.anna, command, body="Двести")
    answered = await talk.anna.say("Ещё", conversation_id=talk.conversation_id)
    await grow_old(talk.server.database, 16)
    refused = await talk.amend(talk.anna, command, message_seq=answered["seq"], body="Триста")
    assert (refused["code"], refused["field"]) == ("edit_window_over", "message_seq")


async def test_window_of_no_minutes_lets_no_author(database_url: str, database: Database) -> None:
    async with serving(database_url, database, edit_window_minutes=0) as server, talk_on(server) as talk:
        assert talk.anna.welcome["edit_window_s"] == 0
        for command in ("edit_message", "delete_message"):
            assert (await talk.amend(talk.anna, command, body="Двести"))["code"] == "edit_window_over"
        assert "code" not in await talk.amend(talk.sergey, "delete_message")


async def test_words_of_others_are_edited_by_nobody_and_deleted_by_who_may(talk: Talk) -> None:
    for who in (talk.anna, talk.sergey):
        refused = await talk.amend(who, "edit_message", message_seq=talk.asked_seq, body="Не спрашивал")
        assert (refused["code"], refused["field"]) == ("right_missing", "message_seq")
    assert (await talk.amend(talk.sergey, "edit_message", body="Даром"))["code"] == "right_missing"
    assert (await talk.amend(talk.anna, "delete_message", message_seq=talk.asked_seq))["code"] == "right_missing"
    await grow_old(talk.server.database, 10_000)
    assert "code" not in await talk.amend(talk.sergey, "delete_message", message_seq=talk.asked_seq)
    assert "code" not in await talk.amend(talk.sergey, "delete_message")
    assert (await talk.bodies(talk.visitor))[0] == ""


@pytest.mark.parametrize("seq", [2, 99, 2**53 - 1])
async def test_what_is_no_message_is_not_found(talk: Talk, seq: int) -> None:
    for command in ("edit_message", "delete_message"):
        for who in (talk.anna, talk.sergey):
            refused = await talk.amend(who, command, message_seq=seq, body="Двести")
            assert (refused["code"], refused["field"]) == ("message_unknown", "message_seq")


async def test_deleted_message_can_neither_be_edited_nor_deleted_again(talk: Talk) -> None:
    await talk.amend(talk.anna, "delete_message")
    for command in ("edit_message", "delete_message"):
        for who in (talk.anna, talk.sergey):
            assert (await talk.amend(who, command, body=MARK))["code"] == "message_unknown"
    assert await places_of(talk.server.database, MARK) == set()


async def test_visitor_has_no_such_commands(talk: Talk) -> None:
    for command in ("edit_message", "delete_message"):
        await talk.visitor.send(
            command, echo_id=uuid4(), conversation_id=talk.conversation_id, message_seq=1, body="Двести"
        )
        assert (await talk.visitor.error())["code"] == "unknown_command"


async def test_message_of_another_conversation_stays_out_of_reach(talk: Talk) -> None:
    async with talk.server.visitor() as other:
        theirs = await other.say("Другой разговор")
        refused = await talk.amend(
            talk.anna, "delete_message", conversation_id=theirs["conversation_id"], message_seq=talk.answered_seq
        )
        assert refused["code"] == "message_unknown"
    async with talk.server.operator("boris@other.test") as boris:
        for command in ("edit_message", "delete_message"):
            assert (await talk.amend(boris, command, body="Двести"))["code"] == "conversation_unknown"
    assert (await talk.bodies(talk.anna))[2] == f"Сто рублей, {MARK}"


async def test_edit_is_cleaned_masked_and_measured_like_a_message(talk: Talk) -> None:
    for body, code in (("  ", "bad_body"), ("а" * 4_001, "bad_body"), ("\0", "bad_body")):
        assert (await talk.amend(talk.anna, "edit_message", body=body))["code"] == code
    edited = await talk.amend(talk.anna, "edit_message", body=" Карта 4111 1111 1111 1111\r\n")
    assert edited["body"] == "Карта •••• 1111"
    await describe_controller(talk.server.database, None, is_regulated=True)
    refused = await talk.amend(talk.anna, "edit_message", body="Пишите: https://t.me/tea")
    assert (refused["code"], refused["field"]) == ("messenger_forbidden", "body")


async def test_edit_is_masked_for_who_sees_masks(database_url: str, database: Database) -> None:
    site = await furnish(database)
    await site_policies(database, site.key, {Kind.PHONE: Policy.MASK})
    async with another_server(database_url, database, site) as server, talk_on(server) as talk:
        edited = await talk.amend(talk.anna, "edit_message", body="Звоните +7 916 123-45-67")
        whole = await talk.sergey.receive("message_edited")
        assert edited["body"] == "Звоните +7 ••• ••• 45 67"
        assert edited["masked"] == [{"start": 8, "end": 24, "kind": "phone"}]
        assert (whole["body"], "masked" in whole) == ("Звоните +7 916 123-45-67", False)
        assert (await talk.bodies(talk.anna))[2:] == [edited["body"]] * 2


async def test_held_conversation_loses_no_word(talk: Talk) -> None:
    hold_id = await place_hold(
        talk.server.database, talk.server.site, reason="спор", conversation_id=UUID(talk.conversation_id)
    )
    for who in (talk.anna, talk.sergey):
        assert (await talk.amend(who, "delete_message"))["code"] == "legal_hold"
    # What an edit takes the place of is kept.
    assert "code" not in await talk.amend(talk.anna, "edit_message", body="Двести")
    assert await places_of(talk.server.database, MARK) == {"entries.body"}
    await lift_hold(talk.server.database, [talk.server.site], hold_id)
    assert "code" not in await talk.amend(talk.anna, "delete_message")


async def test_blocked_persons_conversation_is_not_there(talk: Talk, database_url: str) -> None:
    person = await find_person(
        talk.server.database, site_key=talk.server.site.key, conversation_id=UUID(talk.conversation_id)
    )
    line = await line_of(talk.server, database_url)
    await block_person(talk.server.database, line, person, now=now(), reason=BlockReason.INACCURATE)
    for command in ("edit_message", "delete_message"):
        for who in (talk.anna, talk.sergey):
            assert (await talk.amend(who, command, body="Двести"))["code"] == "conversation_unknown"


async def test_erasure_takes_the_earlier_words_and_nothing_is_amended_after_it(talk: Talk, database_url: str) -> None:
    await talk.amend(talk.anna, "edit_message", body=f"Двести, {MARK}")
    person = await find_person(
        talk.server.database, site_key=talk.server.site.key, conversation_id=UUID(talk.conversation_id)
    )
    line, contents = await line_of(talk.server, database_url), no_files(talk.server.database)
    await erase_person(talk.server.database, line, person, contents=contents, now=now())
    assert await places_of(talk.server.database, MARK) == set()
    for command in ("edit_message", "delete_message"):
        assert (await talk.amend(talk.anna, command, body=MARK))["code"] == "visitor_erased"
    assert await places_of(talk.server.database, MARK) == set()
    assert await talk.bodies(talk.sergey) == ["", "conversation_assigned", "", "", "status_changed"]


async def test_earlier_words_go_with_the_messages_when_their_lifetime_is_over(talk: Talk, database_url: str) -> None:
    await keep_for(talk.server, messages=30)
    await talk.amend(talk.anna, "edit_message", body="Двести")
    await close(talk.server.database, days_ago=31)
    await run(talk.server, database_url)
    assert await places_of(talk.server.database, MARK) == set()
    assert await talk.bodies(talk.anna) == ["", "conversation_assigned", "", ""]


async def test_edits_and_a_deletion_at_once_end_in_one_order_for_everybody(talk: Talk) -> None:
    async def edit(number: int) -> None:
        await talk.amend(talk.anna, "edit_message", body=f"Цена {number}")

    await edit(0)
    async with talk.server.operator() as other_tab:
        fields: JsonObject = {"conversation_id": talk.conversation_id, "message_seq": talk.answered_seq}
        for number in range(5):
            await talk.anna.send("edit_message", echo_id=uuid4(), body=f"Цена {number}", **fields)
            await other_tab.send("edit_message", echo_id=uuid4(), body=f"Другая {number}", **fields)
        await asyncio.gather(talk.anna.ping(), other_tab.ping())
    live = [await talk.visitor.receive("message_edited") for _ in range(11)]
    assert [entry["seq"] for entry in live] == list(range(4, 15))
    assert set((await talk.bodies(talk.visitor))[2:]) == {live[-1]["body"]}
    assert [body for kind, body in await talk.stored() if kind == "edit"][1:] == [entry["body"] for entry in live[:-1]]
