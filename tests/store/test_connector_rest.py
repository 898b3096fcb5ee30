"""What is said after a card was made: it follows when the conversation is closed, whatever made the card."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from ryadom.protocol.shared import Status
from ryadom.store import connector_pushes
from ryadom.store.connector_pushes import Push, PushStatus
from ryadom.store.connectors import Rules
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from ryadom.store.journal_chain import COMMAND_LINE
from tests.connectors import PHONE, Office, close_office, open_office
from tests.simulators.bitrix24 import portal

CLOSING = NewStatus(status=Status.CLOSED)
ANSWER = "Перезвоним через час"


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


async def test_answer_after_the_telephone_arrives_when_the_conversation_is_closed(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, Rules(contacts=True))
        await office.say(NewMessage(body=PHONE))
        await office.push()
        await office.say(NewMessage(body=ANSWER), by=office.scene.operator)
        await office.push()
        assert ANSWER not in crm.told
        await office.say(CLOSING, by=office.scene.operator)
        await office.push()
        assert (await office.column("cause"), await office.column("status")) == (["rest"], ["sent"])
        assert (crm.told.count(ANSWER), crm.made) == (1, 1)
        # Closed again, with nothing new: nothing is told twice.
        await office.say(CLOSING, by=office.scene.operator)
        await office.push()
        assert (crm.told.count(ANSWER), crm.told.count(PHONE), crm.made) == (1, 1, 1)


async def test_closing_begins_no_card_where_no_contacts_were_left(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, Rules(contacts=True, needs_contacts=False))
        await office.say(NewMessage(body="Заказ 1200"))
        await office.push()
        assert await office.column("status") == ["refused"]
        await office.say(CLOSING)
        await office.push()
        assert (await office.column("status"), crm.called) == (["refused"], [])


async def test_digits_and_a_closing_at_once_make_no_card_without_contacts(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, Rules(contacts=True, needs_contacts=False))
        await office.say(NewMessage(body="Заказ 1200"), CLOSING)
        await office.push()
        assert (await office.column("status"), crm.called) == (["refused"], [])


async def test_telephone_and_a_closing_at_once_make_one_card_with_the_whole_chat(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, Rules(contacts=True))
        await office.say(NewMessage(body=PHONE), NewMessage(body="Жду"), CLOSING)
        await office.push()
        assert await office.column("status") == ["sent"]
        assert (crm.made, "Жду" in crm.told) == (1, True)


async def test_digits_that_wait_do_not_keep_the_rest_back(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, Rules(contacts=True))
        await office.say(NewMessage(body=PHONE))
        await office.push()
        await office.say(NewMessage(body="Заказ 1200"))
        await office.fan_all()
        await office.say(CLOSING)
        await office.push()
        assert await office.column("status") == ["sent"]
        assert "Заказ 1200" in crm.told


async def test_closing_while_the_card_is_made_brings_what_came_meanwhile(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = connector_pushes.note_end

    async def late(connection: Any, push: Push, status: PushStatus, **known: Any) -> None:
        monkeypatch.setattr(connector_pushes, "note_end", real)
        await office.say(NewMessage(body=ANSWER), CLOSING, by=office.scene.operator)
        await office.fan_all()
        await real(connection, push, status, **known)

    async with portal() as crm:
        await office.add(crm, Rules(contacts=True))
        await office.say(NewMessage(body=PHONE))
        monkeypatch.setattr(connector_pushes, "note_end", late)
        await office.push()
        await office.push()
        assert await office.column("status") == ["sent"]
        assert (crm.told.count(ANSWER), crm.made) == (1, 1)


async def test_card_that_was_made_by_hand_is_completed_only_where_there_are_rules(office: Office) -> None:
    async with portal() as crm:
        made = await office.add(crm, Rules())
        await office.say(NewMessage(body="Здравствуйте"))
        await office.connectors.send(made.id, office.scene.head.id, by=COMMAND_LINE)
        await office.push()
        await office.say(NewMessage(body=ANSWER), CLOSING, by=office.scene.operator)
        await office.push()
        assert ANSWER not in crm.told
        await office.execute("UPDATE connectors SET rules = '{\"most_score\": 1}'")
        await office.say(CLOSING, by=office.scene.operator)
        await office.push()
        assert ANSWER in crm.told
