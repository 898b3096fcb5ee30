"""A conversation by which a CRM fails: it is tried less and less often, and keeps none of the others back for long."""

from collections.abc import AsyncIterator

import pytest

from ryadom.core.connectors.protocol import UNSURE_S
from ryadom.protocol.shared import Status
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from tests.connectors import CLOSED, PHONE, Office, close_office, open_office
from tests.simulators import onec, planfix

CLOSING = NewStatus(status=Status.CLOSED)


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


async def test_conversation_by_which_a_crm_fails_waits_longer_each_time_while_others_go(office: Office) -> None:
    async with planfix.account() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=PHONE), CLOSING)
        crm.next("POST contact/list", *[planfix.refuses(500, 0, "Internal error")] * 8)
        pauses: list[float] = []
        for _ in range(8):
            await office.push()
            [seconds] = await office.column("extract(epoch FROM due_at - now())")
            pauses.append(round(float(seconds)))
            # As if others had succeeded meanwhile, after which nothing is wrong with the connector.
            await office.execute("UPDATE connectors SET failures = 0, failing_since = NULL, paused_until = NULL")
            await office.hurry()
        assert pauses == pytest.approx([5, 15, 45, 135, 405, 1_215, 3_645, 10_935], abs=3)
        neighbour = await open_office(office.database)
        await neighbour.say(NewMessage(body="два"), CLOSING)
        await close_office(neighbour)
        await office.push()
        assert (await office.column("status"), crm.made) == (["sent", "sent"], 2)


async def test_what_was_not_let_in_comes_as_soon_as_the_connector_has_rested(office: Office) -> None:
    async with planfix.account() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=PHONE), CLOSING)
        crm.next("POST contact/list", *[crm.busy] * 5)
        for _ in range(5):
            await office.push()
            assert await office.column("due_at <= now()") == [True]
            await office.hurry()
        await office.push()
        assert await office.column("status") == ["sent"]


async def test_write_that_fails_waits_until_it_must_have_come_to_its_end_at_least(office: Office) -> None:
    async with onec.base() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        crm.next("POST v1/conversations", *[onec.refuses(500, "Не записано")] * 5)
        for expected_s in (UNSURE_S, UNSURE_S, UNSURE_S, 135, 405):
            await office.push()
            [seconds] = await office.column("extract(epoch FROM due_at - now())")
            assert float(seconds) == pytest.approx(expected_s, abs=3)
            await office.hurry()
