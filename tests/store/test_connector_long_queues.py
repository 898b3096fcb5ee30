"""What befalls a whole queue is done by slices: whoever is killed in between sends nothing to a wrong account."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from msgspec.structs import replace

from ryadom.core.connectors import queueing
from ryadom.errors import DatabaseUnavailable, JournalUnavailable, SettingsChanged
from ryadom.protocol.shared import Status
from ryadom.store import connector_pushes, connectors, journal
from ryadom.store import webhook_feed as feed
from ryadom.store.connector_pushes import Slice
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from ryadom.store.journal_chain import COMMAND_LINE
from tests.connectors import Office, close_office, open_office
from tests.simulators.bitrix24 import Portal, portal, refuses
from tests.waiting import until_waiting_for_locks

CLOSING = NewStatus(status=Status.CLOSED)
CONVERSATIONS = 5


@pytest.fixture
async def office(database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    monkeypatch.setattr(queueing, "SLICE", 2)
    opened = await open_office(database)
    yield opened
    await close_office(opened)


async def fill_up(office: Office, crm: Portal) -> list[Office]:
    """A connector by which five conversations have cards, and the offices of the other four."""
    await office.add(crm)
    neighbours = [await open_office(office.database) for _ in range(CONVERSATIONS - 1)]
    await close_all(office, neighbours, "раз")
    await office.push()
    assert (set(await office.column("status")), len(crm.cards["lead"])) == ({"sent"}, CONVERSATIONS)
    return neighbours


async def close_all(office: Office, neighbours: list[Office], words: str) -> None:
    for one in (office, *neighbours):
        await one.say(NewStatus(status=Status.OPEN), NewMessage(body=words), CLOSING)


async def move(office: Office, crm: Portal) -> None:
    stored = await office.stored()
    await office.connectors.change(stored.id, settings=crm.settings, mapping={}, by=COMMAND_LINE)


def dies_after(slices: int, real: Callable[..., Any]) -> Callable[..., Any]:
    """Does so many, and no more, as if the process had been killed."""
    done = 0

    async def change(*values: Any, **named: Any) -> Slice:
        nonlocal done
        if done == slices:
            raise DatabaseUnavailable("killed")
        done += 1
        part: Slice = await real(*values, **named)
        return part

    return change


async def test_another_account_is_led_to_by_short_transactions(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    changed: list[int] = []
    real = connector_pushes.forget_cards

    async def count(*values: Any, **named: Any) -> Slice:
        part = await real(*values, **named)
        changed.append(part.changed)
        return part

    monkeypatch.setattr(connector_pushes, "forget_cards", count)
    async with portal() as first, portal() as second:
        neighbours = await fill_up(office, first)
        await office.register(second)
        await move(office, second)
        assert changed == [2, 2, 1, 0]
        assert set(await office.column("remote_id || url")) == {""}
        assert set(await office.column("told_seq")) == {0}
        told = len(first.called)
        await close_all(office, neighbours, "два")
        await office.push()
        assert (len(second.cards["lead"]), second.told.count("раз"), second.told.count("два")) == (5, 5, 5)
        assert len(first.called) == told
        for one in neighbours:
            await close_office(one)


@pytest.mark.parametrize("slices", [0, 1, 2, 3])
async def test_change_that_is_killed_sends_nothing_until_somebody_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch, slices: int
) -> None:
    real = connector_pushes.forget_cards
    async with portal() as first, portal() as second:
        neighbours = await fill_up(office, first)
        await office.register(second)
        monkeypatch.setattr(connector_pushes, "forget_cards", dies_after(slices, real))
        with pytest.raises(DatabaseUnavailable):
            await move(office, second)
        monkeypatch.setattr(connector_pushes, "forget_cards", real)
        stored = await office.stored()
        assert stored.origin == f"http://crm.test:{first.port}"
        assert stored.stopped_at is not None
        assert "ещё раз" in stored.trouble
        told = len(first.called)
        await close_all(office, neighbours, "два")
        await office.push()
        assert (len(first.called), len(second.called)) == (told, 0)
        await move(office, second)
        await office.push()
        assert set(await office.column("status")) == {"sent"}
        assert (len(second.cards["lead"]), second.told.count("раз"), second.told.count("два")) == (5, 5, 5)
        assert len(first.called) == told
        for one in neighbours:
            await close_office(one)


async def test_change_that_is_killed_may_be_left_and_the_old_account_has_no_second_card(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = connector_pushes.forget_cards
    async with portal() as first, portal() as second:
        neighbours = await fill_up(office, first)
        await office.register(second)
        monkeypatch.setattr(connector_pushes, "forget_cards", dies_after(1, real))
        with pytest.raises(DatabaseUnavailable):
            await move(office, second)
        await office.connectors.enable((await office.stored()).id, by=COMMAND_LINE)
        await close_all(office, neighbours, "два")
        await office.push()
        assert set(await office.column("status")) == {"sent"}
        assert (len(first.cards["lead"]), first.told.count("раз"), first.told.count("два")) == (5, 5, 5)
        assert second.called == []
        for one in neighbours:
            await close_office(one)


async def test_process_that_is_killed_as_it_begins_to_forget_leaves_the_connector_halted(
    office: Office, database_url: str
) -> None:
    async with portal() as first, portal() as second:
        neighbours = await fill_up(office, first)
        await office.register(second)
        stored = await office.stored()
        async with office.database.transaction() as connection:
            # Each slice waits for the fan-out, which is this here.
            await feed.read_state(connection)
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.store.connector_changer", database_url, str(stored.id), second.url
            )
            await until_waiting_for_locks(office.database, 1)
            process.kill()
            await process.wait()
        halted = await office.stored()
        assert (halted.origin, halted.generation) == (stored.origin, stored.generation + 1)
        assert halted.stopped_at is not None
        told = len(first.called)
        await close_all(office, neighbours, "два")
        await office.push()
        assert (len(first.called), len(second.called)) == (told, 0)
        await move(office, second)
        await office.push()
        assert (len(second.cards["lead"]), len(first.called)) == (5, told)
        for one in neighbours:
            await close_office(one)


async def test_connector_that_somebody_lets_go_on_meanwhile_keeps_its_settings(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = connector_pushes.forget_cards

    async def forget(connection: Any, id: Any, **named: Any) -> Slice:
        part = await real(connection, id, **named)
        await connectors.enable_connector(connection, id)
        return part

    async with portal() as first, portal() as second:
        neighbours = await fill_up(office, first)
        await office.register(second)
        monkeypatch.setattr(connector_pushes, "forget_cards", forget)
        with pytest.raises(SettingsChanged, match="try again"):
            await move(office, second)
        await close_all(office, neighbours, "два")
        await office.push()
        assert (await office.stored()).origin == f"http://crm.test:{first.port}"
        assert (len(first.cards["lead"]), first.told.count("два"), second.called) == (5, 5, [])
        for one in neighbours:
            await close_office(one)


async def test_other_templates_touch_no_push(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    async with portal() as crm:
        neighbours = await fill_up(office, crm)
        before = await office.column("xmin")
        await office.connectors.change(
            (await office.stored()).id, settings={}, mapping={"TITLE": "Заявка"}, by=COMMAND_LINE
        )
        assert await office.column("xmin") == before
        for one in neighbours:
            await close_office(one)


async def test_what_waits_of_a_site_that_was_taken_away_goes_nowhere_also_before_its_slice_comes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with portal() as crm:
        await office.add(crm)
        neighbour = await open_office(office.database)
        await close_all(office, [neighbour], "раз")
        await office.fan_all()
        monkeypatch.setattr(connector_pushes, "refuse_elsewhere", dies_after(0, connector_pushes.refuse_elsewhere))
        known = await office.stored()
        with pytest.raises(DatabaseUnavailable):
            await office.connectors.save(known, replace(known, site_ids=(office.site.id,)), by=COMMAND_LINE)
        await office.push()
        assert sorted(await office.column("status")) == ["refused", "sent"]
        assert len(crm.cards["lead"]) == 1
        assert crm.cards["lead"][0]["ORIGIN_ID"] == str(office.scene.head.id)
        await close_office(neighbour)


async def test_all_that_failed_is_sent_again_by_slices_and_is_one_record(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    appended: list[int] = []
    real = journal.append

    async def append(connection: Any, records: Any) -> Any:
        appended.append(len(records))
        return await real(connection, records)

    async with portal() as crm:
        await office.add(crm)
        neighbours = [await open_office(office.database) for _ in range(CONVERSATIONS - 1)]
        await close_all(office, neighbours, "раз")
        crm.next("crm.lead.add", *[refuses(400, "ERROR_ARGUMENT")] * CONVERSATIONS)
        await office.push()
        assert set(await office.column("status")) == {"failed"}
        monkeypatch.setattr(journal, "append", append)
        id = (await office.stored()).id
        real_resend = connector_pushes.resend_failed
        monkeypatch.setattr(connector_pushes, "resend_failed", dies_after(1, real_resend))
        with pytest.raises(DatabaseUnavailable):
            await office.connectors.send(id, None, by=COMMAND_LINE)
        monkeypatch.setattr(connector_pushes, "resend_failed", real_resend)
        assert sorted(await office.column("status")) == ["failed"] * 3 + ["pending"] * 2
        assert await office.connectors.send(id, None, by=COMMAND_LINE) == 3
        assert appended == [1, 1]
        assert await office.connectors.send(id, None, by=COMMAND_LINE) == 0
        assert appended == [1, 1]
        await office.push()
        assert (set(await office.column("status")), len(crm.cards["lead"])) == ({"sent"}, CONVERSATIONS)
        for one in neighbours:
            await close_office(one)


async def test_nothing_is_sent_again_that_can_not_be_journalled(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def append(*_values: Any) -> None:
        raise JournalUnavailable("no room")

    async with portal() as crm:
        await office.add(crm)
        await office.say(NewMessage(body="раз"), CLOSING)
        crm.next("crm.lead.add", refuses(400, "ERROR_ARGUMENT"))
        await office.push()
        monkeypatch.setattr(journal, "append", append)
        with pytest.raises(JournalUnavailable):
            await office.connectors.send((await office.stored()).id, None, by=COMMAND_LINE)
        assert await office.column("status") == ["failed"]
