"""Connectors whose settings change, also in the middle of a push: no card is taken for another, nothing is lost."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
from msgspec.structs import replace

from ryadom.protocol.shared import Status
from ryadom.store import connector_pushes, connectors
from ryadom.store.connector_pushes import NewPush, Slice
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from ryadom.store.journal_chain import COMMAND_LINE
from tests.connectors import Office, close_office, open_office
from tests.simulators.bitrix24 import Portal, portal, refuses
from tests.simulators.faults import Do, Fault
from tests.waiting import until_waiting_for_locks

CLOSING = NewStatus(status=Status.CLOSED)


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


async def move(office: Office, crm: Portal) -> None:
    """Has the only connector push to this portal from now on."""
    stored = await office.stored()
    await office.connectors.change(stored.id, settings=crm.settings, mapping={}, by=COMMAND_LINE)


async def close_again(office: Office, words: str) -> None:
    await office.say(NewStatus(status=Status.OPEN))
    await office.say(NewMessage(body=words), CLOSING)


async def test_another_portal_gets_a_card_of_its_own_and_nothing_in_a_strangers(office: Office) -> None:
    async with portal() as first, portal() as second:
        await office.add(first)
        await office.register(second)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        [mine] = first.cards["lead"]
        # By chance a stranger's card there has the number that ours has here.
        second.do("crm.lead.add", {"fields": {"TITLE": "чужая"}})
        assert second.cards["lead"][0]["ID"] == mine["ID"]
        await move(office, second)
        await close_again(office, "два")
        await office.push()
        stranger, new = second.cards["lead"]
        assert second.transcript(stranger["ID"]) == ""
        said = second.transcript(new["ID"])
        assert ("раз" in said, "два" in said, new["ORIGIN_ID"]) == (True, True, str(office.scene.head.id))
        assert await office.column("remote_id") == [new["ID"]]


async def test_deals_instead_of_leads_go_into_no_deal_with_the_number_of_the_lead(office: Office) -> None:
    async with portal() as crm:
        made = await office.add(crm)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        [lead] = crm.cards["lead"]
        crm.cards["deal"].append({"ID": lead["ID"]})
        before = len(crm.comments)
        await office.connectors.change(made.id, settings={"creates": "deal"}, mapping={}, by=COMMAND_LINE)
        await close_again(office, "два")
        await office.push()
        [deal] = crm.cards["deal"][1:]
        assert {comment["ENTITY_ID"] for comment in crm.comments[before:]} == {deal["ID"]}


async def test_other_templates_leave_each_card_where_it_is(office: Office) -> None:
    async with portal() as crm:
        made = await office.add(crm)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        await office.connectors.change(made.id, settings={}, mapping={"TITLE": "Заявка"}, by=COMMAND_LINE)
        assert await office.column("remote_id") == [crm.cards["lead"][0]["ID"]]
        assert await office.column("told_seq") != [0]
        assert await office.column("status") == ["sent"]


async def test_push_under_way_by_old_settings_writes_and_notes_nothing_more(office: Office) -> None:
    async with portal() as first, portal() as second:
        await office.add(first)
        await office.register(second)
        await office.say(NewMessage(body="раз"), CLOSING)

        async def change(_request: object, do: Do) -> object:
            answer = do()
            await move(office, second)
            return answer

        first.next("crm.lead.add", cast(Fault, change))
        await office.push()
        assert (len(first.cards["lead"]), first.comments) == (1, [])
        assert (await office.column("status"), await office.column("remote_id")) == (["pending"], [""])
        await office.hurry()
        await office.push()
        [lead] = second.cards["lead"]
        assert "раз" in second.transcript(lead["ID"])
        assert await office.column("remote_id") == [lead["ID"]]


@pytest.mark.parametrize(
    "fault",
    [refuses(401, "NO_AUTH_FOUND"), refuses(400, "ERROR_ARGUMENT"), refuses(429, "OPERATION_TIME_LIMIT")],
    ids=["revoked", "refused", "busy"],
)
async def test_what_old_settings_end_with_stops_and_ends_nothing_of_the_new_ones(office: Office, fault: Fault) -> None:
    async with portal() as first, portal() as second:
        await office.add(first)
        await office.register(second)
        await office.say(NewMessage(body="раз"), CLOSING)

        async def change(request: Any, do: Do) -> object:
            await move(office, second)
            return await fault(request, do)

        first.next("crm.lead.add", cast(Fault, change))
        await office.push()
        stored = await office.stored()
        assert (stored.stopped_at, stored.paused_until, stored.trouble) == (None, None, "")
        await office.hurry()
        await office.push()
        assert await office.column("status") == ["sent"]
        assert len(second.cards["lead"]) == 1


async def test_card_of_the_old_portal_is_not_noted_right_behind_a_change(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.fan_all()
        stored = await office.stored()
        head = office.scene.head
        push = NewPush(
            site_id=head.site_id,
            connector_id=stored.id,
            conversation_id=head.id,
            visitor_id=head.visitor.id,
            cause="closed",
        )

        async def note() -> bool:
            async with office.database.connection() as connection:
                return await connector_pushes.note_written(
                    connection, push, generation=stored.generation, remote_id="7", url="", told_seq=1
                )

        async with office.database.transaction() as connection:
            assert await connectors.change_connector(connection, stored)
            noting = asyncio.create_task(note())
            await until_waiting_for_locks(office.database, 1)
        assert not await noting
        assert await office.column("remote_id") == [""]


async def test_of_two_who_change_the_same_settings_the_second_changes_nothing(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm)
        stored = await office.stored()
        await move(office, crm)
        async with office.database.transaction() as connection:
            assert not await connectors.change_connector(connection, stored)
        assert (await office.stored()).generation == 1


async def test_site_that_is_given_back_meanwhile_keeps_what_waits(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = connector_pushes.refuse_elsewhere

    async def late(*values: Any, **named: Any) -> Slice:
        await office.execute("UPDATE connectors SET site_ids = '{}'")
        part: Slice = await real(*values, **named)
        return part

    async with portal() as crm:
        await office.add(crm)
        neighbour = await open_office(office.database)
        for one in (office, neighbour):
            await one.say(NewMessage(body="раз"), CLOSING)
        await office.fan_all()
        monkeypatch.setattr(connector_pushes, "refuse_elsewhere", late)
        known = await office.stored()
        await office.connectors.save(known, replace(known, site_ids=(office.site.id,)), by=COMMAND_LINE)
        assert await office.column("status") == ["pending", "pending"]
        await office.push()
        assert (await office.column("status"), len(crm.cards["lead"])) == (["sent", "sent"], 2)
        await close_office(neighbour)
