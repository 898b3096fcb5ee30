"""Notes on a customer: added once, edited by their author, deleted and brought back, and never told to the visitor."""

from uuid import UUID, uuid4

from ryadom.core.holds import place_hold
from ryadom.store.journal_chain import Action
from ryadom.store.operators import Role
from tests.web.accounts import Account, account
from tests.web.client import JsonObject, Server
from tests.web.customers import add_role, address, code_of, customer_of, put_note
from tests.web.test_customer_card import conversation_of_somebody
from tests.web.test_display_masking import records


async def notes_of(person: Account, conversation_id: str) -> list[JsonObject]:
    notes: list[JsonObject] = (await customer_of(person, conversation_id))["notes"]
    return notes


async def test_notes_are_listed_newest_first_with_author_and_a_repeated_one_is_there_once(server: Server) -> None:
    conversation_id = await conversation_of_somebody(server)
    async with account(server, "anna@shop.test") as anna:
        first = await put_note(anna, conversation_id, "Любит улун")
        await put_note(anna, conversation_id, "Любит улун", first)
        await put_note(anna, conversation_id, "  Звонить вечером  ")
        notes = await notes_of(anna, conversation_id)
        assert [(one["body"], one["author_name"], one["version"]) for one in notes] == [
            ("Звонить вечером", "Анна", 1),
            ("Любит улун", "Анна", 1),
        ]
        blank = await anna.http.put(address(conversation_id, f"/notes/{uuid4()}"), json={"body": " \n"})
        assert code_of(blank) == ("bad_body", "body")
    whats = [record.details["what"] for record in await records(server, Action.CARD_CHANGED)]
    assert whats == ["note_added", "note_added"]


async def test_author_edits_over_the_version_they_saw_and_nobody_else_does(server: Server) -> None:
    conversation_id = await conversation_of_somebody(server)
    supervisor = await add_role(server, Role.SUPERVISOR)
    async with account(server, "anna@shop.test") as anna, account(server, supervisor) as sergey:
        note_id = await put_note(anna, conversation_id, "Любит улун")
        path = address(conversation_id, f"/notes/{note_id}")
        edited = await anna.http.post(path, json={"body": "Любит пуэр", "over_version": 1})
        stale = await anna.http.post(path, json={"body": "Любит сенчу", "over_version": 1})
        others = await sergey.http.post(path, json={"body": "Не любит чай", "over_version": 2})
        taken = await sergey.http.put(path, json={"body": "Не любит чай"})
        [note] = await notes_of(sergey, conversation_id)
    assert edited.status_code == 200
    assert (stale.status_code, code_of(stale)) == (409, ("card_changed", "note_id"))
    assert code_of(others) == ("right_missing", "note_id")
    assert code_of(taken) == ("echo_id_taken", "note_id")
    assert (note["body"], note["version"], note["edited_at"] is not None) == ("Любит пуэр", 2, True)


async def test_deleted_note_comes_back_until_it_is_gone_for_good(server: Server) -> None:
    conversation_id = await conversation_of_somebody(server)
    supervisor = await add_role(server, Role.SUPERVISOR)
    colleague = await add_role(server, Role.OPERATOR)
    async with (
        account(server, "anna@shop.test") as anna,
        account(server, supervisor) as sergey,
        account(server, colleague) as olga,
    ):
        note_id = await put_note(anna, conversation_id, "Любит улун")
        path = address(conversation_id, f"/notes/{note_id}")
        assert code_of(await olga.http.delete(path))[0] == "right_missing"
        assert (await anna.http.delete(path)).status_code == 200
        assert await notes_of(sergey, conversation_id) == []
        hidden = await anna.http.post(path, json={"body": "Любит пуэр", "over_version": 1})
        assert code_of(hidden)[0] == "note_unknown"
        assert code_of(await olga.http.post(f"{path}/restore"))[0] == "right_missing"
        assert (await anna.http.post(f"{path}/restore")).status_code == 200
        assert len(await notes_of(sergey, conversation_id)) == 1

        assert (await sergey.http.delete(path)).status_code == 200
        notes = server.app.state.context.customers.notes
        await notes.forget_deleted()
        async with server.database.connection() as connection:
            assert await connection.fetchval("SELECT count(*) FROM customer_notes") == 1
            await connection.execute("UPDATE customer_notes SET deleted_at = now() - interval '61 minutes'")
        await notes.forget_deleted()
        assert code_of(await anna.http.post(f"{path}/restore"))[0] == "note_unknown"


async def test_nothing_of_a_note_is_destroyed_under_a_legal_hold(server: Server) -> None:
    conversation_id = await conversation_of_somebody(server)
    async with account(server, "anna@shop.test") as anna:
        note_id = await put_note(anna, conversation_id, "Любит улун")
        path = address(conversation_id, f"/notes/{note_id}")
        gone_id = await put_note(anna, conversation_id, "Не любит пуэр")
        await anna.http.delete(address(conversation_id, f"/notes/{gone_id}"))
        await place_hold(server.database, server.site, reason="Суд", conversation_id=UUID(conversation_id))
        assert code_of(await anna.http.delete(path))[0] == "legal_hold"
        assert code_of(await anna.http.post(path, json={"body": "Иное", "over_version": 1}))[0] == "legal_hold"
    async with server.database.connection() as connection:
        await connection.execute("UPDATE customer_notes SET deleted_at = deleted_at - interval '2 hours'")
        await server.app.state.context.customers.notes.forget_deleted()
        assert await connection.fetchval("SELECT count(*) FROM customer_notes") == 2


async def test_card_takes_a_hundred_notes(server: Server) -> None:
    conversation_id = await conversation_of_somebody(server)
    async with account(server, "anna@shop.test") as anna:
        await put_note(anna, conversation_id, "Первая")
        async with server.database.connection() as connection:
            await connection.execute(
                "INSERT INTO customer_notes (site_id, visitor_id, id, author_id, body) "
                "SELECT site_id, visitor_id, gen_random_uuid(), author_id, body "
                "FROM customer_notes, generate_series(1, 99)"
            )
        full = await anna.http.put(address(conversation_id, f"/notes/{uuid4()}"), json={"body": "Ещё одна"})
    assert (full.status_code, code_of(full)) == (409, ("card_full", "body"))


async def test_visitor_is_told_nothing_of_what_is_written_down(server: Server) -> None:
    async with server.visitor() as visitor:
        conversation_id = (await visitor.say("Здравствуйте"))["conversation_id"]
        async with account(server, "anna@shop.test") as anna:
            await put_note(anna, conversation_id, "тайная заметка")
        await visitor.send("fetch_history", request_id="1", conversation_id=conversation_id)
        assert "тайная" not in str(await visitor.receive("history"))
        async with server.visitor(token=visitor.welcome["token"]) as again:
            assert "тайная" not in str(again.welcome)
