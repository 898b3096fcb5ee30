"""What operators write down of a customer: with its history, over a revision, masked, and erased with the person."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import pytest

from ryadom.core.erasure import erase_person
from ryadom.core.masking import site_policies
from ryadom.privacy.detect import Kind
from ryadom.privacy.persons import count_held, find_person, read_held
from ryadom.privacy.policies import Policy
from ryadom.store.journal_chain import Action
from ryadom.store.operators import Role
from tests.files import no_files
from tests.web.accounts import account, enrolled
from tests.web.client import JsonObject, Server
from tests.web.customers import add_role, address, code_of, customer_of, keep_contacts, put_facts, put_note, write_facts
from tests.web.subject_requests import officer
from tests.web.test_display_masking import records
from tests.web.test_erasure import line_of

FACTS = {
    "name": "Пётр Ильич",
    "phone": "8 916 123-45-67",
    "email": "Petr@Mail.ru",
    "company": "ООО «Чай»",
    "about": "Берёт улун.\nЗвонить вечером.",
}


async def conversation_of_somebody(server: Server, body: str = "Здравствуйте") -> str:
    async with server.visitor() as visitor:
        return str((await visitor.say(body))["conversation_id"])


async def mask(server: Server, policy: Policy, *kinds: Kind) -> None:
    await site_policies(server.database, server.site.key, dict.fromkeys(kinds, policy))
    await server.app.state.context.masking.refresh()


async def test_what_is_written_down_is_shown_with_its_history(server: Server) -> None:
    await keep_contacts(server)
    conversation_id = await conversation_of_somebody(server)
    async with account(server, "anna@shop.test") as anna:
        empty = await customer_of(anna, conversation_id)
        assert (empty["revision"], set(empty["facts"].values()), empty["notes"]) == (0, {""}, [])
        assert await write_facts(anna, conversation_id, 0, **FACTS) == 1
        assert await write_facts(anna, conversation_id, 1, phone="+44 20 7946 0958", company="") == 2
        # What stands there already is no change, and what was sent again after a lost answer is done.
        assert await write_facts(anna, conversation_id, 2, name="  Пётр Ильич ") == 2
        assert await write_facts(anna, conversation_id, 1, phone="+44 20 7946 0958", company="") == 2
        customer = await customer_of(anna, conversation_id)
        history = (await anna.http.get(address(conversation_id, "/history"))).json()

    assert customer["revision"] == 2
    assert customer["facts"] == FACTS | {"phone": "+44 20 7946 0958", "company": ""}
    changes = [(one["field"], one["before"], one["after"], one["operator_name"]) for one in history["changes"]]
    assert changes[:2] == [
        ("company", "ООО «Чай»", "", "Анна"),
        ("phone", "+7 916 123-45-67", "+44 20 7946 0958", "Анна"),
    ]
    assert sorted(changes[2:]) == sorted(
        (field, "", "+7 916 123-45-67" if field == "phone" else text, "Анна") for field, text in FACTS.items()
    )
    assert history["next_id"] is None


async def test_nothing_is_learnt_by_guessing_over_another_revision(server: Server) -> None:
    conversation_id = await conversation_of_somebody(server)
    async with account(server, "anna@shop.test") as anna:
        assert await write_facts(anna, conversation_id, 0, **FACTS) == 1
        assert await write_facts(anna, conversation_id, 1, company="") == 2
        path = address(conversation_id)
        for phone in (FACTS["phone"], "+7 916 123-45-68"):
            answer = await anna.http.put(path, json={"over_revision": 0, "phone": phone})
            assert (answer.status_code, answer.json()["error"]["code"]) == (409, "card_changed")


async def test_history_comes_in_pages(server: Server) -> None:
    conversation_id = await conversation_of_somebody(server)
    async with account(server, "anna@shop.test") as anna:
        for revision in range(25):
            await write_facts(anna, conversation_id, revision, name=f"Имя {revision}")
        first = (await anna.http.get(address(conversation_id, "/history"))).json()
        path = address(conversation_id, f"/history?before={first['next_id']}")
        second = (await anna.http.get(path)).json()
        broken = await anna.http.get(address(conversation_id, "/history?before=1"))
    names = [one["after"] for page in (first, second) for one in page["changes"]]
    assert names == [f"Имя {number}" for number in reversed(range(25))]
    assert second["next_id"] is None
    assert code_of(broken) == ("bad_frame", "before")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("phone", "12"),
        ("phone", "позвоните"),
        ("email", "петр"),
        ("email", "a b@c.ru"),
        ("name", "а" * 101),
        ("name", "две\nстроки"),
        ("company", "а" * 201),
        ("about", "а" * 2_001),
        ("about", "\ud800"),
        ("name", "\0"),
    ],
)
async def test_what_can_not_be_written_down_is_refused_by_the_name_of_its_field(
    server: Server, field: str, text: str
) -> None:
    conversation_id = await conversation_of_somebody(server)
    async with account(server, "anna@shop.test") as anna:
        if text == "\ud800":
            content = b'{"over_revision":0,"about":"\\ud800"}'
            headers = {"Content-Type": "application/json"}
            refused = await anna.http.put(address(conversation_id), content=content, headers=headers)
            assert refused.status_code in (400, 422)
        else:
            refused = await put_facts(anna, conversation_id, 0, **{field: text})
            assert code_of(refused) == ("bad_body", field)
        assert (await customer_of(anna, conversation_id))["revision"] == 0


async def test_stale_edit_is_refused_and_overwrites_nothing(server: Server) -> None:
    conversation_id = await conversation_of_somebody(server)
    supervisor = await add_role(server, Role.SUPERVISOR)
    async with account(server, "anna@shop.test") as anna, account(server, supervisor) as sergey:
        await write_facts(sergey, conversation_id, 0, name="Пётр")
        stale = await put_facts(anna, conversation_id, 0, name="Павел")
        assert (stale.status_code, code_of(stale)[0]) == (409, "card_changed")
        assert (await customer_of(anna, conversation_id))["facts"]["name"] == "Пётр"
        assert await write_facts(anna, conversation_id, 1, name="Павел") == 2


async def test_of_edits_at_the_same_time_one_is_taken(server: Server) -> None:
    conversation_id = await conversation_of_somebody(server)
    async with account(server, "anna@shop.test") as anna:
        answers = await asyncio.gather(*(put_facts(anna, conversation_id, 0, name=f"Имя {one}") for one in range(5)))
        assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]
        history = (await anna.http.get(address(conversation_id, "/history"))).json()
    assert len(history["changes"]) == 1


async def test_edit_is_journalled_by_the_names_of_fields_alone(server: Server) -> None:
    conversation_id = await conversation_of_somebody(server)
    async with account(server, "anna@shop.test") as anna:
        await write_facts(anna, conversation_id, 0, name="Пётр", phone="+7 916 123-45-67")
    [changed] = await records(server, Action.CARD_CHANGED)
    assert (changed.actor.name, changed.details) == ("Анна", {"fields": "name phone"})
    assert [str(id) for id in changed.conversation_ids] == [conversation_id]


async def test_masked_role_edits_without_seeing_and_reveals_by_one_record(server: Server) -> None:
    await mask(server, Policy.MASK, Kind.PHONE, Kind.EMAIL)
    conversation_id = await conversation_of_somebody(server)
    supervisor = await add_role(server, Role.SUPERVISOR)
    async with account(server, "anna@shop.test") as anna, account(server, supervisor) as sergey:
        await write_facts(anna, conversation_id, 0, **FACTS | {"about": "Второй телефон 8 916 765-43-21"})
        await put_note(anna, conversation_id, "Почта жены: olga@mail.ru")
        masked, clear = [await customer_of(one, conversation_id) for one in (anna, sergey)]
        assert masked["facts"]["phone"] == "+7 ••• ••• 45 67"
        assert masked["facts"]["email"] == "P•••@Mail.ru"
        assert "765" not in masked["facts"]["about"]
        assert masked["masked"] == ["phone", "email", "about"]
        assert (masked["notes"][0]["body"], masked["notes"][0]["is_masked"]) == ("Почта жены: o•••@mail.ru", True)
        assert (clear["facts"]["email"], clear["masked"]) == ("Petr@Mail.ru", [])
        # Only what is replaced is sent: the mask itself is never written back.
        await write_facts(anna, conversation_id, 1, phone="+7 495 000-11-22")
        history = (await anna.http.get(address(conversation_id, "/history"))).json()["changes"]
        assert (history[0]["before"], history[0]["is_masked"]) == ("+7 ••• ••• 45 67", True)
        assert await records(server, Action.REVEALED) == []
        revealed = (await anna.http.post(address(conversation_id, "/reveal"))).json()
        past = (await anna.http.post(address(conversation_id, "/history/reveal"))).json()["changes"]
    assert (revealed["facts"]["phone"], revealed["facts"]["email"]) == ("+7 495 000-11-22", "Petr@Mail.ru")
    assert revealed["notes"][0]["body"] == "Почта жены: olga@mail.ru"
    assert past[0]["before"] == "+7 916 123-45-67"
    assert [one.details["what"] for one in await records(server, Action.REVEALED)] == ["customer", "customer_history"]


async def test_contact_that_the_site_does_not_store_is_refused(server: Server) -> None:
    await mask(server, Policy.REPLACE, Kind.PHONE)
    conversation_id = await conversation_of_somebody(server)
    async with account(server, "anna@shop.test") as anna:
        refused = await put_facts(anna, conversation_id, 0, phone="+7 916 123-45-67")
        assert code_of(refused) == ("contact_not_kept", "phone")
        await write_facts(anna, conversation_id, 0, about="Телефон 8 916 123-45-67")
        assert "123" not in (await customer_of(anna, conversation_id))["facts"]["about"]


async def test_auditor_reads_the_card_and_edits_nothing(server: Server) -> None:
    conversation_id = await conversation_of_somebody(server)
    async with enrolled(server, await add_role(server, Role.AUDITOR)) as auditor:
        assert (await customer_of(auditor, conversation_id))["revision"] == 0
        for response in (
            await put_facts(auditor, conversation_id, 0, name="Пётр"),
            await auditor.http.put(address(conversation_id, f"/notes/{conversation_id}"), json={"body": "Заметка"}),
            await auditor.http.post(address(conversation_id, "/reveal")),
            await auditor.http.post(address(conversation_id, "/links"), json={}),
        ):
            assert code_of(response)[0] == "right_missing"


async def test_operator_of_another_site_gets_and_changes_nothing(server: Server) -> None:
    conversation_id = await conversation_of_somebody(server)
    async with account(server, "boris@other.test") as boris:
        for response in (
            await boris.http.get(address(conversation_id)),
            await boris.http.get(address(conversation_id, "/history")),
            await boris.http.post(address(conversation_id, "/reveal")),
            await put_facts(boris, conversation_id, 0, name="Пётр"),
            await boris.http.put(address(conversation_id, f"/notes/{conversation_id}"), json={"body": "Заметка"}),
        ):
            assert (response.status_code, code_of(response)[0]) == (404, "conversation_unknown")
    assert await records(server, Action.CARD_CHANGED) == []


async def test_nothing_of_a_card_is_left_after_erasure_and_all_of_it_was_told_before(
    server: Server, database_url: str
) -> None:
    conversation_id = await conversation_of_somebody(server)
    person = await find_person(server.database, site_key=server.site.key, conversation_id=UUID(conversation_id))
    async with account(server, "anna@shop.test") as anna:
        await write_facts(anna, conversation_id, 0, **FACTS)
        await write_facts(anna, conversation_id, 1, name="Павел")
        note_id = await put_note(anna, conversation_id, "Просил скидку")
        held: dict[str, list[JsonObject]] = {}
        async for table, rows in read_held(server.database, person):
            held.setdefault(table.name, []).extend(rows)
        assert held["customer_cards"][0]["email"] == "Petr@Mail.ru"
        assert ("name", "Пётр Ильич", "Павел") in {
            (row["field"], row["before"], row["after"]) for row in held["customer_changes"]
        }
        assert held["customer_notes"][0]["body"] == "Просил скидку"
        assert not any("operator_id" in row or "author_id" in row for rows in held.values() for row in rows)

        line = await line_of(server, database_url)
        await erase_person(server.database, line, person, contents=no_files(server.database), now=datetime.now(UTC))
        counts = await count_held(server.database, person)
        assert [counts[name] for name in ("customer_cards", "customer_changes", "customer_notes")] == [0, 0, 0]
        for response in (
            await anna.http.get(address(conversation_id)),
            await put_facts(anna, conversation_id, 2, name="Пётр"),
            await anna.http.put(address(conversation_id, f"/notes/{note_id}"), json={"body": "Снова"}),
        ):
            assert code_of(response)[0] == "visitor_erased"


async def test_contact_on_a_card_is_found_for_the_subject_who_asks(server: Server) -> None:
    conversation_id = await conversation_of_somebody(server)
    async with account(server, "anna@shop.test") as anna:
        await write_facts(anna, conversation_id, 0, phone="+7 916 123-45-67", email="petr@mail.ru")
        await write_facts(anna, conversation_id, 1, email="")
        await put_note(anna, conversation_id, "Знает про скидку «Осень»")
    async with officer(server) as desk:
        card = await desk.write_down(contact="+7 916 123-45-67")
        for query in (None, "916 123 45 67", "petr@mail.ru", "скидку «Осень»"):
            assert len(await desk.found(card, query)) == 1, query
        # What the card of a person tells who may handle requests, and nobody else.
        visitor_id = (await desk.found(card))[0]["person"]["visitor_id"]
        await desk.add(card, visitor_id)
        shown = (await desk.http.get(address(conversation_id))).json()
        assert [(one["number"], one["kind"], one["status"]) for one in shown["requests"]] == [
            (card["request"]["number"], "access", "received")
        ]
    async with account(server, "anna@shop.test") as anna:
        assert (await customer_of(anna, conversation_id))["requests"] is None
