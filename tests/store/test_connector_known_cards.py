"""Cards that are known by their numbers: whatever people have made of them, nobody makes a second one by accident."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from ryadom.protocol.shared import Status
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from ryadom.store.journal_chain import COMMAND_LINE
from tests.connectors import CLOSED, PHONE, Office, close_office, open_office
from tests.simulators.amocrm import account
from tests.store.test_connector_contract import SIMULATORS

CLOSING = NewStatus(status=Status.CLOSED)
CARDS: dict[str, Callable[[Any], list[dict[str, Any]]]] = {
    "bitrix24": lambda crm: crm.cards["lead"],
    "amocrm": lambda crm: crm.leads,
    "retailcrm": lambda crm: crm.orders,
    "planfix": lambda crm: crm.tasks,
    "megaplan": lambda crm: crm.deals,
}


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


@pytest.mark.parametrize("kind", ["amocrm", "planfix", "megaplan"])
async def test_card_that_somebody_has_renamed_is_not_doubled_by_sending_it_again(office: Office, kind: str) -> None:
    async with SIMULATORS[kind]() as crm:
        made = await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        await office.push()
        CARDS[kind](crm)[0]["name"] = "Маша, шкаф"
        await office.say(NewMessage(body="два"))
        await office.connectors.send(made.id, office.scene.head.id, by=COMMAND_LINE)
        await office.push()
        assert (await office.column("status"), crm.made) == (["sent"], 1)
        assert [crm.told.count(word) for word in ("раз", "два")] == [1, 1]


async def test_card_that_the_search_does_not_know_yet_is_not_doubled_by_sending_it_again(office: Office) -> None:
    async with account() as crm:
        made = await office.add(crm, CLOSED)
        crm.is_search_behind = True
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        await office.connectors.send(made.id, office.scene.head.id, by=COMMAND_LINE)
        await office.push()
        assert (await office.column("status"), crm.made) == (["sent"], 1)


@pytest.mark.parametrize("kind", list(CARDS))
async def test_card_that_was_deleted_is_told_of_and_made_anew_by_hand_alone(office: Office, kind: str) -> None:
    head = office.scene.head
    async with SIMULATORS[kind]() as crm:
        made = await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        await office.push()
        CARDS[kind](crm).clear()
        for word in ("два", "три"):
            await office.say(NewStatus(status=Status.OPEN), NewMessage(body=word), CLOSING)
            await office.push()
            assert (await office.column("status"), crm.made) == (["failed"], 0)
            assert "удалили" in (await office.column("failure"))[0]
            assert await office.column("url") == [""]
        await office.connectors.send(made.id, head.id, by=COMMAND_LINE)
        await office.push()
        assert (await office.column("status"), crm.made) == (["sent"], 1)
        assert await office.column("url") != [""]
        assert "три" in crm.told


async def test_conversation_that_failed_otherwise_keeps_its_card(office: Office) -> None:
    async with account() as crm:
        made = await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        await office.say(NewStatus(status=Status.OPEN), NewMessage(body="два"), CLOSING)
        await office.fan_all()
        await office.execute("UPDATE connector_pushes SET queued_at = now() - INTERVAL '73 hours'")
        await office.pusher.sweep()
        assert await office.column("status") == ["failed"]
        crm.leads[0]["name"] = "Маша, шкаф"
        assert await office.connectors.send(made.id, None, by=COMMAND_LINE) == 1
        await office.push()
        assert (await office.column("status"), crm.made) == (["sent"], 1)
