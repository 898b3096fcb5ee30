"""Words of a CRM, which may repeat what it was sent of a customer: they stay at that customer's conversation."""

from collections.abc import AsyncIterator

import pytest

from ryadom.protocol.shared import Status
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from tests.connectors import CLOSED, PHONE, Office, close_office, open_office
from tests.simulators import bitrix24, megaplan, onec, planfix, retailcrm
from tests.simulators.faults import Fault
from tests.store.test_connector_contract import SIMULATORS

SAID = "Мария +79123456789"
BUSY: list[tuple[str, Fault]] = [
    ("bitrix24", bitrix24.refuses(500, "", SAID)),
    ("retailcrm", retailcrm.refuses(500, SAID)),
    ("1c", onec.refuses(500, SAID)),
    ("planfix", planfix.refuses(500, 0, SAID)),
    ("megaplan", megaplan.refuses(500, SAID)),
]
SHUT: list[tuple[str, Fault]] = [
    ("bitrix24", bitrix24.refuses(403, f"Лид {SAID}", SAID)),
    ("retailcrm", retailcrm.refuses(403, "Access denied.", {"phone": SAID})),
    ("1c", onec.refuses(403, SAID)),
]


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


@pytest.mark.parametrize(("kind", "fault"), BUSY, ids=[kind for kind, _ in BUSY])
async def test_crm_that_is_busy_has_its_words_in_the_log_and_not_at_the_connector(
    office: Office, kind: str, fault: Fault
) -> None:
    async with SIMULATORS[kind]() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=PHONE), NewStatus(status=Status.CLOSED))
        crm.next(crm.begins, fault)
        await office.push()
        assert await office.column("status") == ["pending"]
        assert (await office.stored()).trouble == "CRM просит подождать: причина в журнале отправок."
        # Bitrix24 says with a code of its own whatever it says.
        assert kind == "bitrix24" or SAID in (await office.column("failure"))[0]


@pytest.mark.parametrize(("kind", "fault"), SHUT, ids=[kind for kind, _ in SHUT])
async def test_crm_that_shuts_us_out_stops_the_connector_in_words_of_ours(
    office: Office, kind: str, fault: Fault
) -> None:
    async with SIMULATORS[kind]() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=PHONE), NewStatus(status=Status.CLOSED))
        crm.next(crm.begins, fault)
        await office.push()
        stored = await office.stored()
        assert stored.stopped_at is not None
        assert "не даёт доступа" in stored.trouble
        assert "9123456789" not in stored.trouble


@pytest.mark.parametrize(("kind", "lists"), [("planfix", 4), ("retailcrm", 5)], ids=["planfix", "retailcrm"])
async def test_lists_that_can_not_be_read_say_why_and_not_what_it_mostly_is(
    office: Office, kind: str, lists: int
) -> None:
    async with SIMULATORS[kind]() as crm:
        made = await office.add(crm, CLOSED)
        crm.is_revoked = True
        notes = (await office.connectors.lists(made.id)).notes
        assert len(notes) == len(set(notes)) == lists
        assert all("не узнал" in note and "не разрешён" not in note for note in notes)
