"""What is asked for while a push waits or is under way: nothing is lost, and nothing outlives who is erased."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from ryadom.core.connectors import queueing
from ryadom.privacy.erasure import overwrite
from ryadom.privacy.persons import Person
from ryadom.protocol.shared import Status
from ryadom.store import connector_pushes
from ryadom.store.connector_pushes import NewPush, Push, PushStatus, Slice
from ryadom.store.connectors import Rules
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.visitors import mark_erased
from tests.connectors import PHONE, Office, close_office, open_office
from tests.simulators.bitrix24 import portal
from tests.waiting import until_waiting_for_locks

CLOSING = NewStatus(status=Status.CLOSED)


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


async def test_what_is_pushed_by_hand_is_whatever_happens_before_it_is(office: Office) -> None:
    async with portal() as crm:
        made = await office.add(crm, Rules(contacts=True, closed=True))
        await office.say(NewMessage(body="Здравствуйте"))
        await office.connectors.send(made.id, office.scene.head.id, by=COMMAND_LINE)
        await office.say(NewMessage(body="Заказ 1200"), CLOSING)
        await office.fan_all()
        assert await office.column("cause") == ["manual"]
        await office.push()
        assert (await office.column("status"), len(crm.cards["lead"])) == (["sent"], 1)


async def test_digits_in_a_message_make_a_push_that_waits_no_pickier(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, Rules(contacts=True, closed=True, needs_contacts=False))
        await office.say(NewMessage(body="Здравствуйте"), CLOSING)
        await office.fan_all()
        await office.say(NewMessage(body="Заказ 1200"))
        await office.fan_all()
        assert await office.column("cause") == ["closed"]
        await office.push()
        assert await office.column("status") == ["sent"]


async def test_rule_of_contacts_wants_some_also_where_others_do_without(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, Rules(contacts=True, closed=True, needs_contacts=False))
        await office.say(NewMessage(body="Заказ 1200"))
        await office.push()
        assert (await office.column("status"), crm.called) == (["refused"], [])
        await office.say(CLOSING)
        await office.push()
        assert await office.column("status") == ["sent"]


async def test_telephone_that_comes_while_the_conversation_is_refused_is_not_lost(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = connector_pushes.note_end

    async def late(connection: Any, push: Push, status: PushStatus, **known: Any) -> None:
        monkeypatch.setattr(connector_pushes, "note_end", real)
        await office.say(NewMessage(body=PHONE))
        await office.fan_all()
        await real(connection, push, status, **known)

    async with portal() as crm:
        await office.add(crm, Rules(contacts=True))
        await office.say(NewMessage(body="Заказ 1200"))
        monkeypatch.setattr(connector_pushes, "note_end", late)
        await office.push()
        await office.push()
        assert await office.column("status") == ["sent"]
        assert crm.cards["lead"][0]["PHONE"][0]["VALUE"] == "+79123456789"


async def test_who_is_erased_while_they_are_queued_leaves_no_push_behind(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = office.scene.head
    real = connector_pushes.queue_pushes
    begun: list[asyncio.Task[None]] = []

    async def mark() -> None:
        async with office.database.transaction() as connection:
            await mark_erased(connection, site_id=head.site_id, visitor_id=head.visitor.id, generation=1)

    async def queue(*values: Any) -> int:
        begun.append(asyncio.create_task(mark()))
        await until_waiting_for_locks(office.database, 1)
        assert not begun[0].done()
        return await real(*values)

    async with portal() as crm:
        made = await office.add(crm)
        await office.say(NewMessage(body="раз"), CLOSING)
        monkeypatch.setattr(connector_pushes, "queue_pushes", queue)
        await office.fan_all()
        monkeypatch.setattr(connector_pushes, "queue_pushes", real)
        await begun[0]
        # It comes after, so its statements see what was queued.
        changed = await overwrite(office.database, Person(office.site, head.visitor.id))
        assert changed["connector_pushes"] == 1
        push = NewPush(
            site_id=head.site_id,
            connector_id=made.id,
            conversation_id=head.id,
            visitor_id=head.visitor.id,
            cause="manual",
        )
        async with office.database.transaction() as connection:
            assert await queueing.queue(connection, [push]) == 0
        assert (await office.column("status"), crm.called) == ([], [])


@pytest.mark.parametrize("waiting", [3, 4])
async def test_whole_queue_is_renewed_and_forgotten_by_slices(
    office: Office, monkeypatch: pytest.MonkeyPatch, waiting: int
) -> None:
    counts: dict[str, list[int]] = {"renew_waiting": [], "delete_of_connector": []}
    for name, held in counts.items():
        monkeypatch.setattr(connector_pushes, name, counting(getattr(connector_pushes, name), held))
    monkeypatch.setattr(queueing, "SLICE", 2)
    async with portal() as crm:
        made = await office.add(crm)
        for _ in range(waiting):
            neighbour = await open_office(office.database)
            await neighbour.say(NewMessage(body="раз"), CLOSING)
            await close_office(neighbour)
        await office.fan_all()
        await office.connectors.disable(made.id, by=COMMAND_LINE)
        await office.execute(
            "UPDATE connector_pushes SET queued_at = now() - INTERVAL '9 days', attempts = 7, "
            "due_at = now() + INTERVAL '6 h'"
        )
        await office.connectors.enable(made.id, by=COMMAND_LINE)
        assert await office.column("attempts") == [0] * waiting
        assert await office.column("queued_at > now() - INTERVAL '1 h'") == [True] * waiting
        assert await office.column("due_at < now() + INTERVAL '131 s'") == [True] * waiting
        await office.connectors.remove(made.id, by=COMMAND_LINE)
        assert (await office.connectors.all(), await office.column("status")) == ([], [])
    slices = [2] * (waiting // 2) + [waiting % 2]
    assert counts == {"renew_waiting": slices, "delete_of_connector": slices}


async def test_no_slice_reads_more_of_the_log_than_its_length_where_few_failed(office: Office) -> None:
    async with portal() as crm:
        made = await office.add(crm)
        for _ in range(4):
            neighbour = await open_office(office.database)
            await neighbour.say(NewMessage(body="раз"), CLOSING)
            await close_office(neighbour)
        await office.push()
        places = await office.column("ordinal")
        await office.execute("UPDATE connector_pushes SET status = 'failed' WHERE ordinal = $1", places[-1])
        async with office.database.transaction() as connection:
            slices = [
                await connector_pushes.resend_failed(connection, made.id, after=after, limit=2)
                for after in (0, places[1], places[3])
            ]
        assert slices == [
            Slice(changed=0, last=places[1]),
            Slice(changed=1, last=places[3]),
            Slice(changed=0, last=None),
        ]


def counting(change: Callable[..., Awaitable[int]], counts: list[int]) -> Callable[..., Awaitable[int]]:
    """The same; how much each changes is kept."""

    async def counted(*values: Any, **named: Any) -> int:
        counts.append(await change(*values, **named))
        return counts[-1]

    return counted
