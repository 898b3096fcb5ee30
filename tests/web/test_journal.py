"""What operators are shown is in the journal before they see it, and is not shown where it can't be."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from ryadom.app.chores import keep_heads
from ryadom.core.sign_in import MAX_PER_ACCOUNT_AND_ADDRESS
from ryadom.privacy.journal_check import check_journal, compare_heads
from ryadom.privacy.journal_heads import HEADS_FILE, HeadSigner, check_signature, read_heads
from ryadom.privacy.person_keys import PersonKeys
from ryadom.settings import Settings
from ryadom.store.database import open_database
from ryadom.store.journal_chain import Action, ActorKind, Record, Result
from tests.store.journals import links_of
from tests.web.client import PASSWORD, Client, JsonObject, Server
from tests.web.conftest import SECRET_KEY


async def _records(server: Server) -> Sequence[Record]:
    """Of the site's controller, without what furnishing the site has written."""
    links = await links_of(server.database, server.site.controller_id)
    return [link.record for link in links if link.record.action is not Action.SETTINGS_CHANGED]


async def _ask(panel: Client, command: str, **fields: Any) -> JsonObject:
    await panel.send(command, request_id="1", **fields)
    return await panel.receive("conversation_list", "conversation_fetched", "history", "error")


async def test_sign_in_views_and_sign_out_are_journalled_in_their_order(server: Server) -> None:
    async with server.visitor() as visitor:
        said = await visitor.say("здравствуйте")
    conversation_id = said["conversation_id"]
    async with server.operator() as panel:
        await _ask(panel, "list_conversations", folder="waiting")
        await _ask(panel, "list_conversations", folder="mine")  # empty: shows nobody
        await _ask(panel, "fetch_conversation", conversation_id=conversation_id)
        await _ask(panel, "fetch_history", conversation_id=conversation_id, before_seq=2)

    records = await _records(server)
    assert [record.action for record in records] == [
        Action.SIGNED_IN,
        Action.PANEL_OPENED,
        Action.CONVERSATIONS_LISTED,
        Action.CONVERSATIONS_LISTED,
        Action.CONVERSATION_OPENED,
    ]
    assert {(record.actor.kind, record.actor.name, record.actor.network) for record in records} == {
        (ActorKind.OPERATOR, "Анна", "127.0.0.1")
    }
    _, _, listed, fetched, opened = records
    assert [str(id) for id in listed.conversation_ids] == [conversation_id]
    assert listed.details == {"folder": "waiting"}
    assert fetched.visitor_ids == listed.visitor_ids == opened.visitor_ids
    assert {listed.site_id, fetched.site_id, opened.site_id} == {server.site.id}
    assert opened.details == {"before_seq": "2"}


async def test_visitors_and_what_operators_write_are_no_views(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as panel:
        said = await visitor.say("здравствуйте")
        before = await _records(server)
        await panel.say("добрый день", conversation_id=said["conversation_id"])
        await visitor.send("fetch_history", request_id="1", conversation_id=said["conversation_id"])
        await visitor.receive("history")
    assert await _records(server) == before


async def test_name_of_a_visitor_is_sealed_in_the_record(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as panel:
        said = await visitor.say("здравствуйте")
        async with server.database.connection() as connection:
            await connection.execute("UPDATE visitors SET name = 'Марина'")
        await _ask(panel, "fetch_history", conversation_id=said["conversation_id"])
    sealed = (await _records(server))[-1].sealed
    assert sealed is not None
    async with server.database.connection() as connection:
        assert await PersonKeys([SECRET_KEY]).open(connection, [sealed]) == {sealed: {"visitor_name": "Марина"}}


async def test_views_are_refused_while_the_journal_is_held_and_shown_afterwards(
    server: Server, database_url: str
) -> None:
    async with server.visitor() as visitor, server.operator() as panel:
        conversation_id = (await visitor.say("тайна"))["conversation_id"]
        async with open_database(database_url, pool_size=2) as other, other.transaction() as holder:
            await holder.execute("LOCK TABLE journal_heads IN ACCESS EXCLUSIVE MODE")
            refused = await _ask(panel, "fetch_history", conversation_id=conversation_id)
            assert (refused["code"], refused["request_id"]) == ("journal_unavailable", "1")
            assert refused["retry_after_s"] > 0
        shown = await _ask(panel, "fetch_history", conversation_id=conversation_id)
    assert [entry["body"] for entry in shown["entries"]] == ["тайна"]
    assert [record.action for record in await _records(server)].count(Action.CONVERSATION_OPENED) == 1


async def test_nobody_is_let_in_while_the_journal_may_not_be_written(server: Server) -> None:
    async with server.operator() as panel, server.database.connection() as connection:
        await connection.execute("REVOKE INSERT ON journal FROM CURRENT_USER")
        refused = await server.sign_in()
        wrong = await server.sign_in(password="a wrong password")
        listed = await _ask(panel, "list_conversations", folder="all")
        await connection.execute("GRANT INSERT ON journal TO CURRENT_USER")
        sessions = await connection.fetchval("SELECT count(*) FROM operator_sessions")
    assert refused.status_code == wrong.status_code == 503
    assert refused.json()["error"]["code"] == "journal_unavailable"
    assert "set-cookie" not in refused.headers
    assert sessions == 1
    assert listed["type"] == "conversation_list", "an empty page shows nobody"
    assert (await server.sign_in()).status_code == 200


async def test_panel_does_not_open_while_the_journal_may_not_be_written(server: Server) -> None:
    async with server.operator(hello=False) as panel, server.database.connection() as connection:
        await connection.execute("REVOKE INSERT ON journal FROM CURRENT_USER")
        await panel.send("hello", protocol=1)
        code, frames = await panel.closed()
        await connection.execute("GRANT INSERT ON journal TO CURRENT_USER")
    assert code == 1013
    assert [frame["type"] for frame in frames] == ["error"]
    assert frames[0]["code"] == "journal_unavailable"


async def test_failed_sign_ins_are_journalled_without_what_was_typed(server: Server) -> None:
    await server.sign_in(password="a wrong password")
    await server.sign_in(email="swordfish@typed.test")
    known, stranger = await _records(server)
    assert {known.action, stranger.action} == {Action.SIGN_IN_FAILED}
    assert {known.result, stranger.result} == {Result.REFUSED}
    assert (known.actor.kind, known.actor.name) == (ActorKind.OPERATOR, "Анна")
    assert (stranger.actor.kind, stranger.actor.id, stranger.actor.name) == (ActorKind.STRANGER, None, "")
    async with server.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM journal WHERE journal::text LIKE '%swordfish%'") == 0


async def test_guesses_past_the_lock_do_not_fill_the_journal(server: Server) -> None:
    for _ in range(MAX_PER_ACCOUNT_AND_ADDRESS + 5):
        await server.sign_in(password="a wrong password")
    assert len(await _records(server)) == MAX_PER_ACCOUNT_AND_ADDRESS


async def test_signing_out_is_journalled(server: Server) -> None:
    async with httpx.AsyncClient(
        base_url=server.http_url, headers={"Origin": server.http_url}, trust_env=False
    ) as browser:
        await browser.post("/panel/api/session", json={"email": "anna@shop.test", "password": PASSWORD})
        assert (await browser.delete("/panel/api/session")).status_code == 204
    assert [record.action for record in await _records(server)] == [Action.SIGNED_IN, Action.SIGNED_OUT]


async def test_heads_are_signed_once_a_day_into_the_data_folder(server: Server, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, secret_keys=(SECRET_KEY,))
    morning = datetime(2026, 1, 2, 6, tzinfo=UTC)
    for hours in (0, 1, 24):
        await keep_heads(settings, server.database, morning + timedelta(hours=hours))
    kept = read_heads(tmp_path / HEADS_FILE)
    assert [head.at for head in kept] == [morning, morning + timedelta(days=1)]
    assert all(check_signature(head, HeadSigner([SECRET_KEY]).public_keys) for head in kept)
    assert await compare_heads(server.database, kept) == []


async def test_changes_by_commands_name_the_command_line(server: Server) -> None:
    links = await links_of(server.database, server.site.controller_id)
    changes = [link.record for link in links if link.record.action is Action.SETTINGS_CHANGED]
    assert [change.details["what"] for change in changes] == ["site_added"] * 2 + ["operator_added"] * 2
    assert {change.actor.kind for change in changes} == {ActorKind.COMMAND_LINE}
    assert not any(verdict.broken for verdict in await check_journal(server.database))
