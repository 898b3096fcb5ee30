"""What was begun for contacts is brought to its end, and what a CRM was not asked for says nothing of it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from ryadom.core.connectors import cases
from ryadom.core.connectors.changing import HALTED
from ryadom.core.recipients import remove_recipient
from ryadom.protocol.shared import Status
from ryadom.store import connectors
from ryadom.store.connectors import Rules
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from ryadom.store.journal_chain import COMMAND_LINE
from tests.connectors import CLOSED, PHONE, Office, close_office, new_pusher, open_office, write_on_card
from tests.simulators.bitrix24 import Portal, portal, refuses
from tests.simulators.faults import fine

CLOSING = NewStatus(status=Status.CLOSED)
MAIL = "masha@shop.test"
LONG = "длинно " * 300
"""Two of them are in no one comment."""

TEXT = "crm.timeline.comment.add"
CONTACTS = Rules(contacts=True)


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


async def begin(office: Office, crm: Portal) -> None:
    """The conversation has its card, by the rule of contacts."""
    await office.add(crm, CONTACTS)
    await office.execute("UPDATE visitors SET name = ''")
    await office.say(NewMessage(body=f"раз {PHONE}"))
    await office.push()
    assert (await office.column("status"), len(crm.cards["lead"])) == (["sent"], 1)


async def test_contact_brings_all_that_was_said_with_it_also_in_several_goes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "MAX_SAID", 3)
    words = [f"слово-{letter}" for letter in "абвгдежз"]
    async with portal() as crm:
        await begin(office, crm)
        await office.say(NewMessage(body=MAIL), *(NewMessage(body=word) for word in words))
        await office.push()
        assert await office.column("status") == ["sent"]
        assert [crm.told.count(word) for word in words] == [1] * len(words)


@pytest.mark.parametrize("how", ["again", "enabled"])
async def test_contact_brings_all_that_was_said_with_it_also_after_a_text_that_failed(office: Office, how: str) -> None:
    async with portal() as crm:
        await begin(office, crm)
        await office.say(NewMessage(body=f"{MAIL} {LONG}"), NewMessage(body=f"конец {LONG}"))
        crm.next(TEXT, fine, fine, refuses(503, "INTERNAL"))
        await office.push()
        assert (await office.column("status"), crm.told.count("конец")) == (["pending"], 0)
        if how == "enabled":
            await office.connectors.enable((await office.stored()).id, by=COMMAND_LINE)
        await office.hurry()
        await office.push()
        assert (await office.column("status"), crm.told.count("конец")) == (["sent"], 1)


async def test_digits_alone_bring_nothing_after_what_was_begun_was_sent(office: Office) -> None:
    async with portal() as crm:
        await begin(office, crm)
        await office.say(NewMessage(body=MAIL))
        await office.push()
        called = len(crm.called)
        await office.say(NewMessage(body="Заказ 1200"))
        await office.push()
        assert (await office.column("status"), len(crm.called)) == (["sent"], called)


async def test_digits_alone_that_had_to_wait_before_the_crm_was_asked_bring_nothing_either(office: Office) -> None:
    async with portal() as crm:
        await begin(office, crm)
        called = len(crm.called)
        await remove_recipient(office.database, office.site.controller_id, host="crm.test", port=crm.port)
        await office.say(NewMessage(body="Заказ 1200"))
        await office.fan_all()
        # What the register allows is known to a process for a while.
        another = new_pusher(office.database)
        await another.push_due()
        await another.aclose()
        assert await office.column("status") == ["pending"]
        await office.register(crm)
        await office.hurry()
        await office.push()
        assert (await office.column("status"), len(crm.called)) == (["sent"], called)


async def test_card_in_another_account_gets_its_transcript_also_after_a_text_that_failed(office: Office) -> None:
    async with portal() as first, portal() as second:
        await office.add(first, CONTACTS)
        await write_on_card(office, phone=PHONE)
        await office.say(NewMessage(body="Заказ 1100"))
        await office.push()
        assert await office.column("status") == ["sent"]
        await office.execute("UPDATE customer_changes SET at = at - INTERVAL '1 hour'")
        await office.register(second)
        stored = await office.stored()
        await office.connectors.change(stored.id, settings=second.settings, mapping={}, by=COMMAND_LINE)
        assert await office.column("sent_at") == [None]
        await office.say(NewMessage(body="Заказ 1200"))
        second.next(TEXT, refuses(503, "INTERNAL"))
        await office.push()
        assert (await office.column("status"), len(second.cards["lead"])) == (["pending"], 1)
        await office.hurry()
        await office.push()
        assert (await office.column("status"), len(second.cards["lead"])) == (["sent"], 1)
        assert [second.told.count(word) for word in ("Заказ 1100", "Заказ 1200")] == [1, 1]


async def test_push_that_asks_the_crm_for_nothing_does_not_say_that_it_works(office: Office) -> None:
    async with portal() as crm:
        await begin(office, crm)
        await office.execute("UPDATE connectors SET failures = 2, failing_since = now(), trouble = 'Не отвечает.'")
        called = len(crm.called)
        await office.say(NewMessage(body="Заказ 1200"))
        await office.push()
        stored = await office.stored()
        assert (await office.column("status"), len(crm.called)) == (["sent"], called)
        assert (stored.failures, stored.trouble) == (2, "Не отвечает.")
        await office.say(NewMessage(body=MAIL))
        await office.push()
        stored = await office.stored()
        assert (stored.failures, stored.trouble, stored.failing_since) == (0, "", None)


async def test_push_that_ends_right_behind_whoever_halts_the_connector_leaves_it_so(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = connectors.note_success

    async def late(connection: Any, id: Any, **known: Any) -> None:
        generation = (await office.stored()).generation
        async with office.database.connection() as other:
            await connectors.halt_connector(other, id, generation=generation, trouble=HALTED)
        await real(connection, id, **known)

    monkeypatch.setattr(connectors, "note_success", late)
    async with portal() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        stored = await office.stored()
        assert stored.stopped_at is not None
        assert stored.trouble == HALTED
