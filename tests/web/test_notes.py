"""Notes for colleagues over real sockets: who is told, that no visitor ever is, and what becomes of them."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec import Struct

from ryadom.core.erasure import erase_person
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
from tests.unit.test_paper import text_of
from tests.web.accounts import account, enrolled
from tests.web.client import PASSWORD, Client, JsonObject, Server, furnish
from tests.web.conftest import another_server
from tests.web.exchanges import exchanging
from tests.web.retention import close, days_pass, keep_for, now, run
from tests.web.subject_requests import officer
from tests.web.test_amendments import grow_old
from tests.web.test_erasure import line_of, places_of
from tests.web.test_subject_answers import OWN, package

MARK = "ПЛАНТА"


class Talk(Struct, frozen=True, kw_only=True):
    """A visitor who asked, Anna who notes, and Sergey who supervises her."""

    server: Server
    visitor: Client
    anna: Client
    sergey: Client
    conversation_id: str

    @property
    def sergey_id(self) -> str:
        return str(self.sergey.welcome["operator"]["id"])

    async def note(self, who: Client, body: str, **fields: Any) -> JsonObject:
        """The event that tells of it, or the refusal."""
        return await self.does(who, "add_note", body=body, **fields)

    async def does(self, who: Client, command: str, **fields: Any) -> JsonObject:
        fields = {"echo_id": uuid4(), "conversation_id": self.conversation_id} | fields
        await who.send(command, **fields)
        while True:
            answer = await who.receive("note_added", "message_edited", "message_deleted", "message_posted", "error")
            if answer["echo_id"] == str(fields["echo_id"]):
                return answer

    async def history(self, who: Client, **part: int) -> JsonObject:
        await who.send("fetch_history", request_id="h", conversation_id=self.conversation_id, **part)
        return await who.receive("history", "error")


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
        yield Talk(server=server, visitor=visitor, anna=anna, sergey=sergey, conversation_id=asked["conversation_id"])


@pytest.fixture
async def talk(server: Server) -> AsyncIterator[Talk]:
    async with talk_on(server) as talk:
        yield talk


async def all_that_comes(client: Client) -> list[JsonObject]:
    """Every frame until the server has handled all that was sent before."""
    await client.send("ping")
    frames: list[JsonObject] = []
    while (frame := await client.receive())["type"] != "pong":
        frames.append(frame)
    return frames


async def row_of(talk: Talk, who: Client) -> JsonObject:
    await who.send("fetch_conversation", request_id="r", conversation_id=talk.conversation_id)
    row: JsonObject = (await who.receive("conversation_fetched"))["conversation"]
    return row


async def test_note_is_told_to_colleagues_and_is_in_their_history(talk: Talk) -> None:
    told = await talk.note(talk.anna, f"Постоянный клиент, {MARK}", mentions=[talk.sergey_id])
    seen = await talk.sergey.receive("note_added")
    for note in (told, seen):
        assert (note["seq"], note["prev_seq"], note["body"]) == (2, 1, f"Постоянный клиент, {MARK}")
        assert (note["author"]["name"], note["mentions"]) == ("Анна", [talk.sergey_id])
    loaded = (await talk.history(talk.sergey))["entries"][-1]
    assert loaded == seen


async def test_visitor_is_never_told_of_notes_whatever_they_ask(talk: Talk) -> None:
    """Everything that a visitor's socket, a later one and an exchange receive is looked through."""
    frames = await all_that_comes(talk.visitor)
    before = await talk.note(talk.anna, f"Первая {MARK}", mentions=[talk.sergey_id])
    await talk.does(talk.anna, "edit_message", message_seq=before["seq"], body=f"Исправленная {MARK}")
    gone = await talk.note(talk.sergey, f"Вторая {MARK}")
    await talk.does(talk.sergey, "delete_message", message_seq=gone["seq"])
    answered = await talk.does(talk.anna, "send_message", body="Сто рублей")
    last = await talk.note(talk.anna, f"Последняя {MARK}")
    await talk.anna.send("mark_read", conversation_id=talk.conversation_id, seq=last["seq"])
    await talk.sergey.send("see_mentions", conversation_id=talk.conversation_id, seq=last["seq"])
    await talk.sergey.ping()
    await talk.anna.ping()
    while not frames or frames[-1].get("seq") != answered["seq"] or frames[-1]["type"] != "message_posted":
        frames.append(await talk.visitor.receive())
    live = frames[:]
    token = talk.visitor.welcome["token"]
    for part in ({}, {"after_seq": 0}, {"after_seq": 1}, {"before_seq": last["seq"] + 1}, {"before_seq": last["seq"]}):
        frames.append(await talk.history(talk.visitor, **part))
    frames += await all_that_comes(talk.visitor)
    async with talk.server.visitor(token=token) as again:
        frames += [again.welcome, again.history or {}, *await all_that_comes(again)]
    async with talk.server.visitor(token=token, conversation_id=talk.conversation_id, after_seq=1) as resumed:
        frames += [resumed.welcome, resumed.history or {}, *await all_that_comes(resumed)]
        assert resumed.welcome["conversation"]["last_seq"] == answered["seq"]
        assert resumed.welcome["conversation"]["operator_read_seq"] == answered["seq"]
    async with exchanging(talk.server) as tab:
        tab.hello["token"] = token
        await tab.greet()
        await tab.tell("fetch_history", request_id="x", conversation_id=talk.conversation_id)
        frames += tab.frames

    told = json.dumps(frames, ensure_ascii=False)
    for word in (MARK, "note", "mention", "message_edited", "message_deleted", talk.sergey_id):
        assert word not in told, word
    own_seqs = {before["seq"], before["seq"] + 1, gone["seq"], gone["seq"] + 1, last["seq"]}
    for frame in frames:
        for entry in frame.get("entries", [frame]):
            assert entry.get("seq") not in own_seqs, entry
    # The entries follow each other without a gap, so no client looks for what it is not to see.
    held = [frame for frame in live if "prev_seq" in frame]
    assert [entry["prev_seq"] for entry in held[1:]] == [entry["seq"] for entry in held[:-1]]


async def test_note_answers_nobody_and_reads_nothing(talk: Talk) -> None:
    before = await row_of(talk, talk.sergey)
    noted = await talk.note(talk.anna, "Уточню на складе")
    after = await row_of(talk, talk.sergey)
    same = ("status", "assignee", "queued_at", "waiting_since", "unread_count", "last_message", "operator_read_seq")
    for name in (*same, "visitor_read_seq"):
        assert before[name] == after[name], name
    assert (after["last_seq"], after["active_at"]) == (noted["seq"], noted["created_at"])


async def test_reading_a_note_tells_the_visitor_nothing(talk: Talk) -> None:
    await talk.anna.send("mark_read", conversation_id=talk.conversation_id, seq=1)
    assert (await talk.visitor.receive("read_marked"))["seq"] == 1
    noted = await talk.note(talk.anna, "Для своих")
    await talk.anna.send("mark_read", conversation_id=talk.conversation_id, seq=noted["seq"])
    assert (await talk.anna.receive("read_marked"))["seq"] == noted["seq"]
    assert await all_that_comes(talk.visitor) == []


async def test_mention_stands_until_the_colleague_has_looked_on_any_screen(talk: Talk) -> None:
    noted = await talk.note(talk.anna, "@Сергей, глянь", mentions=[talk.sergey_id])
    mention = {"conversation_id": talk.conversation_id, "seq": noted["seq"]}
    async with talk.server.operator("s@shop.test") as second:
        assert second.welcome["mentions"] == [mention]
        await talk.sergey.send("see_mentions", conversation_id=talk.conversation_id, seq=noted["seq"] - 1)
        await talk.sergey.ping()
        await talk.sergey.send("see_mentions", **mention)
        seen = await second.receive("mentions_seen")
        assert seen == {"type": "mentions_seen", "operator_id": talk.sergey_id, **mention}
    async with talk.server.operator("s@shop.test") as third:
        assert third.welcome["mentions"] == []


async def test_only_who_works_on_the_site_is_called_and_nobody_by_themselves(talk: Talk) -> None:
    async with talk.server.operator("boris@other.test") as boris:
        ids = [boris.welcome["operator"]["id"], str(uuid4()), talk.sergey_id, talk.sergey_id]
        own = talk.anna.welcome["operator"]["id"]
        noted = await talk.note(talk.anna, "Всем", mentions=[*ids, own])
        assert noted["mentions"] == [talk.sergey_id, own]
        assert await all_that_comes(boris) == []
    for email, count in (("boris@other.test", 0), ("anna@shop.test", 0), ("s@shop.test", 1)):
        async with talk.server.operator(email) as who:
            assert len(who.welcome["mentions"]) == count, email


async def test_repeated_note_is_stored_and_calls_once(talk: Talk) -> None:
    echo_id = uuid4()
    first = await talk.note(talk.anna, "Раз", echo_id=echo_id, mentions=[talk.sergey_id])
    assert await talk.note(talk.anna, "Раз", echo_id=echo_id, mentions=[talk.sergey_id]) == first
    assert len((await talk.history(talk.anna))["entries"]) == 2


async def test_note_is_changed_by_its_author_within_the_window_and_deleted_by_a_supervisor(talk: Talk) -> None:
    noted = await talk.note(talk.anna, f"Опечтка {MARK}")
    refused = await talk.does(talk.sergey, "edit_message", message_seq=noted["seq"], body="Чужое")
    assert refused["code"] == "right_missing"
    edited = await talk.does(talk.anna, "edit_message", message_seq=noted["seq"], body="Опечатка")
    assert (edited["body"], edited["prev_seq"]) == ("Опечатка", edited["seq"] - 1)
    await grow_old(talk.server.database, 16)
    late = await talk.does(talk.anna, "edit_message", message_seq=noted["seq"], body="Поздно")
    assert late["code"] == "edit_window_over"
    await talk.does(talk.sergey, "delete_message", message_seq=noted["seq"])
    async with talk.server.database.connection() as connection:
        rows = await connection.fetch("SELECT kind, public, body FROM entries WHERE seq > 1 ORDER BY seq")
    kept = [(row["kind"], row["public"], row["body"]) for row in rows]
    assert kept == [("note", False, ""), ("edit", False, ""), ("deletion", False, None)]
    done = [link.record for link in await links_of(talk.server.database, talk.server.site.controller_id)]
    details = [record.details["what"] for record in done if record.action in (Action.EDITED, Action.DELETED)]
    assert details == ["note", "note"]


async def test_note_in_a_conversation_that_retention_has_passed_over_ends_too(talk: Talk, database_url: str) -> None:
    await keep_for(talk.server, messages=30)
    await close(talk.server.database, days_ago=40)
    await run(talk.server, database_url)
    await talk.note(talk.anna, f"Перезвонить в мае, {MARK}")
    assert (await row_of(talk, talk.anna))["status"] == "closed"
    await run(talk.server, database_url)
    assert await places_of(talk.server.database, MARK) == {"entries.body"}
    await close(talk.server.database, days_ago=31)
    await days_pass(talk.server.database, 31)
    await run(talk.server, database_url)
    assert await places_of(talk.server.database, MARK) == set()


async def test_erasure_takes_notes_and_what_they_called(talk: Talk, database_url: str) -> None:
    await talk.note(talk.anna, f"Живёт на Лесной, {MARK}", mentions=[talk.sergey_id])
    database = talk.server.database
    person = await find_person(database, site_key=talk.server.site.key, conversation_id=UUID(talk.conversation_id))
    line = await line_of(talk.server, database_url)
    await erase_person(database, line, person, contents=no_files(database), now=now())
    async with database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM mentions") == 0
    assert await places_of(database, MARK) == set()
    refused = await talk.note(talk.anna, "Ещё")
    assert refused["code"] == "visitor_erased"


async def test_subject_is_answered_what_notes_say_of_them(talk: Talk) -> None:
    await talk.note(talk.anna, "Просил скидку, торгуется")
    async with officer(talk.server) as desk:
        visitor_id = talk.visitor.welcome["visitor_id"]
        card = await desk.confirm(await desk.add(await desk.write_down(contact=OWN), visitor_id))
        files = await package(desk, card)
    entries = json.loads(files.read("1/entries.json"))
    assert [one["body"] for one in entries if one["kind"] == "note"] == ["Просил скидку, торгуется"]
    assert "Анна" not in files.read("1/entries.json").decode()
    assert "Заметка для коллег: Просил скидку" in " ".join(text_of(files.read("answer.pdf")).split())


async def test_contacts_in_notes_are_masked_as_in_messages(database_url: str, database: Database) -> None:
    site = await furnish(database)
    await site_policies(database, site.key, {Kind.PHONE: Policy.MASK, Kind.CARD: Policy.REPLACE})
    async with another_server(database_url, database, site) as server, talk_on(server) as talk:
        body = "Звонить +7 916 123-45-67, карта 4111 1111 1111 1111"
        told = await talk.note(talk.sergey, body)
        seen = await talk.anna.receive("note_added")
        assert "4111" not in told["body"]
        assert "+7 916 123-45-67" in told["body"]
        assert "+7 ••• ••• 45 67" in seen["body"]
        assert [piece["kind"] for piece in seen["masked"]] == ["phone"]


async def test_auditor_reads_notes_looks_at_mentions_and_writes_none(server: Server) -> None:
    await add_operator(
        server.database, email="r@shop.test", name="Рита", password=PASSWORD, site_keys=[server.site.key],
        role=Role.AUDITOR,
    )  # fmt: skip
    async with talk_on(server) as talk, enrolled(server, "r@shop.test") as person, person.panel() as rita:
        noted = await talk.note(talk.anna, "Для Риты", mentions=[rita.welcome["operator"]["id"]])
        assert (await rita.receive("note_added"))["seq"] == noted["seq"]
        assert (await talk.note(rita, "От Риты"))["code"] == "right_missing"
        await rita.send("see_mentions", conversation_id=talk.conversation_id, seq=noted["seq"])
        await rita.receive("mentions_seen")


async def test_operator_of_another_site_can_neither_note_nor_look(talk: Talk) -> None:
    async with talk.server.operator("boris@other.test") as boris:
        assert (await talk.note(boris, "Чужое"))["code"] == "conversation_unknown"
        await boris.send("see_mentions", conversation_id=talk.conversation_id, seq=1)
        assert (await boris.error())["code"] == "conversation_unknown"


async def test_panel_is_told_whom_a_note_may_call_on_ones_own_sites_only(server: Server) -> None:
    async with talk_on(server) as talk, account(server, "anna@shop.test") as anna:
        path = f"/panel/api/sites/{server.site.id}/colleagues"
        answer = await anna.http.get(path)
        assert answer.json() == {"colleagues": [{"id": talk.sergey_id, "name": "Сергей", "seen_department_ids": None}]}
        async with account(server, "boris@other.test") as boris:
            assert (await boris.http.get(path)).status_code == 404


async def test_bad_notes_are_refused_with_the_field(talk: Talk) -> None:
    for body in ("", "  \n ", "я" * 4_001):
        refused = await talk.note(talk.anna, body)
        assert (refused["code"], refused["field"]) == ("bad_body", "body"), body[:5]


async def test_notes_of_two_processes_reach_both(database_url: str, server: Server) -> None:
    async with AsyncExitStack() as stack:
        other = await stack.enter_async_context(another_server(database_url, server.database, server.site))
        talk = await stack.enter_async_context(talk_on(server))
        elsewhere = await stack.enter_async_context(other.operator())
        tab = await stack.enter_async_context(other.visitor(token=talk.visitor.welcome["token"]))
        noted = await talk.note(talk.sergey, f"Сюда и туда, {MARK}")
        assert (await elsewhere.receive("note_added"))["seq"] == noted["seq"]
        posted = await talk.does(talk.sergey, "send_message", body="Добрый день")
        frames: list[JsonObject] = []
        while not frames or frames[-1].get("seq") != posted["seq"]:
            frames.append(await tab.receive())
        assert MARK not in json.dumps([*frames, *await all_that_comes(tab)], ensure_ascii=False)
