"""The ban list: who is on it can't write, reads on, keeps every right, and is let off when the time is over."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from msgspec import Struct

from ryadom.core.erasure import erase_person
from ryadom.live.lines import installation_line
from ryadom.privacy.persons import find_person, read_held
from ryadom.store.operators import Role
from tests.files import no_files
from tests.web.accounts import Account, account, enrolled
from tests.web.client import Client, JsonObject, Server
from tests.web.customers import customer_of, put_note, write_facts
from tests.web.labels import add_admin

SPAM = {"reason": "Реклама и брань", "hours": 24}


class Scene(Struct, frozen=True):
    """A nuisance whose conversation Anna reads."""

    server: Server
    anna: Account
    visitor: Client
    conversation_id: str

    @property
    def path(self) -> str:
        return f"/panel/api/conversations/{self.conversation_id}/ban"

    async def ban(self, **fields: object) -> JsonObject:
        """Bans the visitor; their socket is closed, that it says hello anew."""
        answer = await self.anna.http.put(self.path, json=SPAM | fields)
        assert answer.status_code == 200, answer.text
        assert (await self.visitor.closed())[0] == 4490
        ban: JsonObject = answer.json()["ban"]
        return ban

    @asynccontextmanager
    async def back(self) -> AsyncIterator[Client]:
        """The visitor's browser on a new socket."""
        async with self.server.visitor(token=self.visitor.welcome["token"]) as client:
            yield client


@pytest.fixture
async def scene(server: Server) -> AsyncIterator[Scene]:
    async with account(server, "anna@shop.test") as anna, server.visitor() as visitor:
        posted = await visitor.say("Купите слона")
        yield Scene(server, anna, visitor, posted["conversation_id"])


async def refused(client: Client, frame_type: str, **fields: object) -> str:
    await client.send(frame_type, **fields)
    return str((await client.error())["code"])


async def test_banned_visitor_may_not_write_but_reads_ends_nothing_and_keeps_their_rights(scene: Scene) -> None:
    ban = await scene.ban()
    assert (ban["reason"], ban["banned_by"]) == ("Реклама и брань", "Анна")
    async with scene.back() as visitor:
        assert visitor.history is not None
        assert [entry["body"] for entry in visitor.history["entries"]] == ["Купите слона"]
        about = {"conversation_id": scene.conversation_id}
        for frame_type, fields in (
            ("send_message", {"echo_id": uuid4(), "body": "Ещё слон"}),
            ("end_conversation", {"echo_id": uuid4(), **about}),
            ("set_attributes", {"echo_id": uuid4(), "attributes": {"plan": "pro"}}),
            ("track", {"echo_id": uuid4(), "name": "слон"}),
            ("send_copy", {"echo_id": uuid4(), "email": "a@b.test"}),
        ):
            assert await refused(visitor, frame_type, **fields) == "visitor_banned", frame_type
        # Signs are dropped: nobody is told of them, and nobody complains.
        await visitor.send("set_typing", active=True, **about)
        await visitor.send("preview_draft", draft="слон", **about)
        await visitor.send("fetch_history", request_id="1", **about)
        assert (await visitor.receive("history", "error"))["type"] == "history"
        await visitor.send("withdraw_consent", echo_id=uuid4())
        await visitor.send("ask_erasure", echo_id=uuid4())
        assert (await visitor.receive("erasure_asked", "error"))["type"] == "erasure_asked"


async def test_operators_go_on_seeing_and_answering_whom_they_have_banned(scene: Scene) -> None:
    await scene.ban()
    async with scene.anna.panel() as panel, scene.back() as visitor:
        await panel.send("list_conversations", request_id="1", folder="waiting")
        assert len((await panel.receive("conversation_list"))["conversations"]) == 1
        await panel.say("Так не пишут", conversation_id=scene.conversation_id)
        assert (await visitor.receive("message_posted"))["body"] == "Так не пишут"
    assert (await scene.anna.http.get(scene.path)).json()["ban"]["reason"] == SPAM["reason"]
    note = await put_note(scene.anna, scene.conversation_id, "Грубил и раньше")
    assert [one["id"] for one in (await customer_of(scene.anna, scene.conversation_id))["notes"]] == [note]
    assert await write_facts(scene.anna, scene.conversation_id, 0, name="Слонов") == 1


async def test_what_a_banned_visitor_has_read_is_known(scene: Scene) -> None:
    await scene.ban()
    async with scene.anna.panel() as panel, scene.back() as visitor:
        await panel.say("Так не пишут", conversation_id=scene.conversation_id)
        seq = (await visitor.receive("message_posted"))["seq"]
        await visitor.send("mark_read", conversation_id=scene.conversation_id, seq=seq)
        mark = await panel.receive("read_marked")
        while mark["reader"] != "visitor" or mark["seq"] < seq:
            mark = await panel.receive("read_marked")


async def test_lifted_ban_or_one_that_is_over_lets_the_visitor_write(scene: Scene) -> None:
    await scene.ban(hours=None)
    async with scene.back() as visitor:
        lifted = await scene.anna.http.delete(scene.path)
        assert lifted.json()["ban"] is None
        assert (await visitor.closed())[0] == 4490
    async with scene.back() as visitor:
        await visitor.say("Извините")
        await scene.anna.http.put(scene.path, json=SPAM)
        assert (await visitor.closed())[0] == 4490
    async with scene.server.database.connection() as connection:
        await connection.execute(
            "UPDATE bans SET banned_at = now() - interval '3 days', until = now() - interval '2 days'"
        )
    assert (await scene.anna.http.get(scene.path)).json()["ban"] is None
    async with scene.back() as visitor:
        await visitor.say("Ещё раз")
    await scene.server.app.state.context.bans.forget_old()
    async with scene.server.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM bans") == 0


async def test_ban_that_no_socket_was_told_of_holds_from_the_next_look_on(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    site_id = scene.server.site.id
    async with scene.server.database.connection() as connection:
        await connection.execute(
            "INSERT INTO bans (site_id, visitor_id, conversation_id, reason, banned_by) "
            "SELECT $1, $2, $3, 'слон', id FROM operators LIMIT 1",
            site_id,
            UUID(scene.visitor.welcome["visitor_id"]),
            UUID(scene.conversation_id),
        )
    monkeypatch.setattr("ryadom.core.visitor_standing.LOOK_INTERVAL_S", 0.0)
    assert await refused(scene.visitor, "send_message", echo_id=uuid4(), body="Слон") == "visitor_banned"


async def test_list_names_who_why_and_until_when_and_every_look_and_deed_is_journalled(scene: Scene) -> None:
    await scene.ban(hours=1)
    async with enrolled(scene.server, await add_admin(scene.server)) as vera:
        [site] = (await vera.http.get("/panel/api/bans")).json()["sites"]
        listed = (await vera.http.get(f"/panel/api/sites/{site['site_id']}/bans")).json()
        [ban] = listed["bans"]
        assert (ban["conversation_id"], ban["banned_by"]) == (scene.conversation_id, "Анна")
        assert ban["until"] > ban["banned_at"]
        assert listed["next_cursor"] is None
        await vera.http.delete(scene.path)
        assert (await vera.http.get(f"/panel/api/sites/{site['site_id']}/bans")).json()["bans"] == []
    async with scene.server.database.connection() as connection:
        rows = await connection.fetch(
            "SELECT action, actor_name, details FROM journal WHERE action LIKE '%ban%' ORDER BY number"
        )
    assert [(row["action"], row["actor_name"]) for row in rows] == [
        ("visitor_banned", "Анна"),
        ("bans_listed", "Вера"),
        ("ban_lifted", "Вера"),
    ]
    assert json.loads(rows[0]["details"]) == {"hours": "1"}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"reason": " "}, "bad_body"),
        ({"reason": "а\nб"}, "bad_body"),
        ({"reason": "а" * 201}, "bad_frame"),
        ({"hours": 0}, "bad_frame"),
        ({"hours": 10**9}, "bad_frame"),
    ],
)
async def test_ban_that_can_not_be_is_refused(scene: Scene, fields: JsonObject, code: str) -> None:
    answer = await scene.anna.http.put(scene.path, json=SPAM | fields)
    assert answer.json()["error"]["code"] == code
    assert (await scene.anna.http.get(scene.path)).json()["ban"] is None


async def test_auditor_bans_nobody_and_nobody_of_another_site_hears_of_it(scene: Scene) -> None:
    await scene.ban()
    auditor_email = await add_admin(scene.server, role=Role.AUDITOR, name="Олег")
    async with account(scene.server, "boris@other.test") as boris, enrolled(scene.server, auditor_email) as auditor:
        for method, person, code in (
            ("GET", boris, "conversation_unknown"),
            ("PUT", boris, "conversation_unknown"),
            ("DELETE", boris, "conversation_unknown"),
            ("PUT", auditor, "right_missing"),
            ("DELETE", auditor, "right_missing"),
        ):
            answer = await person.http.request(method, scene.path, json=SPAM)
            assert answer.json()["error"]["code"] == code, method


async def test_ban_is_told_to_its_person_and_erased_with_them(scene: Scene, database_url: str) -> None:
    await scene.ban()
    database = scene.server.database
    person = await find_person(database, site_key=scene.server.site.key, conversation_id=UUID(scene.conversation_id))
    held = {table.name: rows async for table, rows in read_held(database, person) if rows}
    assert [row["reason"] for row in held["bans"]] == [SPAM["reason"]]
    line = await installation_line(database, database_url=database_url, bus_url=None)
    await erase_person(database, line, person, contents=no_files(database), now=datetime.now(UTC))
    async with database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM bans") == 0
    late = await scene.anna.http.put(scene.path, json=SPAM)
    assert late.json()["error"]["code"] == "visitor_erased"
